"""Checks an archive from end to end: the chain, what it covers, the captures, and every quote."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from khaldun.core.digest import sha256
from khaldun.errors import CustodyBroken
from khaldun.store import custody, leaves, merkle
from khaldun.store.batch import Run
from khaldun.store.bulk import chunks
from khaldun.store.captures import CaptureStore
from khaldun.store.intern import value_digest, voice_digest
from khaldun.store.judgements import DECIDE, all_decisions, decision_payload
from khaldun.store.records import document_rows
from khaldun.store.rows import unpack
from khaldun.store.tables import (
    attribution,
    capture,
    document,
    event_mention,
    reading,
    reading_run,
    run,
    statement,
    value,
)


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was checked, what is wrong, and the head of the custody chain (64 hex digits)."""

    entries: int
    captures: int
    documents: int
    statements: int
    head: str
    problems: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.problems

    def require_sound(self) -> None:
        """Raise CustodyBroken, naming the first problems, unless the archive is sound."""
        if self.problems:
            more = len(self.problems) - 3
            told = "; ".join(self.problems[:3]) + (f"; and {more} more" if more > 0 else "")
            raise CustodyBroken(f"the archive does not match its custody log: {told}")


def verify(connection: Connection, captures: CaptureStore | None) -> VerifyReport:
    """Return what is found on checking everything; `captures` is None where their folder is not known."""
    problems = list(custody.broken_links(connection))
    problems += _interned(connection)
    problems += _batches(connection)
    problems += _runs(connection)
    problems += _decisions(connection)
    kept = [
        digest.hex()
        for digest in connection.execute(select(capture.c.sha256).order_by(capture.c.sha256)).scalars()
    ]
    for name in kept if captures else ():
        found = captures.problem(name) if captures else None
        problems += [f"capture {name}: {found}"] if found else []
    documents, statements, wrong = _texts(connection)
    entries, head = custody.head(connection)
    return VerifyReport(entries, len(kept), documents, statements, head.hex(), (*problems, *wrong))


def _interned(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(value).order_by(value.c.pk)):
        if value_digest(row.json) != row.digest:
            yield f"value {row.pk} was changed after it was written"
    for row in connection.execute(select(attribution).order_by(attribution.c.pk)):
        if voice_digest((row.speaker, row.speaker_id, row.words, row.cue)) != row.digest:
            yield f"attribution {row.pk} was changed after it was written"


def _batches(connection: Connection) -> Iterator[str]:
    """Yield the batches whose rows do not have the Merkle root that the log gives."""
    covered: set[int] = set()
    for entry in custody.entries(connection):
        if "merkle_root" not in entry.payload:
            continue
        covered.add(entry.seq)
        root = merkle.root(_leaves(connection, entry.seq)).hex()
        if root != entry.payload["merkle_root"]:
            yield f"batch {entry.seq} of {entry.at}: its rows are not what was written (Merkle root {root})"
    for table in (capture, document, reading_run):
        loose = connection.execute(select(table.c.batch).distinct()).scalars()
        yield from (f"batch {seq}: the log has no entry for it" for seq in sorted(set(loose) - covered))


def _runs(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(run).order_by(run.c.pk)):
        if Run(row.extractor, row.reader, json.loads(row.settings)).id != row.id.hex():
            yield f"run {row.id.hex()} was changed after it was written"


def _decisions(connection: Connection) -> Iterator[str]:
    """Yield what differs between people's decisions and what the log says of them."""
    logged = [e.payload for e in custody.entries(connection) if e.action == DECIDE]
    stored = [decision_payload(d) for d in all_decisions(connection)]
    if len(logged) != len(stored):
        yield f"the log has {len(logged)} decisions of people and the archive {len(stored)}"
    for number, (told, found) in enumerate(zip(logged, stored, strict=False), 1):
        if told != found:
            yield f"decision {number} was changed after it was taken"


def _leaves(connection: Connection, batch: int) -> Iterator[bytes]:
    for row in connection.execute(select(capture).where(capture.c.batch == batch)):
        yield leaves.of_capture(partial(getattr, row))
    for row in connection.execute(document_rows(document.c.batch == batch)):
        parent = row.parent_id.hex() if row.parent_id else None
        origin = row.capture_sha256.hex() if row.capture_sha256 else None
        yield leaves.of_document(partial(getattr, row), parent, origin)
    yield from _reading_leaves(connection, batch)


def _reading_leaves(connection: Connection, batch: int) -> Iterator[bytes]:
    query = (
        select(reading_run.c.pk, document.c.id.label("document_id"), run.c.id.label("run_id"))
        .join(document, reading_run.c.document == document.c.pk)
        .join(run, reading_run.c.run == run.c.pk)
        .where(reading_run.c.batch == batch)
    )
    runs = connection.execute(query).all()
    for part in chunks(runs):
        mentions = _mentions(connection, [r.pk for r in part])
        readings = _readings(connection, mentions)
        for r in part:
            rows = mentions.get(r.pk, [])
            told = [(i, *read) for i, m in enumerate(rows) for read in readings.get(m[0], ())]
            ordered = [read[:1] + read[2:] for read in sorted(told, key=lambda read: read[1])]
            yield leaves.of_reading(r.document_id.hex(), r.run_id.hex(), [m[1] for m in rows], ordered)


def _mentions(connection: Connection, runs: Sequence[int]) -> dict[int, list[tuple[int, leaves.Mention]]]:
    m, found = event_mention.c, defaultdict[int, list[tuple[int, leaves.Mention]]](list)
    for row in connection.execute(select(event_mention).where(m.reading_run.in_(runs)).order_by(m.pk)):
        told = (row.id.hex(), row.type, row.anchors, row.scope, row.factuality, row.confidence)
        found[row.reading_run].append((row.pk, told))
    return found


def _readings(
    connection: Connection, mentions: dict[int, list[tuple[int, leaves.Mention]]]
) -> dict[int, list[tuple[Any, ...]]]:
    """Return the readings by mention: the key of each, then what its leaf holds."""
    r, s, found = reading.c, statement.c, defaultdict[int, list[tuple[Any, ...]]](list)
    for part in chunks([pk for rows in mentions.values() for pk, _ in rows]):
        query = (
            select(
                reading,
                s.property,
                s.start,
                s.stop,
                s.quote,
                value.c.digest,
                attribution.c.digest.label("voice"),
            )
            .join(statement, r.statement == s.pk)
            .join(value, r.value == value.c.pk)
            .join(attribution, r.attribution == attribution.c.pk)
            .where(r.mention.in_(part))
        )
        for row in connection.execute(query):
            words = (row.property, row.start, row.stop, row.quote, row.digest.hex(), row.voice.hex())
            manner = (
                row.cue_start,
                row.cue_stop,
                row.stance,
                row.factuality,
                row.confidence,
                row.scope,
                row.party,
            )
            found[row.mention].append((row.pk, *words, *manner))
    return found


def _texts(connection: Connection) -> tuple[int, int, list[str]]:
    """Return how many documents and statements there are, and which of them are not what they say."""
    documents, statements, problems = 0, 0, list[str]()
    keys = list(connection.execute(select(document.c.pk).order_by(document.c.pk)).scalars())
    for part in chunks(keys):
        texts: dict[int, str] = {}
        for row in connection.execute(document_rows(document.c.pk.in_(part))):
            texts[row.pk] = unpack(row.text)
            if sha256(texts[row.pk].encode("utf-8", "surrogatepass")) != row.text_sha256.hex():
                problems.append(f"document {row.id.hex()}: its text has another SHA-256")
            json.loads(row.segments)
        for row in connection.execute(select(statement).where(statement.c.document.in_(part))):
            statements += 1
            if texts[row.document][row.start : row.stop] != row.quote:
                problems.append(
                    f"statement {row.pk}: its quote {row.quote[:60]!r} is not the text at its span"
                )
        documents += len(texts)
    return documents, statements, problems
