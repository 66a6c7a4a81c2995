"""The custody log: who did what, when, to what; each entry carries the hash of the one before.

Entries are added and never changed. A batch enters by the Merkle root of its records, so the log covers
every row without holding it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from khaldun.store.codec import compact
from khaldun.store.tables import custody

GENESIS = bytes(32)
"""What the first entry has in place of the hash before it."""

Clock = Callable[[], str]


def utc_now() -> str:
    """Return the present second in ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the custody log; `subject` is the digest of what was acted on, `hash` 64 hex digits."""

    seq: int
    at: str
    actor: str
    action: str
    subject: str
    payload: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who acts, and the clock that says when."""

    actor: str
    clock: Clock = utc_now


def entry_hash(prev: bytes, content: tuple[int, str, str, str, str, str]) -> bytes:
    """Return the hash of an entry (seq, at, actor, action, subject, payload) that follows hash `prev`."""
    return hashlib.sha256(prev + compact(content).encode("ascii")).digest()


def head(connection: Connection) -> tuple[int, bytes]:
    """Return the number and hash of the last entry; (0, 32 zero bytes) where there is none."""
    newest = select(custody.c.seq, custody.c.hash).order_by(custody.c.seq.desc()).limit(1)
    row = connection.execute(newest).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def append(
    connection: Connection, signature: Signature, action: str, subject: str, payload: Mapping[str, object]
) -> int:
    """Add an entry within the caller's writing transaction and return its number."""
    seq, prev = head(connection)
    content = (
        seq + 1,
        signature.clock(),
        signature.actor,
        action,
        subject,
        compact(dict(sorted(payload.items()))),
    )
    row = dict(zip(("seq", "at", "actor", "action", "subject", "payload"), content, strict=True))
    connection.execute(insert(custody), row | {"prev": prev, "hash": entry_hash(prev, content)})
    return seq + 1


def entries(connection: Connection) -> Iterator[Entry]:
    """Yield the entries in order."""
    for row in connection.execute(select(custody).order_by(custody.c.seq)):
        yield Entry(
            row.seq, row.at, row.actor, row.action, row.subject, json.loads(row.payload), row.hash.hex()
        )


def broken_links(connection: Connection) -> Iterator[str]:
    """Yield what is wrong with the chain itself: gaps, wrong links, entries changed after the fact."""
    expected, prev = 1, GENESIS
    for row in connection.execute(select(custody).order_by(custody.c.seq)):
        if row.seq != expected:
            yield f"custody entry {expected} is missing"
        elif row.prev != prev:
            yield f"custody entry {row.seq} does not follow from the one before"
        content = (row.seq, row.at, row.actor, row.action, row.subject, row.payload)
        if row.hash != entry_hash(row.prev, content):
            yield f"custody entry {row.seq} was changed after it was written"
        expected, prev = row.seq + 1, row.hash
