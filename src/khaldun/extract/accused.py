"""Who is said to have done it: claims of responsibility, accusations, and those who only stand by."""

from __future__ import annotations

from collections.abc import Iterable

from khaldun.core.mention import MentionKind
from khaldun.core.statement import Stance
from khaldun.core.words import ARABIC_THEM
from khaldun.extract.case import Case
from khaldun.extract.scene import EntryHit, Placed, Sentence
from khaldun.extract.voice import Voice

_NEAR_CLAIM, _NEAR_ACCUSED, _NEAR_LINK, _NEAR_REACTION = 7, 6, 2, 2
"""Longest gaps in tokens between an actor and the word that concerns it; set on the English corpus passages."""


def stands_aside(sentence: Sentence, placed: Placed) -> bool:
    """Tell whether the actor only reacts ("X condemned the attack"), says nothing, or is tied to who acts."""
    reacts = any(0 <= h.first - placed.last <= _NEAR_REACTION for h in sentence.of("cues", "reacts"))
    tied = any(h.first == placed.last for h in sentence.of("tied"))
    if reacts or tied or _says_nothing(sentence, placed):
        return True
    return any(
        0 <= placed.first - h.last <= _NEAR_LINK and not is_taken_by(sentence, h)
        for h in sentence.of("linked")
    )


def is_taken_by(sentence: Sentence, hit: EntryHit) -> bool:
    """Tell whether words of holding are the end of a fall: "fell into the hands of" names who takes."""
    return any(h.first < hit.first < h.last for h in sentence.of("agents", "by"))


def _says_nothing(sentence: Sentence, placed: Placed) -> bool:
    """Tell whether the actor is who does not say something: "the army did not confirm the strike"."""
    unsaid = {h.last: h.first for h in sentence.of("negations")}
    return any(
        0 <= unsaid[cue.first] - placed.last <= 1 or 0 <= placed.first - cue.last <= 1
        for cue in sentence.of("cues", "asserts")
        if cue.first in unsaid
    )


def is_possessor(case: Case) -> bool:
    """Tell whether a state only says whose the next actor is: "Sudan's Rapid Support Forces"."""
    if not case.is_state:
        return False
    end = case.placed.last
    following = (p for p in case.sentence.placed(MentionKind.ACTOR) if p.first >= end)
    return any(p.first - end <= 1 and case.unbroken(end, p.first) for p in following)


def claims(case: Case) -> bool:
    """Tell whether the actor claims the deed as its own; who denies in the same sentence does not."""
    if any(v.stance is Stance.DENIES and _speaks(v, case.placed) for v in case.spoken.found):
        return False
    if _is_nearest_before(case, case.agents("claimed"), _NEAR_CLAIM):
        return True
    verbs = (h for h in case.agents("claimed") if h.last - h.first == 1)
    return case.verb_first and _is_nearest_after(case, verbs, 1)


def is_accuser(case: Case) -> bool:
    """Tell whether the actor is the subject of a verb of accusing: "اتهم الجيش | الدعم السريع"."""
    return case.verb_first and any(_speaks_by(case, verb, case.placed) for verb in case.agents("accused"))


def is_accused(case: Case) -> bool:
    """Tell whether somebody lays the deed at the actor's door."""
    words = case.agents("accused")
    named = _is_object_of(case, words) if case.verb_first else _is_nearest_after(case, words, _NEAR_ACCUSED)
    return named or _is_nearest_before(case, case.agents("behind"), _NEAR_ACCUSED)


def _speaks_by(case: Case, verb: EntryHit, placed: Placed) -> bool:
    """Tell whether an actor is who speaks by a verb."""
    return any(v.cue.first <= verb.first < v.cue.last and _speaks(v, placed) for v in case.spoken.found)


def _speaks(voice: Voice, placed: Placed) -> bool:
    return voice.speaker.first < placed.last and placed.first < voice.speaker.last


def _is_object_of(case: Case, words: Iterable[EntryHit]) -> bool:
    """Tell whether the actor stands shortly behind a verb of accusing, with none but its subject between."""
    for verb in words:
        if case.scene.words.folded[verb.last - 1].endswith(ARABIC_THEM):
            continue
        if 0 <= case.placed.first - verb.last <= _NEAR_ACCUSED:
            between = _actors_between(case, verb.last, case.placed.first)
            if all(_speaks_by(case, verb, p) or stands_aside(case.sentence, p) for p in between):
                return True
    return False


def _is_nearest_before(case: Case, hits: Iterable[EntryHit], reach: int) -> bool:
    """Tell whether the actor stands shortly before a hit, with no other actor between."""
    end = case.placed.last
    return any(0 <= h.first - end <= reach and not _other_between(case, end, h.first) for h in hits)


def _is_nearest_after(case: Case, hits: Iterable[EntryHit], reach: int) -> bool:
    """Tell whether the actor stands shortly after a hit, with no other actor between."""
    start = case.placed.first
    return any(
        0 <= start - h.last <= reach
        and not _other_between(case, h.last, start)
        and not _is_of_unnamed(case, h, start)
        for h in hits
    )


def _is_of_unnamed(case: Case, hit: EntryHit, start: int) -> bool:
    """Tell whether a word of blame is of people without a name: "suspected militants threw a grenade at X"."""
    joins = {h.first for h in case.sentence.of("genitive")}
    people = (h for h in case.sentence.of("unnamed") if h.first in (hit.first, hit.last) and h.last <= start)
    return any(h.last not in joins and h.last < start for h in people)


def _other_between(case: Case, first: int, last: int) -> bool:
    return any(not stands_aside(case.sentence, p) for p in _actors_between(case, first, last))


def _actors_between(case: Case, first: int, last: int) -> list[Placed]:
    return [p for p in case.sentence.placed(MentionKind.ACTOR) if first <= p.first < last]
