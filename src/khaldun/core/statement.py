"""Statements: one value of one property of one event, as told at one place by one speaker."""

from __future__ import annotations

import builtins
from dataclasses import dataclass, field
from enum import StrEnum

from khaldun.core.digest import digest
from khaldun.core.document import Document
from khaldun.core.span import Span
from khaldun.core.values import Value
from khaldun.errors import UngroundedStatement


class Stance(StrEnum):
    """What a speaker does with a statement."""

    ASSERTS = "asserts"
    CLAIMS = "claims"
    DENIES = "denies"
    HEDGES = "hedges"


class Factuality(StrEnum):
    """Whether an event mention is told as having happened."""

    OCCURRED = "occurred"
    DENIED = "denied"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"


class Scope(StrEnum):
    """What a mention's figures cover."""

    INCIDENT = "incident"
    AGGREGATE = "aggregate"
    CUMULATIVE = "cumulative"


@dataclass(frozen=True, slots=True)
class Attribution:
    """One speaker: catalogue id and English name, or the words of the text, or the outlet; and the cue."""

    speaker: str | None
    speaker_id: str | None = None
    words: str | None = None
    cue: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """The words of a document that speak to a property."""

    document: str
    property: str
    span: Span
    quote: str
    _id: str = field(default="", init=False, repr=False, compare=False)

    @builtins.property
    def id(self) -> str:
        """Return the digest of the document, the property and the span, made when it is first asked for."""
        if not self._id:
            name = digest("statement", self.document, self.property, self.span.start, self.span.end)
            object.__setattr__(self, "_id", name)
        return self._id

    @classmethod
    def ground(cls, document: Document, property: str, span: Span, quote: str | None = None) -> Statement:
        """Return a statement whose quote is the document's text at the span.

        Raises UngroundedStatement where the span is empty, lies outside the text, or holds other words.
        """
        found = span.of(document.text)
        if not found or (quote is not None and quote != found) or span.end > len(document.text):
            raise UngroundedStatement(quote if quote is not None else "", span.start, span.end, found)
        return cls(document.id, property, span, found)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one run says of a statement."""

    statement: Statement
    mention: str
    """Id of the event mention it speaks of."""
    value: Value
    attribution: Attribution
    stance: Stance
    factuality: Factuality
    confidence: float
    scope: Scope = Scope.INCIDENT
    party: str | None = None
    """Name of the actor that a weapon, platform or denial belongs to, where the text ties them."""


@dataclass(frozen=True, slots=True)
class EventMention:
    """One event as one document tells it, anchored to its trigger spans."""

    document: str
    type: str
    anchors: tuple[Span, ...]
    scope: Scope = Scope.INCIDENT
    factuality: Factuality = Factuality.OCCURRED
    confidence: float = 1.0
    id: str = field(init=False, compare=False)
    """Digest of the document, the first anchor and the scope."""

    def __post_init__(self) -> None:
        first = self.anchors[0]
        name = digest("mention", self.document, first.start, first.end, self.scope)
        object.__setattr__(self, "id", name)


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """All that one run of one extractor read in one document; "nothing" is a result too."""

    document: str
    extractor: str
    mentions: tuple[EventMention, ...] = ()
    readings: tuple[Reading, ...] = ()
