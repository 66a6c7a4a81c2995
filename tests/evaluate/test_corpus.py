"""Tallies: right, expected and found, and the figures made of them."""

from __future__ import annotations

import pytest

from khaldun.evaluate.corpus import Tally


def test_a_tally_adds_up_comparisons() -> None:
    tally = Tally()
    tally.add({"a", "b", "c"}, {"b", "c", "d", "e"})
    tally.add({"f"}, set())
    assert (tally.right, tally.gold, tally.found) == (2, 4, 4)
    assert tally.f1 == pytest.approx(50.0)


def test_f1_is_the_harmonic_mean_of_precision_and_recall() -> None:
    precision, recall = 3 / 5, 3 / 4
    assert Tally(3, 4, 5).f1 == pytest.approx(200 * precision * recall / (precision + recall))


def test_a_tally_of_nothing_is_zero_and_can_be_printed() -> None:
    assert Tally().f1 == 0.0
    assert "n 0" in str(Tally())
