"""What the model saw beside what the lexicon says: event mentions, roles and details that no list has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from khaldun.core.mention import Mention, MentionKind
from khaldun.core.phrases import Hit
from khaldun.core.statement import Factuality
from khaldun.core.values import UNNAMED, Ref
from khaldun.data.load import read_yaml
from khaldun.extract.case import Part, Role
from khaldun.extract.lexicon import Entry
from khaldun.extract.scene import Placed, Scene, Sentence
from khaldun.extract.sight import TYPE, Seen, Sight
from khaldun.extract.trigger import Trigger

NOTHING = Sight()


@lru_cache(maxsize=1)
def trust() -> Mapping[str, Any]:
    """Return how far the model is trusted (extract/sight.yaml)."""
    found: Mapping[str, Any] = read_yaml("extract/sight.yaml")
    return found


def seen_triggers(scene: Scene, sentence: Sentence, found: Sequence[Trigger]) -> list[Trigger]:
    """Return the triggers with what the model saw: types set right at their places, and mentions of its own."""
    sight = scene.sight or NOTHING
    events = sight.events(sentence.tokens)
    least = opens(sight)
    result = [_typed(trigger, events) for trigger in found]
    told = [t.hit for t in found]
    result += [
        _trigger(scene, sentence, event)
        for event in events
        if event.odds >= least and not any(event.overlaps(h.first, h.last) for h in told)
    ]
    return sorted(result, key=lambda t: (t.hit.first, t.hit.last))


def opens(sight: Sight) -> float:
    """Return the odds from which on an event mention is taken: a text that surely tells one tells its likeliest."""
    least: float = trust()["opens"]
    return min(least, sight.best_event) if sight.relevance > trust()["certain"] else least


def _typed(trigger: Trigger, events: Sequence[Seen]) -> Trigger:
    here = [
        e for e in events if e.odds > trust()["types"] and e.overlaps(trigger.hit.first, trigger.hit.last)
    ]
    if not here:
        return trigger
    best = max(here, key=lambda e: e.odds)
    return Trigger(trigger.sentence, trigger.hit, code_of(best), True, trigger.factuality, best.odds)


def _trigger(scene: Scene, sentence: Sentence, event: Seen) -> Trigger:
    words = scene.span(event.first, event.last).of(scene.words.text)
    hit = Hit(event.first, event.last, words, Entry("triggers", code_of(event), strong=True))
    factuality = Factuality(event.classes.get("factuality", "occurred"))
    return Trigger(sentence, hit, code_of(event), event.odds > trust()["sure"], factuality, event.odds)


def code_of(event: Seen) -> str:
    """Return the type's code of an event mention."""
    return event.label.removeprefix(TYPE)


def seen_parts(scene: Scene, sentence: Sentence, found: Sequence[Part]) -> list[Part]:
    """Return the roles of a sentence's actors, those that only the model saw among them, in the order of the text."""
    if scene.sight is None:
        return list(found)
    seen = scene.sight.of(sentence.tokens, *trust()["roles"])
    by_place = {part.placed.first: part for part in found}
    for placed in sentence.placed(MentionKind.ACTOR):
        part = _role(placed, seen, by_place.get(placed.first))
        if part is not None:
            by_place[placed.first] = part
    for people in _unnamed(scene, sentence, seen):
        by_place.setdefault(people.placed.first, people)
    return sorted(by_place.values(), key=lambda p: p.placed.first)


def _role(placed: Placed, seen: Sequence[Seen], ruled: Part | None) -> Part | None:
    here = [s for s in seen if s.overlaps(placed.first, placed.last)]
    best = max(here, key=lambda s: s.odds, default=None)
    if best is None or best.odds <= trust()["names" if ruled is None else "turns"]:
        return ruled
    role = Role(trust()["roles"][best.label])
    if ruled is not None and (ruled.role is Role.RECIPIENT) == (role is Role.RECIPIENT):
        return ruled
    return Part(placed, role, 0.7)


def _unnamed(scene: Scene, sentence: Sentence, seen: Sequence[Seen]) -> Iterator[Part]:
    """Yield the people seen in a role whom no catalogue names."""
    named = sentence.placed(MentionKind.ACTOR, MentionKind.PLACE)
    for s in seen:
        if s.odds > trust()["unnamed"] and not any(s.overlaps(p.first, p.last) for p in named):
            span = scene.span(s.first, s.last)
            words = span.of(scene.words.text)
            ref = Ref(None, " ".join(words.split()), UNNAMED)
            mention = Mention(MentionKind.ACTOR, span, words, ref, "seen")
            yield Part(Placed(mention, s.first, s.last), Role(trust()["roles"][s.label]), 0.5)
