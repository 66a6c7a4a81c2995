"""The model's heads for the corpora that it was taught on, beside those that ordinary reading uses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from khaldun.extract.neural import heads
from khaldun.extract.neural.encoder import Encoder
from khaldun.extract.neural.heads import Matrix, TokenSpan
from khaldun.extract.neural.look import alone
from khaldun.extract.neural.shipped import model_files
from khaldun.extract.neural.windows import Window, lowered


@lru_cache(maxsize=1)
def encoder() -> Encoder | None:
    """Return the model, loaded when it is first asked for; None where there is none."""
    files = model_files()
    return Encoder(files) if files else None


def read(model: Encoder, text: str, task: str, size: int) -> Iterator[tuple[Window, Matrix]]:
    """Yield the windows of a text with their matrices, filled for one task."""
    of = model.windows(lowered(text), size)
    yield from zip(of, model.matrices(of, [task]), strict=True)


def spans(model: Encoder, matrix: Matrix, task: str, threshold: float = 0.0) -> list[TokenSpan]:
    """Return a task's spans, of those with one label that overlap the best."""
    return alone(heads.spans(matrix, model.layout, model.layout.tasks[task], threshold))
