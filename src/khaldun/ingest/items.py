"""What ingest hands on: captures with their documents, and what went wrong on the way."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from khaldun.core.document import Capture, Document
from khaldun.errors import InputError


@dataclass(frozen=True, slots=True)
class Failure:
    """One input, or one row of it, that could not be read; reading goes on after it."""

    error: InputError


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about an input that a user should know, though it was read."""

    origin: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        where = self.origin if self.line is None else f"{self.origin}, line {self.line}"
        return f"{where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Raw:
    """The bytes of one input as they came: in memory, or in a file too large for it."""

    data: bytes | None = None
    path: Path | None = None

    def open(self) -> BinaryIO:
        """Return a stream over the bytes; the caller closes it."""
        if self.data is not None:
            return io.BytesIO(self.data)
        if self.path is None:
            raise ValueError("raw bytes need data or a path")
        return self.path.open("rb")


Item = Document | Failure | Notice


@dataclass(frozen=True, slots=True)
class Captured:
    """One input that is of a readable kind, with its raw bytes and the documents made of it.

    `raw` and `documents` are read before the next input is asked for, `documents` once: the documents
    of a file of rows are made as they are read, and standard input lies in a temporary file until then.
    A parent stands directly before its children.
    """

    capture: Capture
    raw: Raw
    documents: Iterator[Item]


Incoming = Captured | Failure | Notice
