"""The archive: one object through which everything else reads and writes it."""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from sqlalchemy import Connection, select, update

from khaldun.core.document import Capture, Document
from khaldun.core.event import Judgement, MentionRecord
from khaldun.errors import ArchiveReadOnly
from khaldun.store import custody, find, lookup, opening, records, view
from khaldun.store import runs as run_rows
from khaldun.store.attach import Attached, attached_decisions, people_decisions
from khaldun.store.batch import ReadBatch, Run, Written
from khaldun.store.bulk import chunks
from khaldun.store.captures import CaptureStore
from khaldun.store.engine import reading, writing
from khaldun.store.faults import read_only, translated
from khaldun.store.judgements import (
    DECIDE,
    Decisions,
    Grading,
    add_decision,
    decision_payload,
    links,
    replace_links,
)
from khaldun.store.redirects import follow
from khaldun.store.tables import document, event, reading_run
from khaldun.store.tables import run as run_table
from khaldun.store.verify import VerifyReport, verify
from khaldun.store.viewrows import Json, Shown, unpack
from khaldun.store.writer import Writer


class ArchiveStore:
    """An open archive; close it, or use it in a `with` statement.

    A write is one transaction, signed in the custody log by `actor` at the clock's time. Iterators see
    one state of the archive, the one at their first item. Any method may raise ArchiveBusy, ArchiveFull,
    ArchiveReadOnly or ArchiveError.
    """

    def __init__(self, opened: opening.Opened, signature: custody.Signature) -> None:
        self._opened = opened
        self._signature = signature
        self._writer = Writer()
        weakref.finalize(self, opened.engine.dispose)

    @classmethod
    def open(
        cls,
        archive: str | Path,
        create: bool = False,
        *,
        captures: Path | None = None,
        actor: str = "unknown",
        clock: custody.Clock = custody.utc_now,
    ) -> ArchiveStore:
        """Open the archive in a folder or at a PostgreSQL URL, whose captures lie in the folder `captures`.

        Raises ArchiveNotFound where there is no archive and `create` is false.
        """
        return cls(opening.open_archive(archive, create, captures), custody.Signature(actor, clock))

    def close(self) -> None:
        """Close all connections; otherwise they are closed with the last use of the archive."""
        self._opened.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """Return the path or URL of the archive, without a password."""
        return self._opened.name

    @property
    def writable(self) -> bool:
        """Tell whether the archive may be written."""
        return self._opened.writable

    @property
    def captures(self) -> CaptureStore | None:
        """Return the store of raw bytes, None where the archive is a URL and no folder was given."""
        return CaptureStore(self._opened.captures) if self._opened.captures else None

    # Writing

    def put_capture(self, found: Capture, data: bytes | BinaryIO) -> None:
        """Keep the raw bytes of a capture, before the batch that holds it is written.

        Raises CustodyBroken where the bytes do not have the capture's SHA-256.
        """
        self._require_writable()
        store = self.captures
        if store is None:
            raise ArchiveReadOnly(f"{self.name}: an archive at a URL needs a folder for its captures")
        with translated(self.name):
            store.put(data, found.sha256)

    def write_batch(self, batch: ReadBatch) -> Written:
        """Write captures, documents and readings in one transaction; what is there already is left alone."""
        with self._writing() as connection:
            written = self._writer.write(connection, batch, self._signature)
        self._writer.settle()
        return written

    def finish_run(self, run: Run) -> None:
        """Note the time at which a run was through with its inputs."""
        with self._writing() as connection:
            mine = run_table.c.id == bytes.fromhex(run.id)
            connection.execute(update(run_table).where(mine).values(finished=self._signature.clock()))

    def make_current(self, run: Run, documents: Sequence[str]) -> None:
        """Make what a run read in documents earlier current again; every other run stops being so."""
        with self._writing() as connection:
            run_rows.make_current(connection, run, documents, self._signature)

    def save_judgements(self, found: Iterable[Judgement]) -> None:
        """Store the linker's judgements in place of its earlier ones; people's are left alone."""
        with self._writing() as connection:
            replace_links(connection, found)

    def decide(self, decided: Judgement | Grading) -> None:
        """Add a person's judgement on two mentions, or a grade for the event of a mention, for good."""
        with self._writing() as connection:
            add_decision(connection, decided, self._signature.clock())
            payload = decision_payload(decided)
            custody.append(connection, self._signature, DECIDE, str(payload["mention"]), payload)

    def retract(self, document_id: str, reason: str) -> None:
        """Flag a document as withdrawn by its publisher; its statements stay."""
        with self._writing() as connection:
            name = bytes.fromhex(lookup.document_id(connection, document_id))
            connection.execute(update(document).where(document.c.id == name).values(retracted=True))
            custody.append(connection, self._signature, "retract", name.hex(), {"reason": reason})

    def replace_events(self, shown: Iterable[Shown], rules: str) -> view.Replaced:
        """Make the event view show these events and no others; `rules` names the version of the rules."""
        with self._writing() as connection:
            return view.replace_events(connection, shown, rules)

    def log(self, action: str, subject: str, payload: Mapping[str, object]) -> None:
        """Add an entry to the custody log, such as a publication."""
        with self._writing() as connection:
            custody.append(connection, self._signature, action, subject, payload)

    # Documents and what was read in them

    def known_documents(self, ids: Iterable[str], run: Run | None = None) -> set[str]:
        """Return which of the documents are in the archive; with a run, which of them it has read."""
        query = select(document.c.id)
        if run is not None:
            query = query.join(reading_run, reading_run.c.document == document.c.pk)
            query = query.join(run_table, reading_run.c.run == run_table.c.pk)
            query = query.where(run_table.c.id == bytes.fromhex(run.id))
        found: set[str] = set()
        with self._reading() as connection:
            for part in chunks([bytes.fromhex(i) for i in dict.fromkeys(ids)]):
                rows = connection.execute(query.where(document.c.id.in_(part)))
                found.update(name.hex() for name in rows.scalars())
        return found

    def has_read(self, document_id: str, run: Run) -> bool:
        """Tell whether a run has read a document, even if it found nothing."""
        return document_id in self.known_documents([document_id], run)

    def current_records(self) -> Iterator[MentionRecord]:
        """Yield the current event mentions with their readings, in the order of their documents' ids."""
        with self._reading() as connection:
            yield from records.current_records(connection)

    def records_of_event(self, event_id: str) -> list[MentionRecord]:
        """Return the records of an event, the oldest first; the full id, or the beginning of one."""
        with self._reading() as connection:
            return records.records_of_event(connection, lookup.event_id(connection, event_id))

    def records_of_document(self, document_id: str) -> list[MentionRecord]:
        """Return what the current run read in a document, in the order of reading."""
        with self._reading() as connection:
            return records.records_of_document(connection, lookup.document_id(connection, document_id))

    def documents(self) -> Iterator[records.StoredDocument]:
        """Yield all documents, superseded ones too, in the order of their ids."""
        with self._reading() as connection:
            yield from records.all_documents(connection)

    def document(self, asked: str) -> records.StoredDocument:
        """Return a document by its id, the beginning of it, or the id or URL it came with."""
        with self._reading() as connection:
            name = bytes.fromhex(lookup.document_id(connection, asked))
            keys = connection.execute(select(document.c.pk).where(document.c.id == name)).scalars().all()
            return next(records.stored_documents(connection, keys))

    # Runs

    def runs(self) -> list[run_rows.KnownRun]:
        """Return the runs that read something, the one at work last first."""
        with self._reading() as connection:
            return run_rows.known_runs(connection)

    def unread(self, run: Run) -> list[str]:
        """Return the ids of the current documents for which a run is not the current one, sorted."""
        with self._reading() as connection:
            return run_rows.unread(connection, run)

    def current_count(self) -> int:
        """Return how many documents are no older versions."""
        with self._reading() as connection:
            return run_rows.current_count(connection)

    def texts_of(self, documents: Sequence[str]) -> list[Document]:
        """Return documents by their full ids, in the order of these."""
        with self._reading() as connection:
            return run_rows.texts_of(connection, documents)

    def records_by_document(
        self, documents: Sequence[str], run: str | None = None
    ) -> dict[str, list[MentionRecord]]:
        """Return what the current runs, or the run of an id, read in documents, where it is anything."""
        with self._reading() as connection:
            return run_rows.records_by_document(connection, documents, run)

    def shared_documents(self, left: str, right: str) -> run_rows.Shared:
        """Return the documents that two runs (ids) read both."""
        with self._reading() as connection:
            return run_rows.shared_documents(connection, left, right)

    # Judgements

    def judgements(self) -> list[Judgement]:
        """Return the linker's judgements, sorted by their mentions."""
        with self._reading() as connection:
            return links(connection)

    def decisions(self) -> Decisions:
        """Return people's decisions, attached to the current mentions."""
        with self._reading() as connection:
            return people_decisions(connection)

    def attached_decisions(self) -> list[Attached]:
        """Return all that people decided, in order, each with the current mentions it means."""
        with self._reading() as connection:
            return attached_decisions(connection)

    # Events

    def find_events(self, wanted: find.EventFilter, offset: int = 0, limit: int | None = None) -> find.Page:
        """Return a page of the events that pass a filter, the newest day first."""
        with self._reading() as connection:
            return find.find_events(connection, wanted, offset, limit)

    def event_id(self, asked: str) -> str:
        """Return the id of the event that an id, a former id or the beginning of one means."""
        with self._reading() as connection:
            return lookup.event_id(connection, asked)

    def event_json(self, asked: str) -> Json:
        """Return an event as exported, by its id, a former id or the beginning of one."""
        with self._reading() as connection:
            name = bytes.fromhex(lookup.event_id(connection, asked))
            packed = connection.execute(select(event.c.shape).where(event.c.id == name)).scalar_one()
        shape: Json = json.loads(unpack(packed))
        return shape

    def event_lines(self) -> Iterator[str]:
        """Yield the JSON of every event on a line without its end, sorted by id."""
        with self._reading() as connection:
            for _, line in view.event_lines(connection):
                yield line

    def events_by_document(self) -> dict[str, list[str]]:
        """Return document id -> ids of the events that it tells of."""
        with self._reading() as connection:
            return view.events_by_document(connection)

    def redirect_of(self, event_id: str) -> str:
        """Return the id that a full event id leads to: itself where it never moved."""
        with self._reading() as connection:
            return follow(connection, bytes.fromhex(event_id)).hex()

    # Custody

    def custody_log(self) -> Iterator[custody.Entry]:
        """Yield the entries of the custody log, the first one first."""
        with self._reading() as connection:
            yield from custody.entries(connection)

    def custody_head(self) -> str:
        """Return the hash of the log's last entry (64 hex digits), which stands for all before it."""
        with self._reading() as connection:
            return custody.head(connection)[1].hex()

    def verify(self) -> VerifyReport:
        """Check the log, what it covers, the captures and every quote."""
        with self._reading() as connection:
            return verify(connection, self.captures)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        self._require_writable()
        with translated(self.name), writing(self._opened.engine) as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated(self.name), reading(self._opened.engine) as connection:
            yield connection

    def _require_writable(self) -> None:
        if not self.writable:
            raise read_only(self.name)
