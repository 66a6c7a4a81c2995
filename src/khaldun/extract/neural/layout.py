"""Names the columns of the one matrix that the model gives: a row a token, a group of columns a head."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SPAN_WIDTH = 64  # of the vectors whose product scores a span
PAIR_WIDTH = 32  # of the vectors whose product scores a pair of spans


@dataclass(frozen=True, slots=True)
class Task:
    """One set of span labels, the kinds of pairs between its spans, and the most tokens that a span may have."""

    name: str
    labels: tuple[str, ...]
    kinds: tuple[str, ...]
    band: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The tasks, the values of a token with their classes, and where each head's columns lie."""

    tasks: Mapping[str, Task]
    values: Mapping[str, tuple[str, ...]]
    columns: Mapping[str, slice]

    @property
    def width(self) -> int:
        """Return how many columns there are."""
        return max(int(columns.stop) for columns in self.columns.values())


def layout_of(labels: Mapping[str, Any]) -> Layout:
    """Return the layout of a label file (`tasks` with labels, kinds and band; `values` with classes)."""
    tasks = {
        name: Task(name, tuple(row["labels"]), tuple(row["kinds"]), int(row["band"]))
        for name, row in labels["tasks"].items()
    }
    values = {name: tuple(classes) for name, classes in labels["values"].items()}
    columns, at = {}, 0
    for name, width in _widths(tasks, values):
        columns[name] = slice(at, at + width)
        at += width
    return Layout(tasks, values, columns)


def _widths(tasks: Mapping[str, Task], values: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, int]]:
    for task in tasks.values():
        yield f"{task.name}.q", SPAN_WIDTH
        yield f"{task.name}.k", SPAN_WIDTH
        yield f"{task.name}.start", len(task.labels)
        yield f"{task.name}.end", len(task.labels)
        for kind in task.kinds:
            yield from ((f"{task.name}.{kind}.{part}", PAIR_WIDTH) for part in PAIR_PARTS)
    for name, classes in values.items():
        yield f"value.{name}", len(classes)


PAIR_PARTS = ("first_start", "first_end", "second_start", "second_end")
