"""Statements beside annotated ones: what counts as the same, and how events are paired."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from khaldun.core.document import Document
from khaldun.core.span import Span
from khaldun.core.statement import (
    Attribution,
    DocumentReading,
    EventMention,
    Factuality,
    Reading,
    Stance,
    Statement,
)
from khaldun.core.values import Count, DatePrecision, DateRange, Place, Ref, Value
from khaldun.evaluate.report import Report, Row
from khaldun.evaluate.statements import Told, overlap, same, same_speaker, same_value, told
from khaldun.evaluate.tally import Counts
from khaldun.evaluate.tasks import corpus

PASSAGE: dict[str, Any] = {
    "id": "en-9001",
    "language": "en",
    "kind": "report",
    "title": "Mill burned",
    "outlet": "River Post",
    "published": "2026-02-03",
    "text": "Gunmen burned the mill on Monday. Six guards died, the mayor said. Six fled.",
    "events": [
        {
            "type": "looting_property_destruction",
            "factuality": "occurred",
            "trigger": "burned",
            "statements": [
                {"property": "killed", "quote": "Six guards", "value": "6", "speaker": "mayor", "stance": "asserts"},
                {"property": "outcome", "quote": "Six", "quote_n": 2, "value": "Six", "stance": "asserts"},
            ],
        }
    ],
}  # fmt: skip


def document() -> Document:
    return corpus.inputs(PASSAGE)


def reading(
    words: str, property: str, value: Value, speaker: str | None = None, mention: str = "burned"
) -> Reading:
    text = document()
    start = text.text.rindex(words) if property == "outcome" else text.text.index(words, 12)
    statement = Statement.ground(text, property, Span(start, start + len(words)))
    anchor = mention_of(mention)
    return Reading(
        statement, anchor.id, value, Attribution(speaker), Stance.ASSERTS, Factuality.OCCURRED, 1.0
    )


def mention_of(trigger: str) -> EventMention:
    start = document().text.index(trigger, 12)
    return EventMention(document().id, "looting_property_destruction", (Span(start, start + len(trigger)),))


def answer(*readings: Reading, mentions: tuple[str, ...] = ("burned",)) -> DocumentReading:
    return DocumentReading(document().id, "test", tuple(map(mention_of, mentions)), readings)


RIGHT = (
    reading("Six guards", "killed_police", Count.exactly(6), "mayor of the town"),
    reading("Six", "outcome", "Six"),
)


def counts(read: DocumentReading, name: str = corpus.STATEMENTS) -> Counts:
    found = corpus.tally(corpus.gold(PASSAGE), read)[name]
    assert isinstance(found, Counts)
    return found


def test_the_annotated_quotes_are_found_in_the_text_behind_the_title() -> None:
    (event,) = told(PASSAGE)
    words = [s.span.of(document().text) for s in event.statements]
    assert words == ["Six guards", "Six"]
    assert event.statements[1].span.start == document().text.rindex("Six")


def test_a_quote_that_is_not_in_the_text_is_refused() -> None:
    broken = {**PASSAGE, "text": "Nothing."}
    with pytest.raises(ValueError, match="not found"):
        told(broken)


def test_all_statements_right_score_one_and_kinds_of_people_are_told_apart_by_a_figure_of_its_own() -> None:
    assert counts(answer(*RIGHT)).headline == 1.0
    assert counts(answer(*RIGHT), corpus.SPEAKER).headline == 1.0
    assert counts(answer(*RIGHT), corpus.KIND) == Counts(1, 2, 1, 2)
    assert counts(answer(*RIGHT), f"en {corpus.STATEMENTS}").headline == 1.0


def test_a_statement_is_used_once() -> None:
    assert counts(answer(*RIGHT, RIGHT[0])) == Counts(2, 3, 2, 2)


def test_statements_of_another_event_mention_are_wrong() -> None:
    elsewhere = reading("Six", "outcome", "Six", mention="fled")
    assert counts(answer(RIGHT[0], elsewhere, mentions=("burned", "fled"))) == Counts(1, 2, 1, 2)


def test_stance_and_speaker_are_figures_of_their_own() -> None:
    denied = replace(RIGHT[0], stance=Stance.DENIES)
    assert counts(answer(denied, RIGHT[1])).headline == 1.0
    assert counts(answer(denied, RIGHT[1]), corpus.STANCE) == Counts(1, 2, 1, 2)
    unsaid = replace(RIGHT[0], attribution=Attribution("River Post"))
    assert counts(answer(unsaid, RIGHT[1]), corpus.SPEAKER) == Counts(1, 2, 1, 2)


def test_the_outlet_speaks_where_nobody_else_does() -> None:
    wanted = Told("killed", Span(0, 3), "6", None, "asserts")
    assert same_speaker(wanted, replace(RIGHT[0], attribution=Attribution("River Post")), "River Post")
    assert not same_speaker(wanted, RIGHT[0], "River Post")


def test_a_speaker_under_another_name_is_the_same_by_the_words_of_the_text() -> None:
    said = replace(RIGHT[0], attribution=Attribution("health ministry", words="МОЗ області"))
    wanted = Told("killed", Span(0, 1), "4", "Odesa regional authority", "asserts", "МОЗ області")
    assert same_speaker(wanted, said, None)
    assert not same_speaker(replace(wanted, speaker_words="мер міста"), said, None)


def test_half_of_the_words_must_be_the_same() -> None:
    assert overlap(Span(0, 10), Span(0, 5)) == 0.5
    wanted = Told("killed", RIGHT[0].statement.span, "6", "mayor", "asserts")
    longer = reading("Six guards died, the mayor", "killed", Count.exactly(6))
    assert same(wanted, RIGHT[0])
    assert not same(wanted, longer)


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ("54", Count.exactly(54)),
        (">=54", Count(low=54)),
        (">1,000", Count(low=1001)),
        ("~80", Count(best=80)),
        ("<=80", Count(high=80)),
        ("30-40", Count(low=30, high=40)),
        ("dozens", Count(low=24, vague=True)),
    ],
)
def test_a_count_is_right_with_what_it_leaves_open(value: str, count: Count) -> None:
    assert same_value(value, replace(RIGHT[0], value=count))
    assert not same_value(value, replace(RIGHT[0], value=Count.exactly(7)))


def test_days_are_equal_and_names_share_a_word() -> None:
    def right(wanted: str, value: Value) -> bool:
        return same_value(wanted, replace(RIGHT[0], value=value))

    nights = DateRange("2026-02-02", "2026-02-03", DatePrecision.FEW_DAYS)
    assert right("2026-02-02/2026-02-03", nights)
    assert not right("2026-02-02", nights)
    assert right("Kherson", Place("Kherson Oblast"))
    assert not right("Kherson", Place("Odesa"))
    assert right("Ukrainian Armed Forces", Ref("UKR.armed_forces", "Armed Forces of Ukraine", "armed_forces"))
    assert not right("Wagner Group", Ref("atesh", "Atesh", "rebel"))
    assert right("Red Column", Ref(None, "красная колонна", "unnamed"))


def test_the_gap_to_english_is_told_in_json() -> None:
    report = Report(
        "corpus",
        "all",
        2,
        [Row("en statements", Counts(3, 4, 3, 4)), Row("fr statements", Counts(1, 4, 1, 4))],
        {},
    )
    assert corpus.more(report) == {
        "statement_f1_by_language": {"en": 0.75, "fr": 0.25},
        "gap_to_english": {"en": 0.0, "fr": 0.5},
    }
