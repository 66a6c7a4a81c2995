"""Values and speakers are stored once: a pool finds or makes the key of each."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar

from sqlalchemy import Connection, Table, select

from khaldun.core.digest import digest
from khaldun.core.statement import Attribution
from khaldun.core.values import Value
from khaldun.store.bulk import chunks, insert_rows, next_key
from khaldun.store.codec import compact, encode
from khaldun.store.rows import Cells
from khaldun.store.tables import attribution, value

T = TypeVar("T", bound=Hashable)
_REMEMBERED = 200_000
"""Keys kept in memory: about 100 bytes each beside what they stand for."""

Voice = tuple[str | None, str | None, str | None, str | None]


class Kept(NamedTuple):
    """The key of what is stored, and the digest of what it says (32 hex digits)."""

    pk: int
    digest: str


class Pool(Generic[T]):
    """The rows of one table that hold each thing once, known by the digest of what they say.

    What is remembered is committed: `settle` is called once a transaction is through.
    """

    def __init__(self, table: Table, describe: Callable[[T], Cells]) -> None:
        self._table = table
        self._describe = describe
        self._known: dict[T, Kept] = {}
        self._fresh: dict[T, Kept] = {}

    def keep(self, connection: Connection, things: Iterable[T]) -> dict[T, Kept]:
        """Return where each thing is stored, having stored what was not there."""
        wanted = dict.fromkeys(things)
        found = {t: self._known[t] for t in wanted if t in self._known}
        self._fresh = self._store(connection, [t for t in wanted if t not in found])
        return found | self._fresh

    def settle(self) -> None:
        """Remember the keys of the transaction that was committed."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        self._known |= self._fresh
        self._fresh = {}

    def _store(self, connection: Connection, things: list[T]) -> dict[T, Kept]:
        cells = {t: self._describe(t) for t in things}
        stored = self._stored(connection, [c["digest"] for c in cells.values()])
        key = next_key(connection, self._table)
        fresh: list[Cells] = []
        for row in cells.values():
            if row["digest"] not in stored:
                stored[row["digest"]] = key + len(fresh)
                fresh.append({"pk": key + len(fresh), **row})
        insert_rows(connection, self._table, fresh)
        return {t: Kept(stored[c["digest"]], c["digest"].hex()) for t, c in cells.items()}

    def _stored(self, connection: Connection, digests: list[bytes]) -> dict[bytes, int]:
        table, found = self._table, dict[bytes, int]()
        for part in chunks(digests):
            rows = connection.execute(select(table.c.digest, table.c.pk).where(table.c.digest.in_(part)))
            found.update((row.digest, row.pk) for row in rows)
        return found


def value_pool() -> Pool[Value]:
    """Return the pool of values."""
    return Pool(value, _value_cells)


def voice_pool() -> Pool[Voice]:
    """Return the pool of speakers with their words and cues."""
    return Pool(attribution, _voice_cells)


def voice(said: Attribution) -> Voice:
    """Return an attribution without its place in the text."""
    return (said.speaker, said.speaker_id, said.words, said.cue)


def value_digest(encoded: str) -> bytes:
    """Return the digest of a value's JSON."""
    return bytes.fromhex(digest("value", encoded))


def voice_digest(thing: Voice) -> bytes:
    """Return the digest of a speaker with words and cue."""
    return bytes.fromhex(digest("voice", compact(thing)))


def _value_cells(thing: Value) -> Cells:
    encoded = encode(thing)
    return {"digest": value_digest(encoded), "json": encoded}


def _voice_cells(thing: Voice) -> Cells:
    speaker, speaker_id, words, cue = thing
    names = {"speaker": speaker, "speaker_id": speaker_id, "words": words, "cue": cue}
    return {"digest": voice_digest(thing), **names}
