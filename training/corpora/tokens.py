"""Where tokens that were written one after another stand in a text."""

from __future__ import annotations

from training.examples import Span


def placed(text: str, tokens: list[str]) -> list[Span]:
    """Return the span of each token, found from left to right; a token that is not found is empty."""
    spans, at = [], 0
    for token in tokens:
        start = text.find(token, at)
        if start < 0:
            spans.append((at, at))
            continue
        at = start + len(token)
        spans.append((start, at))
    return spans
