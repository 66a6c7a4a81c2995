"""Who acted and who was acted on, by the words and the order around a trigger."""

from __future__ import annotations

from khaldun.core.mention import MentionKind
from khaldun.core.values import Ref
from khaldun.core.words import ARABIC_TO
from khaldun.extract.case import Case, Part, Role, kind_of
from khaldun.extract.lexicon import coordinators, definite
from khaldun.extract.objects import is_object
from khaldun.extract.scene import Placed, is_joined
from khaldun.extract.trigger import Trigger

_NEAR_BY, _NEAR_PASSIVE, _NEAR_COMPOUND, _NEAR_SUBJECT, _NEAR_JOINT, _NEAR_SIDE, _NEAR_MARK = (
    2,
    8,
    2,
    5,
    12,
    10,
    5,
)
"""Longest gaps in tokens between an actor and the word that gives it a role; set on the English corpus passages."""
_MUTUAL = ("armed_clash", "agreement")
"""Types in which each of two parties acts."""


def is_named_by(case: Case) -> bool:
    """Tell whether a word such as "by" stands before the actor, and something happened shortly before that.

    A mere "of" stands right behind the deed: "strike of the army", not "gate of the barracks".
    """
    deeds = [t.hit for t in case.triggers]
    harms = case.sentence.of("harm")
    joins = {h.first: h.last for h in case.sentence.of("genitive")}
    for mark in case.agents("by"):
        if not 0 <= case.placed.first - mark.last <= _NEAR_BY or _is_of_others(case, mark.last):
            continue
        if mark.last <= joins.get(mark.first, 0):
            if any(d.last == mark.first for d in deeds):
                return True
        elif any(d.first <= mark.first and mark.first - d.last <= _NEAR_PASSIVE for d in (*deeds, *harms)):
            return True
    return False


def _is_of_others(case: Case, first: int) -> bool:
    """Tell whether a clause opens between "by" and the actor: "taken by relatives before police came"."""
    folded = case.scene.words.folded
    inside = (h for h in case.sentence.of("clause") if first <= h.first and h.last <= case.placed.first)
    return any(folded[h.first] not in coordinators() for h in inside)


def is_party(case: Case) -> bool:
    """Tell whether the actor is one of the two "between" whom there was a clash or a deal."""
    mutual = [t.hit for t in case.triggers if t.code in _MUTUAL]
    actors = [p.first for p in case.sentence.placed(MentionKind.ACTOR)]
    for mark in case.sentence.of("between"):
        near = any(-1 <= mark.first - h.last <= _NEAR_MARK or h.first <= mark.first < h.last for h in mutual)
        sides = [a for a in actors if mark.last <= a <= mark.last + _NEAR_SIDE][:2]
        if near and case.placed.first in sides:
            return True
    return False


def takes_part(case: Case) -> bool:
    """Tell whether the actor is said to take part in a deed: "joined French aircraft in the raid"."""
    if not case.triggers or _is_where(case):
        return False
    first, last = case.placed.first, case.placed.last
    for mark in case.sentence.of("joins"):
        if 0 <= first - mark.last <= _NEAR_JOINT:
            deeds = [t.hit.first for t in case.triggers if t.hit.first >= mark.last]
            if not deeds or first < min(deeds):
                return True
        elif not case.verb_first and 0 <= mark.first - last <= _NEAR_JOINT:
            return True
    return False


def is_compound(case: Case) -> bool:
    """Tell whether the actor is tied to a trigger as in "RSF drone strike", "frappe russe", "قصف التحالف"."""
    if _is_where(case):
        return False
    if any(_is_told_in(case, t) for t in case.triggers):
        return True
    if "agent_precedes_trigger" in case.scene.lexicon.grammar and _precedes_thing(case):
        return True
    follows = "agent_follows_trigger" in case.scene.lexicon.grammar
    return any(_is_subject_of(case, t, follows) for t in case.triggers)


def _is_where(case: Case) -> bool:
    """Tell whether a state is named as the place: "in Burkina Faso", and not as the one who acts."""
    if not case.is_state:
        return False
    told = [(t.hit.first, t.hit.last) for t in case.triggers]
    words = (
        h
        for h in case.sentence.of("locative")
        if not any(h.first < last and first < h.last for first, last in told)
    )
    start = _place_start(case)
    articles = definite().get(case.scene.lexicon.language, frozenset())
    before = {start, start - 1 if case.scene.words.folded[start - 1] in articles else start}
    return any(h.last in before for h in words)


def _place_start(case: Case) -> int:
    """Return where the place begins that the actor's name is a part of: "western Sudan"."""
    places = case.sentence.placed(MentionKind.PLACE)
    return min((p.first for p in places if p.first <= case.placed.first < p.last), default=case.placed.first)


def _is_told_in(case: Case, trigger: Trigger) -> bool:
    """Tell whether the trigger's own words name the actor: "Russian artillery shelled", "frappe israélienne"."""
    first, last = trigger.hit.first, trigger.hit.last
    shared = case.placed.first < last and first < case.placed.last
    return shared and not _is_object(trigger, case.placed) and not case.undergoing(first, last)


def _precedes_thing(case: Case) -> bool:
    """Tell whether the actor stands right before a trigger, or before a weapon where there is a trigger."""
    arms = case.sentence.placed(MentionKind.WEAPON, MentionKind.PLATFORM) if case.triggers else []
    things = [(t.hit.first, t.hit.last) for t in case.triggers]
    things += [(a.first, a.first) for a in arms if not _is_make(case.placed, a) and not is_object(case)]
    end = case.placed.last
    openers = [h.first for h in case.sentence.of("clause")]
    return any(
        0 <= first - end <= _NEAR_COMPOUND
        and case.unbroken(end, first)
        and not case.undergoing(end, last)
        and not any(end <= opener < first for opener in openers)
        for first, last in things
    )


def _is_subject_of(case: Case, trigger: Trigger, follows: bool) -> bool:
    """Tell whether the actor stands in the gap of a trigger, or right behind it, as the one who acts."""
    first, last = trigger.hit.first, trigger.hit.last
    if _is_object(trigger, case.placed) or _is_dative(case.placed):
        return False
    if case.verb_first:
        if first < case.placed.first < last and (not case.is_state or case.placed.first == first + 1):
            return True
        if _noun_between(case, last):
            return False
    near = 1 if case.kind == "state_adjective" else _NEAR_COMPOUND
    beside = 0 <= case.placed.first - last <= near and case.unbroken(last, case.placed.first)
    if case.kind in ("state", "state_capital"):
        return beside and case.placed.first == last and "state_follows_trigger" in case.scene.lexicon.grammar
    return follows and beside


def _noun_between(case: Case, last: int) -> bool:
    """Tell whether another actor, a weapon or a target stands between verb and actor: the first noun is the subject."""
    nouns = [p.first for p in case.sentence.placed(MentionKind.ACTOR) if kind_of(p) != "state_adjective"]
    if case.kind != "state_adjective":
        nouns += [p.first for p in case.sentence.placed(MentionKind.WEAPON, MentionKind.PLATFORM)]
        nouns += [h.first for h in case.sentence.of("targets")]
    return any(last <= noun < case.placed.first for noun in nouns)


def _is_make(actor: Placed, arm: Placed) -> bool:
    """Tell whether a state is only that of a weapon's make: "American HIMARS"."""
    who, what = actor.mention.value, arm.mention.value
    known = isinstance(who, Ref) and isinstance(what, Ref) and bool(who.country)
    return known and getattr(who, "country", None) == getattr(what, "country", None)


def _is_dative(placed: Placed) -> bool:
    """Tell whether an Arabic name stands behind "li-": what belongs to it was struck."""
    words, alias = placed.mention.words, placed.mention.alias or ""
    return words.startswith(ARABIC_TO) and not alias.startswith(ARABIC_TO)


def _is_object(trigger: Trigger, placed: Placed) -> bool:
    """Tell whether a word such as "against", in the trigger or after it, makes the actor the one acted on."""
    hits = trigger.sentence.of("agents", "against")
    return any(h.first < placed.first and h.last > trigger.hit.first for h in hits)


def by_order(case: Case) -> Part | None:
    """Return the role that word order gives: subject before the verb, object after it."""
    if is_object(case):
        return Part(case.placed, Role.RECIPIENT, 0.6)
    end = case.placed.last
    for trigger in case.triggers:
        if _is_near_subject(case, trigger):
            if not case.undergoing(end, trigger.hit.last):
                return Part(case.placed, Role.AGENT, 0.6)
            return None if case.kind == "state_adjective" else Part(case.placed, Role.RECIPIENT, 0.6)
    for harm in case.sentence.of("harm"):
        if 0 <= harm.first - end <= _NEAR_BY and case.undergoing(end, harm.last):
            return Part(case.placed, Role.RECIPIENT, 0.5)
    return None


def _is_near_subject(case: Case, trigger: Trigger) -> bool:
    """Tell whether the actor stands before a trigger in its clause, near enough to be its subject."""
    gap = trigger.hit.first - case.placed.last
    if case.verb_first and (gap > (0 if case.is_state else 1) or is_joined(case.scene, trigger.hit)):
        return False
    if case.kind == "state_adjective" and gap > _NEAR_COMPOUND:
        return False
    if _is_where(case) or (gap > _NEAR_COMPOUND and _possesses(case)):
        return False
    return 0 <= gap <= _NEAR_SUBJECT and _is_one_clause(case, trigger.hit.first)


def _possesses(case: Case) -> bool:
    """Tell whether the actor only has what follows for its own: "the government's figure"."""
    end = case.placed.mention.span.end
    return case.scene.words.text[end : end + 2] in ("'s", "’s")


def _is_one_clause(case: Case, token: int) -> bool:
    """Tell whether no clause opens between the actor and a token, but for an "and" that adds to the subject."""
    between = [h for h in case.sentence.of("clause") if case.placed.last <= h.first < token]
    folded = case.scene.words.folded
    if any(h.last - h.first > 1 or folded[h.first] not in coordinators() for h in between):
        return False
    end = case.placed.last
    if case.unbroken(end, token):
        return True
    return _is_abbreviation(case) and case.follows(end, end) and case.unbroken(end + 1, token)


def _is_abbreviation(case: Case) -> bool:
    """Tell whether the actor was named in full right before: "des Forces démocratiques alliées (ADF) ont …"."""
    full = (p for p in case.sentence.placed(MentionKind.ACTOR) if p.last == case.placed.first)
    return any(p.ref is not None and p.ref == case.placed.ref for p in full)
