"""Reads inputs to the end and sorts what comes out."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from khaldun.core.document import Capture, Document
from khaldun.errors import InputError
from khaldun.ingest import Captured, Failure, IngestLimits, Notice, read_inputs

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


@dataclass
class Outcome:
    captures: list[Capture] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    failures: list[InputError] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def only(self) -> Document:
        assert self.failures == []
        assert len(self.documents) == 1
        return self.documents[0]

    @property
    def texts(self) -> list[str]:
        return [document.text for document in self.documents]


Read = Callable[..., Outcome]


def _read(inputs: Sequence[str | Path], stdin: bytes | None = None, **limits: int) -> Outcome:
    outcome = Outcome()
    stream = io.BytesIO(stdin) if stdin is not None else None
    for incoming in read_inputs(inputs, stream, IngestLimits(**limits), clock=lambda: NOON):
        if isinstance(incoming, Captured):
            outcome.captures.append(incoming.capture)
            with incoming.raw.open() as raw:
                outcome.raw.append(raw.read())
            items = list(incoming.documents)
        else:
            items = [incoming]
        for item in items:
            if isinstance(item, Failure):
                outcome.failures.append(item.error)
            elif isinstance(item, Notice):
                outcome.notices.append(item)
            else:
                outcome.documents.append(item)
    return outcome


@pytest.fixture
def read() -> Read:
    """Read inputs: read([path, …], stdin=b"…", line_bytes=…)."""
    return _read


@pytest.fixture
def read_bytes(tmp_path: Path) -> Read:
    """Read one file that holds some bytes: read_bytes(b"…", name="report")."""

    def run(data: bytes, name: str = "report", **limits: int) -> Outcome:
        path = tmp_path / name
        path.write_bytes(data)
        return _read([path], None, **limits)

    return run
