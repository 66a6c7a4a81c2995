"""What was captured and the text made of it: captures, documents and their segments."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from khaldun.core.digest import digest, sha256
from khaldun.core.span import Span


class SegmentKind(StrEnum):
    """The parts of a page that differ in who speaks or in what they are."""

    TITLE = "title"
    DATELINE = "dateline"
    BYLINE = "byline"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    CAPTION = "caption"
    CREDIT = "credit"
    EMBEDDED_POST = "embedded_post"
    TIMED_ENTRY = "timed_entry"
    BOILERPLATE = "boilerplate"


class Provenance(StrEnum):
    """How an image was made, as far as the page says."""

    CAMERA = "camera"
    AI_GENERATED = "ai_generated"
    EDITED = "edited"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a document's text; `child` is the id of the document embedded there."""

    kind: SegmentKind
    span: Span
    language: str | None = None
    child: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """One image of a document with the words that say how it was made."""

    span: Span | None = None
    caption: str | None = None
    credit: str | None = None
    provenance: Provenance = Provenance.UNKNOWN
    provenance_words: str | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """Raw bytes as they came: SHA-256, size, origin, time (ISO 8601, UTC) and tool."""

    sha256: str
    size: int
    origin: str
    captured_at: str
    tool: str


@dataclass(frozen=True, slots=True)
class Source:
    """Who published a document, and where."""

    external_id: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    handle: str | None = None
    title: str | None = None
    published: str | None = None
    """ISO 8601 date or date-time as published, else None."""


@dataclass(frozen=True, slots=True)
class Document:
    """Verbatim text, its segments and its source; offsets point into `text` for good.

    `rendition` names the tool and version that made the text. A document embedded in another
    carries the parent's id, and its words stand in the parent's text as well.
    """

    text: str
    source: Source = field(default_factory=Source)
    language: str | None = None
    segments: tuple[Segment, ...] = ()
    media: tuple[Media, ...] = ()
    parent: str | None = None
    rendition: str = "plain/1"
    capture: str | None = None
    """SHA-256 of the capture that the text was made from."""
    _kept: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Digests once they are asked for: a text may be long."""

    @property
    def text_sha256(self) -> str:
        """Return the SHA-256 of the text in UTF-8."""
        if "text" not in self._kept:
            self._kept["text"] = sha256(self.text.encode("utf-8", "surrogatepass"))
        return self._kept["text"]

    @property
    def key(self) -> str:
        """Return what names this document from outside: its id, else its address, else its text."""
        return self.source.external_id or self.source.url or self.text_sha256

    @property
    def id(self) -> str:
        """Return the document's digest: of its outer name, its parent, its rendition and its text."""
        if "id" not in self._kept:
            parts = (self.key, self.parent or "", self.rendition, self.text_sha256)
            self._kept["id"] = digest("document", *parts)
        return self._kept["id"]

    @property
    def speaker(self) -> str | None:
        """Return who speaks where nobody else does: the account or author of a post, else the outlet."""
        if self.parent or self.source.handle:
            return self.source.author or self.source.handle or self.source.outlet
        return self.source.outlet or self.source.author
