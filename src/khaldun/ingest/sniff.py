"""Tells what kind of input some bytes are, by what they hold and not by their name."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from khaldun.data.load import read_yaml
from khaldun.errors import EmptyInput, UndecodableInput, UnsupportedInput
from khaldun.ingest.decode import bom_encoding, unmarked_utf16

HEAD = 64 * 1024
"""Bytes looked at."""
COLUMNS = ("id", "url", "outlet", "title", "published", "language", "text", "html")
"""Columns of a row of the contract."""
_MAGIC_FILE = "ingest/magic.yaml"
_HTML = re.compile(
    r"<!doctype\s+html|<(?:html|head|body|meta|title|script|style|article|section|main|header|div|table|p|h[1-6]"
    r"|blockquote|figure|span|br|a|ul|ol)\b[^<>]*>",
    re.IGNORECASE,
)
_JSON_ROW = re.compile(r'\s*\{\s*(?:"|\}|$)')
_JSON_ARRAY = re.compile(r'\s*\[\s*(?:\{\s*["}]|\{?$|\])')
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|> \S|!\[[^\]]*\]\(|---\s*$)", re.MULTILINE)
_HEADER_CELL = re.compile(r"[\w.-]+(?: [\w.-]+){0,2}")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_MAX_CONTROL_SHARE = 0.02
"""Control characters of real texts are accidents; compressed or binary data holds 10 % and more."""


class Kind(StrEnum):
    """The kinds of inputs that are read."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"

    @property
    def has_rows(self) -> bool:
        """Tell whether an input of this kind holds many reports."""
        return self in (Kind.JSONL, Kind.JSON, Kind.CSV)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """The kind of an input, with its encoding where that is certain and its delimiter where it has one."""

    kind: Kind
    encoding: str | None = None
    delimiter: str = ","


def sniff(head: bytes, origin: str) -> Sniffed:
    """Return the kind of an input that begins with `head`.

    Raises EmptyInput, UnsupportedInput or UndecodableInput.
    """
    if not head.strip():
        raise EmptyInput(origin, "the input is empty", "Check where it was saved.")
    _refuse_known(head, origin)
    encoding = bom_encoding(head) or (unmarked_utf16(head) if b"\0" in head else None)
    text = _preview(head, encoding)
    sniffed = _sniff_text(text, encoding)
    if encoding is None and not sniffed.kind.has_rows:
        _refuse_binary(head, origin)
    if not text.strip("\ufeff \t\r\n\v\f\x85\xa0"):
        raise EmptyInput(origin, "the input holds nothing but white space", "Check where it was saved.")
    return sniffed


def _refuse_known(head: bytes, origin: str) -> None:
    """Raise UnsupportedInput for a kind of file that is known by its first bytes."""
    for pattern, kind, remedy in _magic():
        if pattern.match(head):
            raise UnsupportedInput(origin, f"this is {kind}, which is not read", remedy)


@lru_cache(maxsize=1)
def _magic() -> tuple[tuple[re.Pattern[bytes], str, str], ...]:
    rows = read_yaml(_MAGIC_FILE)
    return tuple((re.compile(r["start"].encode("latin-1"), re.DOTALL), r["kind"], r["remedy"]) for r in rows)


def _refuse_binary(head: bytes, origin: str) -> None:
    """Raise UndecodableInput for bytes that no text would hold."""
    if b"\0" in head:
        problem = f"there is a NUL byte at position {head.index(0)}, so this is no text"
        raise UndecodableInput(origin, problem, "Remove the NUL bytes, or save the input as UTF-8.")
    if len(_CONTROL.findall(head)) > _MAX_CONTROL_SHARE * len(head):
        raise UndecodableInput(origin, "this is binary data, not text", "Read the text it was made from.")


def _preview(head: bytes, encoding: str | None) -> str:
    """Return the head as text, good enough to recognize its structure."""
    if encoding:
        return head.decode(encoding, "ignore")
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(head) - 4:
            return head[: error.start].decode("utf-8")
        return head.decode("latin-1")


def _sniff_text(text: str, encoding: str | None) -> Sniffed:
    """Return the kind of a text by its beginning."""
    text = text.lstrip("\ufeff \t\r\n\v\f")
    lines = [line for line in text.splitlines()[:40] if line.strip()]
    if kind := _json_kind(text, lines):
        return Sniffed(kind, encoding)
    if _is_html(text):
        return Sniffed(Kind.HTML, encoding)
    if delimiter := _csv_delimiter(lines):
        return Sniffed(Kind.CSV, encoding, delimiter)
    return Sniffed(Kind.MARKDOWN if _MARKDOWN.search(text) else Kind.TEXT, encoding)


def _json_kind(text: str, lines: list[str]) -> Kind | None:
    """Return JSONL or JSON where the text is one of them, a broken first line included."""
    if _JSON_ARRAY.match(text):
        return Kind.JSON
    if not lines:
        return None
    if _JSON_ROW.match(lines[0]):
        return Kind.JSON if _is_printed_over_lines(lines) else Kind.JSONL
    rows = sum(_JSON_ROW.match(line) is not None for line in lines)
    return Kind.JSONL if rows and 2 * rows >= len(lines) else None


def _is_printed_over_lines(lines: list[str]) -> bool:
    """Tell whether the second line goes on with the object that the first one opens."""
    if len(lines) < 2 or lines[0].rstrip().endswith("}") or _JSON_ROW.match(lines[1]):
        return False
    return re.match(r'\s*(?:"[^"]*"\s*:|[}\]])', lines[1]) is not None


def _is_html(text: str) -> bool:
    """Tell whether a text that may open with a comment or an XML declaration is a page."""
    text = re.sub(r"\A(?:\s*(?:<\?xml[^>]*\?>|<!--.*?-->))*\s*", "", text[:20_000], flags=re.DOTALL)
    return text.startswith("<") and _HTML.match(text) is not None


def _csv_delimiter(lines: list[str]) -> str | None:
    """Return the delimiter of a table with a header, None where the lines are no such table."""
    if not lines:
        return None
    for delimiter in (",", "\t", ";", "|"):
        header = next(csv.reader([lines[0]], delimiter=delimiter), [])
        names = {cell.strip().strip("\ufeff").lower() for cell in header}
        if len(names & set(COLUMNS)) >= 2 or (len(header) >= 2 and names & {"text", "html"}):
            return delimiter
        if _is_foreign_table(header, lines, delimiter):
            return delimiter
    return "," if [c.lower() for c in lines[:1]] in (["text"], ["html"]) and len(lines) > 1 else None


def _is_foreign_table(header: list[str], lines: list[str], delimiter: str) -> bool:
    """Tell whether the lines are a table, though one without the contract's columns."""
    if len(header) < 2 or len(lines) < 2 or not all(_HEADER_CELL.fullmatch(cell) for cell in header):
        return False
    rows = list(csv.reader(lines[1:], delimiter=delimiter))
    return all(len(row) == len(header) for row in rows[:-1] or rows)
