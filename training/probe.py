"""Quick figures on the development parts while training; the figures that count come from `khaldun evaluate`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch

from khaldun.extract.neural import heads
from khaldun.extract.neural.layout import Layout
from training.batches import Item, batch
from training.model import ReaderModel, half_precision


def matrices(model: ReaderModel, pool: list[Item], tokens: int = 8192) -> Iterator[tuple[Item, np.ndarray]]:
    """Yield each item with its matrix, cut to its own length."""
    model.eval()
    order = sorted(pool, key=lambda item: len(item.window))
    rows: list[list[Item]] = [[]]
    for item in order:
        if rows[-1] and (len(rows[-1]) + 1) * len(item.window) > tokens:
            rows.append([])
        rows[-1].append(item)
    with torch.no_grad(), half_precision():
        for row in rows:
            padded = batch(row)
            result = model(padded.ids, padded.mask).float().numpy()
            for item, matrix in zip(row, result, strict=True):
                yield item, matrix[: len(item.window)]
    model.train()


def f1(right: int, gold: int, found: int) -> float:
    """Return F1 in percent."""
    return 200 * right / (gold + found) if gold + found else 0.0


def probe(model: ReaderModel, dev: dict[str, list[Item]], layout: Layout) -> dict[str, float]:
    """Return span F1 of each task with labels and Pearson's r of UDS."""
    figures = {}
    for name, rows in dev.items():
        if name == "uds":
            figures["uds r"] = _correlation(model, rows, layout)
        elif rows:
            figures.update(_spans(model, name, rows, layout))
    return figures


def _correlation(model: ReaderModel, rows: list[Item], layout: Layout) -> float:
    wanted, found = [], []
    column = layout.columns["value.happened"]
    for item, matrix in matrices(model, rows):
        for _, at, value in item.values:
            wanted.append(value)
            found.append(float(matrix[item.spans[at][0], column][0]))
    return 100 * float(np.corrcoef(wanted, found)[0, 1])


def _spans(model: ReaderModel, name: str, rows: list[Item], layout: Layout) -> dict[str, float]:
    task = layout.tasks[name]
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    typed: list[bool] = []
    for item, matrix in matrices(model, rows):
        gold: set[Any] = {(a, b, task.labels[label]) for a, b, label in item.spans}
        found: set[Any] = {(s.first, s.last, s.label) for s in heads.spans(matrix, layout, task)}
        typed += _types(matrix, layout, item)
        if name == "muc4":  # by words, once a text: as the corpus is scored
            gold, found = (
                {(*item.window.ids[a : b + 1], label) for a, b, label in some} for some in (gold, found)
            )
        for group in ("", *(("mentions",) if name == "event" else ())):
            of = [{x for x in some if not group or x[2] == "event"} for some in (gold, found)]
            row = tally[group]
            row[0] += len(of[0] & of[1])
            row[1] += len(of[0])
            row[2] += len(of[1])
    figures = {f"{name} {group}".strip(): f1(*row) for group, row in tally.items()}
    return figures | ({f"{name} types": 100 * sum(typed) / len(typed)} if typed else {})


def _types(matrix: np.ndarray, layout: Layout, item: Item) -> list[bool]:
    """Tell for each true event mention whether its likeliest type is its own."""
    column = layout.columns["value.type"]
    wanted = [(item.spans[at][0], value) for kind, at, value in item.values if kind == "type"]
    return [int(np.argmax(matrix[first, column])) == int(value) for first, value in wanted]
