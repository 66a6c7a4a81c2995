"""Statements of a reader beside those of an annotated passage: which are the same, and in how much."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from khaldun.core.span import Span
from khaldun.core.statement import DocumentReading, EventMention, Reading
from khaldun.core.values import Count, DateMention, DateRange, Place, Ref
from khaldun.evaluate.align import assigned, matched
from khaldun.evaluate.corpus import COUNTED, document_of
from khaldun.evaluate.names import telling_words
from khaldun.evaluate.rows import Json

SAME_WORDS = 0.5
"""Two quotes are the same where they share at least this much of all characters that either covers."""
_COUNT = re.compile(r"(?P<mark>>=|>|<=|~)?(?P<low>\d+)(?:-(?P<high>\d+))?")


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as annotated; its span points into the text of the document with its title."""

    property: str
    span: Span
    value: str
    speaker: str | None
    stance: str
    speaker_words: str | None = None
    """The words of the text that name the speaker."""


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event as annotated: its type, its trigger, its statements."""

    type: str
    trigger: Span
    statements: Sequence[Told]


def told(passage: Json) -> list[ToldEvent]:
    """Return the events of a passage; raises ValueError where a quote is not in the text."""
    text, shift = passage["text"], len(document_of(passage).text) - len(passage["text"])

    def place(words: str, number: int) -> Span:
        start = -1
        for _ in range(number):
            start = text.index(words, start + 1)
        return Span(start, start + len(words)).shift(shift)

    return [
        ToldEvent(
            e["type"],
            place(e["trigger"], e.get("trigger_n", 1)),
            [
                Told(
                    s["property"],
                    place(s["quote"], s.get("quote_n", 1)),
                    str(s["value"]),
                    s.get("speaker"),
                    s["stance"],
                    s.get("speaker_words"),
                )
                for s in e["statements"]
            ],
        )
        for e in passage["events"]
    ]


def bare(property: str) -> str:
    """Return a property without the kind of people: three children killed are three killed."""
    first = property.split("_", maxsplit=1)[0]
    return first if first in COUNTED else property


def overlap(one: Span, other: Span) -> float:
    """Return the characters that two stretches share, as a share of those that either covers."""
    shared = max(0, min(one.end, other.end) - max(one.start, other.start))
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def meets(wanted: Told, reading: Reading) -> bool:
    """Tell whether a reading has an annotated property, kinds of people apart, and value, in words that meet."""
    return (
        bare(wanted.property) == bare(reading.statement.property)
        and wanted.span.meets(reading.statement.span)
        and same_value(wanted.value, reading)
    )


def same(wanted: Told, reading: Reading) -> bool:
    """Tell whether a reading is an annotated statement: property, value, and the same words."""
    return meets(wanted, reading) and overlap(wanted.span, reading.statement.span) >= SAME_WORDS


def same_value(wanted: str, reading: Reading) -> bool:
    """Tell whether a value is the annotated one: counts and dates are equal, names share a word.

    What the catalogue does not know is kept in the words of the text and is right by its quote alone, as are
    the properties whose values are words.
    """
    value = reading.value
    if isinstance(value, Count):
        return _same_count(wanted, value)
    if isinstance(value, DateMention):
        return False
    if isinstance(value, DateRange):
        start, _, end = wanted.partition("/")
        return (value.start, value.end) == (start, end or start)
    if isinstance(value, Place) or (isinstance(value, Ref) and value.id is not None):
        return bool(telling_words(wanted) & telling_words(value.name))
    return True


def is_named(wanted: Told, reading: Reading) -> bool:
    """Tell whether a value that is a name or words shares a word with the annotated one as well."""
    value = reading.value
    words = value.name if isinstance(value, Ref) else value if isinstance(value, str) else None
    return words is None or bool(telling_words(words) & telling_words(wanted.value))


def same_speaker(wanted: Told, reading: Reading, outlet: str | None) -> bool:
    """Tell whether the same one speaks: a name word or a word of the text is shared, or neither is but the outlet."""
    said = reading.attribution
    mine, theirs = ("" if name in (None, outlet) else name or "" for name in (said.speaker, wanted.speaker))
    if not mine or not theirs:
        return mine == theirs
    pairs = ((mine, theirs), (said.words or "", wanted.speaker_words or ""))
    return any(telling_words(one) & telling_words(other) for one, other in pairs)


def _same_count(wanted: str, value: Count) -> bool:
    found = _COUNT.fullmatch(wanted.replace(",", "").replace(" ", ""))
    if found is None:
        return value.vague
    low, high, mark = int(found["low"]), found["high"], found["mark"]
    counts = {
        ">=": Count(low=low),
        ">": Count(low=low + 1),
        "<=": Count(high=low),
        "~": Count(best=low),
        None: Count(low=low, high=int(high)) if high else Count.exactly(low),
    }
    return value == counts[mark]


Fits = Callable[[Told, Reading], bool]


@dataclass(frozen=True, slots=True)
class Compared:
    """A passage's events beside the event mentions they are paired with, and how many statements both have."""

    pairs: Sequence[tuple[Sequence[Told], Sequence[Reading]]]
    wanted: int
    found: int

    def right(self, fits: Fits) -> int:
        """Return how many statements fit, each being used once, within the paired events."""
        return sum(_matched(mine, theirs, fits) for mine, theirs in self.pairs)


def compare(events: Sequence[ToldEvent], read: DocumentReading) -> Compared:
    """Return a passage's events paired one to one with event mentions, so that most statements are the same.

    Of pairings with as many, the one with most equal types and meeting triggers is taken. An event's type is
    annotated with the event, and no statement here.
    """
    by_mention = [
        [r for r in read.readings if r.mention == m.id and r.statement.property != "type"]
        for m in read.mentions
    ]
    weights = [
        [_matched(e.statements, readings, same) + _alike(e, m) for e in events]
        for m, readings in zip(read.mentions, by_mention, strict=True)
    ]
    made = [(events[j].statements, by_mention[i]) for i, j in assigned(weights)]
    return Compared(made, sum(len(e.statements) for e in events), sum(map(len, by_mention)))


def _alike(event: ToldEvent, mention: EventMention) -> float:
    met = any(event.trigger.meets(anchor) for anchor in mention.anchors)
    return 0.1 * (event.type == mention.type) + 0.1 * met


def _matched(wanted: Sequence[Told], found: Sequence[Reading], fits: Fits) -> int:
    return matched(found, wanted, lambda reading, told_: fits(told_, reading))
