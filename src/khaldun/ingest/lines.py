"""Lines of a byte stream, none of them larger than a limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its number, counted from 1; `data` is None where the line passes the limit."""

    number: int
    data: bytes | None


def bounded_lines(stream: BinaryIO, limit: int) -> Iterator[Line]:
    """Yield the lines of `stream`; of a line over `limit` bytes no more than the limit is held."""
    number = 0
    while data := stream.readline(limit + 1):
        number += 1
        if len(data) > limit and not data.endswith(b"\n"):
            del data
            _skip_line(stream)
            yield Line(number, None)
        else:
            yield Line(number, data)


def _skip_line(stream: BinaryIO) -> None:
    """Read on to the end of the line without keeping it."""
    while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
        pass
