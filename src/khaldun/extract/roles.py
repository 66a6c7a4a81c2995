"""Who did what to whom: the roles of the actors named around a trigger, by rules tried in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from khaldun.core.mention import MentionKind
from khaldun.extract import accused, agents, objects
from khaldun.extract.attribution import Voices, is_speaker
from khaldun.extract.case import Case, Part, Role
from khaldun.extract.lexicon import coordinators
from khaldun.extract.scene import Placed, Scene
from khaldun.extract.seen import seen_parts
from khaldun.extract.trigger import Trigger
from khaldun.extract.triggers import rules

__all__ = ["Part", "Role", "parts"]

Verdict = Part | None
"""A rule's word on an actor: its part, or None where it has none."""
Rule = Callable[[Case], tuple[bool, Verdict]]
"""Returns whether the rule decides, and if so, what."""


def parts(scene: Scene, spoken: Voices, found: Sequence[Trigger]) -> list[Part]:
    """Return the roles of a sentence's actor mentions; a mention without a role is left out."""
    result: list[Part] = []
    following: Part | None = None
    for placed in reversed(spoken.sentence.placed(MentionKind.ACTOR)):
        part = _part(Case(scene, spoken, placed, tuple(found)))
        if part is None and following is not None and _is_coordinated(scene, placed, following.placed):
            part = Part(placed, following.role, following.confidence)
        following = part
        if part is not None:
            result.insert(0, part)
    return seen_parts(scene, spoken.sentence, result)


def _part(case: Case) -> Part | None:
    for rule in _RULES:
        decides, part = rule(case)
        if decides:
            return part
    return None


def _is_coordinated(scene: Scene, left: Placed, right: Placed) -> bool:
    """Tell whether two actors are named together: "British and French aircraft", "🇫🇷 et 🇬🇧"."""
    between = range(left.last, right.first)
    if len(between) > 1 or any(scene.words.breaks_before(i) for i in range(left.last, right.first + 1)):
        return False
    return all(scene.words.folded[i] in coordinators() for i in between)


def _aside(case: Case) -> tuple[bool, Verdict]:
    """Who only reacts, backs or owns has no part."""
    return accused.stands_aside(case.sentence, case.placed) or accused.is_possessor(case), None


def _loses(case: Case) -> tuple[bool, Verdict]:
    return objects.is_loser(case), Part(case.placed, Role.RECIPIENT, 0.7)


def _owns(case: Case) -> tuple[bool, Verdict]:
    speaks = is_speaker(case.spoken, case.placed.first, case.placed.last)
    return not speaks and objects.is_owner(case), Part(case.placed, Role.RECIPIENT, 0.7)


def _falls(case: Case) -> tuple[bool, Verdict]:
    return objects.is_toll(case) or objects.is_in_target(case), Part(case.placed, Role.RECIPIENT, 0.6)


def _uses(case: Case) -> tuple[bool, Verdict]:
    return objects.is_user(case), Part(case.placed, Role.RECIPIENT, 0.5)


def _claims(case: Case) -> tuple[bool, Verdict]:
    return accused.claims(case), Part(case.placed, Role.CLAIMED, 0.8)


def _accuses(case: Case) -> tuple[bool, Verdict]:
    """Who accuses only speaks, even where no cue of speech says so."""
    return accused.is_accuser(case), None


def _is_accused(case: Case) -> tuple[bool, Verdict]:
    return accused.is_accused(case), Part(case.placed, Role.ACCUSED, 0.7)


def _speaks(case: Case) -> tuple[bool, Verdict]:
    return is_speaker(case.spoken, case.placed.first, case.placed.last), None


def _by(case: Case) -> tuple[bool, Verdict]:
    return agents.is_named_by(case), Part(case.placed, Role.AGENT, 0.8)


def _between(case: Case) -> tuple[bool, Verdict]:
    return agents.is_party(case), Part(case.placed, Role.AGENT, 0.7)


def _joins(case: Case) -> tuple[bool, Verdict]:
    return agents.takes_part(case), Part(case.placed, Role.AGENT, 0.6)


def _never(case: Case) -> tuple[bool, Verdict]:
    """Some kinds of actors are never taken for the one who acts by their place alone."""
    return case.kind in rules()["no_agents_by_order"], None


def _compound(case: Case) -> tuple[bool, Verdict]:
    return agents.is_compound(case), Part(case.placed, Role.AGENT, 0.7)


def _order(case: Case) -> tuple[bool, Verdict]:
    return True, agents.by_order(case)


_RULES: tuple[Rule, ...] = (
    _loses, _aside, _claims, _accuses, _between, _owns, _is_accused, _speaks, _uses, _by, _never, _joins, _falls,
    _compound, _order,
)  # fmt: skip
