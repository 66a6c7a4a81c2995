"""IndiaPoliceEvents: in which sentences the police acted, and how."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from khaldun.evaluate.predict import india as reader
from khaldun.evaluate.predict.protocols import Sentences
from khaldun.evaluate.report import Report, Request
from khaldun.evaluate.rows import Json
from khaldun.evaluate.tally import Counts, Tallies
from khaldun.evaluate.task import Task, evaluate

CLASSES = ("ANY_ACTION", "ARREST", "FAIL", "FORCE", "KILL")
SENTENCES, DOCUMENTS = "sentences", "documents"
_Told = Sequence[frozenset[str]]


def inputs(row: Json) -> Sentences:
    """Return what a predictor sees of an article: its sentences and its day."""
    return Sentences(tuple(s["text"] for s in row["sentences"]), row.get("date"))


def gold(row: Json) -> list[frozenset[str]]:
    """Return the classes of each sentence."""
    return [frozenset(s["labels"]) for s in row["sentences"]]


def tally(wanted: _Told, answer: _Told) -> Tallies:
    """Return the counts of one article by sentence and as a whole: it has the classes that any sentence has.

    Raises ValueError where a sentence has no answer.
    """
    if len(wanted) != len(answer):
        raise ValueError(f"{len(answer)} sentences were classified of {len(wanted)}")
    whole, told = [frozenset().union(*wanted)], [frozenset().union(*answer)]
    return {
        SENTENCES: _of("ANY_ACTION", wanted, answer),
        DOCUMENTS: _of("ANY_ACTION", whole, told),
        **{f"{SENTENCES} {kind}": _of(kind, wanted, answer) for kind in CLASSES[1:]},
        **{f"{DOCUMENTS} {kind}": _of(kind, whole, told) for kind in CLASSES[1:]},
    }


def _of(kind: str, wanted: _Told, answer: _Told) -> Counts:
    return Counts.of(_having(kind, wanted), _having(kind, answer))


def _having(kind: str, told: Iterable[frozenset[str]]) -> set[int]:
    return {i for i, kinds in enumerate(told) if kind in kinds}


TASK = Task(
    "india",
    inputs=inputs,
    gold=gold,
    tally=tally,
    predictor=reader.predictor,
    keys={SENTENCES: "sentence_f1", DOCUMENTS: "document_f1"},
)


def run(request: Request) -> Report:
    """Return the figures of a split."""
    return evaluate(TASK, request)
