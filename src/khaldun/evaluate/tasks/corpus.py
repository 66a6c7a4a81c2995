"""The annotated passages of this project: statements with stance and speaker, by language, and the older figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from khaldun.core.document import Document
from khaldun.core.statement import DocumentReading
from khaldun.evaluate import corpus
from khaldun.evaluate.predict import corpus as reader
from khaldun.evaluate.report import Report, Request
from khaldun.evaluate.rows import Json
from khaldun.evaluate.statements import (
    Fits,
    ToldEvent,
    compare,
    is_named,
    meets,
    same,
    same_speaker,
    told,
)
from khaldun.evaluate.tally import Counts, Tallies
from khaldun.evaluate.task import Task, evaluate

STATEMENTS = "statements"
STANCE, SPEAKER, BOTH = (f"{STATEMENTS} with {what}" for what in ("stance", "speaker", "stance and speaker"))
NAMED, KIND = f"{STATEMENTS} with the name", f"{STATEMENTS} with the kind"
MEETING = f"{STATEMENTS} whose words meet"
FIGURES = (
    *("detect", "quiet", "type", "day", "country", "figures", "kinds", "said_by"),
    *("actor", "recipient", "weapon", "platform", "denials"),
)


@dataclass(frozen=True, slots=True)
class Gold:
    """A passage as annotated."""

    passage: Json
    events: list[ToldEvent]


def inputs(row: Json) -> Document:
    """Return what a predictor sees of a passage: text, title, outlet, day and language."""
    return corpus.document_of(row)


def gold(row: Json) -> Gold:
    """Return the annotation; raises ValueError where a quote is not in the text."""
    return Gold(row, told(row))


def tally(wanted: Gold, answer: DocumentReading) -> Tallies:
    """Return the counts of one passage, for all languages and for its own."""
    counts = {**_statements(wanted, answer), **_figures(wanted.passage, answer)}
    language = wanted.passage["language"]
    return {**counts, **{f"{language} {name}": count for name, count in counts.items()}}


def _statements(wanted: Gold, answer: DocumentReading) -> dict[str, Counts]:
    compared, outlet = compare(wanted.events, answer), wanted.passage.get("outlet")
    checks: dict[str, Fits] = {
        STATEMENTS: same,
        STANCE: lambda w, r: same(w, r) and w.stance == r.stance,
        SPEAKER: lambda w, r: same(w, r) and same_speaker(w, r, outlet),
        BOTH: lambda w, r: same(w, r) and w.stance == r.stance and same_speaker(w, r, outlet),
        NAMED: lambda w, r: same(w, r) and is_named(w, r),
        KIND: lambda w, r: same(w, r) and w.property == r.statement.property,
        MEETING: meets,
    }
    return {
        name: Counts.matched(compared.right(fits), compared.wanted, compared.found)
        for name, fits in checks.items()
    }


def _figures(passage: Json, answer: DocumentReading) -> dict[str, Counts]:
    """Return the figures that are kept of the corpus since the lexicon's first days."""
    scores = corpus.Scores()
    corpus.compare(scores, passage, answer)
    found = ((name, scores.tallies.get(name)) for name in FIGURES)
    return {name: Counts.matched(t.right, t.gold, t.found) for name, t in found if t is not None}


def more(report: Report) -> Mapping[str, object]:
    """Return the statements' F1 of each language, and how far each lies below English."""
    ends = f" {STATEMENTS}"
    by_language = {
        row.name.removesuffix(ends): row.tally.headline for row in report.rows if row.name.endswith(ends)
    }
    shown = {language: round(f1, 5) for language, f1 in sorted(by_language.items())}
    more: dict[str, object] = {"statement_f1_by_language": shown}
    if "en" in by_language:
        more["gap_to_english"] = {
            language: round(by_language["en"] - f1, 5) for language, f1 in sorted(by_language.items())
        }
    return more


def _is_detail(name: str) -> bool:
    """Tell whether a measure is of one language and not of its statements as a whole."""
    language, _, measure = name.partition(" ")
    return len(language) == 2 and measure != STATEMENTS


TASK = Task(
    "corpus",
    inputs=inputs,
    gold=gold,
    tally=tally,
    predictor=reader.predictor,
    keys={
        STATEMENTS: "statement_f1",
        STANCE: "statement_stance_f1",
        SPEAKER: "statement_speaker_f1",
        BOTH: "statement_stance_speaker_f1",
    },
    split=None,
    more=more,
    details=_is_detail,
)


def run(request: Request) -> Report:
    """Return the figures of a split, or of all files of the folder."""
    return evaluate(TASK, request)
