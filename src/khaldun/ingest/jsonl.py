"""Rows of JSON: one object a line, or the elements of an array, each read by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, BinaryIO

from khaldun.errors import InputError, InputTooLarge, MalformedRow, UndecodableInput
from khaldun.ingest.items import Failure
from khaldun.ingest.lines import Line, bounded_lines
from khaldun.ingest.rows import Number

_CHUNK = 1 << 20
_LARGE = 4 << 20
_MAX_VALUES = 1_000_000
"""Values in a line of more than `_LARGE` bytes: small values take 20 times their bytes in memory."""
_CUT_REMEDY = "The file was cut off; fetch it again. The other lines are read."
_TOKEN = re.compile(rb'["\\\n{}\[\]]')
_QUOTED_END = re.compile(rb'["\\\n]')


@dataclass(frozen=True, slots=True)
class Row:
    """One object of a file of rows, with the line that it begins on."""

    line: int
    fields: dict[str, object]


class _Repeated(dict[str, object]):
    """An object that names a key twice; `key` is the first such key."""

    key = ""


def jsonl_rows(stream: BinaryIO, origin: str, limit: int) -> Iterator[Row | Failure]:
    """Yield the rows of a JSONL stream; a line that is not a report is yielded as a Failure."""
    for line in bounded_lines(stream, limit):
        if row := _row(line, origin, limit):
            yield row


def array_rows(stream: BinaryIO, origin: str, limit: int) -> Iterator[Row | Failure]:
    """Yield the objects of a JSON array, or of objects printed over several lines, one at a time."""
    for line in _objects(stream, limit):
        if row := _row(line, origin, limit):
            yield row


def _row(line: Line, origin: str, limit: int) -> Row | Failure | None:
    """Return the row of a line, None for a blank line."""
    if line.data is None:
        problem = f"the line is larger than {limit} bytes"
        return Failure(InputTooLarge(origin, problem, "Split it into one report a line.", line.number))
    try:
        fields = parse_object(line.data, origin, line.number)
    except InputError as error:
        return Failure(error)
    return None if fields is None else Row(line.number, fields)


def parse_object(data: bytes, origin: str, line: int) -> dict[str, object] | None:
    """Return the object in `data`, None where it is blank; raises MalformedRow or UndecodableInput."""
    text = _decoded(data, origin, line).strip("\ufeff \t\r\n")
    if not text:
        return None
    _refuse_costly(data, origin, line)
    try:
        value = _decoder().decode(text)
    except json.JSONDecodeError as error:
        raise _broken(error, text, origin, line) from error
    except RecursionError as error:
        raise MalformedRow(origin, "the values are nested too deep", "Keep to plain fields.", line) from error
    if isinstance(value, _Repeated):
        problem = f'the key "{value.key}" stands twice in the row'
        raise MalformedRow(origin, problem, "Keep the one that is right.", line)
    if not isinstance(value, dict):
        raise MalformedRow(
            origin, "the line is not a JSON object", 'Write {"text": "…"}, one report a line.', line
        )
    return value


def _decoded(data: bytes, origin: str, line: int) -> str:
    """Return the line as text; raises UndecodableInput."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = f"byte {error.start + 1} of the line is not UTF-8, which JSON is written in"
        raise UndecodableInput(
            origin, problem, "Convert the line to UTF-8 from what it is in.", line
        ) from error


def _refuse_costly(data: bytes, origin: str, line: int) -> None:
    """Raise MalformedRow for a large line of so many small values that they would fill the memory."""
    if len(data) < _LARGE:
        return
    values = data.count(b"[") + data.count(b"{") + (data.count(b'"') - data.count(b'\\"')) // 2
    if values > _MAX_VALUES:
        problem = f"the line holds about {values} values"
        raise MalformedRow(origin, problem, "Keep to the fields of a report.", line)


def _broken(error: json.JSONDecodeError, text: str, origin: str, line: int) -> MalformedRow:
    """Return the error of a line that is no JSON, told apart from one that was cut off."""
    cut = error.pos >= len(text) or error.msg.startswith("Unterminated string")
    if cut:
        return MalformedRow(origin, "the line breaks off before its end", _CUT_REMEDY, line)
    problem = f"the line is not JSON ({error.msg} at character {error.pos + 1})"
    return MalformedRow(origin, problem, "Correct it, or write it again with a JSON library.", line)


@lru_cache(maxsize=1)
def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(
        object_pairs_hook=_object, parse_int=Number, parse_float=Number, parse_constant=_no_constant
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, object]:
    """Return the object of the pairs, marked where a key stands twice."""
    fields = dict(pairs)
    if len(fields) == len(pairs):
        return fields
    repeated = _Repeated(fields)
    seen: set[str] = set()
    repeated.key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return repeated


def _no_constant(name: str) -> None:
    """Read NaN and infinities, which are no JSON but are written all the same, as nothing."""


def _objects(stream: BinaryIO, limit: int) -> Iterator[Line]:
    """Yield the bytes of each top-level object of a stream, or of the array that it is."""
    cutter = _Cutter(limit)
    while chunk := stream.read(_CHUNK):
        yield from cutter.feed(chunk)
    yield from cutter.rest()


class _Cutter:
    """Cuts a stream of JSON into its objects without parsing it; holds one object at a time."""

    def __init__(self, limit: int) -> None:
        self._limit, self._line, self._depth = limit, 1, 0
        self._quoted = self._escaped = self._over = False
        self._began, self._size = 1, 0
        self._parts: list[bytes] = []

    def feed(self, chunk: bytes) -> Iterator[Line]:
        """Yield the objects that end in `chunk`."""
        start, position = 0, 0
        if self._escaped:
            self._escaped, position = False, 1
        while match := (_QUOTED_END if self._quoted else _TOKEN).search(chunk, position):
            position = match.end()
            mark = match.group()
            if mark == b"\n":
                self._line += 1
            elif mark == b"\\":
                position += 1
            elif mark == b'"':
                self._quoted = not self._quoted
            elif mark in b"[{":
                start = self._open(mark, match.start(), start)
            elif self._close():
                yield self._taken(chunk[start:position])
        self._escaped = position > len(chunk)
        if self._depth:
            self._keep(chunk[start:])

    def _open(self, mark: bytes, at: int, start: int) -> int:
        """Go one level down; return where the current object begins in the chunk."""
        if self._depth == 0:
            if mark == b"[":
                return start
            self._began, start = self._line, at
        self._depth += 1
        return start

    def _close(self) -> bool:
        """Go one level up; tell whether an object ends with that."""
        if self._depth == 0:
            return False
        self._depth -= 1
        return self._depth == 0

    def _keep(self, part: bytes) -> None:
        """Hold on to a part of the current object, unless the object is over the limit."""
        self._size += len(part)
        self._over = self._over or self._size > self._limit
        if self._over:
            self._parts.clear()
        else:
            self._parts.append(part)

    def _taken(self, part: bytes) -> Line:
        """Return the current object, and begin anew."""
        self._keep(part)
        line = Line(self._began, None if self._over else b"".join(self._parts))
        self._parts, self._size, self._over = [], 0, False
        return line

    def rest(self) -> Iterator[Line]:
        """Yield the object that the stream breaks off in."""
        if self._depth:
            yield self._taken(b"")
