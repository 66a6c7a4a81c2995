"""Reads every corpus of the recipe into items; what may be trained on is listed here and nowhere else."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from khaldun.extract.neural.layout import Layout
from training import augment
from training.batches import Item, items
from training.corpora import frames, muc4, passages, re3d, uds
from training.examples import Example

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parent / "corpus"
Reader = Callable[[Path], Iterable[Example]]


def _own(_: Path) -> Iterator[Example]:
    yield from passages.examples(CORPUS / "passages", dev=False)
    yield from passages.examples(CORPUS / "silent")


TRAIN: Mapping[str, tuple[str, Reader]] = {
    "muc4": ("muc4", muc4.examples),
    "re3d": ("re3d", re3d.examples),
    "geneva": ("geneva", frames.geneva),
    "wikievents": ("wikievents", frames.wikievents),
    "uds": ("uds_factuality", uds.examples),
    "event": (".", _own),
}
DEV: Mapping[str, tuple[str, Reader]] = {
    "muc4": ("muc4", lambda folder: muc4.examples(folder, "dev")),
    "re3d": ("re3d", lambda folder: re3d.examples(folder, "dev")),
    "uds": ("uds_factuality", lambda folder: uds.examples(folder, "dev")),
    "geneva": ("geneva", lambda folder: frames.geneva(folder, "dev")),
    "event": (".", lambda _: passages.examples(CORPUS / "passages", dev=True)),
}


def examples(of: Mapping[str, tuple[str, Reader]], bench: Path) -> dict[str, list[Example]]:
    """Return the examples of each task."""
    return {task: list(reader(bench / folder)) for task, (folder, reader) in of.items()}


@dataclass(frozen=True, slots=True)
class Cutter:
    """Cuts examples into windows, of the size of their task."""

    tokenizer: Tokenizer
    layout: Layout
    sizes: Mapping[str, int]

    def items(self, task: str, rows: Iterable[Example]) -> list[Item]:
        """Return the windows of a task's examples."""
        return [item for row in rows for item in items(row, self.tokenizer, self.layout, self.sizes[task])]


def rounds(
    found: Mapping[str, list[Example]], cut: Cutter, recipe: Mapping[str, Any]
) -> dict[str, Callable[[], list[Item]]]:
    """Return for each task what gives the windows of one round: the same ones, of the own corpus varied anew."""
    rng = random.Random(recipe["seed"])
    words = augment.stock(found["event"])

    def own() -> list[Item]:
        share = recipe["swaps"]
        return cut.items("event", (augment.varied(row, words, rng, share) for row in found["event"]))

    def same(rows: list[Item]) -> Callable[[], list[Item]]:
        return lambda: rows

    return {task: own if task == "event" else same(cut.items(task, rows)) for task, rows in found.items()}
