"""A document with its statements marked: the text in blocks, cut where statements begin and end."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from khaldun.publish.wording import Json, layout, property_label, type_label, value_words


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What one statement at a marked place says: property, value, speaker, verb, cue and event."""

    property: str
    value: str
    speaker: str
    verb: str
    cue: str
    event: str


@dataclass(frozen=True, slots=True)
class Note:
    """A marked place of the text, numbered in the order of the text."""

    number: int
    start: int
    end: int
    quote: str
    lines: tuple[NoteLine, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text within the same marks: how many open before it, and which close after it."""

    text: str
    opens: int
    depth: int
    closes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One segment of the text; `label` says what it is where it is no ordinary paragraph."""

    kind: str
    label: str
    pieces: tuple[Piece, ...]
    child: str = ""
    """Id of the document embedded here."""


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """A document as it is shown: its source, its blocks, its notes and its images."""

    document: Json
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]


def marked(document: Json, events: Sequence[Json]) -> MarkedDocument:
    """Return a document (contract shape) with the statements that `events` (contract shapes) make of it."""
    notes = _notes(document, events)
    blocks = tuple(_blocks(document, _Marks.of(notes)))
    return MarkedDocument(document, blocks, notes)


@dataclass(frozen=True, slots=True)
class _Marks:
    """Notes in the order of the text, quick to search."""

    notes: tuple[Note, ...]
    starts: tuple[int, ...]
    longest: int

    @classmethod
    def of(cls, notes: tuple[Note, ...]) -> _Marks:
        return cls(notes, tuple(n.start for n in notes), max((n.end - n.start for n in notes), default=0))

    def within(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """Return (number, start, end) of the notes that meet [start, end), cut to it."""
        first = bisect_left(self.starts, start - self.longest)
        near = self.notes[first : bisect_left(self.starts, end)]
        return [(n.number, max(n.start, start), min(n.end, end)) for n in near if n.end > start]


def _notes(document: Json, events: Sequence[Json]) -> tuple[Note, ...]:
    lines: dict[tuple[int, int], dict[NoteLine, None]] = defaultdict(dict)
    for event in events:
        for statement in event["statements"]:
            if statement["document"] == document["document"]:
                lines[statement["start"], statement["end"]][_line(statement, event, document)] = None
    text = document["text"]
    return tuple(
        Note(number, start, end, text[start:end], tuple(lines[start, end]))
        for number, (start, end) in enumerate(sorted(lines), start=1)
    )


def _line(statement: Json, event: Json, document: Json) -> NoteLine:
    value = statement.get("value")
    return NoteLine(
        property=property_label(statement["property"]),
        value=type_label(str(value)) if statement["property"] == "type" else value_words(value),
        speaker=statement.get("attributed_to") or document.get("outlet") or "unnamed source",
        verb=layout()["told"][statement["stance"]],
        cue=statement.get("cue", ""),
        event=event["id"],
    )


def _blocks(document: Json, marks: _Marks) -> Iterator[Block]:
    """Yield the segments, and what no segment covers as plain paragraphs."""
    text, done = document["text"], 0
    for segment in sorted(document["segments"], key=lambda s: (s["start"], s["end"])):
        if segment["start"] > done:
            yield from _plain(text, done, segment["start"], marks)
        start = max(done, segment["start"])
        if start < segment["end"]:
            label = layout()["segments"].get(segment["kind"], "")
            pieces = tuple(_pieces(text, start, segment["end"], marks))
            yield Block(segment["kind"], label, pieces, segment.get("document", ""))
        done = max(done, segment["end"])
    yield from _plain(text, done, len(text), marks)


def _plain(text: str, start: int, end: int, marks: _Marks) -> Iterator[Block]:
    if text[start:end].strip():
        yield Block("paragraph", "", tuple(_pieces(text, start, end, marks)))


def _pieces(text: str, start: int, end: int, marks: _Marks) -> Iterator[Piece]:
    """Yield the stretches of [start, end); a mark that runs out of it is closed at its end."""
    inside = marks.within(start, end)
    cuts = sorted({start, end, *(a for _, a, _ in inside), *(b for _, _, b in inside)})
    for a, b in pairwise(cuts):
        yield Piece(
            text[a:b],
            opens=sum(1 for _, first, _ in inside if first == a),
            depth=sum(1 for _, first, last in inside if first <= a and last >= b),
            closes=tuple(n for n, _, last in inside if last == b),
        )
