"""Tolls told without a word of harm: "put the count at 15", "the true figure was 31"."""

from __future__ import annotations

from collections.abc import Sequence

from khaldun.core.mention import MentionKind
from khaldun.core.values import Count
from khaldun.extract.counted import Figure, harm_of, people_at
from khaldun.extract.scene import Placed, Scene, Sentence
from khaldun.extract.totals import scope_of

_REACH = 1
"""Tokens that may stand between the words of a toll and its number: "the figure was only 31"."""
_BACK = 2
"""A toll goes on with the harm told at most this many sentences before."""


def with_tolls(scene: Scene, counted: Sequence[Sequence[Figure]]) -> list[list[Figure]]:
    """Return the figures of each sentence with the numbers that words of a toll tie to the harm told before."""
    result: list[list[Figure]] = []
    for sentence, found in zip(scene.sentences, counted, strict=True):
        told = list(found)
        if sentence.of("tolls"):
            told += _tolls(scene, sentence, found, result)
        result.append(sorted(told, key=lambda f: f.placed.first))
    return result


def _tolls(
    scene: Scene, sentence: Sentence, found: Sequence[Figure], before: Sequence[Sequence[Figure]]
) -> list[Figure]:
    bound = {f.placed.first for f in found}
    tolls: list[Figure] = []
    for placed in sentence.placed(MentionKind.COUNT):
        count, first = placed.mention.value, _first(scene, sentence, placed)
        if first is None or placed.first in bound or not isinstance(count, Count):
            continue
        harm = _carried([f for f in found if f.placed.first < placed.first], before)
        if harm is not None and people_at(scene, sentence, placed) is None:
            scope = scope_of(sentence, placed, harm)
            tolls.append(Figure(sentence, harm, count, placed, first, placed.last, scope))
    return tolls


def _first(scene: Scene, sentence: Sentence, placed: Placed) -> int | None:
    """Return the first token of the words of a toll right before a number, None where there are none."""
    marks = [h for h in sentence.of("tolls") if 0 <= placed.first - h.last <= _REACH]
    if not marks or any(scene.words.breaks_before(i) for i in range(marks[-1].last, placed.first + 1)):
        return None
    return marks[-1].first


def _carried(here: Sequence[Figure], before: Sequence[Sequence[Figure]]) -> str | None:
    """Return the harm of the figures told last; of several in one sentence, death."""
    for figures in (here, *reversed(before[-_BACK:])):
        harms = [harm_of(f) for f in figures]
        if harms:
            return "killed" if "killed" in harms else harms[0]
    return None
