"""Where the paragraphs of a running text begin and end."""

from __future__ import annotations

import re

from khaldun.core.span import Span

_LINE_END = r"(?:\r\n|[\n\r\v\f\x85\u2028\u2029])"
_BLANK = re.compile(rf"{_LINE_END}[^\S\r\n]*{_LINE_END}\s*")
_NEWLINE = re.compile(rf"{_LINE_END}\s*")
_FINAL = re.compile(r"[.!?…:;؟۔。！？»”\"')\]]$")

_COUNTED = 5
"""Line ends for each paragraph allowed, above which they are not looked at one by one."""
_SPLIT_SHARE = 0.8
"""Lines that end like sentences, above which each line is a paragraph of its own and not a hard wrap."""


def paragraph_spans(text: str, start: int = 0, limit: int = 100_000) -> list[Span]:
    """Return the paragraphs of `text` from `start` on, without the white space around them.

    Blank lines part paragraphs; single line ends do where most lines end as sentences end.
    Beyond `limit` paragraphs neighbors are joined, so that their number stays bounded.
    """
    if text.count("\n", start) > _COUNTED * limit:
        return _coarse(text, start, limit)
    spans: list[Span] = []
    for block in _pieces(text, Span(start, len(text)), _BLANK):
        spans.extend(_lines(text, block))
    return _bounded(spans, limit)


def _coarse(text: str, start: int, limit: int) -> list[Span]:
    """Return stretches of equal length that end at line ends, for a text of nothing but line ends."""
    step = max(1, -(-(len(text) - start) // limit))
    spans = []
    while start < len(text):
        end = text.find("\n", min(start + step, len(text)))
        end = len(text) if end < 0 else end + 1
        spans.append(trimmed(text, start, end))
        start = end
    return [span for span in spans if span]


def _pieces(text: str, within: Span, border: re.Pattern[str]) -> list[Span]:
    """Return the stretches of `within` between the matches of `border`, trimmed; empty ones are left out."""
    spans = []
    position = within.start
    for match in border.finditer(text, within.start, within.end):
        spans.append(trimmed(text, position, match.start()))
        position = match.end()
    spans.append(trimmed(text, position, within.end))
    return [span for span in spans if span]


def _lines(text: str, block: Span) -> list[Span]:
    """Return the lines of a block, or the block as one where its lines are only wrapped."""
    lines = _pieces(text, block, _NEWLINE)
    if len(lines) < 2:
        return lines
    final = sum(_FINAL.search(text, line.end - 1, line.end) is not None for line in lines[:-1])
    return lines if final >= _SPLIT_SHARE * (len(lines) - 1) else [block]


def trimmed(text: str, start: int, end: int) -> Span:
    """Return [start, end) without the white space at both ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _bounded(spans: list[Span], limit: int) -> list[Span]:
    """Join neighbors until no more than `limit` spans are left."""
    if len(spans) <= limit:
        return spans
    step = -(-len(spans) // limit)
    return [spans[i].join(spans[min(i + step, len(spans)) - 1]) for i in range(0, len(spans), step)]
