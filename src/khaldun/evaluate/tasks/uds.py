"""UDS: whether a predicate happened, by Pearson's r between the annotators' numbers and the reader's."""

from __future__ import annotations

from collections.abc import Sequence

from khaldun.evaluate.predict import uds as reader
from khaldun.evaluate.predict.protocols import Predicates
from khaldun.evaluate.report import Report, Request
from khaldun.evaluate.rows import Json
from khaldun.evaluate.tally import Moments, Tallies
from khaldun.evaluate.task import Task, evaluate
from khaldun.evaluate.tokens import stretch, token_offsets

FACTUALITY = "factuality"


def inputs(row: Json) -> Predicates:
    """Return what a predictor sees of a sentence: text, tokens and where the predicates are."""
    tokens = token_offsets(row["text"], row["tokens"])
    where = [stretch(tokens, p["token"], p["token"] + 1) for p in row["predicates"]]
    return Predicates(row["text"], tokens, where)


def gold(row: Json) -> list[float]:
    """Return the factuality of each predicate: above 0 it happened, below 0 it did not."""
    return [float(p["factuality"]) for p in row["predicates"]]


def tally(wanted: list[float], answer: Sequence[float]) -> Tallies:
    """Return the sums of one sentence; raises ValueError where an answer is missing."""
    return {FACTUALITY: Moments.of(wanted, answer)}


def _more(report: Report) -> dict[str, float]:
    row = report.row(FACTUALITY)
    return {"mae": row.figures()["mae"]} if row else {}


TASK = Task(
    "uds",
    inputs=inputs,
    gold=gold,
    tally=tally,
    predictor=reader.predictor,
    keys={FACTUALITY: "pearson_r"},
    unit=lambda row: str(row.get("doc") or row["id"]),
    count=FACTUALITY,
    more=_more,
)


def run(request: Request) -> Report:
    """Return the figures of a split."""
    return evaluate(TASK, request)
