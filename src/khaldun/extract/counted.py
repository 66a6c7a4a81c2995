"""A counted number of people: the figure it makes, and the noun for people beside it."""

from __future__ import annotations

from dataclasses import dataclass

from khaldun.core.mention import MentionKind
from khaldun.core.statement import Scope
from khaldun.core.values import Count
from khaldun.extract.scene import EntryHit, Placed, Scene, Sentence

_KIND_REACH = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A number bound to a property, with the tokens of number and harm together."""

    sentence: Sentence
    property: str
    count: Count
    placed: Placed
    first: int
    last: int
    scope: Scope


def harm_of(figure: Figure) -> str:
    """Return what happened to the people, whatever their kind."""
    return figure.property.split("_")[0]


def people_at(scene: Scene, sentence: Sentence, placed: Placed) -> EntryHit | None:
    """Return the noun for people at a number: in it, or right after it."""
    people = sentence.of("people")
    within = [h for h in people if placed.first <= h.first < placed.last]
    after = [
        h
        for h in people
        if 0 <= h.first - placed.last <= _KIND_REACH and _unbroken(scene, sentence, placed.last, h.first)
    ]
    named = within or after
    return next((h for h in named if kind_at(h) is not None), named[0] if named else None)


def kind_at(people: EntryHit | None) -> str | None:
    """Return the kind that a noun for people names, None where it tells no kind."""
    return None if people is None or people.payload.label == "unknown" else people.payload.label


def _unbroken(scene: Scene, sentence: Sentence, first: int, last: int) -> bool:
    if any(scene.words.breaks_before(i) for i in range(first, last + 1)):
        return False
    between = range(first, last)
    if any(p.first in between for p in sentence.placed(MentionKind.COUNT)):
        return False
    return not any(h.first in between for h in sentence.of("clause"))
