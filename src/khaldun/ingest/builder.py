"""Puts a verbatim text together from its parts, and remembers where each of them stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from khaldun.core.document import Segment, SegmentKind
from khaldun.core.span import Span
from khaldun.ingest.dateline import dateline_span
from khaldun.ingest.language import segment_language
from khaldun.ingest.paragraphs import trimmed

SEPARATOR = "\n\n"
_MAX_IDENTIFIED = 2000
"""Parts whose language is identified one by one, which takes 0.03 ms each."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a text: what it is and where it stands."""

    kind: SegmentKind
    span: Span
    child: str | None = None


@dataclass(slots=True)
class TextBuilder:
    """Joins blocks of words by blank lines."""

    _blocks: list[str] = field(default_factory=list)
    _length: int = 0
    parts: list[Part] = field(default_factory=list)

    def add(self, kind: SegmentKind, words: str) -> Span:
        """Append a block that is one part of its own; return where it stands."""
        span = self.block(words)
        self.mark(kind, span)
        return span

    def block(self, words: str) -> Span:
        """Append a block whose parts the caller marks; return where it stands."""
        if self._blocks:
            self._blocks.append(SEPARATOR)
            self._length += len(SEPARATOR)
        start = self._length
        self._blocks.append(words)
        self._length += len(words)
        return Span(start, self._length)

    def mark(self, kind: SegmentKind, span: Span, child: str | None = None) -> None:
        """Note that the words at `span` are a part of a kind."""
        self.parts.append(Part(kind, span, child))

    def __len__(self) -> int:
        return self._length

    @property
    def text(self) -> str:
        """Return the text so far."""
        return "".join(self._blocks)


def opening_parts(text: str, span: Span) -> Iterator[Part]:
    """Yield the first paragraph of a body, parted from the dateline that it may open with."""
    dateline = dateline_span(text, span.start, span.end)
    if dateline:
        yield Part(SegmentKind.DATELINE, dateline)
    rest = trimmed(text, dateline.end, span.end) if dateline else span
    if rest:
        yield Part(SegmentKind.PARAGRAPH, rest)


def segments_of(text: str, parts: list[Part], language: str | None, stated: bool) -> tuple[Segment, ...]:
    """Return the parts as segments, each with its language; `stated` tells that the publisher states it.

    Of a document with very many parts each part is only checked for another script.
    """
    stated = stated or len(parts) > _MAX_IDENTIFIED
    return tuple(
        Segment(part.kind, part.span, segment_language(part.span.of(text), language, stated), part.child)
        for part in parts
    )
