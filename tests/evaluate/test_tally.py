"""Tallies: figures from sums, and intervals over documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khaldun.evaluate.tally import Counts, Moments, Share, by_measure, intervals, merged, total

SETS = st.sets(st.integers(0, 9))


@given(SETS.filter(bool))
def test_a_perfect_answer_scores_one(gold: set[int]) -> None:
    assert Counts.of(gold, gold).headline == pytest.approx(1.0)


@given(SETS, SETS)
def test_figures_lie_between_nought_and_one_and_f1_between_precision_and_recall(
    gold: set[int], found: set[int]
) -> None:
    counts = Counts.of(gold, found)
    low, high = sorted((counts.precision, counts.recall))
    assert 0 <= low <= high <= 1
    assert counts.headline == 0 or low - 1e-9 <= counts.headline <= high + 1e-9


def test_nothing_expected_and_nothing_found_scores_nought() -> None:
    assert Counts().headline == 0.0
    assert Share().headline == 0.0
    assert Moments().headline == 0.0


def test_a_number_that_follows_the_gold_one_has_r_one_and_its_opposite_minus_one() -> None:
    gold = [-1.0, 0.2, 0.9, 1.1]
    assert Moments.of(gold, [2 * g + 1 for g in gold]).headline == pytest.approx(1.0)
    assert Moments.of(gold, [-g for g in gold]).headline == pytest.approx(-1.0)
    assert Moments.of(gold, gold).figures()["mae"] == 0.0


def test_an_answer_that_never_varies_has_no_correlation() -> None:
    assert Moments.of([-1.0, 0.3, 1.0], [0.7, 0.7, 0.7]).headline == 0.0


def test_sums_do_not_depend_on_how_documents_are_cut() -> None:
    parts = [Moments.of([0.1, 0.9], [0.2, 0.8]), Moments.of([-1.0], [-0.5])]
    whole = Moments.of([0.1, 0.9, -1.0], [0.2, 0.8, -0.5])
    assert total(parts).headline == pytest.approx(whole.headline)


def test_rows_of_one_document_are_drawn_together() -> None:
    rows = [{"f": Counts(1, 1, 1, 1)}, {"f": Counts(0, 1, 0, 1)}, {"f": Counts(1, 1, 1, 1)}]
    units = merged(["a", "a", "b"], rows)
    assert [u["f"] for u in units] == [Counts(1, 2, 1, 2), Counts(1, 1, 1, 1)]


def test_the_interval_holds_the_figure_and_is_the_same_every_time() -> None:
    units = [{"f": Counts(n % 3 > 0, 1, n % 3 > 0, 1)} for n in range(60)]
    low, high = intervals(units)["f"]
    assert low < by_measure(units)["f"].headline < high
    assert intervals(units)["f"] == (low, high)


def test_documents_that_are_all_alike_leave_no_doubt() -> None:
    assert intervals([{"f": Share(1, 2)}] * 5, draws=50)["f"] == (0.5, 0.5)
