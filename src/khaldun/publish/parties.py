"""The parties of an event, without a vaguer name beside one that tells more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from khaldun.core.statement import Reading, Stance
from khaldun.core.values import UNNAMED, Ref
from khaldun.data.load import list_files, read_csv

Named = list[tuple[Ref, list[Reading]]]
_OF_FORCES = ("air_force", "ground_forces", "navy", "general_staff", "ministry_defense")
"""Kinds of bodies that are a part of a state's armed forces, or speak for them."""


_FORCES = ("armed", "air_f", "ground")
"""Beginnings of the kinds of forces that stand for a state where both are named."""


def most_telling(found: Named) -> Named:
    """Return the actors without a state beside its own forces, a branch beside the whole, or a group's parent.

    Those of whom it is only denied stand only where nobody else is told.
    What has no entry of its own ("the coalition") stands only where no party is named, people without a name
    ("gunmen") only where nothing else is.
    """
    found = [actor for actor in found if not _only_denied(actor[1])] or found
    named = [(ref, rs) for ref, rs in found if ref.id]
    found = named or [(ref, rs) for ref, rs in found if ref.kind != UNNAMED] or found
    refs = [ref for ref, _ in found]
    return [
        (ref, rs)
        for ref, rs in found
        if not (_is_bare_state(ref, refs) or _is_branch(ref, refs) or _is_parent(ref, refs))
    ]


def one_unnamed(found: Named) -> Named:
    """Return who acted with one of those without a name, the one most readings have.

    "Gunmen", "armed men" and "the attackers" of one event are as a rule the same people.
    """
    unnamed = [actor for actor in found if actor[0].kind == UNNAMED]
    commonest = max(unnamed, key=lambda actor: len(actor[1]), default=None)
    return [actor for actor in found if actor[0].kind != UNNAMED or actor is commonest]


def _only_denied(readings: Sequence[Reading]) -> bool:
    return bool(readings) and all(r.stance is Stance.DENIES for r in readings)


def _is_bare_state(ref: Ref, others: Sequence[Ref]) -> bool:
    """Tell whether an actor is a state beside what is its own, or a government beside the state's forces."""
    if ref.id is None or ref.country is None:
        return False
    others = [o for o in others if o.id != ref.id]
    forces = any(o.country == ref.country and o.kind.startswith(_FORCES) for o in others)
    if ref.id == f"{ref.country}.government":
        return forces
    return ref.id == ref.country and (forces or any((o.id or "").startswith(f"{ref.id}.") for o in others))


def _is_branch(ref: Ref, others: Sequence[Ref]) -> bool:
    """Tell whether an actor is a branch of armed forces that are named as a whole: they are one party."""
    whole = {o.country for o in others if o.kind == "armed_forces" and o.country}
    return ref.kind in _OF_FORCES and ref.country in whole


def _is_parent(ref: Ref, others: Sequence[Ref]) -> bool:
    """Tell whether an actor is the whole network that another one belongs to: Al-Qaeda beside JNIM."""
    is_whole = ref.id is not None and ref.id not in _parents()
    return is_whole and any(ref.id in _ancestors(o.id) for o in others if o.id)


@lru_cache(maxsize=1)
def _parents() -> Mapping[str, str]:
    """Return the parent of each entry of the catalogue that has one."""
    files = list_files("catalogue", ".csv")
    rows = (row for path in files for row in read_csv(path) if row.get("parent"))
    return {row["id"]: row["parent"] for row in rows}


def _ancestors(entry: str) -> set[str]:
    found: set[str] = set()
    while (parent := _parents().get(entry)) is not None and parent not in found:
        found.add(parent)
        entry = parent
    return found
