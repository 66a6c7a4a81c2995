"""The leaves of a batch's Merkle tree: what is hashed of a capture, a document and a reading.

Only what never changes is hashed: a document may be superseded or retracted later, a run become outdated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from khaldun.store import merkle
from khaldun.store.codec import compact

Mention = tuple[str, str, str, str, str, float]
"""id, type, anchors as JSON, scope, factuality, confidence."""

Read = tuple[int, str, int, int, str, str, str, int | None, int | None, str, str, float, str, str | None]
"""Position of the mention, property, start, stop, quote, digests of value and speaker, start and stop of the
cue, stance, factuality, confidence, scope, party."""

Cell = Callable[[str], Any]
"""Gives a row's column by its name."""

_CAPTURE = ("size", "origin", "captured_at", "tool")
_DOCUMENT = (
    "external_id",
    "url",
    "outlet",
    "author",
    "handle",
    "title",
    "published",
    "language",
    "rendition",
    "segments",
    "media",
)


def of_capture(cell: Cell) -> bytes:
    """Return the leaf of a capture, by a function that gives its columns."""
    return _leaf("capture", cell("sha256").hex(), *map(cell, _CAPTURE))


def of_document(cell: Cell, parent: str | None, capture: str | None) -> bytes:
    """Return the leaf of a document, by its columns, its parent's id and its capture's SHA-256."""
    names = (cell("id").hex(), cell("lineage").hex(), cell("text_sha256").hex())
    return _leaf("document", *names, parent, capture, *map(cell, _DOCUMENT))


def of_reading(document: str, run: str, mentions: Sequence[Mention], readings: Sequence[Read]) -> bytes:
    """Return the leaf of all that one run read in one document; "nothing" has its leaf, too."""
    return _leaf("reading", document, run, mentions, readings)


def _leaf(*parts: object) -> bytes:
    return merkle.leaf(compact(parts).encode("ascii"))
