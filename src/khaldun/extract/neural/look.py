"""Looks at a document through the model: its windows are read, and what is seen is led back to the words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from khaldun.core.words import Words
from khaldun.extract.neural import heads
from khaldun.extract.neural.encoder import Encoder, Gate, ModelFiles
from khaldun.extract.neural.heads import Matrix, TokenSpan
from khaldun.extract.neural.windows import Window, lowered
from khaldun.extract.sight import TYPE, Seen, Sight

TASK = "event"
SIZE = 256
"""Tokens of a window: as the model was taught on."""
LEAST = -1.5
"""Odds below which nothing is kept: what the rules may still weigh with other evidence."""
EVENT = "event"
VOICES = ("speaker", "cue")
_AT_EVENT = ("factuality", "scope")


class ModelLooker:
    """A model that looks at texts; it is loaded with the first text that may tell an event."""

    def __init__(self, files: ModelFiles, threads: int = 1) -> None:
        self.id = files.id
        self._files, self._threads = files, threads

    @cached_property
    def _encoder(self) -> Encoder:
        return Encoder(self._files, self._threads)

    @cached_property
    def _gate(self) -> Gate:
        return Gate(self._files)

    def may_tell(self, words: Words) -> float:
        """Return the odds that a text tells an event, by its pieces alone: most news need not be looked at."""
        return self._gate.odds(lowered(words.text))

    def look(self, words: Words) -> Sight:
        """Return what is seen in a text."""
        return look(self._encoder, words)


def look(encoder: Encoder, words: Words) -> Sight:
    """Return what the model sees in a text."""
    of = encoder.windows(lowered(words.text), SIZE)
    if not of:
        return Sight()
    seen: list[Seen] = []
    said: dict[int, dict[str, int]] = {}
    tied: dict[int, int] = {}
    relevance = []
    warm = encoder.temperature("spans")
    for window, matrix in zip(of, encoder.matrices(of, [TASK]), strict=True):
        relevance.append(float(matrix[0, encoder.layout.columns["value.relevant"]][0]))
        spans = heads.spans(matrix, encoder.layout, encoder.layout.tasks[TASK], LEAST * warm)
        found = alone(s for s in spans if _in_one_paragraph(words, window, s))
        voices = _voices(encoder, matrix, found)
        at = len(seen)
        said.update({at + n: {label: at + to for label, to in told.items()} for n, told in voices.items()})
        tied.update({at + n: at + to for n, to in _events(encoder, matrix, found).items()})
        seen += [_seen(encoder, words, window, matrix, span) for span in found]
    return _sorted(seen, max(relevance) / encoder.temperature("relevant"), said, tied)


def _in_one_paragraph(words: Words, window: Window, span: TokenSpan) -> bool:
    start, end = window.text_span(span.first, span.last)
    return "\n\n" not in words.text[start:end]


def alone(found: Iterable[TokenSpan]) -> list[TokenSpan]:
    """Return the best of the spans that overlap with one label, from left to right."""
    kept: dict[str, list[TokenSpan]] = {}
    for span in sorted(found, key=lambda s: (-s.score, s.first, s.last, s.label)):
        if not any(k.first <= span.last and span.first <= k.last for k in kept.get(span.label, ())):
            kept.setdefault(span.label, []).append(span)
    return sorted((s for spans in kept.values() for s in spans), key=lambda s: (s.first, s.last, s.label))


def _voices(encoder: Encoder, matrix: Matrix, found: Sequence[TokenSpan]) -> dict[int, dict[str, int]]:
    """Return for each value the likeliest speaker and cue that tell it, where one is likelier than not."""
    values = [n for n, s in enumerate(found) if s.label != EVENT and s.label not in VOICES]
    told: dict[int, dict[str, int]] = {}
    for label in VOICES:
        voices = [n for n, s in enumerate(found) if s.label == label and s.score > 0]
        if not values or not voices:
            continue
        scores = heads.pair_scores(
            matrix, encoder.layout, f"{TASK}.said", [found[n] for n in values], [found[n] for n in voices]
        )
        for row, n in enumerate(values):
            best = int(np.argmax(scores[row]))
            if scores[row, best] > 0:
                told.setdefault(n, {})[label] = voices[best]
    return told


def _events(encoder: Encoder, matrix: Matrix, found: Sequence[TokenSpan]) -> dict[int, int]:
    """Return for each value the event mention that it likeliest belongs to, where it is likelier than not."""
    values = [n for n, s in enumerate(found) if s.label != EVENT and s.label not in VOICES]
    events = [n for n, s in enumerate(found) if s.label == EVENT and s.score > 0]
    if not values or not events:
        return {}
    name = f"{TASK}.event"
    scores = heads.pair_scores(
        matrix, encoder.layout, name, [found[n] for n in values], [found[n] for n in events]
    )
    best = np.argmax(scores, axis=1)
    return {n: events[best[row]] for row, n in enumerate(values) if scores[row, best[row]] > 0}


def _seen(encoder: Encoder, words: Words, window: Window, matrix: Matrix, span: TokenSpan) -> Seen:
    start, end = window.text_span(span.first, span.last)
    first = bisect_right(words.ends, start)
    last = max(first + 1, bisect_left(words.starts, end))
    names = _AT_EVENT if span.label == EVENT else ("stance",)
    classes = {name: _likeliest(encoder, matrix, span, name) for name in names}
    label = TYPE + _likeliest(encoder, matrix, span, "type") if span.label == EVENT else span.label
    return Seen(first, last, label, span.score / encoder.temperature("spans"), classes)


def _likeliest(encoder: Encoder, matrix: Matrix, span: TokenSpan, name: str) -> str:
    scores = heads.values(matrix, encoder.layout, name, [span])[0]
    return encoder.layout.values[name][int(np.argmax(scores))]


def _sorted(
    seen: list[Seen], relevance: float, said: dict[int, dict[str, int]], tied: dict[int, int]
) -> Sight:
    order = sorted(range(len(seen)), key=lambda n: (seen[n].first, seen[n].last, seen[n].label))
    place = {n: at for at, n in enumerate(order)}
    moved = {place[n]: {label: place[at] for label, at in voices.items()} for n, voices in said.items()}
    bound = {place[n]: place[to] for n, to in tied.items()}
    return Sight(tuple(seen[n] for n in order), relevance, moved, bound)
