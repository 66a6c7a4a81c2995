"""Merging: one event from many reports, two events kept apart, and the same result in any order."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khaldun.core.event import Judgement, MentionRecord, Verdict
from khaldun.core.statement import Stance
from khaldun.core.values import DatePrecision, DateRange, Place, PlacePrecision
from khaldun.merge import merge
from khaldun.merge.profile import best_date, proper_names
from tests.factory import DRONE, KADUGLI, KHARTOUM, RSF, SAF, day, killed, record

STRIKE = (("date", day("2025-12-13")), ("place", KADUGLI), ("platform", DRONE))


def groups(records: list[MentionRecord], decided: list[Judgement] | None = None) -> list[list[str]]:
    _, events = merge(records, decided or [])
    return sorted(sorted(str(r.document.source.external_id) for r in e.records) for e in events)


def test_reports_that_agree_on_type_day_and_town_are_one_event() -> None:
    assert groups([record("a", *STRIKE), record("b", *STRIKE)]) == [["a", "b"]]


def test_two_towns_are_two_events() -> None:
    other = (("date", day("2025-12-13")), ("place", KHARTOUM), ("platform", DRONE))
    assert groups([record("a", *STRIKE), record("b", *other)]) == [["a"], ["b"]]


def test_days_far_apart_are_two_events() -> None:
    other = (("date", day("2025-12-20")), ("place", KADUGLI), ("platform", DRONE))
    assert groups([record("a", *STRIKE), record("b", *other, published="2025-12-21")]) == [["a"], ["b"]]


def test_an_unknown_day_is_compatible_where_town_and_a_figure_agree() -> None:
    undated = record("b", ("place", KADUGLI), killed(6), published=None)
    assert groups([record("a", *STRIKE, killed(6)), undated]) == [["a", "b"]]


def test_an_unknown_day_alone_joins_nothing() -> None:
    undated = record("b", ("place", KADUGLI), published=None, type_="attack")
    assert groups([record("a", ("date", day("2025-12-13")), ("place", KADUGLI)), undated]) == [["a"], ["b"]]


def test_rival_accusations_are_a_dispute_inside_one_event() -> None:
    one = record("a", *STRIKE, ("actor", RSF), stance=Stance.CLAIMS)
    two = record("b", *STRIKE, ("actor", SAF), stance=Stance.CLAIMS)
    assert groups([one, two]) == [["a", "b"]]


def test_different_figures_are_kept_and_shown_as_a_conflict() -> None:
    _, (event,) = merge([record("a", *STRIKE, killed(6)), record("b", *STRIKE, killed(8))])
    assert event.conflicts == ("killed",)
    assert event.headlines["killed"].value is not None
    assert (event.headlines["killed"].value.low, event.headlines["killed"].value.high) == (6, 8)  # type: ignore[union-attr]


def test_a_toll_that_rises_from_day_to_day_is_growing() -> None:
    first = record("a", *STRIKE, killed(6), published="2025-12-14")
    later = record("b", *STRIKE, killed(9), published="2025-12-15")
    _, (event,) = merge([first, later])
    assert event.growing == ("killed",)
    assert event.conflicts == ()


def test_a_reprint_is_a_copy_and_no_independent_source() -> None:
    text = " ".join(f"the same sentence number {i} again" for i in range(12))
    first = record("a", *STRIKE, text=text, published="2025-12-14")
    second = record("b", *STRIKE, text=text + " end", published="2025-12-15")
    _, (event,) = merge([first, second])
    assert event.copies == {second.document.id: first.document.id}
    assert event.independent_sources == 1


def test_a_persons_different_keeps_apart_what_the_linker_would_join() -> None:
    a, b = record("a", *STRIKE), record("b", *STRIKE)
    left, right = sorted((a.mention.id, b.mention.id))
    decided = Judgement(left, right, Verdict.DIFFERENT, 1.0, ("told apart",), "person:ada")
    assert groups([a, b], [decided]) == [["a"], ["b"]]


def test_a_persons_same_joins_what_the_linker_keeps_apart() -> None:
    a, b = record("a", *STRIKE), record("b", ("place", KHARTOUM), type_="abduction")
    left, right = sorted((a.mention.id, b.mention.id))
    decided = Judgement(left, right, Verdict.SAME, 1.0, ("one event",), "person:ada")
    assert groups([a, b], [decided]) == [["a", "b"]]


def test_every_judgement_has_a_reason_to_read() -> None:
    found, _ = merge([record("a", *STRIKE), record("b", *STRIKE)])
    assert found
    assert all(j.reasons for j in found)


@given(st.randoms(use_true_random=False), st.lists(st.integers(1, 60), min_size=2, max_size=6))
def test_the_order_of_reports_changes_nothing(shuffler: random.Random, tolls: list[int]) -> None:
    records = [record(f"r{i}", *STRIKE, killed(toll)) for i, toll in enumerate(tolls)]
    shuffled = list(records)
    shuffler.shuffle(shuffled)
    assert merge(records) == merge(shuffled)


def _undated(id: str, words: str) -> MentionRecord:
    return record(id, ("date", words), ("place", KADUGLI), ("platform", DRONE), published=None)


def test_a_day_without_a_year_joins_the_report_that_names_the_year() -> None:
    assert groups([record("a", *STRIKE), _undated("b", "13 December")]) == [["a", "b"]]


def test_another_day_without_a_year_is_another_event() -> None:
    assert groups([record("a", *STRIKE), _undated("b", "4 December")]) == [["a"], ["b"]]


def test_two_towns_are_two_events_although_both_reports_name_the_country() -> None:
    country = Place("Sudan", "SDN", lat=15.0, lon=30.0, radius_km=900, precision=PlacePrecision.COUNTRY)
    one = record("a", *STRIKE, ("place", country))
    two = record(
        "b", ("date", day("2025-12-13")), ("place", KHARTOUM), ("place", country), ("platform", DRONE)
    )
    assert groups([one, two]) == [["a"], ["b"]]


@pytest.mark.parametrize("days", [("2025-12-13", "2025-12-14"), ("2025-12-14", "2025-12-13")])
def test_of_days_told_as_often_the_earliest_is_shown(days: tuple[str, str]) -> None:
    reports = [
        record(f"r{n}", ("date", day(told)), *STRIKE[1:], published=f"2025-12-{15 + n}")
        for n, told in enumerate(days)
    ]
    _, (event,) = merge(reports)
    assert event.headlines["date"].value == day("2025-12-13")


def test_this_month_ends_on_the_day_a_report_of_it_is_published() -> None:
    month = DateRange("2025-12", "2025-12", DatePrecision.MONTH)
    _, (event,) = merge([record("a", ("date", month), *STRIKE[1:], published="2025-12-16")])
    headline = event.headlines["date"]
    assert headline.value == DateRange("2025-12-01", "2025-12-16", DatePrecision.MONTH)
    assert headline.statements


def test_words_of_an_arabic_text_are_no_names() -> None:
    assert proper_names("قصفت طائرة مسيرة سوق المدينة وقتل عشرة أشخاص", ()) == frozenset()


def test_a_name_with_an_accent_inside_is_one_name() -> None:
    assert proper_names("elle a visité San José hier", ()) == {"san jose"}


def test_the_narrower_of_two_dates_that_meet_is_shown() -> None:
    week = DateRange("2025-12-12", "2025-12-18", DatePrecision.FEW_DAYS)
    assert best_date([week, day("2025-12-13"), week]) == day("2025-12-13")
