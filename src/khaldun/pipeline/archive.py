"""The Python interface: an open archive that reads reports and answers with events."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self, TypedDict, Unpack

from khaldun.data.codebook import codebook
from khaldun.errors import ArchiveBusy, ArchiveNotFound, UsageError
from khaldun.publish.exports import as_bytes, export_lines
from khaldun.publish.marked import MarkedDocument, marked
from khaldun.publish.shapes import document_shape
from khaldun.publish.views import DocumentView, Events, EventView
from khaldun.publish.wording import Json
from khaldun.settings import Settings
from khaldun.store.archive import ArchiveStore
from khaldun.store.find import EventFilter
from khaldun.store.lookup import UnknownId
from khaldun.store.verify import VerifyReport

if TYPE_CHECKING:
    from khaldun.pipeline.compared import Comparison, Orphan
    from khaldun.pipeline.reread import RereadReport
    from khaldun.pipeline.run import Progress, ReadReport

Box = tuple[float, float, float, float]
_COUNTRY = re.compile(r"[A-Za-z]{3}")


@dataclass(frozen=True, slots=True)
class Published:
    """An export that was written: its bytes, their SHA-256, and whether the custody log notes it."""

    size: int
    sha256: str
    noted: bool


class Filters(TypedDict, total=False):
    """What events may be asked for; what is left out or None does not matter."""

    type: str | None
    """A code of the codebook."""
    country: str | None
    """ISO 3166 alpha-3."""
    bbox: Box | None
    """West, south, east, north in degrees."""
    date_from: str | None
    """ISO prefix: events that may have happened on that day or later."""
    date_to: str | None
    actor: str | None
    """Part of the name of a side, without case and accents."""
    text: str | None
    """Words of places, names, quotes or titles, likewise."""
    has_conflict: bool | None


class Archive:
    """An open archive; close it, or use it in a `with` statement. `khaldun.open` makes one."""

    def __init__(self, settings: Settings, store: ArchiveStore | None = None) -> None:
        self._settings = settings
        self._opened = store

    @classmethod
    def open(cls, settings: Settings, create: bool = False) -> Archive:
        """Open the archive that the settings name; raises ArchiveNotFound where there is none to open."""
        return cls(settings, _opened(settings, create))

    @classmethod
    def at(cls, settings: Settings) -> Archive:
        """Return the archive that the settings name; where there is none yet, the first `read` makes it."""
        try:
            return cls.open(settings)
        except ArchiveNotFound:
            return cls(settings)

    @property
    def _store(self) -> ArchiveStore:
        if self._opened is None:
            self._opened = _opened(self._settings, create=False)
        return self._opened

    def close(self) -> None:
        """Close the archive's connections."""
        if self._opened is not None:
            self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Archive {self.name}>"

    @property
    def name(self) -> str:
        """Return the path or URL of the archive."""
        return self._opened.name if self._opened is not None else self._settings.archive

    def read(
        self,
        inputs: str | Path | Sequence[str | Path],
        stdin: BinaryIO | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> ReadReport:
        """Read files and folders of reports, or a single one, into the archive; "-" is `stdin`.

        What was read before is skipped. Inputs that fail are named in the result, and the others are read.
        """
        from khaldun.pipeline.run import read_into  # noqa: PLC0415 - loads the extractor, which only reading needs

        if self._opened is None:
            self._opened = _opened(self._settings, create=True)
        several = [inputs] if isinstance(inputs, str | Path) else inputs
        return read_into(self._store, several, stdin, batch=self._settings.batch, progress=progress)

    def reread(self, progress: Callable[[Progress], None] | None = None) -> RereadReport:
        """Read all documents again with the present reader; what earlier ones read is kept beside it."""
        from khaldun.pipeline.reread import reread  # noqa: PLC0415 - loads the extractor, which only reading needs

        return reread(self._store, batch=self._settings.batch, progress=progress)

    def compare_runs(self, *runs: str) -> Comparison:
        """Return what two runs (ids, or beginnings of them) read differently; the last two without any."""
        from khaldun.pipeline.compared import compare_runs  # noqa: PLC0415 - few archives are compared

        return compare_runs(self._store, runs)

    def orphans(self) -> list[Orphan]:
        """Return people's decisions that found no event mention after a new reading."""
        from khaldun.pipeline.compared import orphans  # noqa: PLC0415 - likewise

        return orphans(self._store)

    def events(self, **filters: Unpack[Filters]) -> Events:
        """Return the events that pass all filters (see `Filters`), the newest day first.

        Raises UsageError for a filter that there is not, or that cannot match.
        """
        wanted = _filter(filters)

        def fetch(offset: int, limit: int) -> tuple[Sequence[str], int]:
            page = self._store.find_events(wanted, offset, limit)
            return page.events, page.total

        return Events(fetch)

    def event(self, id: str) -> EventView:
        """Return an event by its id, a former id, or the first six or more digits of one."""
        return EventView(self._store.event_json(id))

    def document(self, id: str) -> DocumentView:
        """Return a document by its id, the beginning of it, or the id or URL that it came with."""
        stored = self._store.document(id)
        told = self._store.events_by_document()
        return DocumentView(document_shape(stored, told.get(stored.document.id, ())))

    def find(self, id: str) -> EventView | DocumentView:
        """Return the event, else the document, of an id; raises UsageError where it is neither."""
        try:
            return self.event(id)
        except UnknownId:
            with suppress(UnknownId):
                return self.document(id)
        raise UsageError(
            f"there is no event or document {id!r} in {self.name}; `khaldun events` lists the ids, of which "
            "the first 6 digits are enough"
        )

    def marked(self, document: DocumentView) -> MarkedDocument:
        """Return a document with the statements of its events marked in the text."""
        return marked(document.data, [self.event(name).data for name in document.events])

    def documents(self) -> Iterator[DocumentView]:
        """Yield all documents, superseded versions too, sorted by id."""
        return (DocumentView(_json(line)) for line in self.export("documents"))

    def export(self, format: str = "jsonl") -> Iterator[str]:
        """Return the lines of an export: jsonl, documents, csv or geojson; raises UsageError for others."""
        return export_lines(self._store, format)

    def publish(self, format: str, stream: BinaryIO) -> Published:
        """Write an export to a stream, and note its SHA-256 in the custody log of a writable archive."""
        digest, size = hashlib.sha256(), 0
        for line in self.export(format):
            data = as_bytes(line)
            digest.update(data)
            size += stream.write(data)
        return Published(size, digest.hexdigest(), self._note(format, digest.hexdigest(), size))

    def _note(self, format: str, sha256: str, size: int) -> bool:
        if not self._store.writable:
            return False
        try:
            self._store.log("export", sha256, {"format": format, "size": size})
        except ArchiveBusy:
            return False
        return True

    def verify(self) -> VerifyReport:
        """Check the custody log, what it covers, the captures and every quote."""
        return self._store.verify()


def _opened(settings: Settings, create: bool) -> ArchiveStore:
    return ArchiveStore.open(settings.archive, create, captures=settings.captures, actor=settings.actor)


def _json(line: str) -> Json:
    shape: Json = json.loads(line)
    return shape


def _filter(given: Filters) -> EventFilter:
    unknown = sorted(given.keys() - Filters.__annotations__.keys())
    if unknown:
        known = ", ".join(Filters.__annotations__)
        raise UsageError(f"there is no filter {unknown[0]!r}; choose from {known}")
    first, last = given.get("date_from"), given.get("date_to")
    if first and last and first[: len(last)] > last[: len(first)]:
        raise UsageError(f"no day lies from {first} to {last}; the earlier date comes first")
    return EventFilter(
        type=_known_type(given.get("type")),
        country=_country(given.get("country")),
        box=_box(given.get("bbox")),
        first=first,
        last=last,
        actor=given.get("actor"),
        text=given.get("text"),
        has_conflict=given.get("has_conflict"),
    )


def _box(box: Box | None) -> Box | None:
    if box is not None and (isinstance(box, str) or len(box) != 4):
        raise UsageError(f"the box {box!r} is not four numbers: west, south, east, north")
    return box


def _known_type(code: str | None) -> str | None:
    known = codebook().types
    if code is None or code in known:
        return code
    near = difflib.get_close_matches(code, known, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "`khaldun codebook` lists them"
    raise UsageError(f"{code!r} is no event type; {hint}")


def _country(code: str | None) -> str | None:
    if code is None or _COUNTRY.fullmatch(code):
        return code.upper() if code else None
    raise UsageError(f"{code!r} is no country code; use ISO 3166 alpha-3, such as SYR")
