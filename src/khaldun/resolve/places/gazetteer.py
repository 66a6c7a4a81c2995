"""The gazetteer: compiled on first use into the user's cache, then only read."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from khaldun.core.digest import digest as digest_of_parts
from khaldun.data.kept import cache_folder
from khaldun.errors import DataError
from khaldun.resolve.places.build import ACRONYM, LOOSE, PRIMARY, GazetteerBuilder
from khaldun.resolve.places.rows import Candidate, Entry, PlaceKind
from khaldun.resolve.places.sources import all_rows, sources_digest

_PER_NAME = 80
"""How many places of one name are considered at most, the largest first (San José has more than 500)."""
_CACHED_KEYS = 300_000
_FIND = """
SELECT p.id, p.gid, p.name, p.kind, p.country, p.lat, p.lon, p.radius_km, p.population, p.admin1, p.admin2,
    n.flags
FROM name n JOIN place p ON p.id = n.place WHERE n.key = ? ORDER BY n.weight, n.place LIMIT ?
"""

_UNITS = """
SELECT id, gid, name, kind, country, lat, lon, radius_km, population, admin1, admin2, 0
FROM place WHERE kind IN ('country', 'admin1') OR population >= ? ORDER BY id
"""
_METROPOLIS = 500_000

_PROMINENT = """
SELECT n.key, p.kind, p.country, p.population FROM name n JOIN place p ON p.id = n.place
WHERE n.weight <= ? AND n.key >= ? AND n.key < ?
"""


def default_path() -> Path:
    """Return where the gazetteer of the installed packages and data lies, compiled or not."""
    return cache_folder() / f"gazetteer-{sources_digest()[:16]}.sqlite"


def compile_gazetteer(path: Path | None = None) -> Path:
    """Compile the gazetteer from the installed packages and the project's tables; return its path."""
    return GazetteerBuilder().add_all(all_rows()).write(path or default_path(), sources_digest())


class Gazetteer:
    """Places by name, read from one compiled file and any imported beside it."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = tuple(paths)
        self._dbs = tuple(_connect(p) for p in self._paths)
        self._closing = weakref.finalize(self, _close, self._dbs)
        self._cache: dict[str, tuple[Candidate, ...]] = {}
        self._entries: dict[tuple[int, int], Entry] = {}
        self._prominent: dict[int, frozenset[str]] = {}
        self._heads: dict[int, frozenset[str]] = {}
        self._units: dict[str, Entry] | None = None

    @classmethod
    def open(cls, path: Path | None = None) -> Gazetteer:
        """Open the gazetteer and the imports beside it, compiling it where it is missing."""
        main = path or default_path()
        if not _is_sound(main):
            compile_gazetteer(main)
        imports = sorted(main.parent.glob("import-*.sqlite"))
        for broken in (p for p in imports if not _is_sound(p)):
            raise DataError(str(broken), "it is damaged; delete it and import its places again")
        return cls([main, *imports])

    @property
    def digest(self) -> str:
        """Return a digest of everything the gazetteer was made from, imports included."""
        return digest_of_parts(
            *(str(db.execute("SELECT value FROM meta WHERE key='digest'").fetchone()[0]) for db in self._dbs)
        )

    def lookup(self, key: str) -> tuple[Candidate, ...]:
        """Return the places stored under a key (see `keys`), the largest first."""
        found = self._cache.get(key)
        if found is None:
            if len(self._cache) > _CACHED_KEYS:
                self._cache.clear()
            found = self._cache[key] = self._read(key)
        return found

    def _read(self, key: str) -> tuple[Candidate, ...]:
        found: dict[str, Candidate] = {}
        for number, db in enumerate(self._dbs):
            for row in db.execute(_FIND, (key, _PER_NAME)):
                # A place that is imported again keeps the entry of the main file.
                if row[1] not in found:
                    flags = row[11]
                    entry = self._entry(number, row)
                    found[entry.gid] = Candidate(
                        entry, bool(flags & PRIMARY), bool(flags & LOOSE), bool(flags & ACRONYM)
                    )
        return tuple(found.values())

    def _entry(self, number: int, row: tuple[object, ...]) -> Entry:
        ident = (number, int(str(row[0])))
        entry = self._entries.get(ident)
        if entry is None:
            _, gid, name, kind, country, lat, lon, radius, population, admin1, admin2, _ = row
            entry = self._entries[ident] = Entry(
                str(gid), str(name), PlaceKind(str(kind)), _text(country), _number(lat), _number(lon),
                _number(radius), int(_number(population)), _text(admin1), _text(admin2),
            )  # fmt: skip
        return entry

    def unit(self, gid: str) -> Entry | None:
        """Return the country, unit or town with an id; the towns are those of a million and more."""
        if self._units is None:
            self._units = {
                entry.gid: entry
                for number, db in enumerate(self._dbs)
                for row in db.execute(_UNITS, (_METROPOLIS,))
                for entry in (self._entry(number, row),)
            }
        return self._units.get(gid)

    def prominent(self, population: int, home: frozenset[str]) -> frozenset[str]:
        """Return the Arabic-script keys that count as names without a cue.

        They are those of countries and regions, of units and of towns with that population in the `home`
        countries, and of towns ten times as large elsewhere.
        """
        found = self._prominent.get(population)
        if found is None:
            keys: set[str] = set()
            for db in self._dbs:
                rows = db.execute(_PROMINENT, (-population, "\u0600", "\u0700"))
                keys.update(
                    r[0] for r in rows if _counts(PlaceKind(r[1]), r[2] in home, r[3] >= 10 * population)
                )
            found = self._prominent[population] = frozenset(keys)
        return found

    def prominent_heads(self, population: int, home: frozenset[str]) -> frozenset[str]:
        """Return the first words of the prominent keys."""
        found = self._heads.get(population)
        if found is None:
            found = self._heads[population] = frozenset(
                k.partition(" ")[0] for k in self.prominent(population, home)
            )
        return found

    def close(self) -> None:
        """Close the files; otherwise they are closed with the last use of the gazetteer."""
        self._closing()


def _counts(kind: PlaceKind, at_home: bool, is_metropolis: bool) -> bool:
    if kind in (PlaceKind.COUNTRY, PlaceKind.REGION):
        return True
    return at_home or (kind is PlaceKind.CITY and is_metropolis)


def _close(dbs: Iterable[sqlite3.Connection]) -> None:
    for db in dbs:
        db.close()


def _is_sound(path: Path) -> bool:
    """Tell whether a compiled file is there and can be read."""
    if not path.exists():
        return False
    try:
        with closing(_connect(path)) as db:
            return db.execute("SELECT value FROM meta WHERE key='digest'").fetchone() is not None
    except sqlite3.DatabaseError:
        return False


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> float:
    return float(str(value))
