"""A stream of another encoding, read as UTF-8 without holding more than a chunk."""

from __future__ import annotations

import codecs
import io
from typing import BinaryIO

_CHUNK = 1 << 18


class _Recoded(io.RawIOBase):
    """Decodes a stream chunk by chunk; what does not decode becomes U+FFFD."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._waiting = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # RawIOBase asks for any buffer
        while not self._waiting and not self._ended:
            data = self._stream.read(_CHUNK)
            self._ended = not data
            self._waiting = self._decoder.decode(data, self._ended).encode("utf-8", "replace")
        taken = self._waiting[: len(buffer)]
        buffer[: len(taken)] = taken
        self._waiting = self._waiting[len(taken) :]
        return len(taken)


def recoded(stream: BinaryIO, encoding: str) -> BinaryIO:
    """Return `stream`, written in `encoding`, as UTF-8."""
    return io.BufferedReader(_Recoded(stream, encoding), _CHUNK)
