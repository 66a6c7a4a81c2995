"""Fit the weights of relevance on the project's own corpus: `python tools/fit_relevance.py [--write]`.

Logistic regression whose weights are drawn toward what is expected of them (EXPECTED) and may not change their sign: no
word of sport ever speaks for an event. Prints what five-fold cross-validation gives for each part of the corpus, all
texts of one incident in one fold. With --write the weights go to `src/khaldun/data/extract/relevance.yaml`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from khaldun.core.words import Words
from khaldun.evaluate.corpus import document_of, passages
from khaldun.extract.scene import harmed
from khaldun.extract.signs import TOPIC, signs
from khaldun.extract.triggers import rules
from khaldun.pipeline.reader import Reader

CORPUS = Path("corpus")
WEIGHTS = Path("src/khaldun/data/extract/relevance.yaml")
EXPECTED = {
    "strong": 1.0, "strong_lead": 0.8, "armed_actor": 0.5, "arms": 0.3, "figure": 0.6, "place": 0.3,
    "bound": 0.5, "told": 0.8, "recent": 0.8, "harm": 0.2, "spoken": 0.2, "old": -0.5, "background": -0.5,
    "unreal": -1.0, "vetoed": -0.5, "vetoed_sentences": -0.5, "topic": -0.5, "topic_lead": -0.5,
}  # fmt: skip
EXPECTED_OF_TOPIC = -0.2
FREE = ("bias", "total")
STRICTNESS = 12.0
"""How strongly weights are drawn to what is expected of them; chosen by cross-validation among 1, 4 and 12."""
MISSED = 3.0
"""What a missed event costs, all events together against all texts without one."""
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A text: the part of the corpus it is from, its signs (None without a trigger), whether it tells an event."""

    part: str
    group: str
    signs: dict[str, float] | None
    tells: bool


def examples(reader: Reader) -> Iterator[Example]:
    """Yield every text of the corpus's passages, silent texts and banks."""
    for part in ("passages", "silent"):
        for passage in passages(CORPUS / part):
            told = any(e["factuality"] in ("occurred", "denied") for e in passage["events"])
            yield Example(part, passage["id"], _signs(reader, passage), told)
    for reports in sorted(CORPUS.glob("bank*/reports.jsonl")):
        for line in reports.read_text(encoding="utf-8").splitlines():
            report = json.loads(line)
            group = report.get("group") or report["id"].rsplit("-r", 1)[0]
            yield Example(reports.parent.name, group, _signs(reader, report), bool(report["incident_ids"]))


def _signs(reader: Reader, row: dict[str, object]) -> dict[str, float] | None:
    document = document_of(row)
    words = Words.of(document.text)
    scene = reader.extractor.scene(document, words)
    if scene is None:
        return None
    evidence = reader.extractor.evidence(scene, reader.mentions(document, words, harmed(scene)))
    if not any(evidence.triggers):
        return None
    return {"bias": 1.0, **{name: float(value) for name, value in signs(evidence).items()}}


def names() -> list[str]:
    """Return the signs that get a weight."""
    return [*FREE, *EXPECTED, *(f"{TOPIC}{topic}" for topic in sorted(rules()["topics"]))]


def fit(told: Sequence[Example]) -> dict[str, float]:
    """Return the weights that explain the examples best, by Newton's method within the signs allowed."""
    keys = names()
    expected = np.array([EXPECTED.get(k, EXPECTED_OF_TOPIC if k.startswith(TOPIC) else 0.0) for k in keys])
    x = np.array([[(e.signs or {}).get(k, 0.0) for k in keys] for e in told])
    y = np.array([e.tells for e in told], dtype=float)
    cost = np.where(y == 1, MISSED, float(y.sum()) / max(1.0, float((1 - y).sum())))
    pull = np.array([1e-3 if k == "bias" else STRICTNESS for k in keys])
    weights = expected.copy()
    for _ in range(400):
        odds = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (cost * (odds - y)) + pull * (weights - expected)
        curve = (x * (cost * odds * (1 - odds))[:, None]).T @ x + np.diag(pull)
        free = ~(
            (expected > 0) & (weights <= 0) & (slope > 0) | (expected < 0) & (weights >= 0) & (slope < 0)
        )
        step = np.zeros(len(keys))
        step[free] = np.linalg.solve(curve[np.ix_(free, free)], slope[free])
        moved = weights - 0.7 * step
        moved = np.where(((expected > 0) & (moved < 0)) | ((expected < 0) & (moved > 0)), 0.0, moved)
        if np.abs(moved - weights).max() < 1e-7:
            break
        weights = moved
    return dict(zip(keys, (round(float(w), 2) for w in weights), strict=True))


def tells(weights: dict[str, float], example: Example) -> bool:
    """Tell what the weights say of an example."""
    return example.signs is not None and sum(weights.get(k, 0.0) * v for k, v in example.signs.items()) > 0


def _fold(example: Example) -> int:
    return int(hashlib.md5(example.group.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def validate(known: Sequence[Example]) -> dict[int, bool]:
    """Return for each example, by its position, what weights fitted without its fold say."""
    said: dict[int, bool] = {}
    for fold in range(FOLDS):
        weights = fit([e for e in known if e.signs is not None and _fold(e) != fold])
        said.update({i: tells(weights, e) for i, e in enumerate(known) if _fold(e) == fold})
    return said


def line(name: str, pairs: Sequence[tuple[bool, bool]]) -> str:
    """Return precision, recall, F1 and quiet of (told, read) pairs as one line."""
    hit = sum(told and read for told, read in pairs)
    told, read = sum(t for t, _ in pairs), sum(r for _, r in pairs)
    silent = [r for t, r in pairs if not t]
    quiet = 100 * (1 - sum(silent) / len(silent)) if silent else 100.0
    p, r = 100 * hit / max(1, read), 100 * hit / max(1, told)
    f1 = 2 * p * r / max(1e-9, p + r)
    return f"{name:<12} P {p:5.1f}  R {r:5.1f}  F1 {f1:5.1f}  quiet {quiet:5.1f}  n {len(pairs)}"


def main() -> int:
    """Cross-validate, fit, and write where asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write the weights into the package's data")
    given = parser.parse_args()
    known = list(examples(Reader.lexicon()))
    said = validate(known)
    for part in sorted({e.part for e in known}):
        print(line(part, [(e.tells, said[i]) for i, e in enumerate(known) if e.part == part]))
    weights = fit([e for e in known if e.signs is not None])
    print(weights)
    if given.write:
        head = "# Weights of the signs that a text tells an event (log-odds), by tools/fit_relevance.py on corpus/.\n"
        rows = "".join(f"{name}: {weight}\n" for name, weight in weights.items())
        WEIGHTS.write_text(head + rows, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
