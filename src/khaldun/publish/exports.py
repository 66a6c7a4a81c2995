"""The archive's exports: all events or documents, line by line, sorted by id."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping

from khaldun.errors import UsageError
from khaldun.publish.formats import Format
from khaldun.publish.shapes import document_shape
from khaldun.publish.tables import csv_lines, geojson_lines
from khaldun.publish.wording import Json
from khaldun.store.archive import ArchiveStore

_HALF_PAIR = re.compile("[\ud800-\udfff]")


def _events(store: ArchiveStore) -> Iterator[Json]:
    return (json.loads(line) for line in store.event_lines())


def _documents(store: ArchiveStore) -> Iterator[str]:
    """Yield every document, superseded versions too, as one line of JSON."""
    told = store.events_by_document()
    for stored in store.documents():
        yield json.dumps(document_shape(stored, told.get(stored.document.id, ())), ensure_ascii=False)


_EXPORTS: Mapping[Format, Callable[[ArchiveStore], Iterator[str]]] = {
    Format.JSONL: ArchiveStore.event_lines,
    Format.DOCUMENTS: _documents,
    Format.CSV: lambda store: csv_lines(_events(store)),
    Format.GEOJSON: lambda store: geojson_lines(_events(store)),
}


def export_lines(store: ArchiveStore, format: str) -> Iterator[str]:
    """Return the lines of an export, without line ends; raises UsageError for an unknown format."""
    if format not in list(Format):
        raise UsageError(f"{format!r} is no export format; choose one of {', '.join(Format)}")
    return _EXPORTS[Format(format)](store)


def as_bytes(line: str) -> bytes:
    """Return a line of an export in UTF-8 with its end; half a surrogate pair is written as a JSON escape."""
    try:
        return line.encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        return _HALF_PAIR.sub(lambda m: f"\\u{ord(m.group()):04x}", line).encode("utf-8") + b"\n"
