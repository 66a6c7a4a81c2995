"""What a model saw in a document: spans with labels and odds, in the tokens of the document's words.

The rules of extraction ask it as they ask a lexicon; where there is no model, nothing is seen.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

TYPE = "type."
"""What the labels of event mentions begin with; the rest is the type's code."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Tokens [first, last) that the model labels; `odds` is the log-odds that it is right.

    `classes` holds the likeliest class of each value read there: stance, factuality, scope.
    """

    first: int
    last: int
    label: str
    odds: float
    classes: Mapping[str, str] = field(default_factory=dict)

    def overlaps(self, first: int, last: int) -> bool:
        """Tell whether the tokens share one with [first, last)."""
        return self.first < last and first < self.last


@dataclass(frozen=True, slots=True)
class Sight:
    """All that was seen, sorted by place; `relevance` is the odds that the document tells an event.

    `said` holds, for the place in `seen` of a value, the place of the voice (speaker or cue) that tells it, by label.
    """

    seen: tuple[Seen, ...] = ()
    relevance: float = 0.0
    said: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    tied: Mapping[int, int] = field(default_factory=dict)
    """For the place of a value, the place of the event mention that it belongs to."""

    def within(self, tokens: range) -> Iterator[Seen]:
        """Yield what begins inside a range of tokens."""
        at = bisect_left(self.seen, tokens.start, key=lambda s: s.first)
        while at < len(self.seen) and self.seen[at].first < tokens.stop:
            yield self.seen[at]
            at += 1

    def of(self, tokens: range, *labels: str) -> list[Seen]:
        """Return what begins inside a range of tokens and has one of the labels."""
        return [s for s in self.within(tokens) if s.label in labels]

    def events(self, tokens: range) -> list[Seen]:
        """Return the event mentions that begin inside a range of tokens."""
        return [s for s in self.within(tokens) if s.label.startswith(TYPE)]

    @property
    def best_event(self) -> float:
        """Return the odds of the surest event mention."""
        return max((s.odds for s in self.seen if s.label.startswith(TYPE)), default=float("-inf"))
