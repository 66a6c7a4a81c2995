"""Writes a batch: captures, documents and readings in one transaction, under one custody entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, select, update

from khaldun.core.document import Capture
from khaldun.core.statement import DocumentReading
from khaldun.errors import ArchiveError, UsageError
from khaldun.store import custody, leaves, merkle
from khaldun.store.batch import MAX_DOCUMENTS, ReadBatch, Run, Written
from khaldun.store.bulk import chunks, first_of_each, insert_rows, next_key
from khaldun.store.codec import compact
from khaldun.store.intern import value_pool, voice_pool
from khaldun.store.readings import NewReadings, new_readings
from khaldun.store.rows import Cells, unpack
from khaldun.store.tables import capture, document, reading_run
from khaldun.store.tables import run as run_table
from khaldun.store.versions import Known, known_documents, new_documents


class Writer:
    """Writes batches; between them it remembers where values and speakers are stored."""

    def __init__(self) -> None:
        self._pools = (value_pool(), voice_pool())

    def write(self, connection: Connection, batch: ReadBatch, signature: custody.Signature) -> Written:
        """Write what is new in a batch, within the caller's transaction; `settle` once it is committed.

        Raises UsageError where the batch is too large, UngroundedStatement where a quote is not in the text.
        """
        pages = sum(1 for d in batch.documents if d.parent is None)
        if pages > MAX_DOCUMENTS:
            raise UsageError(f"a batch holds {MAX_DOCUMENTS} documents at most, not {pages}")
        seq = custody.head(connection)[0] + 1
        captures = _write_captures(connection, batch.captures, seq)
        known = known_documents(connection, _named(batch))
        before = {k.pk for k in known.values()}
        documents = new_documents(connection, batch.documents, known)
        documents.insert(connection, seq)
        read = self._readings(connection, batch, (known, before), signature)
        read.insert(connection, seq)
        written = Written(
            len(captures), len(documents.rows), len(documents.superseded), len(read.rows["reading_run"])
        )
        tree = [*(leaves.of_capture(c.__getitem__) for c in captures), *documents.hashes, *read.hashes]
        if tree:
            _log(connection, signature, batch.run, written, merkle.root(tree))
        return written

    def settle(self) -> None:
        """Remember what the committed transaction stored."""
        for pool in self._pools:
            pool.settle()

    def _readings(
        self,
        connection: Connection,
        batch: ReadBatch,
        state: tuple[Mapping[str, Known], set[int]],
        signature: custody.Signature,
    ) -> NewReadings:
        """Return the rows of what was not read by this run before; older runs stop being current."""
        known, before = state
        run = _run_key(connection, batch.run, signature)
        read = first_of_each(batch.readings, lambda r: _key(known, r.document))
        done = _done(connection, read, run)
        fresh = [r for key, r in read.items() if key not in done]
        texts = _texts(connection, batch, fresh)
        reread = [known[r.document].pk for r in fresh if known[r.document].pk in before]
        rows = new_readings(connection, fresh, self._pools, reread)
        for part in chunks(reread):
            outdated = reading_run.c.document.in_(part)
            connection.execute(update(reading_run).where(outdated).values(current=False))
        for one in fresh:
            rows.add(known[one.document].pk, texts[one.document], one, (run, batch.run.id))
        return rows


def _named(batch: ReadBatch) -> list[str]:
    parents = (d.parent for d in batch.documents if d.parent)
    return [*(d.id for d in batch.documents), *parents, *(r.document for r in batch.readings)]


def _key(known: Mapping[str, Known], document_id: str) -> int:
    if document_id not in known:
        raise ArchiveError(f"a reading of document {document_id}: the document is not in the archive")
    return known[document_id].pk


def _log(
    connection: Connection, signature: custody.Signature, run: Run, written: Written, merkle_root: bytes
) -> None:
    counts = {"captures": written.captures, "documents": written.documents, "readings": written.readings}
    custody.append(connection, signature, "read", run.id, {**counts, "merkle_root": merkle_root.hex()})


def _write_captures(connection: Connection, captures: Sequence[Capture], batch: int) -> list[Cells]:
    """Write the captures that are new; the same bytes from elsewhere keep their first origin and time."""
    wanted = first_of_each(captures, lambda c: bytes.fromhex(c.sha256))
    for part in chunks(sorted(wanted)):
        for known in connection.execute(select(capture.c.sha256).where(capture.c.sha256.in_(part))).scalars():
            del wanted[known]
    key = next_key(connection, capture)
    rows: list[Cells] = []
    for offset, (sha256, c) in enumerate(wanted.items()):
        origin = c.origin.encode("utf-8", "backslashreplace").decode("utf-8")
        told = {"size": c.size, "origin": origin, "captured_at": c.captured_at, "tool": c.tool}
        rows.append({"pk": key + offset, "sha256": sha256, **told, "batch": batch})
    insert_rows(connection, capture, rows)
    return rows


def _run_key(connection: Connection, run: Run, signature: custody.Signature) -> int:
    """Return the key of a run, which is stored when it first reads something."""
    name = bytes.fromhex(run.id)
    found: int | None = connection.execute(select(run_table.c.pk).where(run_table.c.id == name)).scalar()
    if found is not None:
        return found
    key = next_key(connection, run_table)
    noted = {"settings": run.settings, "runtime": run.runtime}
    texts = {name: compact(dict(sorted(pairs.items()))) for name, pairs in noted.items()}
    named = {"pk": key, "id": name, "extractor": run.extractor, "reader": run.reader}
    insert_rows(connection, run_table, [named | texts | {"started": signature.clock()}])
    return key


def _done(connection: Connection, documents: Iterable[int], run: int) -> set[int]:
    """Return which of the documents the run has read already."""
    done: set[int] = set()
    for part in chunks(sorted(set(documents))):
        query = select(reading_run.c.document).where(
            reading_run.c.run == run, reading_run.c.document.in_(part)
        )
        done.update(connection.execute(query).scalars())
    return done


def _texts(connection: Connection, batch: ReadBatch, readings: Sequence[DocumentReading]) -> dict[str, str]:
    """Return the texts that the readings speak of, from the batch or else from the archive."""
    texts = {d.id: d.text for d in batch.documents}
    missing = sorted({bytes.fromhex(r.document) for r in readings if r.document not in texts})
    for part in chunks(missing):
        query = select(document.c.id, document.c.text).where(document.c.id.in_(part))
        texts.update((row.id.hex(), unpack(row.text)) for row in connection.execute(query))
    return texts
