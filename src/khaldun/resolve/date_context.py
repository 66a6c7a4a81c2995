"""What date expressions are resolved against, and what they resolve to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from khaldun.core.values import DateMention, DateRange, DateRole
from khaldun.resolve.date_grammar import Expression


@dataclass(frozen=True, slots=True)
class Context:
    """What relative expressions count from: the anchor's day, the date told before, the one year named."""

    anchor: date | None = None
    previous: date | None = None
    year: int | None = None
    numeric: str = "ask"
    """How dates in digits order day and month: dmy, mdy, or ask where nothing tells."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A part of an expression with its meaning; `first` and `last` are tokens."""

    first: int
    last: int
    value: DateMention


def whole(expression: Expression, value: DateMention | None) -> list[Resolved]:
    """Return the value at the span of the whole expression, with the lead that belongs to its meaning."""
    if value is None:
        return []
    first = expression.core[0].first
    for symbol in reversed(expression.lead):
        # "On", "in" and articles stay outside the span.
        if symbol.letter in "iadteU&" or symbol.last != first:
            break
        first = symbol.first
    return [Resolved(first, expression.core[-1].last, value)]


def mention(found: DateRange | None, role: DateRole = DateRole.ON, explicit: bool = False) -> DateMention:
    """Return a date mention; nothing unresolved is explicit."""
    return DateMention(found, role, explicit and found is not None)
