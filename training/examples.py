"""What every corpus is turned into: a text with labelled spans, pairs of them and values at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Example:
    """A text of one task. Spans are (start, end, label); a pair is (kind, span number, span number).

    `values` holds (name, span number, value): an index into the value's classes or a number. `silent` spans are
    labelled too uncertainly to be taught as present or absent.
    """

    task: str
    name: str
    text: str
    spans: tuple[tuple[int, int, str], ...] = ()
    pairs: tuple[tuple[str, int, int], ...] = ()
    values: tuple[tuple[str, int, Any], ...] = ()
    relevant: bool | None = None


@dataclass(slots=True)
class Builder:
    """Collects spans once each and hands out their numbers."""

    spans: list[tuple[int, int, str]] = field(default_factory=list)
    pairs: set[tuple[str, int, int]] = field(default_factory=set)
    values: list[tuple[str, int, Any]] = field(default_factory=list)

    def span(self, start: int, end: int, label: str) -> int:
        """Return the number of a span, adding it where it is new."""
        found = (start, end, label)
        if found not in self.spans:
            self.spans.append(found)
        return self.spans.index(found)

    def example(self, task: str, name: str, text: str, relevant: bool | None = None) -> Example:
        """Return what was collected as an example of a task."""
        return Example(
            task, name, text, tuple(self.spans), tuple(sorted(self.pairs)), tuple(self.values), relevant
        )


def occurrences(text: str, words: str) -> Iterator[Span]:
    """Yield where the words stand in the text as whole words."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        before, after = text[start - 1 : start], text[end : end + 1]
        if not (before.isalnum() and words[0].isalnum()) and not (after.isalnum() and words[-1].isalnum()):
            yield start, end
        start = text.find(words, start + 1)


def nth(text: str, words: str, number: int) -> Span | None:
    """Return where the nth occurrence of the words stands, counting every place where the characters occur."""
    start = -1
    for _ in range(number):
        start = text.find(words, start + 1)
        if start < 0:
            return None
    return start, start + len(words)


def texts(examples: Iterable[Example]) -> list[str]:
    """Return the texts of examples."""
    return [example.text for example in examples]
