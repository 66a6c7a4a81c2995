"""Arms of an event: who used them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from khaldun.core.mention import MentionKind
from khaldun.core.values import Ref
from khaldun.extract.case import Part, Role
from khaldun.extract.scene import Placed, Sentence

_NEAR_USER = 1
"""Longest gap in tokens between a user and an arm."""


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
