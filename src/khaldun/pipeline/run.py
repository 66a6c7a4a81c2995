"""Runs the stages: inputs are captured, read, stored in short batches, and merged into events."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from khaldun.core.document import Capture, Document
from khaldun.core.statement import DocumentReading
from khaldun.data.load import digest_of, list_files
from khaldun.errors import CustodyBroken, InputError, KhaldunError
from khaldun.ingest import Captured, Failure, IngestLimits, Notice, read_inputs
from khaldun.merge import merge
from khaldun.pipeline.garbage import seldom_collected
from khaldun.pipeline.passages import READ, read_in_passages
from khaldun.pipeline.reader import Reader
from khaldun.publish.shapes import event_shape
from khaldun.review.decisions import with_grades
from khaldun.store.archive import ArchiveStore
from khaldun.store.batch import ReadBatch, Run
from khaldun.store.faults import read_only
from khaldun.store.viewrows import Shown

_AGAIN = "Read it again when it is complete."
_KEPT = 1_000
"""Failures, and notices, that are kept to be told: a file of a million broken rows would fill the memory."""
BATCH_CHARS = 8_000_000
"""Characters of text in one batch at most, give or take a document: 500 whole books would fill the memory."""


@dataclass(slots=True)
class Progress:
    """How far a read has come; `stage` is "reading" or "merging", `origin` the input at hand."""

    stage: str = "reading"
    origin: str = ""
    documents: int = 0
    known: int = 0
    failed: int = 0
    seconds: float = 0.0
    total: int | None = None
    """Documents there are to read, where that is known beforehand."""


@dataclass(slots=True)
class ReadReport:
    """What a read did: documents read anew and known before, failures, notices, events in the archive.

    Of failures and notices the first thousand are kept; `failed` and `noted` count them all.
    """

    read: int = 0
    known: int = 0
    captured: int = 0
    failures: list[Failure] = field(default_factory=list)
    failed: int = 0
    notices: list[Notice] = field(default_factory=list)
    noted: int = 0
    events: int = 0
    seconds: float = 0.0

    @property
    def nothing_done(self) -> bool:
        """Tell whether inputs failed and no report could be read."""
        return bool(self.failures) and self.read + self.known == 0


def read_into(
    store: ArchiveStore,
    inputs: Sequence[str | Path],
    stdin: BinaryIO | None = None,
    *,
    batch: int = 200,
    limits: IngestLimits | None = None,
    progress: Callable[[Progress], None] | None = None,
    reader: Reader | None = None,
) -> ReadReport:
    """Read inputs into the archive and merge its events anew; `reader` saves loading one for each call.

    What is known already is passed over, so a read that was broken off goes on where it stopped.
    Raises ArchiveReadOnly at once, and ArchiveFull or ArchiveBusy at the batch that cannot be written.
    """
    if not store.writable:
        raise read_only(store.name)
    work = _Work(store, reader or Reader.best(), max(1, min(batch, 500)), progress)
    with seldom_collected():
        try:
            for incoming in read_inputs(inputs, stdin, limits):
                if _is_own(incoming, store):
                    work.left_out += 1
                else:
                    work.take(incoming)
            work.finish()
        except KhaldunError:
            work.settle()
            raise
        work.state.stage = "merging"
        work.settle()
        work.report.events = merge_all(store)
        work.settle()
    store.finish_run(work.run)
    return work.report


def _is_own(incoming: Captured | Failure | Notice, store: ArchiveStore) -> bool:
    """Tell whether an input is the archive's own: `khaldun read .` meets ./archive too."""
    if "://" in store.name:
        return False
    origin = Path(_origin(incoming))
    return origin.exists() and origin.resolve().is_relative_to(Path(store.name).resolve())


def _origin(incoming: Captured | Failure | Notice) -> str:
    match incoming:
        case Captured():
            return incoming.capture.origin
        case Failure():
            return incoming.error.origin
        case Notice():
            return incoming.origin


@dataclass(slots=True)
class _Work:
    """One read at work: the batch that fills up, and the report."""

    store: ArchiveStore
    reader: Reader
    size: int
    tell: Callable[[Progress], None] | None
    report: ReadReport = field(default_factory=ReadReport)
    state: Progress = field(default_factory=Progress)
    documents: list[Document] = field(default_factory=list)
    captures: list[Capture] = field(default_factory=list)
    left_out: int = 0
    """Files of the archive itself that stood among the inputs."""
    chars: int = 0
    """Characters of the batch's texts."""
    begun: float = field(default_factory=time.monotonic)

    @property
    def run(self) -> Run:
        """Return the run that the reader names."""
        return run_of(self.reader)

    def take(self, incoming: Captured | Failure | Notice) -> None:
        """Take in one input: its raw bytes first, then its documents."""
        if not isinstance(incoming, Captured):
            self._note(incoming)
            return
        self.state.origin = incoming.capture.origin
        if problem := self._keep(incoming):
            self._note(Failure(problem))
            return
        self.captures.append(incoming.capture)
        self.report.captured += 1
        for item in incoming.documents:
            if isinstance(item, Document):
                self._add(item)
            else:
                self._note(item)

    def _keep(self, incoming: Captured) -> InputError | None:
        """Keep the raw bytes of an input; return what is wrong where it changed or went away meanwhile."""
        origin = incoming.capture.origin
        try:
            raw = incoming.raw.open()
        except OSError as error:
            return InputError(origin, f"it cannot be read any more ({error.strerror})", _AGAIN)
        with raw:
            try:
                self.store.put_capture(incoming.capture, raw)
            except CustodyBroken:
                return InputError(origin, "it changed while it was read", _AGAIN)
        return None

    def _note(self, item: Failure | Notice) -> None:
        report = self.report
        if isinstance(item, Failure):
            report.failed += 1
            self.state.failed = report.failed
            if report.failed <= _KEPT:
                report.failures.append(item)
        else:
            report.noted += 1
            if report.noted <= _KEPT:
                report.notices.append(item)

    def _add(self, document: Document) -> None:
        full = len(self.documents) >= self.size or self.chars >= BATCH_CHARS
        if full and document.parent is None:
            self.flush()
        self.documents.append(document)
        self.chars += len(document.text)

    def flush(self) -> None:
        """Read the documents of the batch that this run has not read, and write them in one transaction."""
        documents = list({d.id: d for d in self.documents}.values())
        known = self.store.known_documents([d.id for d in documents], self.run)
        fresh = [d for d in documents if d.id not in known]
        readings = tuple(self._readings(fresh))
        if fresh or self.captures:
            self.store.write_batch(ReadBatch(self.run, tuple(fresh), readings, tuple(self.captures)))
        self.report.read += len(fresh)
        self.report.known += len(self.documents) - len(fresh)
        self.documents, self.captures, self.chars = [], [], 0
        self.settle()

    def finish(self) -> None:
        """Write the last batch."""
        self.flush()
        if self.left_out:
            self._note(Notice(self.store.name, "this is the archive itself; its files are left out"))

    def _readings(self, documents: Iterable[Document]) -> Iterator[DocumentReading]:
        for document in documents:
            if len(document.text) > READ:
                self._note(Notice(self.state.origin, _too_long(document)))
            yield read_in_passages(self.reader.read, document)

    def settle(self) -> None:
        """Tell how far the read has come."""
        self.report.seconds = time.monotonic() - self.begun
        self.state.documents, self.state.known = self.report.read, self.report.known
        self.state.seconds = self.report.seconds
        if self.tell is not None:
            self.tell(self.state)


def _too_long(document: Document) -> str:
    name = document.source.external_id or document.source.title or "a document"
    return (
        f"{name} has {len(document.text):,} characters, of which the first {READ:,} were read for events; "
        "all of it is kept. Split it into its reports to have them all read"
    )


def run_of(reader: Reader) -> Run:
    """Return the run that a reader's extractor and resolvers name."""
    runtime = {"python": platform.python_version(), "machine": platform.machine()}
    return Run(reader.extractor.id, reader.id, {}, runtime)


def merge_all(store: ArchiveStore) -> int:
    """Merge all current mentions of the archive into events, replace the event view, and count the events."""
    decisions = store.decisions()
    judgements, found = merge(store.current_records(), decisions.links)
    events = with_grades(found, decisions.grades)
    store.save_judgements(judgements)
    store.replace_events((Shown(e, event_shape(e)) for e in events), rules_version())
    return len(events)


def rules_version() -> str:
    """Return the digest of the rules that make events of mentions."""
    return digest_of(*list_files("merge", ".yaml"), "extract/types.yaml")
