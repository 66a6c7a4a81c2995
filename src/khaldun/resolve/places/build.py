"""Writes a gazetteer file: one SQLite database, complete or not there at all."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import chain, islice
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
CREATE TEMP TABLE unsorted (key TEXT, weight INTEGER, place INTEGER, flags INTEGER);
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
_BATCH = 5_000
_PRAGMAS = (
    "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-40000; PRAGMA temp_store=FILE;"
)
_INSERT_PLACE = f"INSERT INTO place VALUES ({','.join('?' * 11)})"  # noqa: S608 - only marks


class GazetteerBuilder:
    """Streams rows into a gazetteer file; they are read once, when it is written."""

    def __init__(self) -> None:
        self._rows: Iterable[PlaceRow] = ()

    def add_all(self, rows: Iterable[PlaceRow]) -> GazetteerBuilder:
        """Add many places; return the builder."""
        self._rows = chain(self._rows, rows)
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
        db.executescript(_PRAGMAS + _SCHEMA)
        for number, rows in enumerate(batched(self._rows, _BATCH)):
            first = number * _BATCH + 1
            db.executemany(_INSERT_PLACE, [(n, *_columns(r.entry)) for n, r in enumerate(rows, first)])
            db.executemany(
                "INSERT INTO unsorted VALUES (?, ?, ?, ?)",
                [name for n, r in enumerate(rows, first) for name in _names(r, n)],
            )
        db.execute("INSERT INTO name SELECT key, weight, place, flags FROM unsorted ORDER BY 1, 2, 3")
        db.execute("INSERT INTO meta VALUES ('digest', ?)", (digest,))
        db.commit()


def _names(row: PlaceRow, number: int) -> Iterator[tuple[str, int, int, int]]:
    """Yield key, weight, place and flags of each form of a place's names, none twice."""
    entry = row.entry
    main = row.main or entry.name
    letters = key_of(main).replace(" ", "")
    weight = -(_WEIGHTS.get(entry.kind, 0) + entry.population)
    seen: set[str] = set()
    for name in dict.fromkeys((main, entry.name, *row.names)):
        keys = stored_keys(name)
        # The letters alone count: Pokrovs'k and Pokrovsk are one name.
        primary = PRIMARY if keys and keys[0].replace(" ", "") == letters else 0
        flags = primary | (ACRONYM if is_acronym(name) else 0)
        for key in keys:
            if key not in seen:
                seen.add(key)
                yield key, weight, number, flags | (LOOSE if key[0] in (STEM_MARK, ARTICLE_MARK) else 0)


def batched(rows: Iterable[PlaceRow], size: int) -> Iterator[list[PlaceRow]]:
    """Yield the rows in lists of `size`."""
    stream = iter(rows)
    while batch := list(islice(stream, size)):
        yield batch


def _columns(entry: Entry) -> tuple[object, ...]:
    return (
        entry.gid, entry.name, entry.kind.value, entry.country, entry.lat, entry.lon, entry.radius_km,
        entry.population, entry.admin1, entry.admin2,
    )  # fmt: skip


def is_acronym(name: str) -> bool:
    """Tell whether a name is written in capitals only, and so must be in a text: UK, DRC, США."""
    if not name.isupper():
        return False
    letters = [c for c in name if c.isalpha()]
    return 1 < len(letters) <= _ACRONYM_LENGTH and all(c.isupper() for c in letters)
