"""Reads every corpus of the recipe into items; what may be trained on is listed here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from tokenizers import Tokenizer

from khaldun.extract.neural.layout import Layout
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


def pool(
    found: Mapping[str, list[Example]], tokenizer: Tokenizer, layout: Layout, sizes: Mapping[str, int]
) -> dict[str, list[Item]]:
    """Return the windows of each task's examples."""
    return {
        task: [item for example in rows for item in items(example, tokenizer, layout, sizes[task])]
        for task, rows in found.items()
    }
