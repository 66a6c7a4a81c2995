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
