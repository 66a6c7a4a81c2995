"""Makes batches out of records, and archives with a fixed clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from khaldun.core.document import Capture, Document, Source
from khaldun.core.event import Event, MentionRecord
from khaldun.core.span import Span
from khaldun.core.statement import DocumentReading, EventMention
from khaldun.store import ArchiveStore, ReadBatch, Run, Shown

RUN = Run("extractor", "reader", {"language": "any"}, {"python": "3.11"})
NOON = "2026-01-04T12:00:00+00:00"
MENTION_ID = "ab" * 16


def opened(address: str, captures: Path) -> ArchiveStore:
    """Open, or make, an archive whose clock stands still."""
    return ArchiveStore.open(address, create=True, captures=captures, actor="tester", clock=lambda: NOON)


def batch(records: Iterable[MentionRecord], run: Run = RUN, captures: Sequence[Capture] = ()) -> ReadBatch:
    """Return the batch of a run that read these records, one document each."""
    found = tuple(records)
    readings = tuple(DocumentReading(r.document.id, run.extractor, (r.mention,), r.readings) for r in found)
    return ReadBatch(run, tuple(r.document for r in found), readings, tuple(captures))


def quiet(documents: Sequence[Document], run: Run = RUN) -> ReadBatch:
    """Return the batch of a run that found nothing in the documents."""
    readings = tuple(DocumentReading(d.id, run.extractor) for d in documents)
    return ReadBatch(run, tuple(documents), readings)


def moved(record: MentionRecord, document: Document, anchor: Span) -> MentionRecord:
    """Return a record as another document, or another anchor, would give it."""
    mention = EventMention(document.id, record.mention.type, (anchor,))
    readings = tuple(
        replace(
            r,
            mention=mention.id,
            statement=replace(r.statement, document=document.id, quote=r.statement.span.of(document.text)),
        )
        for r in record.readings
    )
    return MentionRecord(mention, readings, document, record.parent)


def report(name: str, text: str, **source: str) -> Document:
    """Return a document with an outer id."""
    return Document(text, Source(external_id=name, **source), "en")


def event_of(*records: MentionRecord) -> Event:
    """Return an event of records, its id made of the first one's."""
    return Event(records[0].mention.id[::-1], records[0].mention.type, "incident", "occurred", records)


def shown(event: Event, **keys: object) -> Shown:
    """Return an event with the least JSON that the view needs, and more keys."""
    shape = {"schema": 1, "id": event.id, "type": event.type, "scope": event.scope}
    return Shown(event, {**shape, "factuality": event.factuality, **keys})
