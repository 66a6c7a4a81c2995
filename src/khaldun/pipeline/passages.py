"""Reads a very long text passage by passage: time and memory grow with its length and no faster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from khaldun.core.document import Document, Segment
from khaldun.core.span import Span
from khaldun.core.statement import DocumentReading, EventMention, Reading

LONG = 60_000
"""Characters up to which a text is read in one piece: 10,000 words, more than any report runs to."""
READ = 2_000_000
"""Characters of one document that are read for events; more than a book has, and a minute's work."""
_PASSAGE = 20_000
"""Characters of a passage at most. 60,000 words took 43 s in one piece, and 370,000 in passages take 25 s."""

Read = Callable[[Document], DocumentReading]


def read_in_passages(read: Read, document: Document) -> DocumentReading:
    """Return what `read` finds in a document, or in the passages of the first `READ` characters of a long one.

    A date or a place that an earlier passage told is not known in a later one.
    """
    if len(document.text) <= LONG:
        return read(document)
    extractor, whole = "", document.id
    mentions: list[EventMention] = []
    readings: list[Reading] = []
    for start, passage in _passages(document):
        part = read(passage)
        extractor = part.extractor
        moved = {m.id: _moved_mention(m, whole, start) for m in part.mentions}
        mentions.extend(moved.values())
        readings.extend(_moved(r, moved[r.mention], start) for r in part.readings)
    return DocumentReading(whole, extractor, tuple(mentions), tuple(readings))


def _passages(document: Document) -> Iterator[tuple[int, Document]]:
    """Yield where each passage begins, and the passage as a document of its own."""
    text, start = document.text, 0
    last = min(len(text), READ)
    while start < last:
        end = _end(text, start, last)
        segments = tuple(_cut(document.segments, Span(start, end)))
        yield start, replace(document, text=text[start:end], segments=segments, media=())
        start = end


def _end(text: str, start: int, last: int) -> int:
    """Return where a passage ends: behind a paragraph, else a sentence, else a word, else anywhere."""
    limit = start + _PASSAGE
    if limit >= last:
        return last
    for mark in ("\n", ". ", " "):
        found = text.rfind(mark, start + _PASSAGE // 2, limit)
        if found >= 0:
            return found + len(mark)
    return limit


def _cut(segments: tuple[Segment, ...], passage: Span) -> Iterator[Segment]:
    """Yield what lies of the segments in a passage, by its own offsets."""
    for segment in segments:
        if segment.span.meets(passage):
            start, end = max(segment.span.start, passage.start), min(segment.span.end, passage.end)
            yield replace(segment, span=Span(start, end).shift(-passage.start))


def _moved_mention(mention: EventMention, document: str, by: int) -> EventMention:
    return replace(mention, document=document, anchors=tuple(a.shift(by) for a in mention.anchors))


def _moved(reading: Reading, mention: EventMention, by: int) -> Reading:
    """Return a reading of a passage as one of the whole document."""
    told, voice = reading.statement, reading.attribution
    statement = replace(told, document=mention.document, span=told.span.shift(by))
    attribution = replace(voice, span=voice.span.shift(by)) if voice.span else voice
    return replace(reading, statement=statement, mention=mention.id, attribution=attribution)
