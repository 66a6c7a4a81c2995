"""Stable identifiers: 128-bit digests of what a thing is made of."""

from __future__ import annotations

import hashlib


def digest(*parts: object) -> str:
    """Return 32 hex digits that depend on all parts and on their borders."""
    pieces: list[bytes] = []
    for part in parts:
        data = str(part).encode("utf-8", "surrogatepass")
        pieces += (len(data).to_bytes(8, "big"), data)
    return hashlib.blake2b(b"".join(pieces), digest_size=16).hexdigest()


def sha256(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()
