"""Judgements about event mentions, and the event as a view over them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from khaldun.core.document import Document
from khaldun.core.statement import EventMention, Reading
from khaldun.core.values import Value


class Verdict(StrEnum):
    """What a judgement says of two event mentions."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision on two event mentions (ids in order), with a score in [0, 1] and reasons to read."""

    left: str
    right: str
    verdict: Verdict
    score: float
    reasons: tuple[str, ...]
    author: str


@dataclass(frozen=True, slots=True)
class MentionRecord:
    """An event mention with its readings and the document it stands in: what merging compares."""

    mention: EventMention
    readings: tuple[Reading, ...]
    document: Document
    parent: Document | None = None
    """The page that the document is embedded in, if any."""

    def values(self, property: str) -> list[Value]:
        """Return the values read for a property, in the order of the text."""
        return [r.value for r in self.readings if r.statement.property == property]


@dataclass(frozen=True, slots=True)
class Headline:
    """The value to show first: by which rule, and on which statements."""

    value: Value | None
    rule: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """A view over the records judged to be one event; nothing in it is stored as truth."""

    id: str
    type: str
    scope: str
    factuality: str
    records: tuple[MentionRecord, ...]
    headlines: dict[str, Headline] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()
    growing: tuple[str, ...] = ()
    copies: dict[str, str] = field(default_factory=dict)
    """Document id -> id of the document it copies."""
    independent_sources: int = 1
    grade: str | None = None
