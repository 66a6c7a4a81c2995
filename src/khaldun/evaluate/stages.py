"""The pipeline's stages one after the other, each under a meter; what they do is what `read_into` does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from khaldun.core.document import Document
from khaldun.core.mention import Mention
from khaldun.core.statement import DocumentReading
from khaldun.core.words import Words
from khaldun.evaluate.meter import Meter
from khaldun.extract.relevance import may_tell
from khaldun.ingest import Captured, Failure, read_inputs
from khaldun.merge import merge
from khaldun.pipeline.reader import Reader
from khaldun.pipeline.run import rules_version
from khaldun.publish.shapes import event_shape
from khaldun.store.archive import ArchiveStore
from khaldun.store.batch import ReadBatch, Run
from khaldun.store.viewrows import Shown

BATCH = 200
Cut = tuple[Document, Words]


def metered_read(store: ArchiveStore, reports: Path, meter: Meter) -> list[DocumentReading]:
    """Read reports into the archive in batches, and merge; return what was read, in their order."""
    reader, read = Reader.lexicon(), list[DocumentReading]()
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
    """Return what `reader.read` returns for each document, each kind of work being done for all in turn.

    Every document is in a language that the extractor reads.
    """
    with meter.stage("words"):
        cut = [(d, Words.of(d.text)) for d in batch]
    with meter.stage("lexicon hits"):
        told = [(d, words) for d, words in cut if _may_tell(reader, d, words)]
    mentions = _mentions(reader, told, meter)
    with meter.stage("extraction"):
        return tuple(reader.extractor.read(d, words, _given(mentions.get(d.id, ()))) for d, words in cut)


def _may_tell(reader: Reader, document: Document, words: Words) -> bool:
    """Lay the document out as the extractor does; no mentions are looked for where its words rule an event out."""
    scene = reader.extractor.scene(document, words)
    return scene is not None and may_tell(scene)


def _given(mentions: Sequence[Mention]) -> Callable[[], Sequence[Mention]]:
    return lambda: mentions


def _mentions(reader: Reader, told: Sequence[Cut], meter: Meter) -> Mapping[str, Sequence[Mention]]:
    """Return the mentions by document, as `reader.mentions` gives them."""
    with meter.stage("names"):
        names = [list(reader.names.spot(d, words)) for d, words in told]
    with meter.stage("places"):
        places = [reader.located(d, words, n) for (d, words), n in zip(told, names, strict=True)]
    with meter.stage("names"):
        found = [[*reader.told_apart(n, p), *p] for n, p in zip(names, places, strict=True)]
    for stage, spotter in zip(("dates", "counts"), reader.numbers, strict=True):
        with meter.stage(stage):
            for (d, words), mentions in zip(told, found, strict=True):
                mentions.extend(spotter.spot(d, words))
    return {d.id: sorted(m, key=lambda m: (m.span, m.kind)) for (d, _), m in zip(told, found, strict=True)}


def merge_metered(store: ArchiveStore, meter: Meter) -> int:
    """Merge all mentions of the archive into events and store them; return how many there are."""
    with meter.stage("merge: load"):
        records = list(store.current_records())
    with meter.stage("merge"):
        judgements, events = merge(records)
    with meter.stage("merge: shape"):
        shown = [Shown(e, event_shape(e)) for e in events]
    with meter.stage("merge: store"):
        store.save_judgements(judgements)
        store.replace_events(shown, rules_version())
    return len(events)
