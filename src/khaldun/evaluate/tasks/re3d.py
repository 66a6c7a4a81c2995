"""re3d: typed spans, right where start, end and type are the same; spans may overlap and nest."""

from __future__ import annotations

from collections.abc import Sequence

from khaldun.evaluate.predict import re3d as reader
from khaldun.evaluate.predict.protocols import Article, TypedSpan
from khaldun.evaluate.report import Report, Request
from khaldun.evaluate.rows import Json
from khaldun.evaluate.tally import Counts, Tallies
from khaldun.evaluate.task import Task, evaluate

SPANS = "spans"
TYPES = (
    *(
        "CommsIdentifier",
        "Coordinate",
        "DocumentReference",
        "Frequency",
        "Location",
        "MilitaryPlatform",
        "Money",
    ),
    *("Nationality", "Organisation", "Person", "Quantity", "Temporal", "Vehicle", "Weapon"),
)


def inputs(row: Json) -> Article:
    """Return what a predictor sees of a document: text and title."""
    return Article(row["text"], row.get("title"))


def gold(row: Json) -> frozenset[TypedSpan]:
    """Return the entities; one that is listed twice counts once."""
    return frozenset(TypedSpan(e["start"], e["end"], e["type"]) for e in row["entities"])


def tally(wanted: frozenset[TypedSpan], answer: Sequence[TypedSpan]) -> Tallies:
    """Return the counts of one document: of all types, without regard to type, and by type."""
    found = set(answer)
    return {
        SPANS: Counts.of(wanted, found),
        f"{SPANS} whatever the type": Counts.of(_bare(wanted), _bare(found)),
        **{f"{SPANS} {kind}": Counts.of(_of(kind, wanted), _of(kind, found)) for kind in TYPES},
    }


def _bare(spans: frozenset[TypedSpan] | set[TypedSpan]) -> set[tuple[int, int]]:
    return {(s.start, s.end) for s in spans}


def _of(kind: str, spans: frozenset[TypedSpan] | set[TypedSpan]) -> set[TypedSpan]:
    return {s for s in spans if s.type == kind}


TASK = Task(
    "re3d",
    inputs=inputs,
    gold=gold,
    tally=tally,
    predictor=reader.predictor,
    keys={SPANS: "span_f1"},
)


def run(request: Request) -> Report:
    """Return the figures of a split."""
    return evaluate(TASK, request)
