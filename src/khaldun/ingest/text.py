"""Plain text and Markdown files to documents; the words stay as written, marks of Markdown included."""

from __future__ import annotations

from collections.abc import Iterator

from khaldun.core.document import Document, Media, SegmentKind, Source
from khaldun.core.span import Span
from khaldun.errors import EmptyInput, InputTooLarge
from khaldun.ingest.builder import SEPARATOR, Part, segments_of
from khaldun.ingest.header import Header, read_header
from khaldun.ingest.items import Notice
from khaldun.ingest.language import document_language, language_code
from khaldun.ingest.markdown import markdown_parts
from khaldun.ingest.published import parse_published
from khaldun.ingest.rows import RowContext, body_parts

TEXT_RENDITION = "text/1"
MARKDOWN_RENDITION = "markdown/1"


def text_documents(text: str, context: RowContext) -> Iterator[Document | Notice]:
    """Yield the document of a plain text; raises EmptyInput or InputTooLarge."""
    yield from _documents(text, context, TEXT_RENDITION)


def markdown_documents(text: str, context: RowContext) -> Iterator[Document | Notice]:
    """Yield the document of a Markdown text; raises EmptyInput or InputTooLarge."""
    yield from _documents(text, context, MARKDOWN_RENDITION)


def _documents(content: str, context: RowContext, rendition: str) -> Iterator[Document | Notice]:
    content = content.removeprefix("\ufeff")
    header = read_header(content)
    text, title, begins = _verbatim(content, header)
    if not text.strip():
        raise EmptyInput(context.origin, "the report has no words", "Check where it was saved.")
    if len(text) > context.limits.text_chars:
        problem = f"the text has {len(text)} characters, more than {context.limits.text_chars}"
        raise InputTooLarge(context.origin, problem, "Split it into its reports.")
    published = parse_published(header.fields.get("published", ""))
    if published.problem:
        yield Notice(context.origin, published.problem)
    stated = header.fields.get("language")
    language = document_language(text[begins:], stated)
    parts, media = _parts(text, title, begins, rendition == MARKDOWN_RENDITION, context.limits.segments)
    trusted = language is not None and language == language_code(stated)
    source = _source(header.fields, title.of(text) if title else None, published.value)
    segments = segments_of(text, parts, language, trusted)
    yield Document(
        text, source, language, segments, tuple(media), rendition=rendition, capture=context.capture
    )


def _verbatim(content: str, header: Header) -> tuple[str, Span | None, int]:
    """Return the words without the header lines, where their title stands, and where the body begins."""
    if not header.fields:
        text = content.rstrip()
        lead = len(text) - len(text.lstrip())
        title = header.title.shift(-lead) if header.title else None
        return text[lead:], title, max(0, header.body - lead)
    body = content[header.body :].rstrip()
    if header.title is None or header.title_line is None:
        words = header.fields.get("title", "").strip()
        if not words or body.startswith(words):
            return body, None, 0
        return f"{words}{SEPARATOR}{body}", Span(0, len(words)), len(words) + len(SEPARATOR)
    line = header.title_line.of(content)
    title = header.title.shift(-header.title_line.start)
    return f"{line}{SEPARATOR}{body}", title, len(line) + len(SEPARATOR)


def _parts(
    text: str, title: Span | None, begins: int, markdown: bool, limit: int
) -> tuple[list[Part], list[Media]]:
    """Return the parts of a text and the images it shows."""
    parts = [Part(SegmentKind.TITLE, title)] if title else []
    if markdown:
        more, media = markdown_parts(text, begins, limit)
        return parts + more, media
    return parts + list(body_parts(text, begins, limit)), []


def _source(fields: dict[str, str], title: str | None, published: str | None) -> Source:
    """Return the source that the header names."""
    return Source(
        external_id=fields.get("id"),
        url=fields.get("url"),
        outlet=fields.get("outlet"),
        author=fields.get("author"),
        handle=fields.get("handle"),
        title=title or fields.get("title"),
        published=published,
    )
