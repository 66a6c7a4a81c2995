"""GENEVA and WikiEvents: typed triggers, and arguments with a role that belong to a trigger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.corpora.tokens import placed
from training.examples import Builder, Example, Span


def geneva(folder: Path, stem: str = "train") -> Iterator[Example]:
    """Yield an example a sentence; sentences whose text stands in an evaluation split are left out."""
    for line in (folder / f"{stem}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not row.get("same_text_in_eval"):
            yield _geneva(row)


def _place(at: list[Span], mark: dict[str, Any]) -> Span:
    """Return where the tokens of a mark stand."""
    return at[mark["token_start"]][0], at[mark["token_end"] - 1][1]


def _geneva(row: dict[str, Any]) -> Example:
    at = placed(row["text"], row["tokens"])

    builder = Builder()
    for event in row["events"]:
        trigger = builder.span(*_place(at, event["trigger"]), f"type.{event['type']}")
        for argument in event["arguments"]:
            number = builder.span(*_place(at, argument), f"role.{argument['role']}")
            builder.pairs.add(("argument", number, trigger))
    return builder.example("geneva", row["id"], row["text"])


def wikievents(folder: Path, stem: str = "dev") -> Iterator[Example]:
    """Yield an example a document."""
    for line in (folder / f"{stem}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        entities = {entity["id"]: entity for entity in row["entities"]}
        at = placed(row["text"], row["tokens"])  # the characters' own offsets drift
        builder = Builder()
        for event in row["events"]:
            mark = event["trigger"]
            trigger = builder.span(*_place(at, mark), f"type.{event['type']}")
            for argument in event["arguments"]:
                entity = entities[argument["entity"]]
                number = builder.span(*_place(at, entity), f"role.{argument['role']}")
                builder.pairs.add(("argument", number, trigger))
        yield builder.example("wikievents", row["id"], row["text"])
