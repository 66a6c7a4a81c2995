"""The reader of this package, made once for all documents of an evaluation, and texts made documents for it."""

from __future__ import annotations

from functools import lru_cache

from khaldun.core.document import Document, Source
from khaldun.core.span import Span
from khaldun.evaluate.predict.protocols import Offsets
from khaldun.pipeline.reader import Reader


@lru_cache(maxsize=1)
def reader() -> Reader:
    """Return the reader, made when it is first asked for."""
    return Reader.best()


def document(text: str, published: str | None = None, language: str = "en") -> Document:
    """Return a text as a document of one piece."""
    return Document(text, Source(published=published), language)


def offsets(span: Span) -> Offsets:
    """Return where a span begins and ends."""
    return span.start, span.end
