"""Merkle roots: one digest that stands for a set of records, whatever their order.

Leaves and nodes are hashed with different prefixes, as RFC 6962 does, so that no node passes for a leaf.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def leaf(data: bytes) -> bytes:
    """Return the hash of one record."""
    return hashlib.sha256(b"\x00" + data).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over the leaves in sorted order; of none it is the hash of nothing."""
    level = sorted(leaves)
    if not level:
        return hashlib.sha256(b"").digest()
    while len(level) > 1:
        paired = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return level[0]


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
