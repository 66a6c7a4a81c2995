"""Where a decision on an event mention stands in a text, and which mention it means after a new reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from khaldun.core.span import Span
from khaldun.core.statement import EventMention, Scope

SAME_WORDS = 0.5
"""Share of the characters that two spans need in common to be the same words; the design's figure."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a decision remembers of a mention: its document, its first trigger span, its type and scope."""

    document: str
    span: Span
    type: str
    scope: Scope

    @classmethod
    def of(cls, mention: EventMention) -> Anchor:
        """Return the anchor of a mention."""
        return cls(mention.document, mention.anchors[0], mention.type, mention.scope)


def overlap(a: Span, b: Span) -> float:
    """Return the share of characters that two spans have in common, of all that either has."""
    if a == b:
        return 1.0
    shared = min(a.end, b.end) - max(a.start, b.start)
    return max(0, shared) / max(1, max(a.end, b.end) - min(a.start, b.start))


def reattached(anchor: Anchor, mentions: Iterable[EventMention]) -> EventMention | None:
    """Return the mention that an anchor means, None where none shares enough of its words.

    Of several it is the one with the most words in common, then the one whose first trigger they are, then
    the one of the same scope and type: a mention that is read as before is always found again.
    """
    scored = [(_likeness(anchor, m), m) for m in mentions if m.document == anchor.document]
    near = [(score, m) for score, m in scored if score[0] >= SAME_WORDS]
    return max(near, key=lambda found: (*found[0], found[1].id))[1] if near else None


def _likeness(anchor: Anchor, mention: EventMention) -> tuple[float, bool, bool, bool]:
    shared = max(overlap(anchor.span, span) for span in mention.anchors)
    first = overlap(anchor.span, mention.anchors[0]) == shared
    return shared, first, mention.scope == anchor.scope, mention.type == anchor.type


def closeness(a: EventMention, b: EventMention) -> float:
    """Return the greatest overlap of a trigger of one mention with a trigger of the other."""
    return max(overlap(x, y) for x in a.anchors for y in b.anchors)
