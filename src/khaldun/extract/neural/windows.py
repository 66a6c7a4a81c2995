"""Cuts a text into windows of tokens that the model can take, and leads tokens back to the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

FIRST, LAST = 0, 2  # the special tokens <s> and </s>
_CLOSERS = ".!?؟。…"


@dataclass(frozen=True, slots=True)
class Window:
    """Token ids with the special ones at both ends, and each token's [start, end) in the text."""

    ids: NDArray[np.int64]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    def text_span(self, first: int, last: int) -> tuple[int, int]:
        """Return where tokens from first to last, inclusive, stand in the text."""
        return int(self.offsets[first, 0]), int(self.offsets[last, 1])

    def token_span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first and last token of [start, end) of the text; None where the window lacks some of it."""
        first = int(np.searchsorted(self.offsets[1:-1, 1], start, side="right")) + 1
        last = int(np.searchsorted(self.offsets[1:-1, 0], end, side="left"))
        if last < first or self.offsets[first, 0] > start or self.offsets[last, 1] < end:
            return None
        return first, last


def lowered(text: str) -> str:
    """Return a text that is all capitals in lower case, any other as it is; the length stays the same."""
    letters = [c for c in text[:2000] if c.isalpha()]
    shouted = bool(letters) and sum(c.isupper() for c in letters) > 0.7 * len(letters)
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text) if shouted else text


def windows(tokenizer: Tokenizer, text: str, size: int) -> Iterator[Window]:
    """Yield windows of at most `size` tokens that together hold the text, cut after a sentence where one ends."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    ids = np.array(encoding.ids, dtype=np.int64)
    offsets = _trimmed(text, encoding.offsets)
    keep = offsets[:, 1] > offsets[:, 0] if len(ids) else np.zeros(0, dtype=bool)
    ids, offsets = ids[keep], offsets[keep]
    start = 0
    while start < len(ids):
        stop = _stop(text, offsets, start, size - 2)
        yield _window(ids[start:stop], offsets[start:stop])
        start = stop


def _stop(text: str, offsets: NDArray[np.int64], start: int, size: int) -> int:
    """Return where a window that starts at a token ends: after a sentence, if that fills over half of it."""
    if len(offsets) - start <= size:
        return len(offsets)
    for stop in range(start + size, start + size // 2, -1):
        between = text[offsets[stop - 1, 1] : offsets[stop, 0]]
        if "\n" in between or (text[offsets[stop - 1, 1] - 1] in _CLOSERS and between):
            return stop
    return start + size


def _window(ids: NDArray[np.int64], offsets: NDArray[np.int64]) -> Window:
    edge = np.array([[offsets[0, 0]] * 2, [offsets[-1, 1]] * 2], dtype=np.int64)
    return Window(np.concatenate(([FIRST], ids, [LAST])), np.concatenate((edge[:1], offsets, edge[1:])))


def _trimmed(text: str, offsets: list[tuple[int, int]]) -> NDArray[np.int64]:
    """Return the offsets without white space at their edges."""
    rows = [_stripped(text, start, end) for start, end in offsets]
    return np.array(rows, dtype=np.int64).reshape(-1, 2)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(
        piece.rstrip()
    ) if piece.strip() else start
