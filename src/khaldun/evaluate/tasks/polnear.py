"""PolNeAR: who is quoted and by which words, scored by stretches of text that share characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from khaldun.evaluate.align import matched
from khaldun.evaluate.predict import polnear as reader
from khaldun.evaluate.predict.protocols import Article, Offsets, Said
from khaldun.evaluate.report import Report, Request
from khaldun.evaluate.rows import Json
from khaldun.evaluate.tally import Counts, Tallies
from khaldun.evaluate.task import Task, evaluate

ATTRIBUTION, SOURCE, CUE = "attribution", "attribution source", "attribution cue"


def inputs(row: Json) -> Article:
    """Return what a predictor sees of an article: text, title and day."""
    return Article(row["text"], row.get("title"), row.get("date"))


def gold(row: Json) -> list[Said]:
    """Return the attributions without their contents."""
    return [Said(_places(a["source"]), _places(a["cue"])) for a in row["attributions"]]


def _places(stretches: Iterable[Json]) -> list[Offsets]:
    return [(s["start"], s["end"]) for s in stretches]


def tally(wanted: Sequence[Said], answer: Sequence[Said]) -> Tallies:
    """Return the counts of one article: source and cue together and apart, exact, and as pairs.

    The stretches of all sources are matched one to one, those of all cues likewise; two match where they share a
    character. A pair is right where its source and its cue match those of one attribution.
    """
    source = _meeting(_all(s.source for s in wanted), _all(s.source for s in answer))
    cue = _meeting(_all(s.cue for s in wanted), _all(s.cue for s in answer))
    return {
        ATTRIBUTION: Counts(*(a + b for a, b in zip(source, cue, strict=True))),
        SOURCE: source,
        CUE: cue,
        f"{SOURCE}, exact": Counts.of(_all(s.source for s in wanted), _all(s.source for s in answer)),
        f"{CUE}, exact": Counts.of(_all(s.cue for s in wanted), _all(s.cue for s in answer)),
        f"{ATTRIBUTION} pairs": _pairs(wanted, answer),
    }


def _all(stretches: Iterable[Sequence[Offsets]]) -> list[Offsets]:
    """Return stretches of one kind, equal ones once, in the order of the text."""
    return sorted({place for several in stretches for place in several})


def _meeting(wanted: Sequence[Offsets], found: Sequence[Offsets]) -> Counts:
    return Counts.matched(matched(found, wanted, _meet), len(wanted), len(found))


def _meet(one: Offsets, other: Offsets) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _pairs(wanted: Sequence[Said], answer: Sequence[Said]) -> Counts:
    """Return the counts of attributions that have both a source and a cue."""
    whole, told = ([s for s in side if s.source and s.cue] for side in (wanted, answer))
    return Counts.matched(matched(told, whole, _alike), len(whole), len(told))


def _alike(one: Said, other: Said) -> bool:
    return all(
        any(_meet(a, b) for a in mine for b in theirs)
        for mine, theirs in ((one.source, other.source), (one.cue, other.cue))
    )


TASK = Task(
    "polnear",
    inputs=inputs,
    gold=gold,
    tally=tally,
    predictor=reader.predictor,
    keys={ATTRIBUTION: "attribution_f1"},
)


def run(request: Request) -> Report:
    """Return the figures of a split."""
    return evaluate(TASK, request)
