"""The rows a gazetteer is made of, and the entries that it gives back."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from khaldun.core.values import PlacePrecision

EARTH_KM = 6371.0
# Population -> radius in km of the built-up area and its surroundings, between which log10 is interpolated.
_RADII = ((500, 3.0), (100_000, 6.0), (1_000_000, 12.0), (10_000_000, 25.0))


class PlaceKind(StrEnum):
    """What a gazetteer entry is."""

    COUNTRY = "country"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    CITY = "city"
    REGION = "region"
    """A stretch of land without a border of its own: Donbas, Sinai, Liptako."""
    DISTRICT = "district"
    """A part of a town."""
    CAMP = "camp"
    FACILITY = "facility"


_PRECISION = {
    PlaceKind.COUNTRY: PlacePrecision.COUNTRY,
    PlaceKind.ADMIN1: PlacePrecision.ADMIN1,
    PlaceKind.ADMIN2: PlacePrecision.ADMIN2,
    PlaceKind.REGION: PlacePrecision.ADMIN1,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the gazetteer: a point, a radius in km, and what it lies in.

    `country` is ISO 3166 alpha-3; `admin1` and `admin2` are English or local names.
    """

    gid: str
    name: str
    kind: PlaceKind
    country: str | None
    lat: float
    lon: float
    radius_km: float
    population: int = 0
    admin1: str | None = None
    admin2: str | None = None

    @property
    def precision(self) -> PlacePrecision:
        """Return how exactly the place is known when it is named by itself."""
        return _PRECISION.get(self.kind, PlacePrecision.EXACT)

    @property
    def is_area(self) -> bool:
        """Tell whether the entry is a country, unit or region rather than a point."""
        kind = self.kind
        # Compared one by one: the hash of an enumeration's member is slow, and this is asked very often.
        return kind is not PlaceKind.CITY and (
            kind is PlaceKind.ADMIN1
            or kind is PlaceKind.ADMIN2
            or kind is PlaceKind.COUNTRY
            or kind is PlaceKind.REGION
        )


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """An entry with all its names, as a source gives it.

    `main` is the name that the source itself puts first, where the entry shows another; matching goes by it.
    """

    entry: Entry
    names: tuple[str, ...] = field(default=())
    main: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that a name may mean; `primary`: it is the main name; `loose`: a loose key matched.

    `special`: the words are a form of the name that counts only where they are known to name a place.
    """

    entry: Entry
    primary: bool = True
    loose: bool = False
    acronym: bool = False
    special: bool = False


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance in km."""
    a, b, c, d = map(math.radians, (lat1, lon1, lat2, lon2))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, h)))


def city_radius(population: int) -> float:
    """Return the radius in km that a town of this size is given."""
    if population <= _RADII[0][0]:
        return _RADII[0][1]
    for (low, small), (high, large) in pairwise(_RADII):
        if population <= high:
            share = math.log10(population / low) / math.log10(high / low)
            return round(small + share * (large - small), 1)
    return _RADII[-1][1]


def contains(area: Entry, entry: Entry) -> bool:
    """Tell whether a place lies in an area: by name of its unit, else by distance and country."""
    if area.gid == entry.gid or not area.is_area or area.country not in (None, entry.country):
        return False
    if area.kind is PlaceKind.COUNTRY or (area.kind is PlaceKind.ADMIN1 and entry.admin1 == area.name):
        return True
    if area.kind is PlaceKind.ADMIN2 and entry.admin2 == area.name:
        return True
    if entry.is_area and entry.radius_km > area.radius_km:
        return False
    reach = area.radius_km * (0.8 if area.kind is PlaceKind.ADMIN1 and entry.admin1 is not None else 1.2)
    return distance_km(area.lat, area.lon, entry.lat, entry.lon) <= reach
