"""Values as people read them."""

import pytest

from khaldun.publish.wording import (
    count_words,
    long_date,
    place_precision,
    place_words,
    range_words,
    short_date,
    type_label,
    value_words,
)


@pytest.mark.parametrize(
    ("count", "words", "cell"),
    [
        ({"low": 54, "best": 54, "high": 54}, "54", "54"),
        ({"low": 54}, "at least 54", "54+"),
        ({"low": 54, "best": 54}, "at least 54", "54+"),
        ({"low": 28001, "best": 28001}, "more than 28,000", "28001+"),
        ({"high": 80}, "up to 80", "≤80"),
        ({"best": 80}, "about 80", "~80"),
        ({"low": 30, "high": 40}, "30–40", "30–40"),
        ({"low": 54, "best": 270, "high": 300}, "54–300, best 270", "54–300"),
        ({"low": 24, "vague": True}, "at least 24 (vague)", "24+"),
        ({"low": 28001, "best": 28001, "high": 28001}, "28,001", "28001"),
        ({"low": 0, "best": 0, "high": 0}, "0", "0"),
        ({}, "number unknown", ""),
    ],
)
def test_a_count_says_what_it_leaves_open(count: dict[str, int], words: str, cell: str) -> None:
    assert count_words(count) == words
    assert range_words(count) == cell


@pytest.mark.parametrize(
    ("date", "short", "long"),
    [
        ({"from": "2026-01-03", "to": "2026-01-03"}, "2026-01-03", "Saturday 3 January 2026"),
        (
            {"from": "2022-07-28", "to": "2022-07-29"},
            "2022-07-28..2022-07-29",
            "Thursday 28 July 2022 to Friday 29 July 2022",
        ),
        ({"from": "2022-08", "to": "2022-08"}, "2022-08", "August 2022"),
        ({"from": "2014", "to": "2014"}, "2014", "2014"),
        ({"words": "on Monday"}, "on Monday", "“on Monday” (not resolved)"),
        ({}, "", "unknown"),
    ],
)
def test_a_date_is_never_more_exact_than_it_is(date: dict[str, str], short: str, long: str) -> None:
    assert short_date(date) == short
    assert long_date(date) == long


def test_a_place_names_its_unit_and_country_once() -> None:
    assert place_words({"name": "Tadmur", "admin1": "Homs", "country": "SYR"}) == "Tadmur, Homs, Syria"
    assert place_words({"name": "Syria", "country": "SYR"}) == "Syria"
    assert place_words({"words": "a village"}) == "a village"
    assert place_precision({"precision": "near", "radius_km": 37.8}) == "within 38 km, near"
    assert place_precision({"words": "a village"}) == ""


def test_every_kind_of_value_has_words() -> None:
    assert value_words({"name": "Paveway IV", "kind": "weapon"}) == "Paveway IV"
    assert value_words("access tunnels") == "access tunnels"
    assert value_words(None) == ""
    assert type_label("air_drone_strike") == "Air or drone strike"
    assert type_label("no_such_type") == "no such type"
