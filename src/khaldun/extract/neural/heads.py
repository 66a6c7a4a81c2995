"""Reads spans, pairs and values off the model's matrix.

A span from token i to token j has, for a label, the score q_i·k_j + start_i + end_j (the efficient form of
GlobalPointer, Su et al. 2022), q and k turned by their positions (rotary embedding). It counts where the score is
above 0. A pair of spans is scored alike, each span being its first and its last token.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from khaldun.extract.neural.layout import PAIR_WIDTH, SPAN_WIDTH, Layout, Task

Matrix = NDArray[np.float32]
ROTARY_BASE = 10_000.0


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """Tokens from `first` to `last`, inclusive, with a label and its score (a logit, before any temperature)."""

    first: int
    last: int
    label: str
    score: float


@lru_cache(maxsize=64)
def _angles(length: int, width: int) -> tuple[Matrix, Matrix]:
    rates = ROTARY_BASE ** (-np.arange(0, width, 2, dtype=np.float32) / width)
    angles = np.arange(length, dtype=np.float32)[:, None] * rates[None, :]
    return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)


def rotated(vectors: Matrix, positions: NDArray[np.intp] | None = None) -> Matrix:
    """Turn each row by its position (its index, where none is given): rows of even width, halves paired."""
    half = vectors.shape[1] // 2
    if positions is None:
        cos, sin = _angles(vectors.shape[0], vectors.shape[1])
    else:
        cos, sin = (table[positions] for table in _angles(512, vectors.shape[1]))
    left, right = vectors[:, :half], vectors[:, half:]
    return np.concatenate((left * cos - right * sin, right * cos + left * sin), axis=1)


def span_scores(matrix: Matrix, layout: Layout, task: Task) -> Matrix:
    """Return scores of shape (tokens, band, labels): a span's first token, its length less one, its label."""
    tokens = matrix.shape[0]
    band = min(task.band, tokens)
    part = {name: matrix[:, layout.columns[f"{task.name}.{name}"]] for name in ("q", "k", "start", "end")}
    product = rotated(part["q"]) @ rotated(part["k"]).T / np.float32(np.sqrt(SPAN_WIDTH))
    first = np.arange(tokens)[:, None]
    last = first + np.arange(band)[None, :]
    inside = last < tokens
    last = np.minimum(last, tokens - 1)
    scores: Matrix = product[first, last][:, :, None] + part["start"][:, None, :] + part["end"][last]
    scores[~inside] = -np.inf
    return scores


def spans(matrix: Matrix, layout: Layout, task: Task, threshold: float = 0.0) -> list[TokenSpan]:
    """Return the spans whose score is above the threshold, from left to right; the special tokens hold none."""
    scores = span_scores(matrix, layout, task)
    scores[0] = -np.inf
    found = np.argwhere(scores > threshold)
    return [
        TokenSpan(int(i), int(i + w), task.labels[label], float(scores[i, w, label]))
        for i, w, label in found
        if i + w < matrix.shape[0] - 1
    ]


def pair_scores(
    matrix: Matrix, layout: Layout, name: str, firsts: Sequence[TokenSpan], seconds: Sequence[TokenSpan]
) -> Matrix:
    """Return scores of shape (firsts, seconds) for a kind of pair, named `task.kind`."""
    left = _ends(matrix, layout, f"{name}.first", firsts)
    right = _ends(matrix, layout, f"{name}.second", seconds)
    scores: Matrix = left @ right.T / np.float32(np.sqrt(PAIR_WIDTH))
    return scores


def _ends(matrix: Matrix, layout: Layout, name: str, of: Sequence[TokenSpan]) -> Matrix:
    first = np.array([span.first for span in of], dtype=np.intp)
    last = np.array([span.last for span in of], dtype=np.intp)
    start = matrix[first][:, layout.columns[f"{name}_start"]]
    end = matrix[last][:, layout.columns[f"{name}_end"]]
    return rotated(start + end, first)


def values(matrix: Matrix, layout: Layout, name: str, of: Sequence[TokenSpan]) -> Matrix:
    """Return the scores of a value's classes at the first token of each span, shape (spans, classes)."""
    return matrix[[span.first for span in of]][:, layout.columns[f"value.{name}"]]
