"""Mentions: stretches of a document that name a person count, a date, a place or a catalogue entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from khaldun.core.document import Document
from khaldun.core.span import Span
from khaldun.core.values import Value
from khaldun.core.words import Words


class MentionKind(StrEnum):
    """What a mention names."""

    ACTOR = "actor"
    SPEAKER = "speaker"
    WEAPON = "weapon"
    PLATFORM = "platform"
    OPERATION = "operation"
    PLACE = "place"
    DATE = "date"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words at a span and what they were resolved to (None: kept as words)."""

    kind: MentionKind
    span: Span
    words: str
    value: Value | None = None
    alias: str | None = None
    """The alias, rule or relation that matched, for the reader who asks why."""


class Spotter(Protocol):
    """Finds mentions of one family in a document; its id digests its data and version."""

    @property
    def id(self) -> str:
        """Return the digest of the spotter's rules and data."""
        ...

    def spot(self, document: Document, words: Words) -> Iterable[Mention]:
        """Yield the mentions in `words`, sorted by span."""
        ...
