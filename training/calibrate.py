"""Fits the temperatures of an exported model on the held-out passages: ``python -m training.calibrate --model FOLDER``.

A temperature divides scores so that they are the log-odds of being right (Guo et al. 2017); it moves no score across 0.
Prints the expected calibration error (ten bins of equal width) before and after, on the held-out passages that the
temperatures are fitted on and on `corpus/test`, and writes them into the model's settings.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from khaldun.extract.neural import heads
from khaldun.extract.neural.encoder import Encoder
from khaldun.extract.neural.look import SIZE, TASK, alone
from khaldun.extract.neural.shipped import model_files
from khaldun.extract.neural.windows import Window, lowered
from training.corpora import passages
from training.examples import Example
from training.pool import CORPUS

Scores = NDArray[np.float64]
BINS = 10
LEAST = -3.0
"""Scores of spans that are counted from here on."""
TRIED = np.exp(np.linspace(np.log(0.4), np.log(4.0), 116))
OVERLAP = 0.5
"""A span is right where it shares this much of all characters that it or an annotated one with its label covers."""


def spans(encoder: Encoder, examples: Iterable[Example]) -> Iterator[tuple[float, bool]]:
    """Yield the score of each span that the model sees, and whether one with its label is annotated there."""
    for example in examples:
        of = encoder.windows(lowered(example.text), SIZE)
        for window, matrix in zip(of, encoder.matrices(of, [TASK]), strict=True):
            for span in alone(heads.spans(matrix, encoder.layout, encoder.layout.tasks[TASK], LEAST)):
                yield span.score, _is_right(window, span, example)


def _is_right(window: Window, span: heads.TokenSpan, example: Example) -> bool:
    start, end = window.text_span(span.first, span.last)
    return any(
        label == span.label and min(b, end) - max(a, start) >= OVERLAP * (max(b, end) - min(a, start))
        for a, b, label in example.spans
    )


def relevance(encoder: Encoder, examples: Iterable[Example]) -> Iterator[tuple[float, bool]]:
    """Yield the score that each text tells an event, and whether it does."""
    column = encoder.layout.columns["value.relevant"]
    for example in examples:
        of = encoder.windows(lowered(example.text), SIZE)
        scores = [float(matrix[0, column][0]) for matrix in encoder.matrices(of, [TASK])]
        yield max(scores), bool(example.relevant)


def error(scores: Scores, right: Scores) -> float:
    """Return the expected calibration error of log-odds."""
    told = _likelihood(scores)
    places = np.minimum((told * BINS).astype(int), BINS - 1)
    gaps = [abs(float((told - right)[places == n].sum())) for n in range(BINS)]
    return sum(gaps) / len(scores)


def fitted(scores: Scores, right: Scores) -> float:
    """Return the temperature under which what is right is likeliest."""

    def surprise(temperature: float) -> float:
        told = np.clip(_likelihood(scores / temperature), 1e-6, 1 - 1e-6)
        return float(-np.mean(np.where(right, np.log(told), np.log(1 - told))))

    return round(float(min(TRIED, key=surprise)), 2)


def _likelihood(scores: Scores) -> Scores:
    result: Scores = 1 / (1 + np.exp(-scores))
    return result


Read = Callable[[Encoder, Iterable[Example]], Iterator[tuple[float, bool]]]
HEADS: dict[str, Read] = {"spans": spans, "relevant": relevance}


def _columns(rows: Iterable[tuple[float, bool]]) -> tuple[Scores, Scores]:
    scores, right = zip(*rows, strict=True)
    return np.array(scores, dtype=float), np.array(right, dtype=float)


def main() -> None:
    """Fit the temperature of each head, tell what it brings, and write the settings."""
    parser = argparse.ArgumentParser(description="Fit the temperatures of an exported model.")
    parser.add_argument("--model", type=Path, required=True, help="the model's folder")
    folder: Path = parser.parse_args().model
    files = model_files(str(folder))
    if files is None:
        raise SystemExit(f"{folder} is no model's folder")
    encoder = Encoder(files)
    held = list(passages.examples(CORPUS / "passages", dev=True))
    test = list(passages.examples(CORPUS / "test"))
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    settings["temperature"] = {}
    for name, read in HEADS.items():
        of_held, of_test = _columns(read(encoder, held)), _columns(read(encoder, test))
        warm = settings["temperature"][name] = fitted(*of_held)
        for part, (scores, right) in (("held out", of_held), ("test", of_test)):
            before, after = error(scores, right), error(scores / warm, right)
            print(
                f"{name:9} {part:9} temperature {warm:.2f}: ECE {100 * before:.1f} % -> {100 * after:.1f} %"
            )
    (folder / "settings.json").write_text(json.dumps(settings, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
