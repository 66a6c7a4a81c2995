"""The project's own corpus: event mentions, and statements with their words, speaker and stance."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.examples import Builder, Example, Span, nth

COUNTED = ("killed", "injured", "abducted", "missing", "displaced", "arrested", "freed")


def label_of(property_: str) -> str:
    """Return a property without the kind of people it counts: that is read from the words."""
    first = property_.split("_", maxsplit=1)[0]
    return first if first in COUNTED else property_


def examples(folder: Path, dev: bool | None = None) -> Iterator[Example]:
    """Yield an example a passage: a title is part of the text, as the reader sees it.

    `dev` keeps those held out for choosing and calibrating alone, or all but those.
    """
    for path in sorted(folder.glob("*.jsonl")):
        yield from (e for e in read(path) if dev is None or is_dev(e.name) == dev)


def read(path: Path) -> Iterator[Example]:
    """Yield the examples of one file."""
    yield from (_example(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines())


def is_dev(name: str) -> bool:
    """Tell whether a passage is held out: one in twelve, by the digest of its id."""
    return int(hashlib.sha256(f"dev{name}".encode()).hexdigest()[:8], 16) % 12 == 0


def _example(row: dict[str, Any]) -> Example:
    head = f"{row['title']}\n\n" if row["title"] else ""
    passage = _Passage(row["text"], len(head))
    for event in row["events"]:
        passage.event(event)
    return passage.builder.example("event", row["id"], head + row["text"], relevant=bool(row["events"]))


class _Passage:
    """Collects the spans of one passage, moved behind its title."""

    def __init__(self, text: str, shift: int) -> None:
        self.text, self.shift, self.builder = text, shift, Builder()

    def span(self, row: dict[str, Any], key: str, label: str) -> int | None:
        """Return the number of the span whose words stand under a key of the row, None where they are not found."""
        found: Span | None = nth(self.text, row[key], row.get(f"{key}_n", 1)) if row.get(key) else None
        return self.builder.span(found[0] + self.shift, found[1] + self.shift, label) if found else None

    def event(self, event: dict[str, Any]) -> None:
        """Add an event mention and its statements."""
        trigger = self.span(event, "trigger", "event")
        if trigger is None:
            return
        self.builder.values += [(name, trigger, event[name]) for name in ("type", "factuality", "scope")]
        for statement in event["statements"]:
            self.statement(statement, trigger)

    def statement(self, row: dict[str, Any], trigger: int) -> None:
        """Add a statement's words, its cue and its speaker, where they stand."""
        words = self.span(row, "quote", label_of(row["property"]))
        if words is None:
            return
        self.builder.pairs.add(("event", words, trigger))
        self.builder.values.append(("stance", words, row["stance"]))
        for key, label in (("cue", "cue"), ("speaker_words", "speaker")):
            voice = self.span(row, key, label)
            if voice is not None:
                self.builder.pairs.add(("said", words, voice))
