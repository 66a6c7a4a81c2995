"""Whether an event is told as having happened, and how many events a text tells."""

from __future__ import annotations

import pytest

from khaldun.core.span import Span
from khaldun.core.statement import Statement
from khaldun.errors import UngroundedStatement
from tests.extract.reading import document, figures, names, of, read, told

pytestmark = pytest.mark.full_gazetteer


@pytest.mark.parametrize(
    "text",
    [
        "The Malian army plans to launch an air strike on the rebel town of Kidal next week.",
        "If the rebels attack the town of Kidal again, the army would shell their positions.",
        "Officials warned of a possible attack on the town of Kidal.",
        "The group threatened to carry out a suicide bombing in Kabul.",
    ],
)
def test_what_is_planned_or_feared_has_not_occurred(text: str) -> None:
    assert told(read(text)) == []


def test_what_never_happened_is_denied() -> None:
    reading = read("No air strike took place in Kutum on Monday, the Sudanese army said.")
    assert {m.factuality for m in reading.mentions} <= {"denied"}


def test_two_events_in_one_report_stay_apart() -> None:
    reading = read(
        "A car bomb killed four people in Aden on Monday. On Wednesday gunmen kidnapped three aid workers near Goma."
    )
    bomb, abduction = reading.mentions
    assert (bomb.type, abduction.type) == ("ied_landmine", "abduction")
    assert {r.mention for r in of(reading, "killed")} == {bomb.id}
    assert {r.mention for r in of(reading, "abducted_aid_workers")} == {abduction.id}


def test_one_event_told_in_two_sentences_is_one() -> None:
    reading = read(
        "An air strike hit a market in Kutum on Monday. Eleven people were killed.",
        title="Market hit in air strike",
    )
    assert len(reading.mentions) == 1
    assert figures(reading) == {"killed": {11}}


def test_a_language_without_a_lexicon_yields_nothing() -> None:
    for language in ("nl", "xx", None):
        reading = read("An air strike killed nine people in Aden on Sunday.", language)
        assert (reading.mentions, reading.readings) == ((), ())


def test_every_quote_is_the_text_at_its_span() -> None:
    text = "At least 54 people were killed on Monday when warplanes bombed a market in Kutum, doctors said."
    whole = document(text)
    for r in read(text).readings:
        assert whole.text[r.statement.span.start : r.statement.span.end] == r.statement.quote


@pytest.mark.parametrize(("start", "end", "quote"), [(0, 4, "Nine"), (0, 0, ""), (10, 900, None)])
def test_a_quote_that_is_not_in_the_text_is_refused(start: int, end: int, quote: str | None) -> None:
    whole = document("Four people were killed in the air strike.")
    with pytest.raises(UngroundedStatement):
        Statement.ground(whole, "killed", Span(start, end), quote)


def test_a_weapon_refines_a_general_trigger() -> None:
    reading = read("A Houthi missile attack killed three sailors in the Gulf of Aden on Wednesday.")
    assert told(reading)[0].type == "shelling_artillery_missile"
    assert "missile" in names(reading, "weapon")


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("Bandits raided a remote army base near Tsafe on Monday.", "en", "armed_clash"),
        (
            "Taliban fighters seized the center of Imam Sahib district on Monday after a night of fighting.",
            "en",
            "non_state_actor_overtakes_territory",
        ),
        (
            "Боевики «Талибана» в понедельник овладели центром уезда Имам-Сахиб.",
            "ru",
            "non_state_actor_overtakes_territory",
        ),
        ("Зранку вівторка росіяни вдарили балістикою по Павлограду.", "uk", "shelling_artillery_missile"),
        ("Російський безпілотник атакував автобус у Херсоні в понеділок.", "uk", "air_drone_strike"),
        ("Bewaffnete haben am Donnerstag in Oicha das Feuer auf Anwohner eröffnet.", "de", "attack"),
        ("Un raid aereo ha colpito martedì un mercato a Nyala.", "it", "air_drone_strike"),
    ],
)
def test_the_words_of_the_press_tell_what_kind_of_event_it_was(text: str, language: str, code: str) -> None:
    assert code in {m.type for m in told(read(text, language=language))}
