"""Templates of MUC-4 and how GTT aligns and scores them (Du, Rush and Cardie 2021, NAACL)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from khaldun.evaluate.align import pairs
from khaldun.evaluate.tally import Counts

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")

Entity = frozenset[str]
"""The mentions of one entity, in their normal form."""
Entities = Mapping[str, Sequence[Entity]]
"""Entities by role."""


@dataclass(frozen=True, slots=True)
class Template:
    """One incident: its type, which in gold may name two of them, and its entities by role."""

    kind: str
    entities: Entities = field(default_factory=dict)

    def of(self, role: str) -> Sequence[Entity]:
        """Return the entities of a role."""
        return self.entities.get(role, ())

    @property
    def size(self) -> int:
        """Return how many slots are filled, the type being one."""
        return 1 + sum(len(self.of(role)) for role in ROLES)


def fits(found: Entity, gold: Entity) -> bool:
    """Tell whether a found entity stands for a gold one: all its mentions are mentions of that."""
    return found <= gold


def united(entities: Sequence[Entity]) -> list[Entity]:
    """Return entities with those that share a mention made one, in the order in which they first appear."""
    found: list[set[str]] = []
    for entity in entities:
        same = [e for e in found if e & entity]
        for other in same[1:]:
            same[0].update(other)
            found.remove(other)
        if same:
            same[0].update(entity)
        elif entity:
            found.append(set(entity))
    return [frozenset(e) for e in found]


def ceaf(found: Sequence[Entity], gold: Sequence[Entity]) -> Counts:
    """Return CEAF-REE of one role: a largest one-to-one alignment in which a pair counts 1 where it fits.

    As in GRIT (Du, Rush and Cardie 2021, EACL).
    """
    right = len(pairs([[j for j, g in enumerate(gold) if fits(f, g)] for f in found]))
    return Counts.matched(right, len(gold), len(found))


def scored(found: Sequence[Template], gold: Sequence[Template]) -> dict[str, Counts]:
    """Return the counts of the type and of each role under the alignment with the highest F1 over all slots.

    A template may be aligned with none; two are aligned where the found type is (one of) the gold one's. What
    is not aligned is spurious or missing with all its slots.
    """
    aligned = _best(found, gold)
    counts = {"type": Counts(len(aligned), len(found), len(aligned), len(gold))}
    for role in ROLES:
        rights = [_role(found[i], gold[j], role) for i, j in aligned]
        counts[role] = Counts(
            sum(right for right, _ in rights),
            sum(len(t.of(role)) for t in found),
            sum(hit for _, hit in rights),
            sum(len(t.of(role)) for t in gold),
        )
    return counts


def _role(found: Template, gold: Template, role: str) -> tuple[int, int]:
    """Return how many found entities of a role fit a gold one, and how many gold ones are fitted."""
    mine, theirs = found.of(role), gold.of(role)
    right = sum(any(fits(f, g) for g in theirs) for f in mine)
    return right, sum(any(fits(f, g) for f in mine) for g in theirs)


_Pair = tuple[int, int]
_Front = dict[_Pair, tuple[_Pair, ...]]
"""Slots right among the found and the gold, with an alignment that gives them."""


def _best(found: Sequence[Template], gold: Sequence[Template]) -> tuple[_Pair, ...]:
    """Return the alignment with the highest F1 over all slots, as pairs of found and gold.

    GTT tries every alignment, which takes too long for a report with a dozen incidents. Both numbers of right
    slots add up over pairs and F1 rises with each, so that of the alignments of the same gold templates only
    those not beaten in both numbers can be part of the best: the same figure, found by steps.
    """
    fronts: dict[int, _Front] = {0: {(0, 0): ()}}
    for i, template in enumerate(found):
        gains = list(_gains(template, gold))
        grown = {used: dict(front) for used, front in fronts.items()}
        for used, front in fronts.items():
            for j, (right, hit) in gains:
                if not used & 1 << j:
                    target = grown.setdefault(used | 1 << j, {})
                    for (rights, hits), pairs_ in front.items():
                        target.setdefault((rights + right, hits + hit), (*pairs_, (i, j)))
        fronts = {used: _unbeaten(front) for used, front in grown.items()}
    sizes = sum(t.size for t in found), sum(t.size for t in gold)
    every = [(sums, pairs_) for front in fronts.values() for sums, pairs_ in front.items()]
    return max(every, key=lambda e: (_f1(e[0], sizes), e[0], -len(e[1])))[1]


def _gains(template: Template, gold: Sequence[Template]) -> Iterator[tuple[int, _Pair]]:
    """Yield each gold template that one may be aligned with, and the slots that this makes right on both sides."""
    for j, other in enumerate(gold):
        if template.kind in other.kind.split(" / "):
            rights = [_role(template, other, role) for role in ROLES]
            yield j, (1 + sum(r for r, _ in rights), 1 + sum(h for _, h in rights))


def _unbeaten(front: _Front) -> _Front:
    """Return the sums that no other sum reaches in both numbers."""
    kept: _Front = {}
    most = -1
    for sums in sorted(front, reverse=True):
        if sums[1] > most:
            kept[sums], most = front[sums], sums[1]
    return kept


def _f1(rights: _Pair, sizes: _Pair) -> float:
    return Counts(rights[0], sizes[0], rights[1], sizes[1]).headline
