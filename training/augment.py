"""Variants of the own corpus's passages for training: names and numbers of one passage stand in another.

What overfits first is names: a party, a place or a weapon that is told once. In a variant some annotated words are
replaced, wherever they stand in the text, by words of the same label from another passage in the same language. Cases
may then not agree in inflected languages; a reader of posts meets worse.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from training.examples import Example, Span, occurrences

SWAPPED = (
    "actor",
    "recipient",
    "associated",
    "place",
    "weapon",
    "platform",
    "operation",
    "speaker",
    "target",
    "date",
)
Stock = Mapping[tuple[str, str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Swap:
    """Words of a text, from start to end, and those that take their place."""

    start: int
    end: int
    words: str


def language(example: Example) -> str:
    """Return the language of a passage, which its name begins with."""
    return example.name.partition("-")[0]


def stock(examples: Iterable[Example]) -> Stock:
    """Return the words that may be put in, by language and label."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for example in examples:
        for start, end, label in example.spans:
            if label in SWAPPED:
                found[language(example), label].add(example.text[start:end])
    return {key: sorted(words) for key, words in found.items()}


def varied(example: Example, of: Stock, rng: random.Random, share: float) -> Example:
    """Return an example with about a share of its replaceable words replaced."""
    swaps: list[Swap] = []
    for start, end, label in example.spans:
        others = of.get((language(example), label))
        if label in SWAPPED and others and rng.random() < share:
            words = rng.choice(others)
            places = list(occurrences(example.text, example.text[start:end]))
            if all(_free(example, place, swaps) for place in places):
                swaps += [Swap(*place, words) for place in places]
    return replaced(example, sorted(swaps, key=lambda s: s.start))


def _free(example: Example, place: Span, swaps: Iterable[Swap]) -> bool:
    """Tell whether a place can be replaced: no span and no other replacement reaches into it."""
    start, end = place
    spans = ((a, b) for a, b, _ in example.spans)
    apart = all(b <= start or end <= a or (a <= start and end <= b) for a, b in spans)
    return apart and all(s.end <= start or end <= s.start for s in swaps)


def replaced(example: Example, swaps: Sequence[Swap]) -> Example:
    """Return an example with the words of swaps, which stand in the order of the text, and its spans moved."""
    if not swaps:
        return example
    parts, at = [], 0
    for swap in swaps:
        parts += [example.text[at : swap.start], swap.words]
        at = swap.end
    text = "".join(parts) + example.text[at:]
    spans = tuple((_moved(a, swaps), _moved(b, swaps), label) for a, b, label in example.spans)
    return Example(example.task, example.name, text, spans, example.pairs, example.values, example.relevant)


def _moved(offset: int, swaps: Sequence[Swap]) -> int:
    """Return where an offset that lies inside no swap comes to lie."""
    return offset + sum(len(s.words) - (s.end - s.start) for s in swaps if s.end <= offset)
