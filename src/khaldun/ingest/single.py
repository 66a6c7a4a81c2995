"""One file that is one document, and one page of a row, each by its reader."""

from __future__ import annotations

from collections.abc import Iterator

from khaldun.core.document import Document, Source
from khaldun.ingest.html import html_documents
from khaldun.ingest.items import Notice
from khaldun.ingest.rows import Page, RowContext
from khaldun.ingest.sniff import Kind
from khaldun.ingest.text import markdown_documents, text_documents


def file_documents(text: str, kind: Kind, context: RowContext) -> Iterator[Document | Notice]:
    """Yield the documents of a file's text; raises InputError where it is no report."""
    if kind is Kind.HTML:
        return html_documents(Page(text, Source(), None, context, None))
    return (markdown_documents if kind is Kind.MARKDOWN else text_documents)(text, context)


def read_page(page: Page) -> Iterator[Document | Notice]:
    """Yield the documents of a row that gives its report as HTML."""
    return html_documents(page)
