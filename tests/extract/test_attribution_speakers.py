"""Who is named as the one who says a figure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from khaldun.core.document import Source
from khaldun.core.values import Count
from tests.extract.reading import OUTLET, document, of, read, reader, speakers

pytestmark = pytest.mark.full_gazetteer


@pytest.mark.parametrize(
    "text",
    [
        "The governor said nine people were killed in an air strike on Tuesday.",
        "Nine people were killed in an air strike on Tuesday, the governor said.",
        "Nine people were killed in an air strike on Tuesday, said the governor.",
        "According to the governor, nine people were killed in an air strike on Tuesday.",
        "Nine people were killed in an air strike on Tuesday, according to the governor.",
        '"Nine people were killed in the air strike," the governor said.',
    ],
)
def test_speaker_is_found_before_and_after_the_cue(text: str) -> None:
    assert speakers(read(text), "killed") == {"governor"}


def test_the_outlet_speaks_where_nobody_else_does() -> None:
    reading = read("An air strike killed nine people in Saada on Sunday.")
    assert speakers(reading, "killed") == {OUTLET}
    assert {r.stance for r in of(reading, "killed")} == {"asserts"}


def test_a_name_before_a_colon_speaks_the_title() -> None:
    reading = read(
        "An air strike hit a market in Saada on Sunday.", title="Houthis: nine killed in air strike"
    )
    assert speakers(reading, "killed") == {"Houthis"}


def test_a_pronoun_stands_for_the_last_speaker() -> None:
    reading = read(
        "A drone strike killed four people in Kutum on Monday, the Sudan Doctors Network said."
        " It said six others were wounded."
    )
    assert speakers(reading, "killed", "injured") == {"Sudan Doctors Network"}


def test_a_clause_without_a_verb_has_its_own_speaker() -> None:
    reading = read("Officials give 38 dead in the air strike, civil society at least 21.")
    said = {
        (r.value.central, r.attribution.speaker) for r in of(reading, "killed") if isinstance(r.value, Count)
    }
    assert said == {
        (38, "officials"),
        (21, "civil society"),
    }


def test_a_relative_pronoun_stands_for_the_name_before_it() -> None:
    reading = read(
        "The air strike in Kutum killed nine people, officials said. The Rapid Support Forces,"
        " which denied any part in it, hold the town."
    )
    assert speakers(reading, "responsibility_denied") == {"Rapid Support Forces"}


def test_the_agency_that_is_told_does_not_speak() -> None:
    reading = read("The governor told AP that 82 people died in the air strike.")
    assert speakers(reading, "killed") == {"governor"}


def test_the_author_of_a_post_speaks_its_words() -> None:
    post = document("Our aircraft carried out an air strike near Palmyra on Saturday, killing nine fighters.")
    source = Source(author="General Staff", handle="@staff", published="2026-03-10")
    authored = replace(post, source=source)
    killed = [r for r in reader().read(authored).readings if r.statement.property.startswith("killed")]
    assert {r.attribution.speaker for r in killed} == {"General Staff"}


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The army said an air strike killed nine people in Saada on Sunday.", "asserts"),
        ("The army claimed that an air strike killed nine people in Saada on Sunday.", "claims"),
        ("The army denied that an air strike killed nine people in Saada on Sunday.", "denies"),
        ("An air strike reportedly killed nine people in Saada on Sunday.", "hedges"),
    ],
)
def test_the_cue_gives_the_stance(text: str, stance: str) -> None:
    assert {r.stance for r in of(read(text), "killed")} == {stance}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Al-Shabaab stormed a base in Beledweyne on Monday. The group said 17 soldiers were killed.",
            "al-shabaab",
        ),
        ("Nine people died in an air strike on Goma, local media reported, citing doctors.", "doctors"),
        ("Officials: nine people killed in air strike on Goma.", "officials"),
        ("Nine people died in an air strike on Goma on Monday, per the police.", "police"),
        ("A spokesman for the Rapid Support Forces said nine people died in an air strike.", "rapid support"),
    ],
)
def test_other_words_for_who_says_so(text: str, speaker: str) -> None:
    assert {s for s in speakers(read(text), "killed", "killed_combatants") if speaker in s.casefold()}


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        (
            "fr",
            "Une frappe a tué neuf personnes à Kidal, à la frontière algérienne, a annoncé la police.",
            "pol",
        ),
        ("es", "Nueve personas murieron en un bombardeo en Saada, informó la policía local.", "pol"),
        ("ru", "При обстреле Херсона погибли девять человек. Об этом сообщил губернатор.", "governor"),
        ("uk", "Унаслідок обстрілу Херсона загинули дев'ятеро людей. Про це повідомив мер.", "mayor"),
        ("ar", "قتل تسعة أشخاص في غارة على صنعاء، حسب حصيلة أوردتها وزارة الصحة.", "health ministry"),
    ],
)
def test_who_says_so_in_other_languages(language: str, text: str, speaker: str) -> None:
    assert {s for s in speakers(read(text, language), "killed") if speaker in s.casefold()}


@pytest.mark.parametrize(
    "following",
    ["The toll has since risen to 12 dead.", "Nobody was wounded.", "No group has claimed the strike."],
)
def test_a_speaker_does_not_go_on_where_the_account_ends(following: str) -> None:
    reading = read(f"Nine people died in an air strike on Goma on Monday, doctors said. {following}")
    late = [r for r in reading.readings if r.statement.span.start > 65]
    assert {r.attribution.speaker for r in late} <= {OUTLET}


@pytest.mark.parametrize(
    "denial",
    [
        "The army said it had not bombed the town.",
        "The army said there were no soldiers in the town.",
        "The army dismissed the toll as propaganda.",
        '"We did not do this," the army said.',
        "The army washed its hands of the strike.",
    ],
)
def test_a_deed_a_toll_and_a_presence_are_denied(denial: str) -> None:
    reading = read(f"An air strike killed nine people in El Fasher, Sudan, on Monday. {denial}")
    assert speakers(reading, "responsibility_denied") == {"Sudanese Armed Forces"}


def test_who_only_does_not_confirm_neither_acts_nor_denies() -> None:
    reading = read("An air strike killed nine people in El Fasher. The army did not confirm the strike.")
    assert of(reading, "responsibility_denied", "actor") == []


def test_a_party_that_blames_claims() -> None:
    reading = read(
        "The Sudanese army said the Rapid Support Forces shelled El Obeid on Monday, killing nine people."
    )
    assert {r.stance for r in of(reading, "killed", "actor", "type")} == {"claims"}


def test_a_suspect_is_named_in_doubt_and_what_happened_is_not() -> None:
    reading = read("Suspected Boko Haram fighters killed nine people in Maiduguri on Monday.")
    assert {(r.statement.property, r.stance.value) for r in of(reading, "actor", "date")} == {
        ("actor", "hedges"),
        ("date", "asserts"),
    }
