"""What the names of a text say together of its whereabouts: each votes for where its places lie."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from khaldun.resolve.places.rows import Entry, PlaceKind

Ballot = tuple[tuple[Entry, float], ...]
"""The likeliest places of one name with their weights, which add up to one at most."""
Unit = tuple[str | None, str | None]
_LARGE_KM = 150.0
"""Radius from which an area says nothing of the towns near its middle."""
_BESIDE = 0.6
"""What a vote counts in the cells around its own, which are some 110 km away."""
_KNOWN = 0.3
"""Weight below which a country or unit counts as not named."""
_SMALL, _LARGE = 50_000, 5.0
_FOCUSES = 12


def _counter() -> dict[Any, float]:
    return defaultdict(float)


@dataclass(slots=True)
class Votes:
    """Weight per country and first-level unit, of areas and of towns apart, and per cell of one degree."""

    areas: dict[str | None, float] = field(default_factory=_counter)
    towns: dict[str | None, float] = field(default_factory=_counter)
    unit_areas: dict[Unit, float] = field(default_factory=_counter)
    unit_towns: dict[Unit, float] = field(default_factory=_counter)
    cells: dict[tuple[int, int], float] = field(default_factory=_counter)

    def add(self, ballot: Ballot, sign: float = 1.0) -> None:
        """Count a ballot; with the sign -1 take it back."""
        for entry, weight in ballot:
            self._add(entry, sign * weight)

    def _add(self, entry: Entry, weight: float) -> None:
        wide = entry.is_area and entry.kind is not PlaceKind.ADMIN2
        if wide:
            self.areas[entry.country] += weight
            if entry.kind is PlaceKind.ADMIN1:
                self.unit_areas[entry.country, entry.admin1] += weight
        else:
            self.towns[entry.country] += weight
            self.unit_towns[entry.country, entry.admin1] += weight
        if entry.radius_km <= _LARGE_KM and (not wide or entry.kind is PlaceKind.ADMIN1):
            row, column = _cell(entry)
            for dy in (-1, 0, 1):
                for dx in (-1, 0, 1):
                    self.cells[row + dy, column + dx] += weight * (_BESIDE if dy or dx else 1.0)

    def near(self, entry: Entry) -> float:
        """Return the logarithm of the weight around a place."""
        return math.log1p(max(self.cells.get(_cell(entry), 0.0), 0.0))

    def features(self, entry: Entry, home: float) -> list[float]:
        """Return what the votes say of a place, in the order of `rank.TOGETHER` up to the features of "here".

        `home` is the weight that the outlet's address gives the place's country.
        """
        country, unit = entry.country, (entry.country, entry.admin1)
        areas, towns = _positive(self.areas.get(country)), _positive(self.towns.get(country))
        has_unit = entry.admin1 is not None
        unit_areas = _positive(self.unit_areas.get(unit)) if has_unit else 0.0
        unit_towns = _positive(self.unit_towns.get(unit)) if has_unit else 0.0
        named = areas + towns + home
        city = entry.kind is PlaceKind.CITY
        small = city and entry.population < _SMALL
        less = max(0.0, _LARGE - math.log10(entry.population + 100)) if city else 0.0
        near, abroad = self.near(entry), float(country is not None and named < _KNOWN)
        elsewhere = small and has_unit and unit_areas + unit_towns < _KNOWN <= named
        return [
            math.log1p(areas), math.log1p(towns), math.log1p(unit_areas), math.log1p(unit_towns), near,
            abroad, abroad if small else 0.0, float(elsewhere), home,
            near * less, math.log1p(unit_areas + unit_towns) * less,
            near if entry.kind is PlaceKind.ADMIN2 else 0.0,
        ]  # fmt: skip

    def focuses(self, ballots: Mapping[str, Ballot]) -> list[tuple[str, Entry]]:
        """Return the places that most others lie around, each with the name it comes from, the likeliest first."""
        found = [(self._draw(e) * w, e.population, key, e) for key, e, w in _leaders(ballots)]
        found.sort(key=lambda f: (-f[0], -f[1], f[2], f[3].gid))
        return [(key, entry) for _, _, key, entry in found[:_FOCUSES]]

    def _draw(self, entry: Entry) -> float:
        return self.cells.get(_cell(entry), 0.0)


def _leaders(ballots: Mapping[str, Ballot]) -> Iterable[tuple[str, Entry, float]]:
    for key, ballot in ballots.items():
        for entry, weight in ballot[:2]:
            if entry.kind is not PlaceKind.COUNTRY and entry.radius_km < _LARGE_KM:
                yield key, entry, weight


def _cell(entry: Entry) -> tuple[int, int]:
    return round(entry.lat), round(entry.lon)


def _positive(weight: float | None) -> float:
    """Return a weight, never below nothing: votes that were taken back leave rounding errors."""
    return max(weight or 0.0, 0.0)
