"""Fit the weights that rank places on the train splits of LGL, GeoVirus, TR-News and GeoWebNews.

usage: OMP_NUM_THREADS=1 python tools/fit_places.py [--bench FOLDER] [--folds N] [--write]

Maximizes the probability of the places that lie within 161 km of the gold point, over the toponyms that have such a
place and another one. The votes of the other names depend on the weights, so both are fitted in turn. Prints accuracy
within 161 km on the train splits, by cross-validation over documents where --folds is given, and on the dev splits,
which nothing is fitted on. With --write the weights go to `src/khaldun/data/places/ranking.yaml`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from khaldun.core.document import Document
from khaldun.core.span import Span
from khaldun.evaluate.gazetteer import NEAR_KM, GazetteerScorer
from khaldun.resolve.places import Gazetteer
from khaldun.resolve.places.given import given_names, home_of
from khaldun.resolve.places.rank import ALONE, TOGETHER, Choice, choices_of, look_around

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]
CORPORA = {"lgl": 1.0, "geovirus": 1.0, "trnews": 1.5, "geowebnews": 0.8}
"""What a toponym of each corpus counts: TR-News is small, and half of GeoWebNews are adjectives of countries."""
WEIGHTS = Path("src/khaldun/data/places/ranking.yaml")
PENALTY = 1e-4
"""Weight of the squared weights; chosen by four-fold cross-validation among 1e-4, 1e-3 and 3e-3."""
STEPS, TURNS = 200, 2


@dataclass(slots=True)
class Gold:
    """A toponym: its name among the choices, whether each of its places is right, and what "here" is measured by."""

    choice: Choice
    right: list[bool]
    toponym: dict[str, Any]
    counted: bool


@dataclass(slots=True)
class Sample:
    """A document with the names that its places are ranked for."""

    corpus: str
    choices: list[Choice]
    golds: list[Gold]
    home: dict[str, float]


class Samples:
    """Reads the documents of the corpora."""

    def __init__(self, bench: Path) -> None:
        self._bench, self._gazetteer = bench, Gazetteer.open()
        self.scorer = GazetteerScorer(self._gazetteer)

    def read(self, split: str) -> list[Sample]:
        """Return the documents of a split of all corpora."""
        return [self._sample(corpus, row) for corpus in CORPORA for row in self._rows(corpus, split)]

    def _rows(self, corpus: str, split: str) -> Iterator[dict[str, Any]]:
        with (self._bench / corpus / f"{split}.jsonl").open(encoding="utf-8") as file:
            yield from map(json.loads, file)

    def _sample(self, corpus: str, row: dict[str, Any]) -> Sample:
        head = f"{row['title']}\n" if row.get("title") else ""
        tops = [t for t in row["toponyms"] if t["lat"] is not None and t["lon"] is not None]
        spans = [Span(t["start"], t["end"]).shift(len(head)) for t in tops]
        names, named = given_names(self._gazetteer, Document(head + row["text"], language="en"), spans)
        choices = choices_of(names)
        by_name = {id(c.name): c for c in choices}
        golds = [
            self._gold(by_name[id(named[s])], t, corpus)
            for s, t in zip(spans, tops, strict=True)
            if s in named
        ]
        return Sample(corpus, choices, golds, home_of(row.get("domain") or row.get("url")))

    def _gold(self, choice: Choice, toponym: dict[str, Any], corpus: str) -> Gold:
        right = [self.scorer.km(toponym, c.entry) <= NEAR_KM for c in choice.candidates]
        counted = corpus != "geowebnews" or toponym["geonameid"] is not None
        return Gold(choice, right, toponym, counted)

    def right(self, gold: Gold) -> list[bool]:
        """Return for each place, "here" last, whether it is right."""
        here = gold.choice.here
        return [*gold.right, here is not None and self.scorer.km(gold.toponym, here) <= NEAR_KM]


class Fit:
    """Fits weights to samples, and scores them."""

    def __init__(self, samples: Samples) -> None:
        self._samples = samples

    def weights(self, train: Sequence[Sample]) -> tuple[Array, Array]:
        """Return the weights of places alone, and of places among others."""
        alone = maximize(*self._data(train, lambda c: c.alone), np.zeros(len(ALONE)))
        apply(train, alone, lambda c: c.alone)
        together = np.concatenate([alone, np.zeros(len(TOGETHER))])
        for _ in range(TURNS):
            look(train)
            together = maximize(*self._data(train, Choice.rows), together)
            apply(train, together, Choice.rows)
        return alone, together

    def _data(
        self, train: Sequence[Sample], rows: Callable[[Choice], list[list[float]]]
    ) -> tuple[Array, Array, Index, Array]:
        """Return the features of all places, which are right, where each toponym begins, and its weight."""
        features, right, starts, weights = [], [], [0], []
        for sample in train:
            for gold in sample.golds:
                marks = self._samples.right(gold)
                if any(marks) and not all(marks):
                    features += rows(gold.choice)
                    right += marks
                    starts.append(len(right))
                    weights.append(CORPORA[sample.corpus])
        shares = np.array(weights) / sum(weights)
        return np.array(features), np.array(right, dtype=float), np.array(starts[:-1], dtype=np.intp), shares

    def accuracy(
        self, samples: Sequence[Sample], alone: Array, together: Array
    ) -> dict[str, tuple[int, int]]:
        """Return per corpus how many toponyms are right, of how many."""
        apply(samples, alone, lambda c: c.alone)
        for _ in range(2):
            look(samples)
            apply(samples, together, Choice.rows)
        found = dict.fromkeys(CORPORA, (0, 0))
        for sample in samples:
            for gold in (g for g in sample.golds if g.counted):
                right, total = found[sample.corpus]
                hit = self._samples.right(gold)[int(np.argmax(gold.choice.odds))]
                found[sample.corpus] = (right + hit, total + 1)
        return found


def look(samples: Sequence[Sample]) -> None:
    for sample in samples:
        look_around(sample.choices, sample.home)


def apply(samples: Sequence[Sample], weights: Array, rows: Callable[[Choice], list[list[float]]]) -> None:
    """Set the odds that weights give."""
    for sample in samples:
        for choice in sample.choices:
            scores = np.array(rows(choice)) @ weights
            powers = np.exp(scores - scores.max())
            choice.odds = list(powers / powers.sum())


def maximize(features: Array, right: Array, starts: Index, shares: Array, weights: Array) -> Array:
    """Return the weights that give the right places the highest probability (Adam, all toponyms at once)."""
    index = np.repeat(np.arange(len(starts)), np.diff([*starts, len(right)]))
    first, second, weights = np.zeros_like(weights), np.zeros_like(weights), weights.copy()
    for step in range(1, STEPS + 1):
        scores = features @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[index])
        odds = powers / np.add.reduceat(powers, starts)[index]
        hits = powers * right
        wanted = hits / np.maximum(np.add.reduceat(hits, starts), 1e-12)[index]
        slope = features.T @ ((odds - wanted) * shares[index]) + 2 * PENALTY * weights
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        rate = 0.1 * min(1.0, (STEPS - step) / 60 + 0.02)
        weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights


def shown(found: dict[str, tuple[int, int]]) -> str:
    return "  ".join(f"{c} {100 * right / max(total, 1):.1f}" for c, (right, total) in found.items())


def write(alone: Array, together: Array) -> None:
    """Write the weights, and above them how they were made."""
    lines = [
        "# Weights of the features that places are ranked by (khaldun.resolve.places.rank), fitted by",
        "# tools/fit_places.py on the train splits of LGL, GeoVirus, TR-News and GeoWebNews. docs/places.md says more.",
        "# Schema: `alone` has every feature of rank.ALONE, `together` every feature of rank.ALONE and rank.TOGETHER.",
    ]
    for part, names, weights in (("alone", ALONE, alone), ("together", (*ALONE, *TOGETHER), together)):
        lines += [f"{part}:", *(f"  {n}: {w:.3f}" for n, w in zip(names, weights, strict=True))]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, print and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--bench", type=Path, default=Path(__file__).parents[2] / "shared/bench")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    samples = Samples(args.bench)
    train, fit = samples.read("train"), Fit(samples)
    crossed = dict.fromkeys(CORPORA, (0, 0))
    for fold in range(args.folds):
        found = fit.weights([s for k, s in enumerate(train) if k % args.folds != fold])
        for corpus, part in fit.accuracy(train[fold :: args.folds], *found).items():
            crossed[corpus] = (crossed[corpus][0] + part[0], crossed[corpus][1] + part[1])
    if args.folds:
        print(f"train, crossed: {shown(crossed)}", flush=True)
    alone, together = fit.weights(train)
    if args.write:
        write(alone, together)
    print(f"train: {shown(fit.accuracy(train, alone, together))}")
    print(f"dev:   {shown(fit.accuracy(samples.read('dev'), alone, together))}")


if __name__ == "__main__":
    main()
