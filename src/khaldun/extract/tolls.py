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
            kept = [f for f in found if not _is_cut_off(scene, f)]
            told = kept + _tolls(scene, sentence, kept, result)
        result.append(sorted(told, key=lambda f: f.placed.first))
    return result


def _is_cut_off(scene: Scene, figure: Figure) -> bool:
    """Tell whether a toll is bound to harm of the next clause: "put the count at 15 and said 40 were hurt"."""
    sentence, placed = figure.sentence, figure.placed
    if figure.last <= placed.last or _first(scene, sentence, placed) is None:
        return False
    return figure.last > sentence.clause(placed.first).stop


def _tolls(
    scene: Scene, sentence: Sentence, found: Sequence[Figure], before: Sequence[Sequence[Figure]]
) -> list[Figure]:
    bound = {f.placed.first for f in found}
    tolls: list[Figure] = []
    for placed in sentence.placed(MentionKind.COUNT):
        count, first = placed.mention.value, _first(scene, sentence, placed)
        if first is None or placed.first in bound or not isinstance(count, Count):
            continue
        here = [h.payload.label for h in sentence.of("harm") if h.last <= placed.first]
        harm = _carried(here, before)
        if harm is not None and people_at(scene, sentence, placed) is None:
            scope = scope_of(scene, sentence, placed, harm)
            tolls.append(Figure(sentence, harm, count, placed, first, placed.last, scope))
    return tolls


def _first(scene: Scene, sentence: Sentence, placed: Placed) -> int | None:
    """Return the first token of the words of a toll right before a number, None where there are none."""
    marks = [h for h in sentence.of("tolls") if 0 <= placed.first - h.last <= _REACH]
    if not marks or any(scene.words.breaks_before(i) for i in range(marks[-1].last, placed.first + 1)):
        return None
    return marks[-1].first


def _carried(here: Sequence[str], before: Sequence[Sequence[Figure]]) -> str | None:
    """Return the harm told last, in this sentence or by the figures before; of several in one sentence, death."""
    for harms in (here, *([harm_of(f) for f in figures] for figures in reversed(before[-_BACK:]))):
        if harms:
            return "killed" if "killed" in harms else harms[-1]
    return None
