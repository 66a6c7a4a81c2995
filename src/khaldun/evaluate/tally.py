"""Tallies: what one document adds to a figure, and the figure that all of them give, with its interval.

Every tally is a tuple of numbers that add up over documents, so that one way of summing and one way of drawing
documents again serves them all.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import mul
from typing import Any, NamedTuple

DRAWS = 1000
"""How often documents are drawn again for an interval."""
SEED = 20_260_103


class Counts(NamedTuple):
    """How many of the found are right, how many of the expected were found.

    `right` and `hit` differ only where one found thing may stand for several expected ones.
    """

    right: float = 0
    found: float = 0
    hit: float = 0
    gold: float = 0

    @classmethod
    def of(cls, gold: Collection[Any], found: Collection[Any]) -> Counts:
        """Return the counts of two collections compared as sets."""
        wanted, had = set(gold), set(found)
        right = len(wanted & had)
        return cls(right, len(had), right, len(wanted))

    @classmethod
    def matched(cls, right: int, gold: int, found: int) -> Counts:
        """Return the counts of a one-to-one match."""
        return cls(right, found, right, gold)

    @property
    def precision(self) -> float:
        """Return the share of the found that is right, 0 where nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Return the share of the expected that was found, 0 where nothing was expected."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def headline(self) -> float:
        """Return F1, the harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def figures(self) -> dict[str, float]:
        """Return precision, recall and F1, with how much was expected and found."""
        figures = {"precision": self.precision, "recall": self.recall, "f1": self.headline}
        return figures | {"gold": self.gold, "found": self.found}


class Share(NamedTuple):
    """How many of the cases are right."""

    right: float = 0
    cases: float = 0

    @property
    def headline(self) -> float:
        """Return the share that is right, 0 where there is no case."""
        return self.right / self.cases if self.cases else 0.0

    def figures(self) -> dict[str, float]:
        """Return the share and the number of cases."""
        return {"share": self.headline, "gold": self.cases}


class Moments(NamedTuple):
    """Sums over pairs of numbers, expected and found, from which a correlation follows."""

    n: float = 0
    x: float = 0
    y: float = 0
    xx: float = 0
    yy: float = 0
    xy: float = 0
    off: float = 0
    """Sum of the distances."""

    @classmethod
    def of(cls, gold: Sequence[float], found: Sequence[float]) -> Moments:
        """Return the sums of pairs."""
        pairs = list(zip(gold, found, strict=True))
        off = sum(abs(x - y) for x, y in pairs)
        xx, yy = sum(x * x for x in gold), sum(y * y for y in found)
        return cls(len(pairs), sum(gold), sum(found), xx, yy, sum(x * y for x, y in pairs), off)

    @property
    def headline(self) -> float:
        """Return Pearson's r, 0 where either side never varies."""
        spread = (self.n * self.xx - self.x**2) * (self.n * self.yy - self.y**2)
        even = spread <= 1e-9 * max(1.0, self.n**2)
        return 0.0 if even else (self.n * self.xy - self.x * self.y) / math.sqrt(spread)

    def figures(self) -> dict[str, float]:
        """Return Pearson's r, the mean absolute error and the number of pairs."""
        return {"r": self.headline, "mae": self.off / self.n if self.n else 0.0, "gold": self.n}


Tally = Counts | Share | Moments
Tallies = Mapping[str, Tally]
"""The tallies of one document by the name of the measure."""


def total(tallies: Sequence[Tally]) -> Tally:
    """Return the sum of tallies of one kind; there must be at least one."""
    return _of_kind(tallies[0], map(sum, zip(*tallies, strict=True)))


def _of_kind(tally: Tally, numbers: Iterable[float]) -> Tally:
    return type(tally)(*numbers)


def by_measure(documents: Sequence[Tallies]) -> dict[str, Tally]:
    """Return the sum of each measure over documents, in the order in which the measures first appear."""
    names = dict.fromkeys(name for tallies in documents for name in tallies)
    return {name: total([d[name] for d in documents if name in d]) for name in names}


def merged(units: Sequence[str], documents: Sequence[Tallies]) -> list[Tallies]:
    """Return the tallies of each unit that is drawn as one, such as the document that several rows come from."""
    groups: dict[str, list[Tallies]] = {}
    for unit, tallies in zip(units, documents, strict=True):
        groups.setdefault(unit, []).append(tallies)
    return [by_measure(group) for group in groups.values()]


def intervals(units: Sequence[Tallies], draws: int = DRAWS) -> dict[str, tuple[float, float]]:
    """Return the 95 % interval of each measure's headline: documents are drawn again, with repetition.

    The draws are seeded, so that the same tallies always give the same interval. The bounds are the 2.5th and
    97.5th percentile of the draws (Efron 1979).
    """
    names = dict.fromkeys(name for tallies in units for name in tallies)
    having = {name: [i for i, t in enumerate(units) if name in t] for name in names}
    columns = {name: list(zip(*(units[i][name] for i in having[name]), strict=True)) for name in names}
    kinds = {name: units[having[name][0]][name] for name in names}
    draw = random.Random(SEED)  # noqa: S311 - a draw, not a secret
    found: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(draws):
        times = Counter(draw.choices(range(len(units)), k=len(units)))
        for name in names:
            weights = [times[i] for i in having[name]]
            sums = [sum(map(mul, weights, column)) for column in columns[name]]
            found[name].append(_of_kind(kinds[name], sums).headline)
    return {name: _percentiles(sorted(values)) for name, values in found.items()}


def _percentiles(ordered: Sequence[float]) -> tuple[float, float]:
    last = len(ordered) - 1
    return ordered[round(0.025 * last)], ordered[round(0.975 * last)]
