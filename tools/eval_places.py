"""Measure place spotting in running text on toponym corpora kept outside the project.

usage: eval_places.py [--split train|dev] [--bench FOLDER] [--gazetteer FILE] [--errors N] [CORPUS...]

Prints, per corpus, for the toponyms that have coordinates: precision and recall of spotting (a mention counts if it
overlaps the gold span), and what is found and within 161 km. Skips, with a message, what is not there. How well
spans that are given are resolved, `python -m khaldun.evaluate.gazetteer` tells.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from khaldun.core.document import Document
from khaldun.core.mention import Mention
from khaldun.core.span import Span
from khaldun.core.values import Place
from khaldun.core.words import Words
from khaldun.resolve.places import Gazetteer, PlaceSpotter
from khaldun.resolve.places.rows import distance_km

CORPORA = ("lgl", "trnews", "geowebnews", "wotr")
NEAR_KM = 161.0


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", nargs="*", default=CORPORA)
    parser.add_argument("--split", default="train")
    parser.add_argument("--bench", type=Path, default=Path(__file__).parents[2] / "shared/bench")
    parser.add_argument("--gazetteer", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    args = parser.parse_args()
    gazetteer = Gazetteer.open(args.gazetteer)
    heads = ("gold", "P", "R", "F1", "located", "ms/400w")
    print(f"{'corpus':12}" + "".join(f"{h:>9}" for h in heads))
    for corpus in args.corpora:
        path = args.bench / corpus / f"{args.split}.jsonl"
        if not path.exists():
            print(f"{corpus:12} skipped: {path} is not there")
            continue
        measure(corpus, list(read(path)), gazetteer, args.errors)


def read(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def measure(corpus: str, rows: list[dict[str, Any]], gazetteer: Gazetteer, errors: int) -> None:
    """Print one line of the table for a corpus."""
    counts: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    spotter = PlaceSpotter(gazetteer)
    seconds = tokens = 0.0
    for row in rows:
        document = Document(row["text"], language="en")
        words = Words.of(row["text"])
        gold = [
            t for t in row["toponyms"] if t.get("lat") is not None and t.get("non_locational") is not True
        ]
        began = time.perf_counter()
        mentions = list(spotter.spot(document, words))
        seconds += time.perf_counter() - began
        tokens += len(words)
        everything = [Span(t["start"], t["end"]) for t in row["toponyms"]]
        score_spotting(gold, everything, mentions, counts, wrong)
    report(corpus, counts, seconds / tokens * 400_000)
    for what, number in wrong.most_common(errors):
        print(f"    {number:4} {what}")


def close(toponym: dict[str, Any], lat: float, lon: float) -> bool:
    return distance_km(float(toponym["lat"]), float(toponym["lon"]), lat, lon) <= NEAR_KM


def score_spotting(
    gold: list[dict[str, Any]],
    everything: list[Span],
    mentions: list[Mention],
    counts: Counter[str],
    wrong: Counter[str],
) -> None:
    """Count mentions that overlap a gold toponym, and toponyms that a mention overlaps."""
    for mention in mentions:
        hit = any(mention.span.meets(s) for s in everything)
        counts["spotted"] += 1
        counts["spotted_right"] += hit
        if not hit:
            wrong[f"false {mention.words}"] += 1
    counts["gold"] += len(gold)
    for toponym in gold:
        span = Span(toponym["start"], toponym["end"])
        hits = [m for m in mentions if m.span.meets(span)]
        counts["found"] += bool(hits)
        if not hits:
            wrong[f"missed {toponym['text']}"] += 1
        places = [m.value for m in hits if isinstance(m.value, Place) and m.value.lat is not None]
        counts["located"] += any(close(toponym, p.lat or 0.0, p.lon or 0.0) for p in places)


def report(corpus: str, counts: Counter[str], milliseconds: float) -> None:
    gold = max(counts["gold"], 1)
    precision = counts["spotted_right"] / max(counts["spotted"], 1)
    recall = counts["found"] / gold
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    shares = [precision, recall, f1, counts["located"] / gold]
    cells = "".join(f"{100 * s:9.1f}" for s in shares)
    print(f"{corpus:12}{counts['gold']:9}{cells}{milliseconds:9.2f}")


if __name__ == "__main__":
    main()
