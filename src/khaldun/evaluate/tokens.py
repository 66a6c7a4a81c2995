"""Where the tokens that a corpus lists stand in its text."""

from __future__ import annotations

from collections.abc import Sequence

from khaldun.evaluate.predict.protocols import Offsets

_REACH = 40
"""A token is looked for at most this many characters behind the one before it."""


def token_offsets(text: str, tokens: Sequence[str]) -> list[Offsets]:
    """Return the offsets of tokens in the order of the text; one that is written otherwise there is empty."""
    found: list[Offsets] = []
    at = 0
    for token in tokens:
        start = text.find(token, at, at + len(token) + _REACH)
        at = at if start < 0 else start + len(token)
        found.append((at if start < 0 else start, at))
    return found


def stretch(tokens: Sequence[Offsets], first: int, last: int) -> Offsets:
    """Return the offsets of tokens [first, last); raises IndexError where there are none such."""
    if not 0 <= first < last <= len(tokens):
        raise IndexError(f"there are no tokens [{first}, {last})")
    return tokens[first][0], tokens[last - 1][1]
