"""Reads mention records back: what merging compares, and what a document or event rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from khaldun.core.document import Document
from khaldun.core.event import MentionRecord
from khaldun.core.statement import EventMention
from khaldun.store.bulk import chunks
from khaldun.store.rows import document_of, mention_of
from khaldun.store.tables import (
    capture,
    document,
    event,
    event_member,
    event_mention,
    reading_run,
)
from khaldun.store.told import readings_of

_AT_ONCE = 200
"""Documents whose records are put together at a time."""

_parent = document.alias("parent")


def document_rows(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Return the query for documents with their parents' ids and their captures, sorted by id."""
    origin = document.outerjoin(_parent, document.c.parent == _parent.c.pk).outerjoin(
        capture, document.c.capture == capture.c.pk
    )
    columns = (document, _parent.c.id.label("parent_id"), capture.c.sha256.label("capture_sha256"))
    return select(*columns).select_from(origin).where(*conditions).order_by(document.c.id)


def as_document(row: Row[Any]) -> Document:
    """Return the document of a row of `document_rows`."""
    return document_of(row, row.parent_id.hex() if row.parent_id else None, row.capture_sha256)


def current_records(connection: Connection) -> Iterator[MentionRecord]:
    """Yield the records of the current runs in the current documents, in the order of the documents' ids."""
    told = select(reading_run.c.document).where(reading_run.c.current, reading_run.c.mentions > 0)
    query = select(document.c.pk).where(document.c.current, document.c.pk.in_(told)).order_by(document.c.id)
    keys = list(connection.execute(query).scalars())
    for part in chunks(keys, _AT_ONCE):
        yield from records_in(connection, part)


def records_in(
    connection: Connection, keys: Sequence[int], run: int | None = None
) -> Iterator[MentionRecord]:
    """Yield what the current runs, or one run, read in documents (at most 500 keys), sorted by their ids."""
    documents = {
        row.pk: as_document(row) for row in connection.execute(document_rows(document.c.pk.in_(keys)))
    }
    parents = _parents(connection, documents.values())
    mentions = _mentions(connection, keys, run)
    owners = {row.pk: (documents[pk].id, row.id.hex()) for pk, rows in mentions.items() for row in rows}
    readings = readings_of(connection, owners)
    for pk, found in documents.items():
        for row in mentions.get(pk, ()):
            told = tuple(readings.get(row.pk, ()))
            yield MentionRecord(mention_of(row, found.id), told, found, parents.get(found.parent or ""))


def _parents(connection: Connection, documents: Iterable[Document]) -> dict[str, Document]:
    wanted = sorted({bytes.fromhex(d.parent) for d in documents if d.parent})
    rows = connection.execute(document_rows(document.c.id.in_(wanted))) if wanted else ()
    return {row.id.hex(): as_document(row) for row in rows}


def _mentions(connection: Connection, keys: Sequence[int], run: int | None) -> dict[int, list[Row[Any]]]:
    """Return the current mentions, or those of a run, by document in the order they were read."""
    wanted = reading_run.c.current if run is None else reading_run.c.run == run
    query = (
        select(event_mention, reading_run.c.document)
        .join(reading_run, event_mention.c.reading_run == reading_run.c.pk)
        .where(wanted, reading_run.c.document.in_(keys))
        .order_by(event_mention.c.pk)
    )
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.document].append(row)
    return found


def mention_by_id(connection: Connection, mention: str) -> tuple[EventMention, int] | None:
    """Return a mention, as it was read last, and the key of its document; None where there is none."""
    query = (
        select(event_mention, reading_run.c.document, document.c.id.label("document_id"))
        .join(reading_run, event_mention.c.reading_run == reading_run.c.pk)
        .join(document, reading_run.c.document == document.c.pk)
        .where(event_mention.c.id == bytes.fromhex(mention))
        .order_by(reading_run.c.current.desc(), event_mention.c.pk.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return (mention_of(row, row.document_id.hex()), row.document) if row else None


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document with its place among others: the page it stands in, and the versions before and after it."""

    document: Document
    parent: Document | None = None
    supersedes: str | None = None
    superseded_by: str | None = None
    current: bool = True
    retracted: bool = False


def stored_documents(connection: Connection, keys: Sequence[int]) -> Iterator[StoredDocument]:
    """Yield documents (at most 500 keys) in the order of their ids."""
    rows = connection.execute(document_rows(document.c.pk.in_(keys))).all()
    found = {row.pk: as_document(row) for row in rows}
    parents = _parents(connection, found.values())
    others = sorted({pk for row in rows for pk in (row.supersedes, row.superseded_by) if pk is not None})
    names = select(document.c.pk, document.c.id).where(document.c.pk.in_(others))
    ids = {row.pk: row.id.hex() for row in connection.execute(names)} if others else {}
    for row in rows:
        versions = (ids.get(row.supersedes), ids.get(row.superseded_by))
        here = found[row.pk]
        yield StoredDocument(here, parents.get(here.parent or ""), *versions, row.current, row.retracted)


def all_documents(connection: Connection) -> Iterator[StoredDocument]:
    """Yield all documents, every version, in the order of their ids."""
    keys = list(connection.execute(select(document.c.pk).order_by(document.c.id)).scalars())
    for part in chunks(keys, _AT_ONCE):
        yield from stored_documents(connection, part)


def records_of_event(connection: Connection, name: str) -> list[MentionRecord]:
    """Return the current records of an event's mentions, in the event's order."""
    query = (
        select(event_member.c.mention, event_member.c.document)
        .join(event, event_member.c.event == event.c.pk)
        .where(event.c.id == bytes.fromhex(name))
        .order_by(event_member.c.position)
    )
    members = connection.execute(query).all()
    order = {row.mention.hex(): i for i, row in enumerate(members)}
    ids = sorted({row.document for row in members})
    found: list[MentionRecord] = []
    for part in chunks(ids, _AT_ONCE):
        keys = connection.execute(select(document.c.pk).where(document.c.id.in_(part))).scalars().all()
        found.extend(r for r in records_in(connection, keys) if r.mention.id in order)
    return sorted(found, key=lambda r: order[r.mention.id])


def records_of_document(connection: Connection, name: str) -> list[MentionRecord]:
    """Return what the current run read in a document, in the order it was read."""
    keys = (
        connection.execute(select(document.c.pk).where(document.c.id == bytes.fromhex(name))).scalars().all()
    )
    return list(records_in(connection, keys))
