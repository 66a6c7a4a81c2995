"""Reads the documents of an archive again with the present reader."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from khaldun.core.document import Document
from khaldun.core.event import MentionRecord
from khaldun.core.statement import DocumentReading, Reading
from khaldun.pipeline.garbage import seldom_collected
from khaldun.pipeline.passages import read_in_passages
from khaldun.pipeline.reader import Reader
from khaldun.pipeline.run import BATCH_CHARS, Progress, merge_all, run_of
from khaldun.publish.differences import differences
from khaldun.store.archive import ArchiveStore
from khaldun.store.batch import ReadBatch, Run
from khaldun.store.bulk import chunks
from khaldun.store.faults import read_only

_AT_ONCE = 20
"""Documents loaded at a time: texts may be as long as books."""


@dataclass(slots=True)
class RereadReport:
    """What a re-reading did; of the documents read or restored, `unchanged` + `changed` tells how they came out."""

    run: str
    read: int = 0
    restored: int = 0
    """Documents that this reader had read before another one did: its readings are current again."""
    known: int = 0
    """Documents for which this reader's readings were current already."""
    unchanged: int = 0
    changed: int = 0
    events: int = 0
    decisions: Counter[str] = field(default_factory=Counter)
    """How many of people's decisions are "kept", "reattached" and "orphaned" now."""
    seconds: float = 0.0


def reread(
    store: ArchiveStore,
    *,
    batch: int = 200,
    progress: Callable[[Progress], None] | None = None,
    reader: Reader | None = None,
) -> RereadReport:
    """Read all current documents of the archive with the present reader, and merge its events anew.

    Earlier readings are kept. What this reader has read is passed over, so a re-reading that was broken off
    goes on where it stopped. Raises ArchiveReadOnly at once, and ArchiveFull or ArchiveBusy at the batch
    that cannot be written.
    """
    if not store.writable:
        raise read_only(store.name)
    work = _Work(store, reader or Reader.best(), max(1, min(batch, 500)), progress)
    with seldom_collected():
        work.go_through()
        work.tell("merging")
        work.report.events = merge_all(store)
        work.tell("merging")
    work.report.decisions.update(found.state.value for found in store.attached_decisions())
    store.finish_run(work.run)
    return work.report


class _Work:
    """One re-reading at work."""

    def __init__(
        self, store: ArchiveStore, reader: Reader, size: int, progress: Callable[[Progress], None] | None
    ) -> None:
        self._store, self._reader, self._size, self._progress = store, reader, size, progress
        self.run: Run = run_of(reader)
        self.report = RereadReport(self.run.id)
        self._state = Progress()
        self._begun = time.monotonic()

    def go_through(self) -> None:
        """Bring every current document to this run: read it, or make current what the run read before."""
        waiting = self._store.unread(self.run)
        before = self._store.known_documents(waiting, self.run)
        self.report.known = self._store.current_count() - len(waiting)
        self._state.total = len(waiting)
        self.tell("reading")
        for part in chunks([name for name in waiting if name in before], self._size):
            self._restore(part)
        for documents in self._batches([name for name in waiting if name not in before]):
            self._read(documents)

    def _batches(self, names: Sequence[str]) -> Iterator[list[Document]]:
        """Yield documents in batches, which are small where the texts are long."""
        batch: list[Document] = []
        chars = 0
        for part in chunks(names, _AT_ONCE):
            for document in self._store.texts_of(part):
                if len(batch) >= self._size or chars >= BATCH_CHARS:
                    yield batch
                    batch, chars = [], 0
                batch.append(document)
                chars += len(document.text)
        if batch:
            yield batch

    def _restore(self, names: Sequence[str]) -> None:
        before = self._store.records_by_document(names)
        self._store.make_current(self.run, names)
        self._count(names, before, self._store.records_by_document(names))
        self.report.restored += len(names)
        self.tell("reading")

    def _read(self, documents: Sequence[Document]) -> None:
        names = [d.id for d in documents]
        before = self._store.records_by_document(names)
        readings = []
        for document in documents:
            self._state.origin = document.source.external_id or document.id
            readings.append(read_in_passages(self._reader.read, document))
        self._store.write_batch(ReadBatch(self.run, (), tuple(readings)))
        after = {r.document: _records(d, r) for d, r in zip(documents, readings, strict=True)}
        self._count(names, before, after)
        self.report.read += len(documents)
        self.tell("reading")

    def _count(
        self,
        names: Sequence[str],
        before: Mapping[str, Sequence[MentionRecord]],
        after: Mapping[str, Sequence[MentionRecord]],
    ) -> None:
        changed = sum(1 for name in names if differences(before.get(name, ()), after.get(name, ())))
        self.report.changed += changed
        self.report.unchanged += len(names) - changed

    def tell(self, stage: str) -> None:
        """Tell how far the re-reading has come."""
        self.report.seconds = self._state.seconds = time.monotonic() - self._begun
        self._state.stage, self._state.documents = stage, self.report.read + self.report.restored
        if self._progress is not None:
            self._progress(self._state)


def _records(document: Document, read: DocumentReading) -> list[MentionRecord]:
    """Return what was read just now as the records that the archive gives back."""
    told: dict[str, list[Reading]] = defaultdict(list)
    for reading in read.readings:
        told[reading.mention].append(reading)
    return [MentionRecord(m, tuple(told[m.id]), document) for m in read.mentions]
