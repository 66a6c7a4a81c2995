"""Raw bytes by their SHA-256: one compressed file each, written whole or not at all."""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4
from zlib import error as ZlibError  # noqa: N812 - an exception, named like one

from khaldun.errors import CustodyBroken

_CHUNK = 1 << 20
_LEVEL = 4


class CaptureStore:
    """A folder of captures: `ab/cdef….gz` holds the bytes whose SHA-256 begins with "abcdef"."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Return where the bytes with this SHA-256 lie, or would lie."""
        return self.folder / sha256[:2] / f"{sha256[2:]}.gz"

    def put(self, data: bytes | BinaryIO, expected: str | None = None) -> str:
        """Keep bytes, or what a stream holds from here on, and return their SHA-256.

        What is kept already is not written again. Raises CustodyBroken, and keeps nothing, where the bytes
        do not have the `expected` SHA-256.
        """
        if expected is not None and self.path(expected).exists():
            return expected
        self.folder.mkdir(parents=True, exist_ok=True)
        incoming = self.folder / f".incoming-{uuid4().hex}"
        try:
            with incoming.open("xb") as file:
                sha256 = _pack(_chunks(data), file)
            if expected is not None and sha256 != expected:
                raise CustodyBroken(
                    f"the input changed while it was read: its SHA-256 was {expected} and is {sha256}"
                )
            target = self.path(sha256)
            target.parent.mkdir(exist_ok=True)
            incoming.replace(target)
        finally:
            incoming.unlink(missing_ok=True)
        return sha256

    def open(self, sha256: str) -> BinaryIO:
        """Return a stream over the bytes as they came; raises FileNotFoundError where they are missing."""
        stream: BinaryIO = gzip.open(self.path(sha256), "rb")  # type: ignore[assignment]  # noqa: SIM115
        return stream

    def get(self, sha256: str) -> bytes:
        """Return the bytes as they came; raises FileNotFoundError where they are missing."""
        with self.open(sha256) as stream:
            return stream.read()

    def problem(self, sha256: str) -> str | None:
        """Return what is wrong with a capture, None where its bytes are there and have the SHA-256."""
        hasher = hashlib.sha256()
        try:
            with self.open(sha256) as stream:
                for chunk in _chunks(stream):
                    hasher.update(chunk)
        except FileNotFoundError:
            return "its file is missing"
        except (OSError, EOFError, ZlibError) as error:
            return f"its file cannot be unpacked ({error})"
        return None if hasher.hexdigest() == sha256 else "its bytes have another SHA-256"


def _chunks(data: bytes | BinaryIO) -> Iterator[bytes]:
    if isinstance(data, bytes):
        yield data
        return
    while chunk := data.read(_CHUNK):
        yield chunk


def _pack(chunks: Iterator[bytes], file: BinaryIO) -> str:
    """Write chunks as gzip without a time stamp, down to the disk, and return their SHA-256."""
    hasher = hashlib.sha256()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=file, mtime=0) as packed:
        for chunk in chunks:
            hasher.update(chunk)
            packed.write(chunk)
    file.flush()
    os.fsync(file.fileno())
    return hasher.hexdigest()
