"""Gzip streams, unpacked no further than a bound."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import BinaryIO

from khaldun.errors import InputTooLarge, UndecodableInput
from khaldun.ingest.limits import IngestLimits

GZIP_MAGIC = b"\x1f\x8b"
_REMEDY = "Unpack it yourself if you trust it, and read the result."


class _Unpacked(io.RawIOBase):
    """Reads a gzip stream and raises InputTooLarge where it grows out of proportion to its packed size."""

    def __init__(self, packed: BinaryIO, size: int, origin: str, limits: IngestLimits) -> None:
        self._stream, self._packed = gzip.GzipFile(fileobj=packed, mode="rb"), size
        self._origin, self._limits, self._out = origin, limits, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # RawIOBase asks for any buffer
        try:
            data = self._stream.read(len(buffer))
        except (OSError, EOFError, zlib.error) as error:
            problem = f"the gzip data is damaged or breaks off ({error})"
            raise UndecodableInput(self._origin, problem, "Fetch the file again.") from error
        self._out += len(data)
        self._check()
        buffer[: len(data)] = data
        return len(data)

    def _check(self) -> None:
        """Raise InputTooLarge where the ratio of unpacked to packed bytes passes the limit."""
        ratio = self._limits.unpack_ratio
        if self._out > self._limits.unpack_free_bytes and self._out > ratio * self._packed:
            problem = f"{self._packed} bytes unpack to more than {ratio} times as many: a decompression bomb"
            raise InputTooLarge(self._origin, problem, _REMEDY)

    def close(self) -> None:
        self._stream.close()
        super().close()


def unpacked(packed: BinaryIO, size: int, origin: str, limits: IngestLimits) -> BinaryIO:
    """Return a stream over the content of a gzip file of `size` bytes.

    Reading raises InputTooLarge for a bomb and UndecodableInput for damaged data; memory stays constant.
    """
    return io.BufferedReader(_Unpacked(packed, size, origin, limits), 1 << 16)
