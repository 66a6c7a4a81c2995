"""Reads mention records back: what merging compares, and what a document or event rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from khaldun.core.document import Document
from khaldun.core.event import MentionRecord
from khaldun.core.span import Span
from khaldun.core.statement import Attribution, EventMention, Factuality, Reading, Scope, Stance, Statement
from khaldun.core.values import Value
from khaldun.store.bulk import chunks
from khaldun.store.codec import decode
from khaldun.store.rows import document_of, mention_of
from khaldun.store.tables import attribution, capture, document, event_mention, reading, reading_run, statement, value

_AT_ONCE = 200
"""Documents whose records are put together at a time."""

_parent = document.alias("parent")
_decoded = lru_cache(maxsize=50_000)(decode)


def document_rows(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Return the query for documents with their parents' ids and their captures, in the order of their ids."""
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


def records_in(connection: Connection, keys: Sequence[int]) -> Iterator[MentionRecord]:
    """Yield what the current runs read in documents (at most 500 keys), in the order of the documents' ids."""
    documents = {row.pk: as_document(row) for row in connection.execute(document_rows(document.c.pk.in_(keys)))}
    parents = _parents(connection, documents.values())
    mentions = _mentions(connection, keys)
    readings = _readings(connection, documents, mentions)
    for pk, found in documents.items():
        for row in mentions.get(pk, ()):
            told = tuple(readings.get(row.pk, ()))
            yield MentionRecord(mention_of(row, found.id), told, found, parents.get(found.parent or ""))


def _parents(connection: Connection, documents: Iterable[Document]) -> dict[str, Document]:
    wanted = sorted({bytes.fromhex(d.parent) for d in documents if d.parent})
    rows = connection.execute(document_rows(document.c.id.in_(wanted))) if wanted else ()
    return {row.id.hex(): as_document(row) for row in rows}


def _mentions(connection: Connection, keys: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """Return the current mentions by document, in the order they were read."""
    query = (
        select(event_mention, reading_run.c.document)
        .join(reading_run, event_mention.c.reading_run == reading_run.c.pk)
        .where(reading_run.c.current, reading_run.c.document.in_(keys))
        .order_by(event_mention.c.pk)
    )
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.document].append(row)
    return found


def _readings(
    connection: Connection, documents: dict[int, Document], mentions: dict[int, list[Row[Any]]]
) -> dict[int, list[Reading]]:
    """Return the readings by the key of their mention, in the order they were read."""
    owners = {row.pk: (documents[row.document].id, row.id.hex()) for rows in mentions.values() for row in rows}
    found: dict[int, list[Reading]] = defaultdict(list)
    said: dict[tuple[Any, ...], Statement] = {}
    for part in chunks(sorted(owners)):
        for row in connection.execute(_reading_rows(part)):
            document_id, mention_id = owners[row.mention]
            place = (document_id, row.property, row.start, row.stop)
            if place not in said:
                said[place] = Statement(document_id, row.property, Span(row.start, row.stop), row.quote)
            found[row.mention].append(_reading(row, said[place], mention_id))
    return found


def _reading_rows(mentions: Sequence[int]) -> Select[Any]:
    return (
        select(
            reading,
            statement.c.property,
            statement.c.start,
            statement.c.stop,
            statement.c.quote,
            value.c.json,
            attribution.c.speaker,
            attribution.c.speaker_id,
            attribution.c.words,
            attribution.c.cue,
        )
        .join(statement, reading.c.statement == statement.c.pk)
        .join(value, reading.c.value == value.c.pk)
        .join(attribution, reading.c.attribution == attribution.c.pk)
        .where(reading.c.mention.in_(mentions))
        .order_by(reading.c.pk)
    )


def _reading(row: Row[Any], said: Statement, mention: str) -> Reading:
    cue = Span(row.cue_start, row.cue_stop) if row.cue_start is not None else None
    what: Value = _decoded(row.json)
    return Reading(
        said,
        mention,
        what,
        Attribution(row.speaker, row.speaker_id, row.words, row.cue, cue),
        Stance(row.stance),
        Factuality(row.factuality),
        row.confidence,
        Scope(row.scope),
        row.party,
    )


def mention_by_id(connection: Connection, mention: str) -> tuple[EventMention, int] | None:
    """Return a mention and the key of its document, the newest reading of it first; None where there is none."""
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
