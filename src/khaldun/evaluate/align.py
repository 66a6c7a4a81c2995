"""One-to-one alignment: how many pairs can be made where each side is used at most once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def pairs(edges: Sequence[Collection[int]]) -> dict[int, int]:
    """Return a largest one-to-one match as right to left; `edges[i]` are the right sides that left `i` fits.

    Augmenting paths (Kuhn 1955 for weights of 0 and 1): enough for the dozens of items of one document.
    """
    taken: dict[int, int] = {}

    def place(left: int, seen: set[int]) -> bool:
        for right in edges[left]:
            if right in seen:
                continue
            seen.add(right)
            if right not in taken or place(taken[right], seen):
                taken[right] = left
                return True
        return False

    for left in range(len(edges)):
        place(left, set())
    return taken


def matched(found: Sequence[A], gold: Sequence[B], fits: Callable[[A, B], bool]) -> int:
    """Return the size of a largest one-to-one match between what was found and what was expected."""
    return len(pairs([[j for j, g in enumerate(gold) if fits(f, g)] for f in found]))


def assigned(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return the pairs (left, right) whose weights add up to most; a pair of weight 0 is not made.

    Tries every set of used right sides, which are few: the events of one passage.
    """
    best: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {0: (0.0, ())}
    for i, row in enumerate(weights):
        grown = dict(best)
        for used, (sum_, made) in best.items():
            for j, weight in enumerate(row):
                if weight > 0 and not used & 1 << j:
                    candidate = (sum_ + weight, (*made, (i, j)))
                    target = used | 1 << j
                    if target not in grown or candidate[0] > grown[target][0]:
                        grown[target] = candidate
        best = grown
    return list(max(best.values(), key=lambda b: b[0])[1])
