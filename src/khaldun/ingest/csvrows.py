"""Rows of CSV, with the columns of the contract."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from khaldun.errors import InputTooLarge, MalformedRow, UndecodableInput
from khaldun.ingest.items import Failure
from khaldun.ingest.jsonl import Row
from khaldun.ingest.limits import IngestLimits
from khaldun.ingest.lines import bounded_lines
from khaldun.ingest.sniff import COLUMNS

_ESCAPED = range(0xDC80, 0xDD00)


def csv_rows(
    stream: BinaryIO, origin: str, limits: IngestLimits, delimiter: str = ","
) -> Iterator[Row | Failure]:
    """Yield the rows of a CSV stream in UTF-8; a record that is no report is yielded as a Failure.

    A cell takes no more than a text's characters, so that a quotation mark that is never closed costs
    no more memory than that. Raises MalformedRow where the header has neither a "text" nor an "html" column.
    """
    source, limit = _Source(stream, limits.line_bytes), limits.line_bytes
    csv.field_size_limit(limits.text_chars)
    reader = csv.reader(source.texts(), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    while True:
        line = source.line + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            yield Failure(_broken(str(error), origin, line))
            continue
        yield from _too_large(source, origin, limit)
        if not any(cells):
            continue
        if header is None:
            header = _header(cells, origin)
        else:
            yield _row(header, cells, origin, line)
    yield from _too_large(source, origin, limit)


@dataclass(slots=True)
class _Source:
    """Feeds lines to the reader, and keeps their number and those that were over the limit."""

    stream: BinaryIO
    limit: int
    line: int = 0
    refused: list[int] = field(default_factory=list)

    def texts(self) -> Iterator[str]:
        """Yield the lines as text; bytes that are not UTF-8 are carried along, to fail with their record."""
        for line in bounded_lines(self.stream, self.limit):
            self.line = line.number
            if line.data is None:
                self.refused.append(line.number)
                continue
            yield line.data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")


def _too_large(source: _Source, origin: str, limit: int) -> Iterator[Failure]:
    """Yield a Failure for each line that was over the limit."""
    while source.refused:
        problem = f"the line is larger than {limit} bytes"
        yield Failure(InputTooLarge(origin, problem, "Split it into its reports.", source.refused.pop(0)))


def _broken(message: str, origin: str, line: int) -> MalformedRow:
    """Return the error of a record that is no CSV."""
    if "unexpected end" in message:
        remedy = "The file was cut off, or a quotation mark is not closed; the rows before it are read."
        return MalformedRow(origin, "the record breaks off before its end", remedy, line)
    return MalformedRow(
        origin, f"the record is not CSV ({message})", "Quote its cells, doubling the marks in them.", line
    )


def _header(cells: list[str], origin: str) -> list[str]:
    """Return the names of the columns; raises MalformedRow where none of them holds the words of a report."""
    names = [cell.strip().strip("\ufeff").lower() for cell in cells]
    if not {"text", "html"} & set(names):
        found = ", ".join(name for name in names[:20] if name)
        problem = f'there is no column "text" or "html" (found: {found})'
        raise MalformedRow(origin, problem, f"Name the columns as in: {','.join(COLUMNS)}.", 1)
    twice = next((name for name in COLUMNS if names.count(name) > 1), None)
    if twice:
        raise MalformedRow(origin, f'the column "{twice}" stands twice', "Keep the one that is right.", 1)
    return names


def _row(header: list[str], cells: list[str], origin: str, line: int) -> Row | Failure:
    """Return the row of a record."""
    if len(cells) > len(header):
        problem = f"the record has {len(cells)} cells, the header {len(header)}"
        return Failure(MalformedRow(origin, problem, "Quote the cells that hold the delimiter.", line))
    for name, cell in zip(header, cells, strict=False):
        if not cell.isascii() and any(ord(c) in _ESCAPED for c in cell):
            problem = f'"{name}" holds bytes that are not UTF-8'
            return Failure(
                UndecodableInput(origin, problem, "Convert the row to UTF-8 from what it is in.", line)
            )
    return Row(line, {name: cell or None for name, cell in zip(header, cells, strict=False)})
