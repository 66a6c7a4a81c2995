"""Reads a text the way `khaldun read` does, for tests that say what a user would notice."""

from __future__ import annotations

from functools import lru_cache

from khaldun.core.document import Document, Segment, SegmentKind, Source
from khaldun.core.span import Span
from khaldun.core.statement import DocumentReading, EventMention, Reading
from khaldun.core.values import Count, Ref
from khaldun.pipeline.reader import Reader

OUTLET = "The Daily"
TUESDAY = "2026-03-10"


@lru_cache(maxsize=1)
def reader() -> Reader:
    """Return the reader that needs no model; the first use compiles the gazetteer."""
    return Reader.lexicon()


def document(
    text: str, language: str | None = "en", published: str | None = TUESDAY, title: str | None = None
) -> Document:
    """Return a text as the document of one paragraph, with a title above it where one is given."""
    whole = f"{title}\n\n{text}" if title else text
    start = len(whole) - len(text)
    segments = [Segment(SegmentKind.PARAGRAPH, Span(start, len(whole)))]
    if title:
        segments.insert(0, Segment(SegmentKind.TITLE, Span(0, len(title))))
    return Document(whole, Source(outlet=OUTLET, title=title, published=published), language, tuple(segments))


def read(
    text: str, language: str | None = "en", published: str | None = TUESDAY, title: str | None = None
) -> DocumentReading:
    """Return what the lexicon reader reads in a text."""
    return reader().read(document(text, language, published, title))


def told(reading: DocumentReading) -> list[EventMention]:
    """Return the events told as having happened, or as denied."""
    return [m for m in reading.mentions if m.factuality in ("occurred", "denied")]


def of(reading: DocumentReading, *properties: str) -> list[Reading]:
    """Return the readings of some properties, in the order of the text."""
    return [r for r in reading.readings if r.statement.property in properties]


def figures(reading: DocumentReading) -> dict[str, set[int]]:
    """Return the numbers of each property, whatever their bound."""
    found: dict[str, set[int]] = {}
    for r in reading.readings:
        if isinstance(r.value, Count):
            numbers = {n for n in (r.value.low, r.value.best, r.value.high) if n is not None}
            found.setdefault(r.statement.property, set()).update(numbers)
    return found


def names(reading: DocumentReading, *properties: str) -> set[str]:
    """Return the catalogue names that stand as values of some properties."""
    return {r.value.name for r in of(reading, *properties) if isinstance(r.value, Ref)}


def speakers(reading: DocumentReading, *properties: str) -> set[str | None]:
    """Return who says the values of some properties."""
    return {r.attribution.speaker for r in of(reading, *properties)}
