"""Writes a gazetteer file: one SQLite database, complete or not there at all."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from khaldun.resolve.places.keys import ARTICLE_MARK, STEM_MARK, key_of, stored_keys
from khaldun.resolve.places.rows import Entry, PlaceKind, PlaceRow

PRIMARY, LOOSE, ACRONYM = 1, 2, 4
_SCHEMA = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY, gid TEXT, name TEXT, kind TEXT, country TEXT, lat REAL, lon REAL, radius_km REAL,
    population INTEGER, admin1 TEXT, admin2 TEXT);
CREATE TABLE name (
    key TEXT, weight INTEGER, place INTEGER, flags INTEGER, PRIMARY KEY (key, weight, place)) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
# Large areas come before towns among the places of one name, so that a cut-off never drops them.
_WEIGHTS = {
    PlaceKind.COUNTRY: 10**11,
    PlaceKind.ADMIN1: 10**10,
    PlaceKind.REGION: 10**10,
    PlaceKind.ADMIN2: 10**5,
}
_ACRONYM_LENGTH = 5


class GazetteerBuilder:
    """Collects rows and writes them as a gazetteer file."""

    def __init__(self) -> None:
        self._places: list[tuple[object, ...]] = []
        self._names: dict[tuple[str, int], tuple[int, int]] = {}

    def add(self, row: PlaceRow) -> None:
        """Add a place with all its names."""
        entry, number = row.entry, len(self._places) + 1
        self._places.append((number, *_columns(entry)))
        letters = _letters(entry.name)
        weight = -(_WEIGHTS.get(entry.kind, 0) + entry.population)
        for name in dict.fromkeys((entry.name, *row.names)):
            flags = (PRIMARY if _letters(name) == letters else 0) | (ACRONYM if is_acronym(name) else 0)
            for key in stored_keys(name):
                loose = LOOSE if key[0] in (STEM_MARK, ARTICLE_MARK) else 0
                self._names.setdefault((key, number), (weight, flags | loose))

    def add_all(self, rows: Iterable[PlaceRow]) -> GazetteerBuilder:
        """Add many places; return the builder."""
        for row in rows:
            self.add(row)
        return self

    def write(self, path: Path, digest: str) -> Path:
        """Write the file beside its place and move it there in one step; return `path`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".tmp")
        os.close(handle)
        try:
            with closing(sqlite3.connect(temporary)) as db:
                self._fill(db, digest)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return path

    def _fill(self, db: sqlite3.Connection, digest: str) -> None:
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        marks = ",".join("?" * 11)
        db.executemany(f"INSERT INTO place VALUES ({marks})", self._places)  # noqa: S608 - only marks
        db.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", self._sorted_names())
        db.execute("INSERT INTO meta VALUES ('digest', ?)", (digest,))
        db.commit()

    def _sorted_names(self) -> Iterator[tuple[str, int, int, int]]:
        for (key, place), (weight, flags) in sorted(self._names.items()):
            yield key, weight, place, flags


def _letters(name: str) -> str:
    """Return the letters alone: Pokrovs'k and Pokrovsk are one name."""
    return key_of(name).replace(" ", "")


def _columns(entry: Entry) -> tuple[object, ...]:
    return (
        entry.gid, entry.name, entry.kind.value, entry.country, entry.lat, entry.lon, entry.radius_km,
        entry.population, entry.admin1, entry.admin2,
    )  # fmt: skip


def is_acronym(name: str) -> bool:
    """Tell whether a name is written in capitals only, and so must be in a text: UK, DRC, США."""
    letters = [c for c in name if c.isalpha()]
    return 1 < len(letters) <= _ACRONYM_LENGTH and all(c.isupper() for c in letters)
