"""What enters the archive in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from khaldun.core.digest import digest
from khaldun.core.document import Capture, Document
from khaldun.core.statement import DocumentReading

MAX_DOCUMENTS = 500
"""Documents in one batch, what is embedded in them not counted: a longer one would keep others waiting."""


@dataclass(frozen=True, slots=True)
class Run:
    """One way of reading: extractor, resolvers and settings name it, `runtime` is noted beside them.

    `reader` is the digest of extractor and resolvers together. Two runs with the same reader and the
    same settings are the same run: what one has read, the other need not read again.
    """

    extractor: str
    reader: str
    settings: Mapping[str, str] = field(default_factory=dict)
    runtime: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Return the digest of the reader and the settings."""
        return digest("run", self.reader, *(part for pair in sorted(self.settings.items()) for part in pair))


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """Captures, documents and what was read in them, to be written together or not at all.

    A parent stands before its children, here or in an earlier batch; every reading's document likewise.
    """

    run: Run
    documents: tuple[Document, ...] = ()
    readings: tuple[DocumentReading, ...] = ()
    captures: tuple[Capture, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """How much of a batch was new to the archive."""

    captures: int = 0
    documents: int = 0
    superseded: int = 0
    readings: int = 0
