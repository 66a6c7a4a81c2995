"""Turns examples into windows of tokens with targets, and windows into batches of like length."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from khaldun.extract.neural.layout import Layout
from khaldun.extract.neural.windows import Window, windows
from training.examples import Example

PAD, UNKNOWN = 1, 3  # the special pieces come first


@dataclass(frozen=True, slots=True)
class Item:
    """A window with its targets: spans (first, last, label), pairs (kind, span, span, is one), values at spans."""

    task: str
    name: str
    window: Window
    spans: tuple[tuple[int, int, int], ...]
    pairs: tuple[tuple[str, int, int, bool], ...]
    values: tuple[tuple[str, int, float], ...]
    relevant: bool | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Items of one task, padded to one length."""

    items: tuple[Item, ...]
    ids: torch.Tensor
    mask: torch.Tensor


def items(example: Example, tokenizer: Tokenizer, layout: Layout, size: int) -> Iterator[Item]:
    """Yield the windows of an example with those of its spans that lie whole in one window and fit the band."""
    for window in windows(tokenizer, example.text, size):
        if len(window) > 3:
            yield _item(example, window, layout)


def _item(example: Example, window: Window, layout: Layout) -> Item:
    task = layout.tasks.get(example.task)
    numbers = {label: n for n, label in enumerate(task.labels)} if task else {}
    band = task.band if task else 64
    place: dict[int, int] = {}
    spans = []
    for number, (start, end, label) in enumerate(example.spans):
        found = window.token_span(start, end)
        if found and found[1] - found[0] < band and (task is None or label in numbers):
            place[number] = len(spans)
            spans.append((*found, numbers.get(label, -1)))
    values = tuple(
        (name, place[at], _value(layout, name, value)) for name, at, value in example.values if at in place
    )
    return Item(
        example.task,
        example.name,
        window,
        tuple(spans),
        tuple(_pairs(example, place, task.kinds if task else ())),
        values,
        None if example.relevant is None else _tells(example, place),
    )


def _tells(example: Example, place: Mapping[int, int]) -> bool:
    """Tell whether a window of a relevant text is relevant itself: it holds a span."""
    return bool(example.relevant and place)


def _value(layout: Layout, name: str, value: Any) -> float:
    return float(layout.values[name].index(value)) if isinstance(value, str) else float(value)


def _pairs(
    example: Example, place: Mapping[int, int], kinds: Iterable[str]
) -> Iterator[tuple[str, int, int, bool]]:
    """Yield every pair of spans that a kind could hold, with whether it does."""
    true = set(example.pairs)
    for kind in kinds:
        for a in place:
            for b in place:
                if a != b and _fits(kind, example.spans[a][2], example.spans[b][2]):
                    is_one = (kind, a, b) in true or (kind.startswith("same") and (kind, b, a) in true)
                    yield kind, place[a], place[b], is_one


def _fits(kind: str, first: str, second: str) -> bool:
    """Tell whether labels may stand in a pair: words and an event's trigger, words and a voice, two roles."""
    is_value = not first.startswith("type.") and first not in ("event", "cue", "speaker")
    if kind in ("event", "argument"):
        return is_value and (second == "event" or second.startswith("type."))
    if kind == "said":
        return is_value and second in ("cue", "speaker")
    return not kind.startswith("same_entity") or first == second


def batched(pool: Callable[[], list[Item]], tokens: int, rng: random.Random) -> Iterator[Batch]:
    """Yield batches of about `tokens` tokens for ever: windows of like length, in an order drawn anew each round."""
    while True:
        order = sorted(pool(), key=lambda item: len(item.window) + rng.random() * 16)
        rows: list[list[Item]] = [[]]
        for item in order:
            if rows[-1] and (len(rows[-1]) + 1) * len(item.window) > tokens:
                rows.append([])
            rows[-1].append(item)
        rng.shuffle(rows)
        yield from (batch(row) for row in rows if row)


def batch(row: list[Item]) -> Batch:
    """Return items padded to the longest."""
    longest = max(len(item.window) for item in row)
    ids = np.full((len(row), longest), PAD, dtype=np.int64)
    mask = np.zeros((len(row), longest), dtype=np.int64)
    for n, item in enumerate(row):
        ids[n, : len(item.window)] = item.window.ids
        mask[n, : len(item.window)] = 1
    return Batch(tuple(row), torch.from_numpy(ids), torch.from_numpy(mask))


def forgetful(batch: Batch, share: float) -> Batch:
    """Return the batch with a share of its pieces unknown, so that what stands around a word has to tell it."""
    hidden = (torch.rand(batch.ids.shape) < share) & (batch.ids > UNKNOWN)
    return Batch(batch.items, batch.ids.masked_fill(hidden, UNKNOWN), batch.mask)
