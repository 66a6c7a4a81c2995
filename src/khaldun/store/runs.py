"""Runs: which there are, what they read, and which of them is current for a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select, update

from khaldun.core.digest import digest
from khaldun.core.document import Document
from khaldun.core.event import MentionRecord
from khaldun.store import custody
from khaldun.store.batch import Run
from khaldun.store.bulk import chunks
from khaldun.store.records import as_document, document_rows, records_in
from khaldun.store.tables import custody as custody_table
from khaldun.store.tables import document, reading_run
from khaldun.store.tables import run as run_table

REREAD = "reread"
"""What the custody log calls it when a run's earlier readings become current again."""
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class KnownRun:
    """A run of the archive: when it began, the documents it read, and those it is current for."""

    id: str
    reader: str
    started: str
    documents: int
    current: int


@dataclass(frozen=True, slots=True)
class Shared:
    """Documents that two runs read: ids, sorted, of those where either found an event; and how many in all."""

    documents: tuple[str, ...]
    both: int
    left_alone: int
    right_alone: int


def known_runs(connection: Connection) -> list[KnownRun]:
    """Return the runs that read something, the one at work last first."""
    current = func.count().filter(reading_run.c.current)
    query = (
        select(run_table, func.count().label("documents"), current.label("current_documents"))
        .join(reading_run, reading_run.c.run == run_table.c.pk)
        .group_by(run_table.c.pk)
    )
    last = _last_entries(connection)
    rows = sorted(connection.execute(query).all(), key=lambda r: (-last.get(r.id.hex(), 0), -r.pk))
    return [KnownRun(r.id.hex(), r.reader, r.started, r.documents, r.current_documents) for r in rows]


def _last_entries(connection: Connection) -> dict[str, int]:
    """Return the number of the last custody entry of each run."""
    query = (
        select(custody_table.c.subject, func.max(custody_table.c.seq).label("last"))
        .where(custody_table.c.action.in_(("read", REREAD)))
        .group_by(custody_table.c.subject)
    )
    return {row.subject: row.last for row in connection.execute(query)}


def unread(connection: Connection, run: Run) -> list[str]:
    """Return the ids of the current documents for which a run is not the current one, sorted."""
    done = (
        select(reading_run.c.document)
        .join(run_table, reading_run.c.run == run_table.c.pk)
        .where(reading_run.c.current, run_table.c.id == bytes.fromhex(run.id))
    )
    query = select(document.c.id).where(document.c.current, document.c.pk.not_in(done))
    return [name.hex() for name in connection.execute(query.order_by(document.c.id)).scalars()]


def current_count(connection: Connection) -> int:
    """Return how many documents are no older versions."""
    return connection.execute(select(func.count()).where(document.c.current)).scalar_one()


def make_current(
    connection: Connection, run: Run, documents: Sequence[str], signature: custody.Signature
) -> None:
    """Make what a run read in documents earlier current again, and note it in the custody log."""
    key = _key(connection, run.id)
    for part in chunks(_keys(connection, documents)):
        here = reading_run.c.document.in_(part)
        connection.execute(update(reading_run).where(here).values(current=reading_run.c.run == key))
    told = {"documents": len(documents), "documents_digest": digest(*sorted(documents))}
    custody.append(connection, signature, REREAD, run.id, told)


def texts_of(connection: Connection, documents: Sequence[str]) -> list[Document]:
    """Return documents by their ids, in the order of these."""
    found: list[Document] = []
    for part in chunks([bytes.fromhex(name) for name in sorted(documents)]):
        found += [as_document(row) for row in connection.execute(document_rows(document.c.id.in_(part)))]
    return found


def records_by_document(
    connection: Connection, documents: Sequence[str], run: str | None = None
) -> dict[str, list[MentionRecord]]:
    """Return what the current runs, or the run of an id, read in documents; those without an event are left out."""
    key = None if run is None else _key(connection, run)
    found: dict[str, list[MentionRecord]] = defaultdict(list)
    for part in chunks(_keys(connection, documents), _AT_ONCE):
        for record in records_in(connection, part, key):
            found[record.document.id].append(record)
    return found


def shared_documents(connection: Connection, left: str, right: str) -> Shared:
    """Return the documents that two runs (ids) read both."""
    one, other = reading_run.alias("one"), reading_run.alias("other")
    keys = [_key(connection, name) for name in (left, right)]
    query = (
        select(document.c.id)
        .join(one, one.c.document == document.c.pk)
        .join(other, other.c.document == document.c.pk)
        .where(one.c.run == keys[0], other.c.run == keys[1])
    )
    told = query.where(or_(one.c.mentions > 0, other.c.mentions > 0)).order_by(document.c.id)
    both = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    read = [
        connection.execute(select(func.count()).where(reading_run.c.run == key)).scalar_one() for key in keys
    ]
    names = tuple(name.hex() for name in connection.execute(told).scalars())
    return Shared(names, both, read[0] - both, read[1] - both)


def _key(connection: Connection, run: str) -> int:
    query = select(run_table.c.pk).where(run_table.c.id == bytes.fromhex(run))
    key: int = connection.execute(query).scalar_one()
    return key


def _keys(connection: Connection, documents: Sequence[str]) -> list[int]:
    """Return the keys of documents, in the order of their ids."""
    found: list[int] = []
    for part in chunks([bytes.fromhex(name) for name in sorted(documents)]):
        query = select(document.c.pk).where(document.c.id.in_(part)).order_by(document.c.id)
        found.extend(connection.execute(query).scalars())
    return found
