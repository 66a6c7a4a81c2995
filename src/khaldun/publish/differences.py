"""What two runs read differently in one document: event mentions and statements gained, lost and changed.

Confidences are not compared: they move with every model, and say nothing of the event. Protected
properties are left out, as everywhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from khaldun.core.anchors import SAME_WORDS, closeness, overlap
from khaldun.core.document import Document
from khaldun.core.event import MentionRecord
from khaldun.core.span import Span
from khaldun.core.statement import EventMention, Reading
from khaldun.publish.shapes import Json, protected, value_shape

T = TypeVar("T")
Pair = tuple[T | None, T | None]
Score = Callable[[T, T], tuple[float, ...] | None]
"""How well two things fit, the greater the better; None where they do not."""
Events = dict[str, int]
"""Mention id -> number of the pair that the mention belongs to."""


class Kind(StrEnum):
    """What happened to a mention or a statement from one run to the other."""

    GAINED = "gained"
    LOST = "lost"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: as the runs read it, None where one did not; `differs` names the keys that changed."""

    kind: Kind
    name: str
    """Name of the property; empty for an event mention."""
    before: Json | None
    after: Json | None
    differs: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """Return where the newer words stand, or else the older ones."""
        start: int = (self.after or self.before or {})["start"]
        return start


def differences(before: Sequence[MentionRecord], after: Sequence[MentionRecord]) -> tuple[Change, ...]:
    """Return what differs between two readings of one document, in the order of the text.

    Mentions and statements are paired by their words (an overlap of half their characters or more).
    """
    pairs = _mention_pairs([r.mention for r in before], [r.mention for r in after])
    events = (
        {one.id: i for i, (one, _) in enumerate(pairs) if one},
        {other.id: i for i, (_, other) in enumerate(pairs) if other},
    )
    records = [*before, *after]
    text = records[0].document.text if records else ""
    found = [*_mention_changes(pairs, text), *_statement_changes((before, after), events, text)]
    return tuple(sorted(found, key=lambda c: (bool(c.name), c.start, c.name, c.kind, repr(c))))


def _paired(before: Sequence[T], after: Sequence[T], fit: Score[T]) -> Iterator[Pair[T]]:
    """Yield each thing with its counterpart, the best fits first, then those that have none."""
    scored = [
        (score, -i, -j)
        for i, one in enumerate(before)
        for j, other in enumerate(after)
        if (score := fit(one, other)) is not None
    ]
    left, right = dict(enumerate(before)), dict(enumerate(after))
    for _, i, j in sorted(scored, reverse=True):
        if -i in left and -j in right:
            yield left.pop(-i), right.pop(-j)
    yield from ((one, None) for one in left.values())
    yield from ((None, other) for other in right.values())


def _mention_pairs(before: Sequence[EventMention], after: Sequence[EventMention]) -> list[Pair[EventMention]]:
    """Pair mentions: those that have one id first, of which a long document has thousands."""
    here, there = {m.id: m for m in before}, {m.id: m for m in after}
    pairs: list[Pair[EventMention]] = [(here[name], there[name]) for name in here if name in there]
    left = [m for name, m in here.items() if name not in there]
    right = [m for name, m in there.items() if name not in here]
    return [*pairs, *_paired(left, right, _mention_fit)]


def _mention_fit(a: EventMention, b: EventMention) -> tuple[float, ...] | None:
    shared = closeness(a, b)
    return (shared, a.scope == b.scope, a.type == b.type) if shared >= SAME_WORDS else None


def _mention_changes(pairs: Sequence[Pair[EventMention]], text: str) -> Iterator[Change]:
    for pair in pairs:
        yield from _change("", *(_mention(m, text) if m else None for m in pair))


def _mention(mention: EventMention, text: str) -> Json:
    shape = {"type": mention.type, "scope": str(mention.scope), "factuality": str(mention.factuality)}
    return shape | _words(mention.anchors[0], text)


def _words(span: Span, text: str) -> Json:
    return {"quote": span.of(text), "start": span.start, "end": span.end}


def _change(name: str, before: Json | None, after: Json | None) -> Iterator[Change]:
    """Yield the difference of two shapes, none where they say the same."""
    if before is None or after is None:
        yield Change(Kind.GAINED if before is None else Kind.LOST, name, before, after)
        return
    keys = [key for key in dict.fromkeys((*before, *after)) if key not in ("start", "end")]
    differs = tuple(key for key in keys if before.get(key) != after.get(key))
    if differs:
        yield Change(Kind.CHANGED, name, before, after, differs)


def _statement_changes(
    records: tuple[Sequence[MentionRecord], Sequence[MentionRecord]], events: tuple[Events, Events], text: str
) -> Iterator[Change]:
    before, after = (_told(found, numbers) for found, numbers in zip(records, events, strict=True))
    for name in sorted(before.keys() | after.keys()):
        rest = _without_the_same(before.get(name, []), after.get(name, []))
        for one, other in _paired(*rest, _statement_fit):
            moved = one is not None and other is not None and one.event != other.event
            yield from _change(name, *(_statement(t, text, moved) if t else None for t in (one, other)))


@dataclass(frozen=True, slots=True)
class _Told:
    """A reading with its mention, and the number of the pair that the mention belongs to."""

    reading: Reading
    mention: EventMention
    event: int

    @property
    def said(self) -> tuple[object, ...]:
        """Return all that is compared."""
        r = self.reading
        manner = (r.attribution.speaker, r.stance, r.factuality, r.scope, r.party)
        return (r.statement.span, r.value, *manner, self.event)


def _told(records: Sequence[MentionRecord], numbers: Events) -> dict[str, list[_Told]]:
    """Return the readings by property, without what is protected."""
    found: dict[str, list[_Told]] = defaultdict(list)
    for record in records:
        for reading in record.readings:
            if reading.statement.property not in protected():
                told = _Told(reading, record.mention, numbers[record.mention.id])
                found[reading.statement.property].append(told)
    return found


def _without_the_same(before: list[_Told], after: list[_Told]) -> tuple[list[_Told], list[_Told]]:
    """Return what is left of two lists once each thing that stands in both is taken out, one for one."""
    here: dict[tuple[object, ...], int] = defaultdict(int)
    for told in after:
        here[told.said] += 1
    left = []
    for told in before:
        if here[told.said]:
            here[told.said] -= 1
        else:
            left.append(told)
    right = []
    for told in reversed(after):
        if here[told.said]:
            here[told.said] -= 1
            right.append(told)
    return left, right[::-1]


def _statement_fit(a: _Told, b: _Told) -> tuple[float, ...] | None:
    shared = overlap(a.reading.statement.span, b.reading.statement.span)
    return (shared, a.event == b.event, a.reading.value == b.reading.value) if shared >= SAME_WORDS else None


def _statement(told: _Told, text: str, moved: bool) -> Json:
    """Return a statement as the comparison shows it; `moved` where the runs give it to different events."""
    r = told.reading
    shape = {"value": value_shape(r.value), "attributed_to": r.attribution.speaker}
    shape |= {"stance": str(r.stance), "factuality": str(r.factuality), "scope": str(r.scope)}
    shape |= {"party": r.party} | _words(r.statement.span, text)
    event = told.mention.anchors[0]
    return shape | ({"event": {"type": told.mention.type, **_words(event, text)}} if moved else {})


def changes_shape(document: Document, changes: Sequence[Change]) -> Json:
    """Return what two runs read differently in a document as JSON for programs."""
    source = document.source
    shape = {"document": document.id, "external_id": source.external_id, "outlet": source.outlet}
    told = {k: v for k, v in shape.items() if v is not None}
    return told | {
        "mentions": [_change_shape(c) for c in changes if not c.name],
        "statements": [{"property": c.name, **_change_shape(c)} for c in changes if c.name],
    }


def _change_shape(change: Change) -> Json:
    shape: Json = {"change": change.kind.value}
    shape |= {"differs": list(change.differs)} if change.differs else {}
    sides = {"before": change.before, "after": change.after}
    return shape | {
        side: {k: v for k, v in told.items() if v is not None} for side, told in sides.items() if told
    }


@dataclass(slots=True)
class Counts:
    """How many documents differ, and how many changes of each kind there are."""

    documents: int = 0
    mentions: Counter[str] = field(default_factory=Counter)
    statements: Counter[str] = field(default_factory=Counter)
    """By kind, and the keys that changed, such as "value"."""

    def add(self, changes: Sequence[Change]) -> None:
        """Count the changes of one document."""
        self.documents += 1
        for change in changes:
            group = self.statements if change.name else self.mentions
            group.update((change.kind.value, *change.differs))

    @property
    def shape(self) -> Json:
        """Return the counts as JSON."""
        return {
            "documents": self.documents,
            "mentions": _counted(self.mentions),
            "statements": _counted(self.statements),
        }


def _counted(counts: Counter[str]) -> Json:
    kinds = [kind.value for kind in Kind]
    keys = sorted(counts.keys() - set(kinds))
    return {kind: counts[kind] for kind in kinds} | {"differs": {key: counts[key] for key in keys}}
