"""GENEVA: events of 115 types in sentences, with their arguments."""

from __future__ import annotations

from functools import partial

from khaldun.evaluate.events import ARGUMENTS, TRIGGERS, tally
from khaldun.evaluate.predict import events as reader
from khaldun.evaluate.predict.protocols import FoundEvent, TokenText
from khaldun.evaluate.report import Report, Request
from khaldun.evaluate.rows import Json
from khaldun.evaluate.task import Task, evaluate
from khaldun.evaluate.tokens import stretch, token_offsets


def inputs(row: Json) -> TokenText:
    """Return what a predictor sees of a sentence: text and tokens."""
    return TokenText(row["text"], token_offsets(row["text"], row["tokens"]))


def gold(row: Json) -> list[FoundEvent]:
    """Return the events, the corpus's tokens turned into offsets."""
    tokens = token_offsets(row["text"], row["tokens"])
    return [
        FoundEvent(
            e["type"],
            stretch(tokens, e["trigger"]["token_start"], e["trigger"]["token_end"]),
            [(a["role"], stretch(tokens, a["token_start"], a["token_end"])) for a in e["arguments"]],
        )
        for e in row["events"]
    ]


TASK = Task(
    "geneva",
    inputs=inputs,
    gold=gold,
    tally=tally,
    predictor=partial(reader.predictor, "geneva"),
    keys={TRIGGERS: "trigger_f1", ARGUMENTS: "argument_f1"},
    unit=lambda row: str(row.get("doc") or row["id"]),
)


def run(request: Request) -> Report:
    """Return the figures of a split."""
    return evaluate(TASK, request)
