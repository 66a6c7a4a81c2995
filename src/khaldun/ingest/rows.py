"""One row of the contract (id, url, outlet, title, published, language, text or html) to its documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from khaldun.core.document import Document, SegmentKind, Source
from khaldun.core.span import Span
from khaldun.errors import EmptyInput, InputTooLarge, MalformedRow
from khaldun.ingest.builder import SEPARATOR, Part, opening_parts, segments_of
from khaldun.ingest.items import Notice
from khaldun.ingest.language import document_language, language_code
from khaldun.ingest.limits import IngestLimits
from khaldun.ingest.paragraphs import paragraph_spans
from khaldun.ingest.published import parse_published

RENDITION = "rows/1"


class Number(str):
    """A number of a row, in the digits it was written with."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class RowContext:
    """What a row's documents need to know beside the row: where it stands and what it may cost."""

    origin: str
    capture: str
    limits: IngestLimits


@dataclass(frozen=True, slots=True)
class Page:
    """A page for whoever reads HTML: its markup, and the source and language that its row states."""

    html: str
    source: Source
    language: str | None
    context: RowContext
    line: int | None


PageReader = Callable[[Page], Iterator[Document | Notice]]


def row_documents(
    row: Mapping[str, object], line: int, context: RowContext, read_page: PageReader
) -> Iterator[Document | Notice]:
    """Yield the documents of a row, the report before what is embedded in it.

    Raises MalformedRow, EmptyInput or InputTooLarge, each with the line; `line` counts from 1.
    """
    fields = _Fields(row, line, context)
    published = parse_published(fields.get("published", number=True) or "")
    if published.problem:
        yield Notice(context.origin, published.problem, line)
    source = Source(
        external_id=fields.get("id", number=True),
        url=fields.get("url"),
        outlet=fields.get("outlet"),
        title=(fields.get("title") or "").strip() or None,
        published=published.value,
    )
    language = fields.get("language")
    text, html = fields.get("text"), fields.get("html")
    if text is not None:
        yield text_document(text, source, language, context)
    elif html is not None:
        yield from read_page(Page(html, source, language, context, line))
    else:
        raise fields.without_text()


def text_document(text: str, source: Source, stated: str | None, context: RowContext) -> Document:
    """Return the document of a report given as text, which stands in it exactly as given."""
    title = source.title
    begins = 0
    if title and not text.startswith(title):
        begins = len(title) + len(SEPARATOR)
        text = f"{title}{SEPARATOR}{text}"
    language = document_language(text[begins:], stated)
    trusted = language is not None and language == language_code(stated)
    parts = list(_parts(text, title, begins, context.limits.segments))
    segments = segments_of(text, parts, language, trusted)
    return Document(text, source, language, segments, rendition=RENDITION, capture=context.capture)


def _parts(text: str, title: str | None, begins: int, limit: int) -> Iterator[Part]:
    """Yield the parts of a text whose body begins at `begins`: title, dateline, paragraphs."""
    if title and (begins or text[len(title) : len(title) + 1] in ("\n", "\r", "")):
        yield Part(SegmentKind.TITLE, Span(0, len(title)))
        begins = begins or len(title)
    yield from body_parts(text, begins, limit)


def body_parts(text: str, begins: int, limit: int) -> Iterator[Part]:
    """Yield the dateline and the paragraphs of a body that begins at `begins`."""
    paragraphs = paragraph_spans(text, begins, limit)
    if paragraphs:
        yield from opening_parts(text, paragraphs[0])
    yield from (Part(SegmentKind.PARAGRAPH, span) for span in paragraphs[1:])


@dataclass(frozen=True, slots=True)
class _Fields:
    """The columns of one row, each checked when it is taken."""

    row: Mapping[str, object]
    line: int
    context: RowContext

    def get(self, column: str, number: bool = False) -> str | None:
        """Return the words of a column, None where it is missing or blank; raises MalformedRow."""
        value = self.row.get(column)
        if value is None:
            return None
        if not isinstance(value, str) or (isinstance(value, Number) and not number):
            raise self._wrong(f'"{column}" is not a string', f'Put "{column}" in quotes, or leave it out.')
        value = str(value) if isinstance(value, Number) else value
        self._check(column, value)
        return value if value.strip() else None

    def _check(self, column: str, value: str) -> None:
        """Raise where a value cannot be kept as it stands."""
        if len(value) > self.context.limits.text_chars:
            problem = f'"{column}" has {len(value)} characters, more than {self.context.limits.text_chars}'
            raise InputTooLarge(self.context.origin, problem, "Split it into its reports.", self.line)
        if "\0" in value:
            raise self._wrong(f'"{column}" holds a NUL character', "Remove the NUL characters from the row.")
        if not value.isascii() and not _is_unicode(value):
            problem = f'"{column}" holds half of a surrogate pair, which is no character'
            raise self._wrong(problem, "Write the row again with a JSON library that keeps pairs together.")

    def _wrong(self, problem: str, remedy: str) -> MalformedRow:
        return MalformedRow(self.context.origin, problem, remedy, self.line)

    def without_text(self) -> EmptyInput | MalformedRow:
        """Return the error of a row that has nothing to read."""
        if "text" in self.row or "html" in self.row:
            return EmptyInput(self.context.origin, "the report has no words", "Fill in its text.", self.line)
        names = ", ".join(sorted(map(str, self.row))[:20]) or "none"
        return self._wrong(
            f'there is neither "text" nor "html" (found: {names})', 'Name the report\'s words "text".'
        )


def _is_unicode(value: str) -> bool:
    """Tell whether a string can be written as UTF-8."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
