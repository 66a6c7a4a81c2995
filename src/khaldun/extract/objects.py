"""Who was acted on: the object of a deed, the owner of what was hit, the loser of a place."""

from __future__ import annotations

from collections.abc import Iterator

from khaldun.core.mention import MentionKind
from khaldun.extract.accused import is_taken_by
from khaldun.extract.case import Case
from khaldun.extract.lexicon import coordinators
from khaldun.extract.scene import EntryHit
from khaldun.extract.triggers import family

_NEAR_OBJECT, _NEAR_OWNER, _NEAR_THING, _NEAR_VERB = 2, 3, 4, 2
"""Longest gaps in tokens: word of attack to object, thing to owner, deed to thing, actor to verb; set on the corpus."""
_MUTUAL = ("armed_clash", "agreement", "change_to_group")
"""Types in which each party acts: the one that stands behind the deed is not acted on."""


def is_object(case: Case) -> bool:
    """Tell whether a word such as "against" or "killed" stands shortly before the actor.

    A nationality alone is no party ("killed two Palestinians"), but for arms: "shot down nine Ukrainian drones".
    """
    if case.kind == "state_adjective" and not _has_arms(case):
        return False
    start = case.placed.first
    hits = (h for h in case.agents("against") if 0 <= start - h.last <= _NEAR_OBJECT)
    return any(case.unbroken(h.last, start) for h in hits)


def _has_arms(case: Case) -> bool:
    arms = case.sentence.placed(MentionKind.WEAPON, MentionKind.PLATFORM)
    return any(a.first <= case.placed.last < a.last or a.first == case.placed.last for a in arms)


def is_owner(case: Case) -> bool:
    """Tell whether what was hit is the actor's own: "struck an RSF position", "killed fighters of the group"."""
    first, last = case.placed.first, case.placed.last
    return any(
        _is_hit(case, min(first, thing.first)) or _undergoes(case, max(last, thing.last))
        for thing in _owned(case)
    )


def is_user(case: Case) -> bool:
    """Tell whether the actor only held or used what was hit: "a site where the group had stored arms"."""
    end = case.placed.last
    return any(
        0 <= h.first - end <= _NEAR_VERB and case.follows(end, h.first) for h in case.sentence.of("uses")
    )


def is_loser(case: Case) -> bool:
    """Tell whether a place is taken from the actor: "in the hands of", but not "fell into the hands of"."""
    if not any(family(t.code) == "territory" for t in case.triggers):
        return False
    start = case.placed.first
    return any(
        0 <= start - h.last <= _NEAR_VERB
        and case.unbroken(h.last, start)
        and not is_taken_by(case.sentence, h)
        for h in case.sentence.of("held")
    )


def is_in_target(case: Case) -> bool:
    """Tell whether the actor is only a word in the name of what was hit: "puesto militar"."""
    return any(
        h.first < case.placed.first and case.placed.last <= h.last for h in case.sentence.of("targets")
    )


def is_toll(case: Case) -> bool:
    """Tell whether the actor is a number of people to whom harm was done: "43 soldiers killed"."""
    first, end = case.placed.first, case.placed.last
    counts = case.sentence.placed(MentionKind.COUNT)
    if not any(first - 1 <= p.last <= first for p in counts):
        return False
    harms = [
        h.last for h in case.sentence.of("harm") if 0 <= h.first - end <= 1 and case.unbroken(end, h.first)
    ]
    return any(not any(0 <= p.first - last <= _NEAR_VERB for p in counts) for last in harms)


def _owned(case: Case) -> Iterator[EntryHit]:
    """Yield the things beside the actor that are its own; a nationality alone owns people and things of war only."""
    first, last = case.placed.first, case.placed.last
    grammar = case.scene.lexicon.grammar
    things = case.sentence.of("belongings")
    if not case.is_state:
        things += case.sentence.of("targets")
    for thing in things:
        if 0 <= thing.first - last <= 1:
            if ("owner_precedes" in grammar or case.kind == "state_adjective") and case.unbroken(
                last, thing.first
            ):
                yield thing
        elif 0 <= first - thing.last <= _NEAR_OWNER and _is_genitive(case, thing.last, first):
            yield thing


def _is_genitive(case: Case, first: int, last: int) -> bool:
    """Tell whether nothing but a word such as "of" and small words joins a thing and its owner."""
    if not case.unbroken(first, last):
        return False
    if first == last:
        return "owner_follows" in case.scene.lexicon.grammar or case.kind == "state_adjective"
    links = [h for h in case.sentence.of("genitive") if first <= h.first and h.last <= last]
    return bool(links) and not any(first <= h.first < last for h in case.sentence.of("clause"))


def _is_hit(case: Case, first: int) -> bool:
    """Tell whether a deed, or a word such as "against", stands shortly before a thing at `first`."""
    deeds = [*case.agents("against"), *(t.hit for t in case.triggers if t.code not in _MUTUAL)]
    return any(
        0 <= first - h.last <= _NEAR_THING
        and case.unbroken(h.last, first)
        and not _is_done_by(case, h.last, first)
        for h in deeds
    )


def _undergoes(case: Case, last: int) -> bool:
    """Tell whether a thing that ends at `last` is the subject of what was done to it: "an RSF camp was bombed"."""
    deeds = [*(t.hit for t in case.triggers), *case.sentence.of("harm")]
    return any(
        0 <= h.first - last <= _NEAR_THING
        and case.undergoing(last, h.last)
        and case.unbroken(last, h.first)
        and not _opens_clause(case, last, h.first)
        for h in deeds
    )


def _opens_clause(case: Case, first: int, last: int) -> bool:
    folded = case.scene.words.folded
    between = (h for h in case.sentence.of("clause") if first <= h.first < last)
    return any(folded[h.first] not in coordinators() for h in between)


def _is_done_by(case: Case, first: int, last: int) -> bool:
    """Tell whether a word such as "by" stands among tokens [first, last), and no mere "of"."""
    joins = {h.first for h in case.sentence.of("genitive")}
    return any(first <= h.first < last and h.first not in joins for h in case.agents("by"))
