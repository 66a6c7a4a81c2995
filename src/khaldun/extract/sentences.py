"""Sentences and clauses: the stretches in which words belong together."""

from __future__ import annotations

import re
from functools import lru_cache

from khaldun.core.document import Document, SegmentKind
from khaldun.core.span import Span
from khaldun.core.words import Words, fold
from khaldun.data.load import read_yaml

_END = re.compile(r"(?:[.!?؟…。]+[\"'»”’)\]]*(?=\s|$))|\n+")
_SILENT = frozenset(
    {SegmentKind.BOILERPLATE, SegmentKind.CREDIT, SegmentKind.BYLINE, SegmentKind.EMBEDDED_POST}
)


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    return frozenset(fold(w) for w in read_yaml("lexicon/abbreviations.yaml"))


def sentences(document: Document) -> list[tuple[Span, SegmentKind]]:
    """Return the sentences of the segments that tell events, in the order of the text.

    Words of an embedded post are left to the child document; credits, bylines and boilerplate tell none.
    """
    if not document.segments:
        return [(span, SegmentKind.PARAGRAPH) for span in split(document.text, Span(0, len(document.text)))]
    found: list[tuple[Span, SegmentKind]] = []
    for segment in sorted(document.segments, key=lambda s: (s.span.start, -s.span.end)):
        if segment.kind in _SILENT or segment.kind is SegmentKind.DATELINE:
            continue
        if found and segment.span.start < found[-1][0].end:
            continue
        found.extend((span, segment.kind) for span in split(document.text, segment.span))
    return found


def split(text: str, within: Span) -> list[Span]:
    """Return the sentences of a stretch of text; abbreviations, initials and decimals do not end one."""
    spans: list[Span] = []
    start = within.start
    for end in _END.finditer(text, within.start, within.end):
        if end.group()[0] == "." and _is_abbreviation(text, start, end.start()):
            continue
        _keep(spans, text, start, end.end())
        start = end.end()
    _keep(spans, text, start, within.end)
    return spans


def _keep(spans: list[Span], text: str, start: int, end: int) -> None:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    right = len(words.rstrip())
    if left < right:
        spans.append(Span(start + left, start + right))


def _is_abbreviation(text: str, start: int, dot: int) -> bool:
    head = re.search(r"[^\W\d_]+$", text[max(start, dot - 12) : dot])
    if head is None:
        return False
    word = head.group()
    return len(word) == 1 or fold(word) in _abbreviations()


def clause_starts(words: Words, tokens: range, openers: frozenset[int]) -> list[int]:
    """Return the first tokens of a sentence's clauses: after punctuation, and at words that open one."""
    breaks, first = words.breaks, tokens.start
    return [i for i in tokens if breaks[i] or i in openers or i == first]
