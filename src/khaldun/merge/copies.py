"""Who copied whom: reports of one event whose words are largely the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from khaldun.core.document import Document
from khaldun.core.words import fold, tokens
from khaldun.merge.profile import rules

_SIZE = 5
_REMEMBERED = 1000
"""Texts whose shingles are kept, some 50 kB each: a report of several events is compared for each."""


@lru_cache(maxsize=_REMEMBERED)
def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of five folded words in a text, of a shorter one all its words."""
    folded = tuple(map(fold, tokens(text)))
    return frozenset(zip(*(folded[i:] for i in range(_SIZE)), strict=False)) or frozenset([folded])


def copies(documents: Sequence[Document]) -> dict[str, str]:
    """Return document id -> id of the earlier document whose words it repeats.

    The earlier is the one published first, then the one with the smaller id.
    """
    if len(documents) < 2:
        return {}
    ordered = sorted(documents, key=lambda d: (d.source.published or "9999", d.id))
    seen: list[tuple[Document, frozenset[tuple[str, ...]]]] = []
    found: dict[str, str] = {}
    for document in ordered:
        mine = shingles(document.text)
        original = next(
            (d for d, theirs in seen if not _is_page_of(d, document) and _is_copy(mine, theirs)), None
        )
        if original is not None:
            found[document.id] = found.get(original.id, original.id)
        seen.append((document, mine))
    return found


def _is_page_of(a: Document, b: Document) -> bool:
    """Tell whether one document is embedded in the other: its words stand there by right."""
    return a.parent == b.id or b.parent == a.id


def _is_copy(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> bool:
    shared = len(a & b)
    if not shared or min(len(a), len(b)) < 8:
        return False
    jaccard = shared / (len(a) + len(b) - shared)
    contained = shared / min(len(a), len(b))
    return jaccard >= float(rules()["copy_jaccard"]) or contained >= float(rules()["copy_containment"])
