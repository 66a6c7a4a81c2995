"""Arms of an event: which were used in it, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from khaldun.core.mention import MentionKind
from khaldun.core.values import Ref
from khaldun.extract.case import Part, Role
from khaldun.extract.scene import Placed, Scene, Sentence
from khaldun.extract.stored import is_stored
from khaldun.extract.triggers import rules

_NEAR_USER, _NEAR_RIDE, _NEAR_USE, _NEAR_TAKEN, _NEAR_CHARGE = 1, 2, 4, 2, 3
"""Longest gaps in tokens: user to arm, "on" to vehicle, use to arm, "captured" to arm, vehicle to its charge."""


def is_used(scene: Scene, sentence: Sentence, arm: Placed, told: bool) -> bool:
    """Tell whether a sentence says that an arm was used in its event; `told` where it tells the event itself.

    An operation that is named always is the event's own.

    A vehicle is one of those who act only where they ride it; the one that was hit is no arm.
    """
    if arm.mention.kind is MentionKind.OPERATION:
        return True
    if arm.ref is None or is_stored(scene, sentence, arm.first) or _is_taken(sentence, arm):
        return False
    if arm.ref.klass in rules()["ridden"]:
        return _is_ridden(sentence, arm) or _is_charged(sentence, arm)
    return told or bool(sentence.of("harm") or sentence.of("damage")) or _is_employed(sentence, arm)


def _is_taken(sentence: Sentence, arm: Placed) -> bool:
    """Tell whether an arm was taken, shown or lost: "captured two howitzers"."""
    if arm.ref is None or arm.ref.klass not in rules()["taken"]:
        return False
    return any(0 <= arm.first - h.last <= _NEAR_TAKEN for h in sentence.of("taken"))


def _is_charged(sentence: Sentence, arm: Placed) -> bool:
    """Tell whether a vehicle is a bomb itself: "a motorcycle rigged with explosives"."""
    return any(
        0 <= charge.first - arm.last <= _NEAR_CHARGE
        for charge in sentence.placed(MentionKind.WEAPON)
        if charge.ref is not None and charge.ref.klass in rules()["makes_bomb"]
    )


def _is_ridden(sentence: Sentence, arm: Placed) -> bool:
    """Tell whether words such as "on" stand right before a vehicle, or are a part of its name."""
    return any(
        0 <= arm.first - h.last <= _NEAR_RIDE or arm.first <= h.first < arm.last for h in sentence.of("rides")
    )


def _is_employed(sentence: Sentence, arm: Placed) -> bool:
    """Tell whether words of use stand shortly before or behind an arm, or are a part of its name."""
    return any(
        h.first - arm.last <= _NEAR_USE and arm.first - h.last <= _NEAR_USE for h in sentence.of("employs")
    )


def user(sentence: Sentence, arm: Placed, here: Sequence[Part], all_: Sequence[Part]) -> str | None:
    """Return who used a weapon or platform.

    That is the actor right beside it or in its name, else the one agent of the sentence, else the one agent of the
    event, or of several the one whose country makes such arms.
    """
    for placed in sentence.placed(MentionKind.ACTOR):
        beside = 0 <= arm.first - placed.last <= _NEAR_USER or arm.first <= placed.first < arm.last
        if beside and placed.ref is not None:
            return placed.ref.name
    for agents in (_agents(here), _agents(all_)):
        if len(agents) == 1:
            return agents[0].name
        makers = [a for a in agents if arm.ref is not None and a.country and a.country == arm.ref.country]
        if len({a.country for a in makers}) == 1:
            return makers[0].name
    return None


def _agents(parts: Iterable[Part]) -> list[Ref]:
    """Return the different actors that act, in the order of the text."""
    refs = (p.placed.ref for p in parts if p.role is not Role.RECIPIENT)
    return list({r.name: r for r in refs if r is not None}.values())
