"""Stable identifiers: 128-bit digests of what a thing is made of."""

from __future__ import annotations

import hashlib


def digest(*parts: object) -> str:
    """Return 32 hex digits that depend on all parts and on their borders."""
    hasher = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = str(part).encode("utf-8", "surrogatepass")
        hasher.update(len(data).to_bytes(8, "big"))
        hasher.update(data)
    return hasher.hexdigest()


def sha256(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()
