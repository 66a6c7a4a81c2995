"""What a predictor is given for each corpus, and what it answers; it sees nothing else of a row.

All offsets are half-open and count code points of the text that the predictor was given. To put another reader in
the place of the present one, give a module's `predictor()` a function from the one type to the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from khaldun.core.document import Document
from khaldun.core.statement import DocumentReading

Offsets = tuple[int, int]
Mention = Offsets | str
"""A stretch of the text given, or words."""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A report of MUC-4: its text in capitals, with day (ISO 8601) and place of its dateline where known."""

    text: str
    published: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """One template of MUC-4: the incident's type, and entities by role, each a sequence of its mentions."""

    type: str
    entities: Mapping[str, Sequence[Sequence[Mention]]]


@dataclass(frozen=True, slots=True)
class Incidents:
    """All incidents of a report; `entities` are those of the whole report by role, None for those of the incidents."""

    templates: Sequence[Incident]
    entities: Mapping[str, Sequence[Sequence[Mention]]] | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A text with its title and day (ISO 8601) where known; the title may stand in the text as well."""

    text: str
    title: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class TypedSpan:
    """A stretch of a text and what it is."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class TokenText:
    """A text with the offsets of its tokens."""

    text: str
    tokens: Sequence[Offsets]


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event: its type, its trigger, and its arguments with their roles."""

    type: str
    trigger: Offsets
    arguments: Sequence[tuple[str, Offsets]] = ()


@dataclass(frozen=True, slots=True)
class Predicates:
    """A sentence with the offsets of its tokens, and of the predicates whose factuality is asked for."""

    text: str
    tokens: Sequence[Offsets]
    predicates: Sequence[Offsets]


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution: who speaks, and the words that introduce the speech; either may be in pieces or absent."""

    source: Sequence[Offsets] = ()
    cue: Sequence[Offsets] = ()


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of an article in their order, and its day (ISO 8601) where known."""

    sentences: Sequence[str]
    published: str | None = None


FillTemplates = Callable[[Bulletin], Incidents]
TagSpans = Callable[[Article], Sequence[TypedSpan]]
FindEvents = Callable[[TokenText], Sequence[FoundEvent]]
JudgeFacts = Callable[[Predicates], Sequence[float]]
"""Gives each predicate a number from -1.2, did not happen, to 1.2, happened."""
FindSaid = Callable[[Article], Sequence[Said]]
ClassifySentences = Callable[[Sentences], Sequence[frozenset[str]]]
"""Gives each sentence its classes: ANY_ACTION, ARREST, FAIL, FORCE, KILL."""
ReadDocument = Callable[[Document], DocumentReading]
