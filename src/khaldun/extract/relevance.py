"""Whether a text tells an event at all: evidence of conflict against evidence of something else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from khaldun.core.mention import MentionKind
from khaldun.core.values import Count, Place, PlacePrecision, Ref
from khaldun.extract.figures import Figure
from khaldun.extract.scene import Scene
from khaldun.extract.triggers import Trigger, rules

NOBODY = Count.exactly(0)


def tells_events(scene: Scene, found: Sequence[Trigger], figures: Sequence[Figure]) -> bool:
    """Tell whether the evidence of an event outweighs the topics that use the same words."""
    if not found:
        return False
    told = [f for f in figures if f.count != NOBODY]
    sure = any(t.strong for t in found)
    if not sure and not _is_backed(scene, found, told):
        return False
    return evidence(scene, found, told) > against(scene, sure)


def _is_backed(scene: Scene, found: Sequence[Trigger], figures: Sequence[Figure]) -> bool:
    """Tell whether weak triggers have something of war beside them.

    That is an armed actor, a weapon that is not itself the trigger, or a figure by a word that is more than "killed".
    """
    triggers = [(t.sentence.index, t.hit.first, t.hit.last) for t in found]
    armed, _ = _named(scene)
    if armed or _arms_apart(scene, triggers):
        return True
    harms = {(s.index, h.first) for s in scene.sentences for h in s.of("harm")}
    return bool(figures) and any((index, first) not in harms for index, first, _ in triggers)


def _arms_apart(scene: Scene, triggers: Sequence[tuple[int, int, int]]) -> bool:
    """Tell whether a weapon or platform is named outside the triggers."""
    return any(
        not any(index == s.index and first < p.last and p.first < last for index, first, last in triggers)
        for s in scene.sentences
        for p in s.placed(MentionKind.WEAPON, MentionKind.PLATFORM)
    )


def _names_place(found: Sequence[Trigger]) -> bool:
    """Tell whether a sentence with a trigger names a place smaller than a country."""
    values = (p.mention.value for t in found for p in t.sentence.placed(MentionKind.PLACE))
    return any(isinstance(v, Place) and v.precision is not PlacePrecision.COUNTRY for v in values)


def evidence(scene: Scene, found: Sequence[Trigger], figures: Sequence[Figure]) -> float:
    """Return the weight of triggers, armed actors, weapons and figures in the text."""
    weights: Mapping[str, float] = rules()["evidence"]
    strong = {t.hit.phrase for t in found if t.strong}
    weak = {t.hit.phrase for t in found if not t.strong}
    harmed = {f.property for f in figures}
    armed, arms = _named(scene)
    return (
        weights["strong"] * min(3, len(strong))
        + weights["weak"] * min(3, len(weak))
        + weights["armed_actor"] * min(2, armed)
        + weights["weapon"] * min(2, arms)
        + weights["figure"] * min(2, len(harmed))
        + weights["place"] * _names_place(found)
    )


def _named(scene: Scene) -> tuple[int, int]:
    """Return how many armed actors, and how many weapons and platforms, the text names."""
    unarmed: list[str] = rules()["unarmed_kinds"]
    armed, arms = set(), set()
    for sentence in scene.sentences:
        for placed in sentence.placed(MentionKind.ACTOR):
            value = placed.mention.value
            if isinstance(value, Ref) and value.kind not in unarmed:
                armed.add(value.id)
        arms |= {p.mention.words for p in sentence.placed(MentionKind.WEAPON, MentionKind.PLATFORM)}
    return len(armed), len(arms)


def against(scene: Scene, sure: bool) -> float:
    """Return the weight of the strongest foreign topic, and the bar that every text must pass.

    Where a trigger is `sure`, a single word of another topic weighs nothing: news of war names courts and stadiums.
    """
    weights: Mapping[str, float] = rules()["topics"]
    found: dict[str, set[str]] = defaultdict(set)
    for sentence in scene.sentences:
        for family, hits in sentence.hits.items():
            if family.startswith("topics."):
                found[family.removeprefix("topics.")] |= {h.phrase for h in hits}
    heaviest = max(
        (weights.get(t, 1.0) * (len(words) - int(sure)) for t, words in found.items()), default=0.0
    )
    return float(rules()["evidence"]["bar"]) + heaviest
