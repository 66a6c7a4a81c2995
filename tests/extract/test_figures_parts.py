"""Parts, totals and tolls: numbers that count some of those told before, or more than one attack took."""

from __future__ import annotations

import pytest

from tests.extract.reading import figures, of, read

pytestmark = pytest.mark.full_gazetteer


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "An air strike hit El Fasher on Monday. Seven people died there, four of them children."),
        ("es", "Un ataque aéreo golpeó Nyala el lunes. Fallecieron siete personas, cuatro de ellas niñas."),
        ("fr", "Une frappe aérienne a visé Nyala lundi. Sept personnes ont péri, dont quatre enfants."),
        ("ar", "استهدفت غارة جوية مدينة نيالا يوم الاثنين وسقط سبعة قتلى، أربعة منهم أطفال."),
    ],
)
def test_a_share_is_a_figure_of_its_kind_and_no_toll(language: str, text: str) -> None:
    assert figures(read(text, language)) == {"killed": {7}, "killed_children": {4}}


def test_a_share_of_no_known_kind_is_left_out() -> None:
    reading = read("Shelling hit Nikopol on Monday. Nine people were wounded, three of them in the market.")
    assert figures(reading) == {"injured": {9}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A nurse put the count at 15 and said 40 people had been hurt.", {9, 15}),
        ("The governor insisted the true figure was 15.", {9, 15}),
    ],
)
def test_a_toll_without_a_word_of_harm_is_of_the_harm_told_before(text: str, expected: set[int]) -> None:
    reading = read(f"A suicide bomber killed nine people in Kunduz on Monday. {text}")
    assert figures(reading)["killed"] == expected


def test_those_who_escape_are_not_those_who_were_taken() -> None:
    reading = read(
        "Gunmen raided Kuriga in Nigeria on Monday. Nine of the villagers seized there have escaped."
    )
    assert figures(reading) == {"freed_civilians": {9}}


def test_the_displaced_can_be_killed() -> None:
    reading = read("Sept déplacés ont été tués lundi dans une frappe aérienne sur Nyala.", "fr")
    assert figures(reading) == {"killed_civilians": {7}}


@pytest.mark.parametrize(
    "text",
    [
        "An air strike killed nine people in Nyala on Monday and destroyed 14 huts.",
        "An air strike killed nine people in Nyala on Monday, and some 40 families were left without food.",
        "An officer who asked not to be named spoke of nine people killed in the air strike on Nyala on Monday.",
    ],
)
def test_what_is_no_victim_is_not_counted(text: str) -> None:
    assert figures(read(text)) == {"killed": {9}}


def test_a_toll_too_large_for_one_attack_is_the_wars() -> None:
    reading = read(
        "An air strike killed nine people in Nyala on Monday. The war has killed some 40,000 people in Sudan."
    )
    assert {r.statement.quote: str(r.scope) for r in of(reading, "killed")} == {
        "killed nine": "incident",
        "killed some 40,000": "cumulative",
    }


def test_the_toll_from_sundays_attack_is_that_attacks() -> None:
    reading = read("The death toll from Sunday's air strike on Nyala stands at 24, the governor said.")
    assert {(r.value.best, str(r.scope)) for r in of(reading, "killed")} == {(24, "incident")}


def test_the_wounded_who_died_are_no_toll_of_wounded() -> None:
    reading = read(
        "A car bomb killed nine people in Aden on Monday. Two of the wounded died overnight in hospital."
    )
    assert figures(reading) == {"killed": {9}}
