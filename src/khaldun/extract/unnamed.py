"""People without a name who act: "gunmen on motorcycles", an actor where no party is named."""

from __future__ import annotations

from collections.abc import Sequence

from khaldun.core.mention import Mention, MentionKind
from khaldun.core.values import UNNAMED, Ref
from khaldun.extract.accused import stands_aside
from khaldun.extract.agents import is_named_by
from khaldun.extract.attribution import Voices, is_speaker
from khaldun.extract.case import Case, Part, Role
from khaldun.extract.objects import is_object
from khaldun.extract.scene import EntryHit, Placed, Scene, is_joined
from khaldun.extract.trigger import Trigger
from khaldun.extract.triggers import rules

_NEAR_DEED = 10
_BEFORE_DEED, _NEAR_COUNT = 1, 2
"""Longest gaps in tokens between people and their deed, after them or (verb first) before; set on the corpus."""


def unnamed_actors(scene: Scene, spoken: Voices, found: Sequence[Trigger]) -> list[Part]:
    """Return the people without a name who act in a sentence, in the order of the text."""
    sentence = spoken.sentence
    named = sentence.placed(MentionKind.ACTOR)
    result = []
    for hit in sentence.of("unnamed"):
        if any(p.first < hit.last and hit.first < p.last for p in named):
            continue
        if is_speaker(spoken, hit.first, hit.last) or not _may_act(hit, found):
            continue
        case = Case(scene, spoken, _placed(scene, hit), tuple(found))
        if is_named_by(case) or (_acts(case, hit) and not is_object(case)):
            result.append(Part(case.placed, Role.AGENT, 0.6))
    return result


def unnamed_victims(scene: Scene, spoken: Voices) -> list[Part]:
    """Return the people without a name or number whom a sentence says to be attacked: "fired at students"."""
    sentence = spoken.sentence
    taken = sentence.placed(MentionKind.ACTOR, MentionKind.COUNT, MentionKind.PLACE)
    result = []
    for hit in sentence.of("people"):
        if hit.payload.label == "unknown" or any(
            p.first - _NEAR_COUNT <= hit.first and hit.last <= p.last + _NEAR_COUNT for p in taken
        ):
            continue
        case = Case(scene, spoken, _placed(scene, hit), ())
        if is_object(case) and not is_speaker(spoken, hit.first, hit.last):
            result.append(Part(case.placed, Role.RECIPIENT, 0.4))
    return result


def _placed(scene: Scene, hit: EntryHit) -> Placed:
    span = hit.span(scene.words)
    words = span.of(scene.words.text)
    ref = Ref(None, " ".join(words.split()), UNNAMED)
    return Placed(Mention(MentionKind.ACTOR, span, words, ref, hit.phrase), hit.first, hit.last)


def _may_act(hit: EntryHit, found: Sequence[Trigger]) -> bool:
    """Tell whether people of a kind may have done what the triggers tell: a crowd bombs nobody."""
    deeds: dict[str, list[str]] = rules()["unnamed_deeds"]
    return any(t.code in deeds[hit.payload.label] for t in found)


def _acts(case: Case, hit: EntryHit) -> bool:
    """Tell whether the people are the subject of a deed in their sentence."""
    deeds = [t.hit for t in case.triggers if t.hit.first >= hit.last or t.hit.last <= hit.first]
    deeds += case.sentence.of("harm")
    if case.verb_first:
        return any(0 <= hit.first - d.last <= _BEFORE_DEED and not is_joined(case.scene, hit) for d in deeds)
    return any(_is_done_after(case, hit, d) for d in deeds)


def _is_done_after(case: Case, hit: EntryHit, deed: EntryHit) -> bool:
    gap = deed.first - hit.last
    if not 0 <= gap <= _NEAR_DEED or case.undergoing(hit.last, deed.last):
        return False
    between = (p for p in case.sentence.placed(MentionKind.ACTOR) if hit.last <= p.first < deed.first)
    return all(stands_aside(case.sentence, p) for p in between)
