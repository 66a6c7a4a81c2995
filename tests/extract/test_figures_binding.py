"""Which number says what happened to how many people."""

from __future__ import annotations

import pytest

from khaldun.core.values import Count
from tests.extract.reading import figures, of, read

pytestmark = pytest.mark.full_gazetteer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A bomb exploded in Baghdad on Monday, killing seven people, wounding 12 and leaving three missing.",
            {"killed": {7}, "injured": {12}, "missing": {3}},
        ),
        (
            "Seven dead and 12 wounded: that is the toll of the car bomb in Baghdad.",
            {"killed": {7}, "injured": {12}},
        ),
        ("A suicide bombing in Mogadishu claimed the lives of nine people on Sunday.", {"killed": {9}}),
        (
            "A roadside bomb near Djibo left 15 dead and 20 hurt on Tuesday.",
            {"killed": {15}, "injured": {20}},
        ),
        (
            "Gunmen kidnapped 31 girls in Kebbi on Monday; eight escaped.",
            {"abducted_children": {31}, "freed": {8}},
        ),
    ],
)
def test_each_number_goes_to_its_harm(text: str, expected: dict[str, set[int]]) -> None:
    found = figures(read(text))
    assert {k: found.get(k) for k in expected} == expected


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("civilians", "civilians"),
        ("children", "children"),
        ("women", "women"),
        ("soldiers", "combatants"),
        ("police officers", "police"),
        ("journalists", "journalists"),
        ("aid workers", "aid_workers"),
    ],
)
def test_the_noun_gives_the_kind(words: str, kind: str) -> None:
    assert figures(read(f"A car bomb killed seven {words} in Baghdad on Monday."))[f"killed_{kind}"] == {7}


def test_a_part_of_a_figure_is_no_figure_of_its_own() -> None:
    assert figures(read("Shelling in Nikopol on Monday wounded eight people, four critically.")) == {
        "injured": {8}
    }


def test_dead_and_injured_together_are_neither() -> None:
    text = (
        "The ministry put dead and injured together at more than 100 after the air strike on Saada on Friday."
    )
    assert figures(read(text)) == {}


def test_a_bound_is_kept() -> None:
    (least,) = of(read("At least 54 people were killed in an air strike in Kutum on Monday."), "killed")
    assert least.value == Count(54, None, None)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Air strikes have killed 230 people in Aden since January.", "cumulative"),
        ("Air strikes killed 76 people across Yemen in the past 24 hours.", "aggregate"),
        ("An air strike killed nine people in Aden on Sunday.", "incident"),
    ],
)
def test_the_period_gives_the_scope(text: str, scope: str) -> None:
    assert {r.scope for r in of(read(text), "killed")} == {scope}


def test_what_is_recalled_lends_no_figures() -> None:
    reading = read(
        "A car bomb killed four people in Aden on Monday. Ten years ago a suicide bomber killed 60 people in the city."
    )
    assert figures(reading) == {"killed": {4}}


def test_numbers_that_add_up_to_a_toll_told_before_are_no_tolls() -> None:
    reading = read(
        "The death toll of the air strike on Kutum rose to 50, the governor said on Monday. "
        "Rescuers recovered the bodies of 48 people; two more died in hospital."
    )
    assert figures(reading) == {"killed": {50}}


def test_who_counts_the_dead_is_none_of_them() -> None:
    reading = read(
        "Two residents said on Monday that 30 people had died in the air strike on the market in Kutum."
    )
    assert figures(reading) == {"killed": {30}}


def test_hostages_who_are_freed_are_not_taken() -> None:
    reading = read(
        "The army said on Monday it had freed 137 hostages who were abducted in Kuriga on 7 March."
    )
    assert figures(reading) == {"freed": {137}}


def test_a_text_without_a_full_stop_is_read_in_pieces() -> None:
    text = "On Monday a drone strike killed 12 people and wounded 30 in Aleppo and " * 60
    found = read(text)
    assert 12 in figures(found)["killed"]
    assert 30 in figures(found)["injured"]
