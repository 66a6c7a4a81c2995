"""WikiEvents: events of the KAIROS types in whole reports, with arguments from anywhere in the report."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from khaldun.evaluate.events import ARGUMENTS, TRIGGERS, by_end
from khaldun.evaluate.events import tally as tally_events
from khaldun.evaluate.predict import events as reader
from khaldun.evaluate.predict.protocols import FoundEvent, TokenText
from khaldun.evaluate.report import Report, Request
from khaldun.evaluate.rows import Json
from khaldun.evaluate.tally import Tallies
from khaldun.evaluate.task import Task, evaluate
from khaldun.evaluate.tokens import stretch, token_offsets


def inputs(row: Json) -> TokenText:
    """Return what a predictor sees of a report: text and tokens."""
    return TokenText(row["text"], token_offsets(row["text"], row["tokens"]))


def gold(row: Json) -> list[FoundEvent]:
    """Return the events by the corpus's tokens: its own offsets are off where sentences were joined."""
    tokens = token_offsets(row["text"], row["tokens"])
    places = {e["id"]: stretch(tokens, e["token_start"], e["token_end"]) for e in row["entities"]}
    return [
        FoundEvent(
            e["type"],
            stretch(tokens, e["trigger"]["token_start"], e["trigger"]["token_end"]),
            [(a["role"], places[a["entity"]]) for a in e["arguments"]],
        )
        for e in row["events"]
    ]


def tally(wanted: Sequence[FoundEvent], answer: Sequence[FoundEvent]) -> Tallies:
    """Return the counts of one report, those of arguments by their last word too."""
    return {**tally_events(wanted, answer), f"{ARGUMENTS} by last word": by_end(wanted, answer)}


TASK = Task(
    "wikievents",
    inputs=inputs,
    gold=gold,
    tally=tally,
    predictor=partial(reader.predictor, "wikievents"),
    keys={TRIGGERS: "trigger_f1", ARGUMENTS: "argument_f1"},
)


def run(request: Request) -> Report:
    """Return the figures of a split."""
    return evaluate(TASK, request)
