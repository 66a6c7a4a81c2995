"""Adds places to the gazetteer: a GeoNames country dump, or a CSV of villages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from khaldun.core.digest import digest, sha256
from khaldun.data.kept import cache_folder
from khaldun.errors import EmptyInput, InputError, MalformedRow, UndecodableInput, UnsupportedInput
from khaldun.resolve.places.build import GazetteerBuilder
from khaldun.resolve.places.keys import wanted
from khaldun.resolve.places.rows import Entry, PlaceKind, PlaceRow, city_radius
from khaldun.resolve.places.sources import BUILD_VERSION, admin1_names, country_codes

_DUMP_COLUMNS = 19
_REQUIRED = ("name", "lat", "lon", "country")
_REMEDY = (
    "Give a GeoNames country dump (19 columns, tab-separated) or a CSV with the columns name, lat, lon, "
    "country and, if you like, admin1, population, aliases (joined by |)"
)
# Feature codes of a dump that are kept: towns of every kind, lower units, and sites that reports name.
_KINDS = {
    "ADM2": PlaceKind.ADMIN2, "ADM3": PlaceKind.ADMIN2, "ADM4": PlaceKind.ADMIN2, "CMPRF": PlaceKind.CAMP,
    "AIRB": PlaceKind.FACILITY, "AIRP": PlaceKind.FACILITY, "DAM": PlaceKind.FACILITY,
    "HSP": PlaceKind.FACILITY,
}  # fmt: skip
_GONE = frozenset(("PPLH", "PPLQ", "PPLW"))
_RADIUS = {PlaceKind.ADMIN2: 20.0, PlaceKind.CAMP: 4.0, PlaceKind.FACILITY: 3.0}


@dataclass(frozen=True, slots=True)
class Imported:
    """The outcome of an import: the file written, and how many places it holds."""

    path: Path
    places: int


def import_file(path: Path, folder: Path | None = None) -> Imported:
    """Compile a file of places beside the gazetteer, which reads it from the next opening on.

    The same file imported again changes nothing. Raises an InputError that names the line and the way out.
    """
    data = _read(path)
    text = _decode(path, data)
    rows = list(_dump_rows(path, text) if _is_dump(text) else _csv_rows(path, text))
    if not rows:
        raise EmptyInput(str(path), "there is no place in the file", _REMEDY)
    name = digest(BUILD_VERSION, sha256(data))
    target = (folder or cache_folder()) / f"import-{name[:16]}.sqlite"
    GazetteerBuilder().add_all(rows).write(target, name)
    return Imported(target, len(rows))


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            str(path), f"cannot be read ({error.strerror})", "Check the path and its permissions"
        ) from error
    if not data.strip():
        raise EmptyInput(str(path), "the file is empty", _REMEDY)
    return data


def _decode(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UndecodableInput(
            str(path), f"byte {error.start} is not UTF-8", "Save the file as UTF-8"
        ) from error


def _is_dump(text: str) -> bool:
    return text.split("\n", 1)[0].count("\t") == _DUMP_COLUMNS - 1


def _dump_rows(path: Path, text: str) -> Iterator[PlaceRow]:
    codes, units = country_codes(), admin1_names()
    for number, line in enumerate(io.StringIO(text), start=1):
        cells = line.rstrip("\r\n").split("\t")
        if not line.strip():
            continue
        if len(cells) != _DUMP_COLUMNS:
            raise MalformedRow(
                str(path), f"has {len(cells)} columns instead of {_DUMP_COLUMNS}", _REMEDY, number
            )
        kind = _KINDS.get(cells[7], PlaceKind.CITY if cells[6] == "P" and cells[7] not in _GONE else None)
        if kind is not None:
            yield _dump_row(path, number, cells, kind, codes, units)


def _dump_row(
    path: Path,
    number: int,
    cells: list[str],
    kind: PlaceKind,
    codes: Mapping[str, str],
    units: Mapping[str, str],
) -> PlaceRow:
    lat, lon = _point(path, number, cells[4], cells[5])
    population = int(cells[14]) if cells[14].isdecimal() else 0
    admin1 = units.get(f"{cells[8]}.{cells[10]}") or None
    radius = _RADIUS.get(kind) or city_radius(population)
    entry = Entry(
        f"geonames:{cells[0]}",
        cells[1],
        kind,
        codes.get(cells[8], cells[8]),
        lat,
        lon,
        radius,
        population,
        admin1,
    )
    return PlaceRow(entry, tuple(n for n in (cells[2], *cells[3].split(",")) if wanted(n)))


def _csv_rows(path: Path, text: str) -> Iterator[PlaceRow]:
    codes = country_codes()
    reader = csv.DictReader(io.StringIO(text, newline=""), dialect=_dialect(text))
    columns = {(c or "").strip().casefold(): c for c in reader.fieldnames or ()}
    missing = [c for c in _REQUIRED if c not in columns]
    if missing:
        raise UnsupportedInput(str(path), f"the columns {', '.join(missing)} are missing", _REMEDY)
    for row in reader:
        cells = {key: (row.get(column) or "").strip() for key, column in columns.items()}
        if any(cells.values()):
            yield _csv_row(path, reader.line_num, cells, codes)


def _dialect(text: str) -> type[csv.Dialect]:
    head = text.split("\n", 1)[0]
    return csv.excel_tab if head.count("\t") >= len(_REQUIRED) - 1 else csv.excel


def _csv_row(path: Path, number: int, cells: Mapping[str, str], codes: Mapping[str, str]) -> PlaceRow:
    country = codes.get(cells["country"].upper())
    if country is None:
        raise MalformedRow(
            str(path),
            f"the country {cells['country']!r} is not an ISO 3166 code",
            "Use a code such as SY or SYR",
            number,
        )
    if not cells["name"]:
        raise MalformedRow(str(path), "the name is empty", "Fill it in or delete the line", number)
    lat, lon = _point(path, number, cells["lat"], cells["lon"])
    population = cells.get("population", "")
    if population and not population.isdecimal():
        raise MalformedRow(
            str(path), f"the population {population!r} is not a number", "Use digits only", number
        )
    size = int(population or 0)
    names = tuple(n.strip() for n in cells.get("aliases", "").split("|") if n.strip())
    ident = digest("place", cells["name"], country, lat, lon)
    entry = Entry(
        f"import:{ident[:16]}", cells["name"], PlaceKind.CITY, country, lat, lon, city_radius(size), size,
        cells.get("admin1") or None,
    )  # fmt: skip
    return PlaceRow(entry, names)


def _point(path: Path, number: int, lat: str, lon: str) -> tuple[float, float]:
    try:
        point = float(lat), float(lon)
    except ValueError:
        point = (999.0, 999.0)
    if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
        raise MalformedRow(
            str(path),
            f"({lat!r}, {lon!r}) is not a latitude and longitude",
            "Use decimal degrees, latitude first",
            number,
        )
    return point
