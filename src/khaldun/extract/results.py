"""What an event did beside harm to people: no harm to civilians, damage, targets, outcomes, who holds the place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from khaldun.core.mention import MentionKind
from khaldun.core.statement import Scope
from khaldun.core.values import Value
from khaldun.extract.case import Part, Role
from khaldun.extract.drafts import Draft
from khaldun.extract.scene import EntryHit, Scene, Sentence
from khaldun.extract.triggers import family

_NEAR_HOLDER = 8
"""Longest gap in tokens between who holds a place and the words that say so."""


@dataclass(frozen=True, slots=True)
class Result:
    """A value that tokens [first, last) of a sentence give a property."""

    sentence: Sentence
    property: str
    first: int
    last: int
    value: Value
    confidence: float


def results(scene: Scene, draft: Draft, parts: list[Part]) -> Iterator[Result]:
    """Yield what the sentences of a draft tell; `parts` are the roles of all its actors, in the order of the text."""
    told = {t.sentence.index for t in draft.triggers}
    known: set[str] = set()
    for sentence in draft.sentences:
        yield from _words(scene, sentence, "no_civilian_harm", sentence.of("no_harm"), 0.8)
        if draft.scope is not Scope.INCIDENT:
            continue
        yield from _words(scene, sentence, "outcome", sentence.of("outcomes"), 0.6)
        yield from _control(scene, draft, sentence, parts)
        acting = sentence.of("unnamed")
        targets = [h for h in sentence.of("targets") if not any(a.first < h.last <= a.last for a in acting)]
        if sentence.index in told:
            known |= {h.phrase for h in targets}
            yield from _words(scene, sentence, "damage", _unplaced(sentence, sentence.of("damage")), 0.6)
            yield from _words(scene, sentence, "target", targets, 0.6)
        elif any(h.phrase in known for h in targets):
            yield from _words(scene, sentence, "target", targets, 0.5)


def _words(
    scene: Scene, sentence: Sentence, property: str, hits: list[EntryHit], confidence: float
) -> Iterator[Result]:
    for hit in hits:
        words = hit.span(scene.words).of(scene.words.text)
        yield Result(sentence, property, hit.first, hit.last, words, confidence)


def _unplaced(sentence: Sentence, hits: list[EntryHit]) -> list[EntryHit]:
    """Return the hits that are no part of a place's name: "تدمر" is Palmyra, not "destroys"."""
    places = sentence.placed(MentionKind.PLACE)
    return [h for h in hits if not any(p.first < h.last and h.first < p.last for p in places)]


def _control(scene: Scene, draft: Draft, sentence: Sentence, parts: list[Part]) -> Iterator[Result]:
    """Yield who holds or takes the place, in an event of territory: the nearest before, else who takes it all along."""
    if family(draft.code) != "territory":
        return
    takers = [p for p in parts if p.role is not Role.RECIPIENT and p.placed.ref is not None]
    for hit in sentence.of("control"):
        here = [
            p
            for p in sentence.placed(MentionKind.ACTOR)
            if p.ref is not None and 0 <= hit.first - p.last <= _NEAR_HOLDER
        ]
        holder = here[-1] if here else takers[0].placed if takers else None
        if holder is not None and holder.ref is not None:
            yield Result(sentence, "territory_control", hit.first, hit.last, holder.ref, 0.6)
