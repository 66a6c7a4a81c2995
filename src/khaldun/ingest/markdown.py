"""The parts of a Markdown body: headings, quotations, images with their credits, list items, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from khaldun.core.document import Media, SegmentKind
from khaldun.core.span import Span
from khaldun.ingest.builder import Part, opening_parts
from khaldun.ingest.paragraphs import paragraph_spans, trimmed
from khaldun.ingest.provenance import media_of, opens_credit, split_credit

_HEADING = re.compile(r"#{1,6}[ \t]+")
_IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\([^)\s]*(?:\s+\"(?P<title>[^\"]*)\")?\)")
_OPENS_PART = re.compile(r"[ \t]*(?:#{1,6}\s|!\[|[-*+]\s|\d{1,3}[.)]\s|>)")
_ALONE = re.compile(r"[ \t]*(?:#{1,6}\s|!\[)")
_LINE = re.compile(r"[^\r\n]+")
_RULE = re.compile(r"[-*_=\s]+")
_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+")


def markdown_parts(text: str, begins: int, limit: int) -> tuple[list[Part], list[Media]]:
    """Return the parts of the body that begins at `begins`, and the images it shows."""
    reader = _Reader(text)
    for block in paragraph_spans(text, begins, limit):
        for piece in _pieces(text, block):
            reader.read(piece)
    reader.close_image()
    return reader.parts, reader.media


def heading_words(text: str, line: Span) -> Span | None:
    """Return the words of a heading, None where the line is none."""
    match = _HEADING.match(text, line.start, line.end)
    if match is None:
        return None
    bare = trimmed(text, match.end(), line.end)
    closed = trimmed(text, bare.start, bare.start + len(bare.of(text).rstrip("#")))
    return closed or None


def _pieces(text: str, block: Span) -> Iterator[Span]:
    """Yield the pieces of a block without blank lines: headings, images, list items; quotes whole."""
    current: Span | None = None
    for match in _LINE.finditer(text, block.start, block.end):
        line = Span(match.start(), match.end())
        opens = _OPENS_PART.match(text, line.start, line.end)
        quoted = opens is not None and opens.group().endswith(">")
        if (
            current
            and (not opens or (quoted and text[current.start] == ">"))
            and not _ALONE.match(text, current.start)
        ):
            current = current.join(line)
            continue
        if current:
            yield trimmed(text, current.start, current.end)
        current = line
    if current:
        yield trimmed(text, current.start, current.end)


class _Reader:
    """Takes the pieces of a body in turn; an image waits for the credit that may follow it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.parts: list[Part] = []
        self.media: list[Media] = []
        self._image: tuple[Span | None, Span | None] | None = None
        self._body_begun = False

    def read(self, piece: Span) -> None:
        """Add one piece."""
        words = piece.of(self._text)
        if image := _IMAGE.match(words):
            self.close_image()
            self._open_image(piece, image)
        elif self._image and not self._image[1] and opens_credit(words.lstrip("*_ ")):
            credit = self._bare(piece)
            self.parts.append(Part(SegmentKind.CREDIT, credit))
            self._image = (self._image[0], credit)
        elif heading := heading_words(self._text, piece):
            self.parts.append(Part(SegmentKind.TITLE, heading))
        elif words.startswith(">"):
            self.parts.append(Part(SegmentKind.QUOTE, piece))
        elif not _RULE.fullmatch(words):
            self._paragraph(piece)

    def _paragraph(self, piece: Span) -> None:
        """Add a paragraph or a list item; the body's first may open with a dateline."""
        if not self._body_begun:
            self._body_begun = True
            self.parts.extend(opening_parts(self._text, piece))
            return
        item = _ITEM.match(self._text, piece.start, piece.end)
        self.parts.append(Part(SegmentKind.PARAGRAPH, Span(item.end(), piece.end) if item else piece))

    def _bare(self, piece: Span) -> Span:
        """Return a piece without the marks of emphasis around it."""
        start, end = piece.start, piece.end
        while start < end and self._text[start] in "*_ ":
            start += 1
        while end > start and self._text[end - 1] in "*_ ":
            end -= 1
        return Span(start, end)

    def _open_image(self, piece: Span, image: re.Match[str]) -> None:
        """Note an image: its caption is its title, else its alternative text, and may close with a credit."""
        group = "title" if image["title"] else "alt"
        span = Span(piece.start + image.start(group), piece.start + image.end(group))
        rest = trimmed(self._text, piece.start + image.end(), piece.end)
        cut = split_credit(span.of(self._text))
        caption = Span(span.start, span.start + cut) if cut else span
        credit = Span(span.start + cut, span.end) if cut else None
        if opens_credit(span.of(self._text)):
            caption, credit = Span(span.start, span.start), span
        if rest and credit is None and opens_credit(rest.of(self._text).lstrip("*_ ")):
            credit = self._bare(rest)
        for kind, part in ((SegmentKind.CAPTION, caption), (SegmentKind.CREDIT, credit)):
            if part:
                self.parts.append(Part(kind, part))
        self._image = (caption or None, credit)

    def close_image(self) -> None:
        """Finish the image that waits for a credit."""
        if self._image:
            self.media.append(media_of(self._text, *self._image))
            self._image = None
