"""Who did what to whom: the roles of the actors named around a trigger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from khaldun.core.mention import MentionKind
from khaldun.core.values import Ref
from khaldun.core.words import ARABIC_TO, fold
from khaldun.data.load import read_yaml
from khaldun.extract.attribution import Voices, is_speaker
from khaldun.extract.scene import EntryHit, Placed, Scene, Sentence, is_joined
from khaldun.extract.triggers import Trigger, rules

_NEAR_PASSIVE = 8
_NEAR_CLAIM, _NEAR_ACCUSED, _NEAR_BY, _NEAR_COMPOUND, _NEAR_SUBJECT = 7, 6, 2, 3, 5
"""Longest gaps in tokens between an actor and the word that gives it a role; set on the English corpus passages."""


class Role(StrEnum):
    """What an actor mention is in an event."""

    CLAIMED = "claimed"
    ACCUSED = "accused"
    AGENT = "agent"
    RECIPIENT = "recipient"


@dataclass(frozen=True, slots=True)
class Part:
    """An actor mention with its role and how sure the rule is."""

    placed: Placed
    role: Role
    confidence: float


def parts(scene: Scene, spoken: Voices, found: list[Trigger]) -> list[Part]:
    """Return the roles of a sentence's actor mentions; a mention without a role is left out."""
    result: list[Part] = []
    following: Part | None = None
    for placed in reversed(spoken.sentence.placed(MentionKind.ACTOR)):
        part = _part(scene, spoken, placed, found)
        if part is None and following is not None and _is_coordinated(scene, placed, following.placed):
            part = Part(placed, following.role, following.confidence)
        following = part
        if part is not None:
            result.insert(0, part)
    return result


def _is_coordinated(scene: Scene, left: Placed, right: Placed) -> bool:
    """Tell whether two actors are named together: "British and French aircraft", "🇫🇷 et 🇬🇧"."""
    between = range(left.last, right.first)
    if len(between) > 1 or not _unbroken(scene, left.last, right.first):
        return False
    return all(scene.words.folded[i] in _coordinators() for i in between)


@lru_cache(maxsize=1)
def _coordinators() -> frozenset[str]:
    return frozenset(fold(word) for word in read_yaml("lexicon/coordinators.yaml"))


def _part(
    scene: Scene, spoken: Voices, placed: Placed, found: list[Trigger]
) -> Part | None:
    sentence = spoken.sentence
    if _stands_aside(sentence, placed) or _is_possessor(scene, sentence, placed):
        return None
    if _is_nearest_before(sentence, sentence.of("agents", "claimed"), placed, _NEAR_CLAIM):
        return Part(placed, Role.CLAIMED, 0.8)
    verb_first = "verb_first" in scene.lexicon.grammar
    if verb_first and _is_nearest_after(sentence, _verbs(sentence, "claimed"), placed, 1):
        return Part(placed, Role.CLAIMED, 0.8)
    accused = sentence.of("agents", "accused")
    if verb_first:
        if any(_is_subject(spoken, h, placed) for h in accused):
            return None
        if _is_accused(spoken, accused, placed):
            return Part(placed, Role.ACCUSED, 0.7)
    elif _is_nearest_after(sentence, accused, placed, _NEAR_ACCUSED):
        return Part(placed, Role.ACCUSED, 0.7)
    if _is_nearest_before(sentence, sentence.of("agents", "behind"), placed, _NEAR_ACCUSED):
        return Part(placed, Role.ACCUSED, 0.7)
    if is_speaker(spoken, placed.first, placed.last):
        return None
    if _is_agent_by(sentence, placed, found):
        return Part(placed, Role.AGENT, 0.8)
    if _kind(placed) in rules()["no_agents_by_order"]:
        return None
    if _is_compound(scene, sentence, placed, found):
        return Part(placed, Role.AGENT, 0.7)
    return _by_order(scene, sentence, placed, found)


def _stands_aside(sentence: Sentence, placed: Placed) -> bool:
    """Tell whether the actor only reacts ("X condemned the attack") or only backs who acts ("linked to X")."""
    return _precedes(sentence.of("cues", "reacts"), placed, 2) or _follows(sentence.of("linked"), placed, _NEAR_BY)


def _is_nearest_before(sentence: Sentence, hits: Iterable[EntryHit], placed: Placed, reach: int) -> bool:
    """Tell whether an actor stands shortly before a hit, with no other actor between."""
    return any(
        0 <= h.first - placed.last <= reach and not _actor_between(sentence, placed.last, h.first) for h in hits
    )


def _is_nearest_after(sentence: Sentence, hits: Iterable[EntryHit], placed: Placed, reach: int) -> bool:
    """Tell whether an actor stands shortly after a hit, with no other actor between."""
    return any(
        0 <= placed.first - h.last <= reach and not _actor_between(sentence, h.last, placed.first) for h in hits
    )


def _verbs(sentence: Sentence, label: str) -> list[EntryHit]:
    """Return the one-word hits of agents: verbs that their subject follows where verbs come first."""
    return [h for h in sentence.of("agents", label) if h.last - h.first == 1]


def _is_subject(spoken: Voices, verb: EntryHit, placed: Placed) -> bool:
    """Tell whether an actor is who speaks by a verb: "اتهم الجيش | الدعم السريع"."""
    return any(
        v.cue.first <= verb.first < v.cue.last and v.speaker.first < placed.last and placed.first < v.speaker.last
        for v in spoken.found
    )


def _is_accused(spoken: Voices, accused: Iterable[EntryHit], placed: Placed) -> bool:
    """Tell whether an actor stands shortly after a verb of accusing, with none but its subject between."""
    for verb in accused:
        if 0 <= placed.first - verb.last <= _NEAR_ACCUSED:
            between = (p for p in spoken.sentence.placed(MentionKind.ACTOR) if verb.last <= p.first < placed.first)
            if all(_is_subject(spoken, verb, p) or _stands_aside(spoken.sentence, p) for p in between):
                return True
    return False


def _actor_between(sentence: Sentence, first: int, last: int) -> bool:
    between = (p for p in sentence.placed(MentionKind.ACTOR) if first <= p.first < last)
    return any(not _stands_aside(sentence, p) for p in between)


def _is_possessor(scene: Scene, sentence: Sentence, placed: Placed) -> bool:
    """Tell whether a state only says whose the next actor is: "Sudan's Rapid Support Forces"."""
    if not _kind(placed).startswith("state"):
        return False
    following = (p for p in sentence.placed(MentionKind.ACTOR) if p.first >= placed.last)
    return any(p.first - placed.last <= 1 and _unbroken(scene, placed.last, p.first) for p in following)


def _follows(hits: Iterable[EntryHit], placed: Placed, reach: int) -> bool:
    return any(0 <= placed.first - h.last <= reach for h in hits)


def _precedes(hits: Iterable[EntryHit], placed: Placed, reach: int) -> bool:
    return any(0 <= h.first - placed.last <= reach for h in hits)


def _is_agent_by(sentence: Sentence, placed: Placed, found: list[Trigger]) -> bool:
    """Tell whether a word such as "by" stands before the actor and something happened before that."""
    ends = [(t.hit.first, t.hit.last) for t in found] + [(h.first, h.last) for h in sentence.of("harm")]
    return any(
        0 <= placed.first - h.last <= _NEAR_BY and any(a <= h.first and h.first - b <= _NEAR_PASSIVE for a, b in ends)
        for h in sentence.of("agents", "by")
    )


def _is_compound(scene: Scene, sentence: Sentence, placed: Placed, found: list[Trigger]) -> bool:
    """Tell whether the actor is tied to a trigger as in "RSF drone strike", "frappe russe", "قصف التحالف"."""
    grammar = scene.lexicon.grammar
    arms = [a for a in sentence.placed(MentionKind.WEAPON, MentionKind.PLATFORM) if found and not _is_make(placed, a)]
    things = [*((t.hit.first, t.hit.last) for t in found), *((a.first, a.first) for a in arms)]
    if "agent_precedes_trigger" in grammar and any(
        0 <= first - placed.last <= 2 and _unbroken(scene, placed.last, first) and not _undergoing(sentence, placed.last, last)
        for first, last in things
    ):
        return True
    for trigger in found:
        last = trigger.hit.last
        near = 1 if _kind(placed) == "state_adjective" else _NEAR_COMPOUND - 1
        if _is_object(trigger, placed) or _is_dative(placed):
            continue
        if "verb_first" in grammar:
            if trigger.hit.first < placed.first < last and _is_told_within(trigger, placed):
                return True
            if _thing_between(sentence, last, placed):
                continue
        if "agent_follows_trigger" in grammar and 0 <= placed.first - last <= near:
            if _unbroken(scene, last, placed.first) and _kind(placed) not in ("state", "state_capital"):
                return True
    return False


def _is_told_within(trigger: Trigger, placed: Placed) -> bool:
    """Tell whether an actor in the gap of a trigger is its subject: "استعاد | الجيش | السيطرة"; a state only right behind the verb."""
    return not _kind(placed).startswith("state") or placed.first == trigger.hit.first + 1


def _thing_between(sentence: Sentence, last: int, placed: Placed) -> bool:
    """Tell whether another actor, a weapon or a target stands between verb and actor: only the first noun is the subject."""
    nouns = [p.first for p in sentence.placed(MentionKind.ACTOR) if _kind(p) != "state_adjective"]
    if _kind(placed) != "state_adjective":
        nouns += [p.first for p in sentence.placed(MentionKind.WEAPON, MentionKind.PLATFORM)]
        nouns += [h.first for h in sentence.of("targets")]
    return any(last <= noun < placed.first for noun in nouns)


def _is_make(actor: Placed, arm: Placed) -> bool:
    """Tell whether a state is only that of a weapon's make: "American HIMARS"."""
    who, what = actor.mention.value, arm.mention.value
    return isinstance(who, Ref) and isinstance(what, Ref) and bool(who.country) and who.country == what.country


def _is_dative(placed: Placed) -> bool:
    """Tell whether an Arabic name stands behind "li-": what belongs to it was struck."""
    words, alias = placed.mention.words, placed.mention.alias or ""
    return words.startswith(ARABIC_TO) and not alias.startswith(ARABIC_TO)


def _is_object(trigger: Trigger, placed: Placed) -> bool:
    """Tell whether a word such as "against", in the trigger or after it, makes the actor the one acted on."""
    hits = trigger.sentence.of("agents", "against")
    return any(h.first < placed.first and h.last > trigger.hit.first for h in hits)


def _by_order(scene: Scene, sentence: Sentence, placed: Placed, found: list[Trigger]) -> Part | None:
    """Return the role that word order gives: subject before the verb, object after it."""
    for hit in sentence.of("agents", "against"):
        if 0 <= placed.first - hit.last <= _NEAR_BY and _unbroken(scene, hit.last, placed.first):
            return Part(placed, Role.RECIPIENT, 0.6)
    verb_first = "verb_first" in scene.lexicon.grammar
    if verb_first and _owns_target(scene, sentence, placed, found):
        return Part(placed, Role.RECIPIENT, 0.6)
    for trigger in found:
        gap = trigger.hit.first - placed.last
        if verb_first and (gap > (0 if _kind(placed).startswith("state") else 1) or is_joined(scene, trigger.hit)):
            continue
        if 0 <= gap <= _NEAR_SUBJECT and sentence.clause(placed.first) == sentence.clause(trigger.hit.first):
            if _kind(placed) == "state_adjective" and gap > 2:
                continue
            passive = _undergoing(sentence, placed.last, trigger.hit.last)
            return Part(placed, Role.RECIPIENT if passive else Role.AGENT, 0.6)
    for harm in sentence.of("harm"):
        if 0 <= harm.first - placed.last <= 2 and _undergoing(sentence, placed.last, harm.last):
            return Part(placed, Role.RECIPIENT, 0.5)
    return None


def _owns_target(scene: Scene, sentence: Sentence, placed: Placed, found: list[Trigger]) -> bool:
    """Tell whether what a trigger hits belongs to the actor: "قصف معسكرا لبعثة يونيسفا"."""
    if _kind(placed) == "state_adjective":
        return False
    return any(
        0 <= placed.first - t.last <= _NEAR_BY
        and _unbroken(scene, t.last, placed.first)
        and any(0 <= t.first - x.hit.last <= _NEAR_SUBJECT - 1 for x in found)
        for t in sentence.of("targets")
    )


def _undergoing(sentence: Sentence, first: int, last: int) -> bool:
    return any(first <= h.first < last for h in sentence.of("passive"))


def _unbroken(scene: Scene, first: int, last: int) -> bool:
    return not any(scene.words.breaks_before(i) for i in range(first, last + 1))


def _kind(placed: Placed) -> str:
    value = placed.mention.value
    return value.kind if isinstance(value, Ref) else ""
