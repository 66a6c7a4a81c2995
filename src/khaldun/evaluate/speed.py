"""The speed of reading as a ratio that depends little on the machine."""

from __future__ import annotations

import time
from pathlib import Path

from khaldun.evaluate.corpus import document_of
from khaldun.evaluate.mix import Mix, drawn
from khaldun.pipeline.reader import Reader

_MIX = Mix("gate", whole=True, reports=80)
_ROUNDS = 3
_LOOPS = 40_000


def reading_speed(reader: Reader, corpus: Path) -> float:
    """Return how many words are read in the time of one reference loop of plain Python; the best of some rounds."""
    documents = [document_of(report) for report in drawn(corpus, _MIX)]
    words = sum(len(d.text.split()) for d in documents)
    best = 0.0
    for _ in range(_ROUNDS):
        begun = time.process_time()
        for document in documents:
            reader.read(document)
        read = time.process_time()
        _reference_loop()
        best = max(best, words * (time.process_time() - read) / (read - begun))
    return best


def _reference_loop() -> int:
    """Do what reading does most, look words up and make small objects, so that machines compare alike."""
    counts: dict[str, int] = {}
    for number in range(_LOOPS):
        word = f"w{number % 997}"
        counts[word] = counts.get(word, 0) + len(word.casefold())
    return sum(sorted(counts.values()))
