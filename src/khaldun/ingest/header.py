"""The title and the header lines that a text file may begin with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from khaldun.core.span import Span
from khaldun.data.load import read_yaml
from khaldun.ingest.dateline import dateline_span
from khaldun.ingest.markdown import heading_words
from khaldun.ingest.paragraphs import trimmed

_FILE = "ingest/headers.yaml"
_LONGEST_TITLE = 200
_LONGEST_FIELD = 2000
_MOST_LINES = 40
_LINE = re.compile(r"[^\n\r]*(?:\r\n|\n|\r|\Z)")
_FIELD = re.compile(r"(?:[*_]{0,2})([^\W\d_]+)(?:[*_]{0,2})\s*[:：](?:[*_]{0,2})\s*(.*)")
_SENTENCE_END = (".", ":", ";", ",", "…", "،", "؛", "。")
_FENCE = "---"


@dataclass(frozen=True, slots=True)
class Header:
    """The title's words in the file, the fields of the header lines, and where the body begins."""

    title: Span | None
    fields: dict[str, str]
    title_line: Span | None
    body: int


def read_header(text: str) -> Header:
    """Return the header of a text file: a title line, then lines like "Outlet: …"; both may be missing."""
    lines = _lines(text)
    position = next((i for i, line in enumerate(lines) if text[line.start : line.end].strip()), len(lines))
    if position < len(lines) and text[lines[position].start : lines[position].end].strip() == _FENCE:
        return _front_matter(text, lines, position)
    fields, after = _fields(text, lines, position)
    if fields:
        return Header(None, fields, None, _start(text, lines, after))
    if position == len(lines):
        return Header(None, {}, None, 0)
    return _titled(text, lines, position)


def _lines(text: str) -> list[Span]:
    """Return the first lines, their ends included."""
    spans: list[Span] = []
    position = 0
    while position < len(text) and len(spans) < _MOST_LINES:
        match = _LINE.match(text, position)
        if match is None:
            break
        spans.append(Span(match.start(), match.end()))
        position = match.end()
    return spans


def _titled(text: str, lines: list[Span], position: int) -> Header:
    """Return the header of a text whose first line may be its title."""
    line = trimmed(text, lines[position].start, lines[position].end)
    heading = heading_words(text, line)
    title = heading or line
    fields, after = _fields(text, lines, position + 1)
    if fields:
        return Header(title, fields, line, _start(text, lines, after))
    if heading or _looks_like_title(text, lines, position):
        return Header(title, {}, line, lines[position].end)
    return Header(None, {}, None, line.start)


def _looks_like_title(text: str, lines: list[Span], position: int) -> bool:
    """Tell whether a line is short, no sentence and no dateline, and stands by itself above a body."""
    line = trimmed(text, lines[position].start, lines[position].end)
    below = lines[position + 1 : position + 2]
    if not below or below[0].of(text).strip() or not text[below[0].end :].strip():
        return False
    words = line.of(text)
    if len(words) > _LONGEST_TITLE or words.endswith(_SENTENCE_END):
        return False
    return dateline_span(text, line.start, line.end) is None


def _fields(text: str, lines: list[Span], position: int) -> tuple[dict[str, str], int]:
    """Return the header fields that begin at a line or below a blank one, and the line after them."""
    fields: dict[str, str] = {}
    at = position
    if at < len(lines) and at > 0 and not lines[at].of(text).strip():
        at += 1
    while at < len(lines) and (pair := _field(lines[at].of(text))):
        fields.setdefault(*pair)
        at += 1
    return (fields, at) if fields else ({}, position)


def _field(line: str) -> tuple[str, str] | None:
    """Return the field of a header line."""
    match = _FIELD.fullmatch(line.strip()) if len(line) <= _LONGEST_FIELD else None
    name = _names().get(match[1].casefold()) if match else None
    value = match[2].strip().strip("\"'").strip() if match else ""
    return (name, value.strip("<>")) if name and value else None


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Return the fields by the names of their lines."""
    return {str(name).casefold(): field for field, names in read_yaml(_FILE).items() for name in names}


def _start(text: str, lines: list[Span], after: int) -> int:
    """Return where the body begins that follows the header lines."""
    end = lines[after - 1].end
    return end + len(text[end:]) - len(text[end:].lstrip())


def _front_matter(text: str, lines: list[Span], position: int) -> Header:
    """Return the header of a file that opens with front matter between two fences."""
    closing = next((i for i in range(position + 1, len(lines)) if lines[i].of(text).strip() == _FENCE), None)
    if closing is None:
        return Header(None, {}, None, lines[position].start)
    pairs = [pair for line in lines[position + 1 : closing] if (pair := _field(line.of(text)))]
    body = _start(text, lines, closing + 1)
    rest = read_header(text[body:]) if "title" not in dict(pairs) else Header(None, {}, None, 0)
    title = rest.title.shift(body) if rest.title else None
    title_line = rest.title_line.shift(body) if rest.title_line else None
    return Header(title, {**rest.fields, **dict(pairs)}, title_line, body + rest.body)
