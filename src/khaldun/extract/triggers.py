"""Triggers: the words that tell an event, those that only look like it, and what type they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from khaldun.core.mention import MentionKind
from khaldun.core.statement import Factuality
from khaldun.core.values import Ref
from khaldun.data.load import read_yaml
from khaldun.extract.scene import EntryHit, Scene, Sentence
from khaldun.extract.seen import seen_triggers
from khaldun.extract.stored import is_stored
from khaldun.extract.trigger import Trigger

_PLACE_REACH = 4
_FACT_REACH = 6
"""A mark of plan, condition or negation works on a trigger at most this many tokens behind it."""


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Any]:
    """Return the rules of refinement, rank and grouping (extract/types.yaml)."""
    rules_: Mapping[str, Any] = read_yaml("extract/types.yaml")
    return rules_


def family(code: str) -> str:
    """Return the family of types that may be told of one event."""
    families: Mapping[str, str] = rules()["family"]
    return families.get(code, code)


def rank(code: str) -> int:
    """Return how specific a type is; the lower, the more it says."""
    order: list[str] = rules()["rank"]
    return order.index(code) if code in order else len(order)


def triggers(scene: Scene, sentence: Sentence) -> list[Trigger]:
    """Return the sentence's triggers that no veto cancels, in the order of the text."""
    weak_vetoed = any(not _is_named(sentence, veto) for veto in sentence.of("vetoes.sentence"))
    found = []
    for hit in uncancelled(sentence):
        if not hit.payload.strong and (weak_vetoed or _lacks_place(sentence, hit)):
            continue
        if not hit.payload.strong and is_stored(scene, sentence, hit.first):
            continue
        code = _refine(scene, sentence, hit)
        found.append(Trigger(sentence, hit, code, hit.payload.strong, _factuality(sentence, hit)))
    return seen_triggers(scene, sentence, _without_reference(scene, sentence, found))


def _without_reference(scene: Scene, sentence: Sentence, found: list[Trigger]) -> list[Trigger]:
    """Return the triggers without one that ties another deed to what was told already: "After the strikes, …"."""
    start = sentence.tokens.start
    opener = next((h for h in sentence.of("afterwards") if h.first == start), None)
    if opener is None or len(found) < 2:
        return found
    first, others = found[0], found[1:]
    tied = first.hit.first - opener.last <= 1 and scene.words.breaks_before(first.hit.last)
    return others if tied and all(family(t.code) != family(first.code) for t in others) else found


def uncancelled(sentence: Sentence) -> list[EntryHit]:
    """Return the sentence's words of events that share none with a veto."""
    hits, vetoes = sentence.of("triggers"), sentence.of("vetoes.overlap")
    if not hits or not vetoes:
        return hits
    return [h for h in hits if not any(v.first < h.last and h.first < v.last for v in vetoes)]


def _is_named(sentence: Sentence, veto: EntryHit) -> bool:
    """Tell whether a word of another topic is a part of a name: a Typhoon is an aircraft and no storm."""
    named = sentence.placed(MentionKind.WEAPON, MentionKind.PLATFORM, MentionKind.OPERATION)
    return any(p.first <= veto.first and veto.last <= p.last for p in named)


def _lacks_place(sentence: Sentence, hit: EntryHit) -> bool:
    """Tell whether a weak trigger of a family that needs a place has none near it."""
    if family(hit.payload.label) not in rules()["needs_place"]:
        return False
    places = sentence.placed(MentionKind.PLACE)
    return not any(max(p.first - hit.last, hit.first - p.last) <= _PLACE_REACH for p in places)


def _refine(scene: Scene, sentence: Sentence, hit: EntryHit) -> str:
    """Return the type that the weapons of the sentence give a general trigger."""
    code = hit.payload.label
    generic: Mapping[str, list[str]] = rules()["generic"]
    if code not in generic or (hit.payload.strong and code not in rules()["generic_strong"]):
        return code
    classes = [
        p.mention.value.klass
        for p in sentence.placed(MentionKind.WEAPON, MentionKind.PLATFORM)
        if isinstance(p.mention.value, Ref) and not is_stored(scene, sentence, p.first)
    ]
    by_class: Mapping[str, str] = rules()["by_class"]
    refined = [by_class[c] for c in classes if c and by_class.get(c) in generic[code]]
    return min(refined, key=generic[code].index, default=code)


def _factuality(sentence: Sentence, hit: EntryHit) -> Factuality:
    clause = sentence.clause(hit.first)
    for mark in sentence.of("factuality"):
        near = 0 <= hit.first - mark.last <= _FACT_REACH or mark.first in clause
        if near and mark.first <= hit.first:
            return {"planned": Factuality.PLANNED, "hypothetical": Factuality.HYPOTHETICAL}.get(
                mark.payload.label, Factuality.DENIED
            )
    return Factuality.OCCURRED
