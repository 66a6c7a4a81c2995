"""Arms that were only kept somewhere: "had been keeping weapons and explosives there"."""

from __future__ import annotations

from khaldun.extract.lexicon import coordinators
from khaldun.extract.scene import Scene, Sentence

_REACH = 5
"""Longest gap in tokens between a word of storing and what is stored."""


def is_stored(scene: Scene, sentence: Sentence, first: int) -> bool:
    """Tell whether a word of storing stands before a token, in the same clause but for an "and"."""
    return any(
        word.last <= first <= word.last + _REACH and not _breaks(scene, sentence, word.last, first)
        for word in sentence.of("stored")
    )


def _breaks(scene: Scene, sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether punctuation, or a clause that no "and" opens, stands between two tokens."""
    words = scene.words
    openers = (h.first for h in sentence.of("clause") if first <= h.first < last)
    return any(words.breaks_before(i) for i in range(first, last + 1)) or any(
        words.folded[i] not in coordinators() for i in openers
    )
