"""Dates that name a day: one, several, ranges of them, in digits and of the Hijri calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from khaldun.core.values import DateRange, DateRole
from khaldun.resolve.date_calendar import between_days, between_months, day_of, from_hijri, on_day, shifted
from khaldun.resolve.date_context import Context, Resolved, mention, whole
from khaldun.resolve.date_grammar import Expression
from khaldun.resolve.symbols import Symbol

_AHEAD_DAYS = 60
"""A day without a year lies at most so far after its anchor; else it belongs to the year before."""
_SHORT_RANGE = 3
"""A range of more days counts as a period."""


@dataclass(frozen=True, slots=True)
class Part:
    """Day, month and year as one part of an expression names them."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    named: bool = False
    first: int = 0
    last: int = 0


def parts_of(symbols: Iterable[Symbol], context: Context) -> list[Part]:
    """Cut symbols into dates: a part that is named again begins the next date."""
    parts: list[Part] = []
    part = Part(first=-1)
    for s in symbols:
        if s.letter not in "DMYJHR":
            continue
        taken = _taken(part, s)
        if taken:
            parts.append(part)
            part = Part(first=-1)
        part = _put(part, s, context)
    return [*parts, part]


def _taken(part: Part, s: Symbol) -> bool:
    if s.letter == "D":
        return part.day is not None
    if s.letter in "MH":
        return part.month is not None and part.month != s.value
    return part.year is not None


def _put(part: Part, s: Symbol, context: Context) -> Part:
    first = s.first if part.first < 0 else part.first
    part = replace(part, first=first, last=s.last)
    if s.letter == "D":
        return replace(part, day=s.value)
    if s.letter in "MH":
        return replace(part, month=s.value)
    if s.letter == "R":
        return replace(part, year=context.anchor.year + s.value if context.anchor else None)
    return replace(part, year=s.value, named=True)


def completed(parts: list[Part]) -> list[Part]:
    """Give each part the month and the year that a neighbor names."""
    done: list[Part] = []
    for part in reversed(parts):
        after = done[0] if done else part
        done.insert(
            0,
            replace(
                part,
                month=part.month or after.month,
                year=part.year or after.year,
                named=part.named or after.named,
            ),
        )
    for i in range(1, len(done)):
        done[i] = replace(
            done[i], month=done[i].month or done[i - 1].month, year=done[i].year or done[i - 1].year
        )
    return done


def _day(part: Part, context: Context) -> date | None:
    if part.day is None or part.month is None:
        return None
    if part.year is not None:
        return day_of(part.year, part.month, part.day)
    if context.anchor is None:
        return day_of(context.year, part.month, part.day) if context.year else None
    found = day_of(context.anchor.year, part.month, part.day)
    # 29 February may exist in the year before only.
    if found is None or (found - context.anchor).days > _AHEAD_DAYS:
        found = day_of(context.anchor.year - 1, part.month, part.day)
    return found


def _possible(part: Part) -> bool:
    """Tell whether the calendar has such a day in some year."""
    return (
        part.day is None or part.month is None or day_of(part.year or 2024, part.month, part.day) is not None
    )


def date_value(expression: Expression, context: Context) -> list[Resolved]:
    part = completed(parts_of(expression.core, context))[0]
    if not _possible(part):
        return []
    day = _day(part, context)
    found = on_day(day) if day is not None else None
    return whole(expression, mention(with_night(found, expression.lead), explicit=part.named))


def with_night(found: DateRange | None, lead: Iterable[Symbol]) -> DateRange | None:
    """Return the day with the one its night runs on to, or began on."""
    if found is None:
        return None
    day = date.fromisoformat(found.end)
    for symbol in lead:
        other = (
            shifted(day, -1) if symbol.letter == "v" else shifted(day, 1) if symbol.letter == "n" else None
        )
        if other is not None:
            return between_days(day, other)
    return found


def days_value(expression: Expression, context: Context) -> list[Resolved]:
    parts = completed(parts_of(expression.core, context))
    if not all(_possible(p) for p in parts):
        return []
    last = _day(parts[-1], context)
    if last is None:
        return whole(expression, mention(None, explicit=False))
    first = _day(replace(parts[0], year=parts[0].year or last.year), context)
    if first is not None and first > last and not parts[0].named:
        first = day_of(last.year - 1, first.month, first.day)
    if first is None or first > last:
        return _separate(parts, context)
    length = (last - first).days
    listed = "&" in expression.marks and not any(s.letter == "b" for s in expression.lead)
    if listed and length > len(parts):
        return _separate(parts, context)
    role = DateRole.SPAN if length > _SHORT_RANGE else DateRole.ON
    lead = [s for s in expression.lead if s.letter not in "sukB"]
    return whole(
        replace(expression, lead=tuple(lead)), mention(between_days(first, last), role, parts[-1].named)
    )


def _separate(parts: list[Part], context: Context) -> list[Resolved]:
    days = [(part, _day(part, context)) for part in parts]
    return [Resolved(p.first, p.last, mention(on_day(d), explicit=p.named)) for p, d in days if d is not None]


def hijri_value(expression: Expression, context: Context) -> list[Resolved]:
    part = parts_of(expression.core, context)[0]
    day = from_hijri(part.year or 0, part.month or 0, part.day or 0)
    if day is None:
        return []
    start, end = shifted(day, -1), shifted(day, 1)
    return whole(expression, mention(between_days(start or day, end or day), explicit=True))


def iso_value(expression: Expression, context: Context) -> list[Resolved]:
    day = day_of(*(s.value for s in expression.core))
    return whole(expression, mention(on_day(day), explicit=True)) if day else []


def numeric_value(expression: Expression, context: Context) -> list[Resolved]:
    first, second, year = (s.value for s in expression.core)
    if year < 100:
        if year < 10 or "-" in expression.marks or ("." in expression.marks and context.numeric == "ask"):
            return []
        year += 2000
    day_first, month_first = day_of(year, second, first), day_of(year, first, second)
    if "." in expression.marks or context.numeric == "dmy":
        options = [day_first or month_first]
    else:
        options = [d for d in (day_first, month_first) if d is not None]
    days = sorted({d for d in options if d is not None})
    if len(days) > 1 and context.anchor is not None:
        days = [d for d in days if d <= context.anchor] or days
    if not days:
        return []
    if len(days) == 1:
        return whole(expression, mention(on_day(days[0]), explicit=True))
    # Day and month cannot be told apart: only the months are known.
    months = between_months((days[0].year, days[0].month), (days[-1].year, days[-1].month))
    return whole(expression, mention(months, explicit=False))
