"""A trigger: the words of a sentence that tell an event, and the type that they stand for there."""

from __future__ import annotations

from dataclasses import dataclass

from khaldun.core.statement import Factuality
from khaldun.extract.scene import EntryHit, Sentence


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger at the tokens of its hit; `seen` is the model's odds for an event there, None where it saw none."""

    sentence: Sentence
    hit: EntryHit
    code: str
    strong: bool
    factuality: Factuality
    seen: float | None = None
