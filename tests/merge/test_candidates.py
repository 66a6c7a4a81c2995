"""Candidate pairs: those of a block whose days meet, once each, and few where a block is crowded."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from khaldun.core.event import MentionRecord
from khaldun.merge.cluster import BlockIndex
from khaldun.merge.profile import profile
from tests.factory import KADUGLI, KHARTOUM, day, record


def _told(number: int, date: int | None, published: str | None = "2025-12-30") -> MentionRecord:
    said = (("date", day(f"2025-12-{date:02}")),) if date else ()
    return record(f"r{number}", *said, ("place", KADUGLI), published=published)


def _pairs(records: list[MentionRecord]) -> list[tuple[int, int]]:
    return list(BlockIndex().pairs([profile(r) for r in records]))


@given(st.lists(st.integers(1, 28), min_size=2, max_size=12))
def test_reports_of_one_town_meet_where_their_days_lie_at_most_three_apart(dates: list[int]) -> None:
    near = [(i, j) for i, j in combinations(range(len(dates)), 2) if abs(dates[i] - dates[j]) <= 3]
    assert _pairs([_told(i, date) for i, date in enumerate(dates)]) == near


def test_a_report_of_no_day_meets_all_of_its_town() -> None:
    assert _pairs([_told(0, 1), _told(1, 28), _told(2, None, published=None)]) == [(0, 2), (1, 2)]


def test_two_towns_on_days_far_apart_do_not_meet() -> None:
    other = record("other", ("date", day("2025-12-01")), ("place", KHARTOUM))
    assert _pairs([_told(0, 28), other]) == []


def test_of_a_crowd_each_meets_its_next_neighbours_and_the_first_few() -> None:
    pairs = _pairs([_told(i, 5) for i in range(100)])
    assert len(pairs) < 100 * 40
    assert {j for i, j in pairs if i == 0} == set(range(1, 100))
    assert {j for i, j in pairs if i == 50} == set(range(51, 71))
