"""The pipeline's stages one after the other, each under a meter; what they do is what `read_into` does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from khaldun.core.document import Document
from khaldun.core.event import Event
from khaldun.core.mention import Mention
from khaldun.core.statement import DocumentReading
from khaldun.core.words import Words
from khaldun.evaluate.meter import Meter
from khaldun.ingest import Captured, Failure, read_inputs
from khaldun.merge import merge
from khaldun.pipeline.garbage import seldom_collected
from khaldun.pipeline.reader import Reader
from khaldun.pipeline.run import rules_version
from khaldun.publish.shapes import event_shape
from khaldun.store.archive import ArchiveStore
from khaldun.store.batch import ReadBatch, Run
from khaldun.store.viewrows import Shown

BATCH = 200


@seldom_collected()
def metered_read(store: ArchiveStore, reports: Path, meter: Meter) -> list[DocumentReading]:
    """Read reports into the archive in batches, and merge; return what was read, in their order."""
    reader, read = Reader.best(), list[DocumentReading]()
    run = Run(reader.extractor.id, reader.id)
    with meter.stage("ingest"):
        captured = _captured(store, reports)
    documents = (item for item in captured.documents if isinstance(item, Document))
    while True:
        with meter.stage("ingest"):
            batch = tuple(islice(documents, BATCH))
        if not batch:
            break
        readings = read_metered(reader, batch, meter)
        with meter.stage("store"):
            store.write_batch(ReadBatch(run, batch, readings, (captured.capture,)))
        read.extend(readings)
    merge_metered(store, meter)
    return read


def _captured(store: ArchiveStore, reports: Path) -> Captured:
    """Return the file's capture, its bytes kept; raises the InputError of a file that cannot be read."""
    incoming = next(iter(read_inputs([reports])))
    if isinstance(incoming, Failure):
        raise incoming.error
    if not isinstance(incoming, Captured):
        raise TypeError(f"{reports}: {incoming}")
    with incoming.raw.open() as raw:
        store.put_capture(incoming.capture, raw)
    return incoming


def read_metered(reader: Reader, batch: Sequence[Document], meter: Meter) -> tuple[DocumentReading, ...]:
    """Return what `reader.read` returns for each document, its parts under the meter.

    Every document is in a language that the extractor reads.
    """
    return tuple(_read(reader, document, meter) for document in batch)


def _read(reader: Reader, document: Document, meter: Meter) -> DocumentReading:
    with meter.stage("words"):
        words = Words.of(document.text)
    with meter.stage("extraction"):
        return reader.extractor.read(
            document, words, lambda harmed: _mentions(reader, document, words, harmed, meter)
        )


def _mentions(
    reader: Reader, document: Document, words: Words, harmed: Sequence[range], meter: Meter
) -> Sequence[Mention]:
    """Return the mentions as `reader.mentions` gives them."""
    with meter.stage("names"):
        names = list(reader.names.spot(document, words))
    with meter.stage("places"):
        places = reader.located(document, words, names)
    with meter.stage("names"):
        found = [*reader.told_apart(document, names, places), *places]
    with meter.stage("dates"):
        found += reader.dates.spot(document, words)
    with meter.stage("counts"):
        found += reader.counts.spot(document, words, harmed)
    return sorted(found, key=lambda m: (m.span, m.kind))


def merge_metered(store: ArchiveStore, meter: Meter) -> int:
    """Merge all mentions of the archive into events and store them; return how many there are."""
    with meter.stage("merge: load"):
        records = list(store.current_records())
    with meter.stage("merge"):
        judgements, events = merge(records)
    with meter.stage("merge: store"):
        store.save_judgements(judgements)
        store.replace_events(_shown(events, meter), rules_version())
    return len(events)


def _shown(events: Iterable[Event], meter: Meter) -> Iterator[Shown]:
    for event in events:
        with meter.stage("merge: shape"):
            shape = event_shape(event)
        yield Shown(event, shape)
