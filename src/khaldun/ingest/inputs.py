"""Files, folders and standard input, one after the other; what cannot be read costs nothing else."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from khaldun.core.digest import sha256
from khaldun.core.document import Capture, Document
from khaldun.errors import InputError, InputTooLarge, MalformedRow, UnsupportedInput
from khaldun.ingest.csvrows import csv_rows
from khaldun.ingest.decode import decode_text, guess_encoding
from khaldun.ingest.items import Captured, Failure, Incoming, Item, Notice, Raw
from khaldun.ingest.jsonl import Row, array_rows, jsonl_rows
from khaldun.ingest.limits import IngestLimits
from khaldun.ingest.recode import recoded
from khaldun.ingest.rows import RowContext, row_documents
from khaldun.ingest.single import file_documents, read_page
from khaldun.ingest.sniff import HEAD, Kind, Sniffed, sniff
from khaldun.ingest.unpack import GZIP_MAGIC, unpacked

TOOL = "khaldun.ingest/1"
STDIN = "-"
_STDIN_ORIGIN = "standard input"
_CHUNK = 1 << 20

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


def read_inputs(
    inputs: Sequence[str | Path],
    stdin: BinaryIO | None = None,
    settings: IngestLimits | None = None,
    clock: Clock = _now,
) -> Iterator[Incoming]:
    """Yield what each input holds, in the order given; folders are walked in sorted order.

    "-" is standard input. What cannot be read is yielded as a Failure, and reading goes on. The
    documents of a Captured are to be read before the next item is asked for.
    """
    limits = settings or IngestLimits()
    for item in inputs:
        if str(item) == STDIN:
            yield from _read_stream(stdin, _STDIN_ORIGIN, limits, clock)
        else:
            for path in _files(Path(item)):
                if path != Path(item) and path.exists() and not path.is_file():
                    yield Notice(str(path), "this is no ordinary file but a pipe or a device; it is left out")
                else:
                    yield from _read_path(path, limits, clock)


def _files(path: Path) -> Iterator[Path]:
    """Yield the files below a folder in sorted order, hidden ones left out; a file is itself."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))


def _read_path(path: Path, limits: IngestLimits, clock: Clock) -> Iterator[Incoming]:
    """Yield what the file at `path` holds."""
    try:
        if path.is_file():
            yield from _read_file(_File(path, str(path), limits), clock)
        elif path.exists():
            with path.open("rb") as stream:
                yield from _read_stream(stream, str(path), limits, clock)
        else:
            yield Failure(InputError(str(path), "there is no such file or folder", "Check the path."))
    except OSError as error:
        yield Failure(_unreadable(str(path), error))


def _unreadable(origin: str, error: OSError) -> InputError:
    return InputError(
        origin, f"it cannot be read ({error.strerror or error})", "Check its permissions and its disk."
    )


def _read_stream(
    stream: BinaryIO | None, origin: str, limits: IngestLimits, clock: Clock
) -> Iterator[Incoming]:
    """Yield what a stream holds that can be read only once, by way of a temporary file."""
    if stream is None:
        yield Failure(InputError(origin, "there is no standard input to read", "Name a file instead."))
        return
    try:
        with tempfile.NamedTemporaryFile(prefix="khaldun-") as copy:
            shutil.copyfileobj(stream, copy, _CHUNK)
            copy.flush()
            yield from _read_file(_File(Path(copy.name), origin, limits), clock)
    except OSError as error:
        yield Failure(_unreadable(origin, error))


@dataclass(frozen=True, slots=True)
class _File:
    """A file on disk, the name it goes by, and what it may cost."""

    path: Path
    origin: str
    limits: IngestLimits

    @contextmanager
    def content(self) -> Iterator[BinaryIO]:
        """Open the file's content, unpacked where it is packed."""
        with self.path.open("rb") as raw:
            packed = raw.read(2) == GZIP_MAGIC
            raw.seek(0)
            if not packed:
                yield raw
                return
            with unpacked(raw, self.path.stat().st_size, self.origin, self.limits) as stream:
                yield stream

    def stamp(self) -> tuple[int, int]:
        """Return what changes when somebody writes to the file."""
        stat = self.path.stat()
        return stat.st_size, stat.st_mtime_ns


def _read_file(file: _File, clock: Clock) -> Iterator[Incoming]:
    """Yield the file as one Captured, or the Failure that it is."""
    try:
        head = _head(file)
        sniffed = sniff(head, file.origin)
        if sniffed.kind.has_rows:
            yield _row_file(file, sniffed, head, clock)
        else:
            yield from _single_file(file, sniffed, clock)
    except InputError as error:
        yield Failure(error)


def _head(file: _File) -> bytes:
    """Return the first bytes of a file's content; raises UnsupportedInput for gzip inside gzip."""
    with file.content() as stream:
        head = stream.read(HEAD)
    if head.startswith(GZIP_MAGIC):
        raise UnsupportedInput(file.origin, "this is gzip inside gzip", "Unpack it once and read the result.")
    return head


def _row_file(file: _File, sniffed: Sniffed, head: bytes, clock: Clock) -> Captured:
    """Return a file of rows, whose documents are made while they are read."""
    stamp = file.stamp()
    with file.path.open("rb") as raw:
        digest = hashlib.file_digest(raw, "sha256").hexdigest()
    capture = Capture(digest, stamp[0], file.origin, _iso(clock()), TOOL)
    return Captured(capture, Raw(path=file.path), _row_items(file, sniffed, head, capture, stamp))


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _row_items(
    file: _File, sniffed: Sniffed, head: bytes, capture: Capture, stamp: tuple[int, int]
) -> Iterator[Item]:
    """Yield the documents of a file of rows, and the Failures of its bad rows in their place."""
    context = RowContext(file.origin, capture.sha256, file.limits)
    try:
        with file.content() as stream:
            encoding = _row_encoding(sniffed, head)
            if encoding:
                yield Notice(file.origin, f"the rows are read as {encoding}")
            rows = _rows(recoded(stream, encoding) if encoding else stream, sniffed, file)
            yield from _patiently(rows, context)
        _check_unchanged(file, stamp)
    except InputError as error:
        yield Failure(error)
    except OSError as error:
        yield Failure(_unreadable(file.origin, error))


def _check_unchanged(file: _File, stamp: tuple[int, int]) -> None:
    """Raise InputError where somebody wrote to the file while it was read."""
    if file.stamp() != stamp:
        problem, remedy = "the file changed while it was read", "Read it again when it is complete."
        raise InputError(file.origin, problem, remedy)


def _patiently(rows: Iterator[Row | Failure], context: RowContext) -> Iterator[Item]:
    """Yield the documents of rows; raises MalformedRow after too many bad rows one after the other."""
    bad = 0
    for row in rows:
        good = False
        for item in _row_items_of(row, context):
            good = good or isinstance(item, Document)
            yield item
        bad = 0 if good else bad + 1
        if bad >= context.limits.failures_in_a_row:
            problem = f"{bad} rows one after the other cannot be read; the rest is left unread"
            raise MalformedRow(context.origin, problem, "Correct the file, and read it again.")


def _row_items_of(row: Row | Failure, context: RowContext) -> Iterator[Item]:
    """Yield the documents of one row, or its Failure."""
    if isinstance(row, Failure):
        yield row
        return
    try:
        yield from row_documents(row.fields, row.line, context, read_page)
    except InputError as error:
        yield Failure(error)


def _rows(stream: BinaryIO, sniffed: Sniffed, file: _File) -> Iterator[Row | Failure]:
    """Return the rows of a stream of the kind."""
    if sniffed.kind is Kind.CSV:
        return csv_rows(stream, file.origin, file.limits, sniffed.delimiter)
    read = array_rows if sniffed.kind is Kind.JSON else jsonl_rows
    return read(stream, file.origin, file.limits.line_bytes)


def _row_encoding(sniffed: Sniffed, head: bytes) -> str | None:
    """Return the encoding to convert rows from: JSON is UTF-8, a table is in what its editor wrote."""
    if sniffed.encoding and sniffed.encoding != "utf-8-sig":
        return sniffed.encoding
    if sniffed.kind is not Kind.CSV or sniffed.encoding:
        return None
    try:
        head[: head.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        good = sum(_is_utf8(line) and not line.isascii() for line in head.splitlines())
        return None if good else guess_encoding(head)
    return None


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _single_file(file: _File, sniffed: Sniffed, clock: Clock) -> Iterator[Captured | Failure]:
    """Yield a file that is one document; its raw bytes are kept as they came, packed ones packed."""
    size = file.path.stat().st_size
    limit = file.limits.file_bytes
    if size > limit:
        raise InputTooLarge(
            file.origin, f"it has {size} bytes, more than {limit}", "Split it into its reports."
        )
    data = file.path.read_bytes()
    with file.content() as stream:
        content = stream.read(min(limit, file.limits.unpacked_bytes) + 1)
    if len(content) > limit:
        raise InputTooLarge(
            file.origin, f"it unpacks to more than {limit} bytes", "Split it into its reports."
        )
    capture = Capture(sha256(data), len(data), file.origin, _iso(clock()), TOOL)
    decoded = decode_text(content, file.origin, sniffed.encoding)
    context = RowContext(file.origin, capture.sha256, file.limits)
    items: list[Item] = [Notice(file.origin, decoded.note)] if decoded.note else []
    items.extend(file_documents(decoded.text, sniffed.kind, context))
    yield Captured(capture, Raw(data=data), iter(items))
