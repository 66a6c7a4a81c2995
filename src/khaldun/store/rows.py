"""Documents, mentions and readings as rows, and as the records whose hashes enter the custody log."""

from __future__ import annotations

import json
import zlib
from typing import Any

from sqlalchemy import Row

from khaldun.core.digest import digest
from khaldun.core.document import Document, Media, Provenance, Segment, SegmentKind, Source
from khaldun.core.span import Span
from khaldun.core.statement import EventMention, Factuality, Scope
from khaldun.store.codec import compact

Cells = dict[str, Any]
_LEVEL = 4
"""The level of zlib that packs news within 1 % of level 6, in three quarters of the time."""
_SOURCE = ("external_id", "url", "outlet", "author", "handle", "title", "published")


def pack(text: str) -> bytes:
    """Return a text compressed: half the size of the plain text, and any character survives."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def unpack(data: bytes) -> str:
    """Return the text that `pack` compressed."""
    return zlib.decompress(data).decode("utf-8", "surrogatepass")


def lineage(document: Document, parent: bytes | None) -> bytes:
    """Return what all versions of a document share: its outer name, and its parent's lineage."""
    return bytes.fromhex(digest("lineage", document.key, parent.hex() if parent else ""))


def document_cells(document: Document) -> Cells:
    """Return the columns of a document that depend on it alone."""
    cells: Cells = {name: getattr(document.source, name) for name in _SOURCE}
    return cells | {
        "id": bytes.fromhex(document.id),
        "language": document.language,
        "rendition": document.rendition,
        "text_sha256": bytes.fromhex(document.text_sha256),
        "text": pack(document.text),
        "segments": compact([_segment(s) for s in document.segments]),
        "media": compact([_media(m) for m in document.media]),
    }


def _segment(segment: Segment) -> list[object]:
    return [segment.kind.value, segment.span.start, segment.span.end, segment.language, segment.child]


def _media(media: Media) -> list[object]:
    span = [media.span.start, media.span.end] if media.span else None
    return [span, media.caption, media.credit, media.provenance.value, media.provenance_words]


def document_of(row: Row[Any], parent: str | None, capture: bytes | None) -> Document:
    """Return the document of a row, given its parent's id and its capture's SHA-256."""
    return Document(
        text=unpack(row.text),
        source=Source(*(getattr(row, name) for name in _SOURCE)),
        language=row.language,
        segments=tuple(
            Segment(SegmentKind(kind), Span(start, end), language, child)
            for kind, start, end, language, child in json.loads(row.segments)
        ),
        media=tuple(
            Media(Span(*span) if span else None, caption, credit, Provenance(provenance), words)
            for span, caption, credit, provenance, words in json.loads(row.media)
        ),
        parent=parent,
        rendition=row.rendition,
        capture=capture.hex() if capture else None,
    )


def anchors_json(mention: EventMention) -> str:
    """Return a mention's anchors as JSON."""
    return compact([[a.start, a.end] for a in mention.anchors])


def mention_of(row: Row[Any], document: str) -> EventMention:
    """Return the event mention of a row."""
    anchors = tuple(Span(*pair) for pair in json.loads(row.anchors))
    return EventMention(
        document, row.type, anchors, Scope(row.scope), Factuality(row.factuality), row.confidence
    )
