"""Sentences that tell two events side by side, parted where the second begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from khaldun.core.mention import MentionKind
from khaldun.core.span import Span
from khaldun.core.values import DateMention, DateRange, Place
from khaldun.core.words import Words
from khaldun.extract.scene import Placed, Scene, Sentence
from khaldun.extract.telling import POINTLIKE

_SEMICOLONS = (";", "؛")
_NEAR_OPENER = 4
"""A date opens a part if at most this many tokens, "and on the", stand before it."""


def parted(scene: Scene) -> Scene:
    """Return the scene, its sentences cut where a semicolon or a date opens a part with its own town and deed.

    "In Nyala a blast killed eight; in Ed Daein four people died." Other sentences stay whole.
    """
    found = [part for s in scene.sentences for part in _parts(scene.words, s)]
    if len(found) == len(scene.sentences):
        return scene
    return replace(scene, sentences=tuple(replace(s, index=i) for i, s in enumerate(found)))


def _parts(words: Words, sentence: Sentence) -> Iterator[Sentence]:
    if len(sentence.placed(MentionKind.PLACE)) < 2:
        yield sentence
        return
    for cut in (c for c in sentence.clauses[1:] if _opens(words, sentence, c)):
        left = _within(words, sentence, sentence.tokens.start, cut)
        right = _within(words, sentence, cut, sentence.tokens.stop)
        if _is_whole(left) and _is_whole(right) and _differ(left, right):
            yield left
            yield from _parts(words, replace(right, is_parted=True))
            return
    yield sentence


def _opens(words: Words, sentence: Sentence, cut: int) -> bool:
    """Tell whether a semicolon stands before a clause, or a date right behind its first words."""
    between = words.text[words.ends[cut - 1] : words.starts[cut]]
    if any(mark in between for mark in _SEMICOLONS):
        return True
    dates = sentence.placed(MentionKind.DATE)
    own = [p for p in dates if 0 <= p.first - cut <= _NEAR_OPENER]
    earlier = {_range(p) for p in dates if p.first < cut}
    return (
        bool(own) and None not in {_range(p) for p in own} and bool(earlier) and _range(own[0]) not in earlier
    )


def _range(placed: Placed) -> DateRange | None:
    value = placed.mention.value
    return value.range if isinstance(value, DateMention) else None


def _is_whole(part: Sentence) -> bool:
    """Tell whether a part names a town and a deed."""
    return bool(_towns(part) and (part.of("triggers") or part.of("harm")))


def _differ(left: Sentence, right: Sentence) -> bool:
    return not _towns(left) & _towns(right)


def _towns(part: Sentence) -> set[str]:
    values = (p.mention.value for p in part.placed(MentionKind.PLACE))
    return {v.name for v in values if isinstance(v, Place) and v.lat is not None and v.precision in POINTLIKE}


def _within(words: Words, sentence: Sentence, start: int, stop: int) -> Sentence:
    """Return the part of a sentence at tokens [start, stop)."""
    span = Span(
        sentence.span.start if start == sentence.tokens.start else words.starts[start],
        sentence.span.end if stop == sentence.tokens.stop else words.ends[stop - 1],
    )
    hits = {
        f: [h for h in found if start <= h.first and h.last <= stop] for f, found in sentence.hits.items()
    }
    mentions = {k: _of(found, start, stop) for k, found in sentence.mentions.items()}
    clauses = tuple(c for c in sentence.clauses if start <= c < stop)
    return replace(
        sentence, span=span, tokens=range(start, stop), clauses=clauses, hits=hits, mentions=mentions
    )


def _of(found: Iterable[Placed], start: int, stop: int) -> list[Placed]:
    return [p for p in found if start <= p.first and p.last <= stop]
