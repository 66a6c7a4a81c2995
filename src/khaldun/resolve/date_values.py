"""What a date expression means, given the anchor and the date told before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from khaldun.core.values import DateMention, DatePrecision, DateRange, DateRole
from khaldun.resolve.date_calendar import (
    between_days,
    between_months,
    between_years,
    day_of,
    from_hijri,
    in_month,
    months_before,
    on_day,
    shifted,
    weekday_before,
)
from khaldun.resolve.date_grammar import Expression
from khaldun.resolve.symbols import Symbol

_AHEAD_DAYS = 60
"""A day without a year lies at most so far after its anchor; else it belongs to the year before."""
_SHORT_RANGE = 3
_ROLES = {"s": DateRole.SINCE, "u": DateRole.UNTIL, "k": DateRole.UNTIL, "B": DateRole.UNTIL, "x": DateRole.FUTURE}
_LOOSE = {"day": 0, "week": 3}
_UNIT_DAYS = {"hour": 0, "day": 1, "week": 7}


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


@dataclass(frozen=True, slots=True)
class _Part:
    """Day, month and year as one part of an expression names them."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    named: bool = False
    first: int = 0
    last: int = 0


def resolve_expression(expression: Expression, context: Context) -> list[Resolved]:
    """Return the meaning of an expression; "6 and 15 December" has two parts, an impossible day none."""
    handler = _HANDLERS[expression.kind]
    found = handler(expression, context)
    return [replace(r, value=_with_role(r.value, expression, context)) for r in found]


def _with_role(value: DateMention, expression: Expression, context: Context) -> DateMention:
    if value.role is not DateRole.ON:
        return value
    if expression.kind in ("span", "days", "weekdays", "months", "years") and value.role is DateRole.ON:
        # "From ... to" is part of the range itself.
        return _ahead(value, context)
    role = next((_ROLES[s.letter] for s in reversed(expression.lead) if s.letter in _ROLES), None)
    if role is None and any(s.letter == "b" for s in expression.lead):
        role = DateRole.SINCE
    return _ahead(value, context) if role is None else replace(value, role=role)


def _ahead(value: DateMention, context: Context) -> DateMention:
    if context.anchor is None or value.range is None or not _lies_after(value.range, context.anchor):
        return value
    return replace(value, role=DateRole.FUTURE)


def _lies_after(found: DateRange, anchor: date) -> bool:
    """Tell whether the range begins after the anchor; one day is left to time zones."""
    limit = shifted(anchor, 1) or anchor
    return found.start > limit.isoformat()[: len(found.start)]


def _whole(expression: Expression, value: DateMention | None) -> list[Resolved]:
    if value is None:
        return []
    first = expression.core[0].first
    for symbol in reversed(expression.lead):
        # "On", "in" and articles stay outside the span.
        if symbol.letter in "iadteU&" or symbol.last != first:
            break
        first = symbol.first
    return [Resolved(first, expression.core[-1].last, value)]


def _mention(found: DateRange | None, role: DateRole = DateRole.ON, explicit: bool = False) -> DateMention:
    return DateMention(found, role, explicit and found is not None)


# Days that name their number --------------------------------------------------------------------------------------


def _parts(symbols: Iterable[Symbol], context: Context) -> list[_Part]:
    """Cut symbols into dates: a part that is named again begins the next date."""
    parts: list[_Part] = []
    part = _Part(first=-1)
    for s in symbols:
        if s.letter not in "DMYJHR":
            continue
        taken = _taken(part, s)
        if taken:
            parts.append(part)
            part = _Part(first=-1)
        part = _put(part, s, context)
    return [*parts, part]


def _taken(part: _Part, s: Symbol) -> bool:
    if s.letter == "D":
        return part.day is not None
    if s.letter in "MH":
        return part.month is not None and part.month != s.value
    return part.year is not None


def _put(part: _Part, s: Symbol, context: Context) -> _Part:
    first = s.first if part.first < 0 else part.first
    part = replace(part, first=first, last=s.last)
    if s.letter == "D":
        return replace(part, day=s.value)
    if s.letter in "MH":
        return replace(part, month=s.value)
    if s.letter == "R":
        return replace(part, year=context.anchor.year + s.value if context.anchor else None)
    return replace(part, year=s.value, named=True)


def _completed(parts: list[_Part]) -> list[_Part]:
    """Give each part the month and the year that a neighbor names."""
    done: list[_Part] = []
    for part in reversed(parts):
        after = done[0] if done else None
        if after is not None:
            part = replace(
                part,
                month=part.month or after.month,
                year=part.year or after.year,
                named=part.named or after.named,
            )
        done.insert(0, part)
    for i in range(1, len(done)):
        done[i] = replace(done[i], month=done[i].month or done[i - 1].month, year=done[i].year or done[i - 1].year)
    return done


def _day(part: _Part, context: Context) -> date | None:
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


def _possible(part: _Part) -> bool:
    """Tell whether the calendar has such a day in some year."""
    return part.day is None or part.month is None or day_of(part.year or 2024, part.month, part.day) is not None


def _date(expression: Expression, context: Context) -> list[Resolved]:
    part = _completed(_parts(expression.core, context))[0]
    if not _possible(part):
        return []
    day = _day(part, context)
    found = on_day(day) if day is not None else None
    return _whole(expression, _mention(_night(found, expression.lead), explicit=part.named))


def _night(found: DateRange | None, lead: Iterable[Symbol]) -> DateRange | None:
    """Return the day with the one its night runs on to, or began on."""
    if found is None:
        return None
    day = date.fromisoformat(found.end)
    for symbol in lead:
        other = shifted(day, -1) if symbol.letter == "v" else shifted(day, 1) if symbol.letter == "n" else None
        if other is not None:
            return between_days(day, other)
    return found


def _days(expression: Expression, context: Context) -> list[Resolved]:
    parts = _completed(_parts(expression.core, context))
    if not all(_possible(p) for p in parts):
        return []
    last = _day(parts[-1], context)
    if last is None:
        return _whole(expression, _mention(None, explicit=False))
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
    return _whole(replace(expression, lead=tuple(lead)), _mention(between_days(first, last), role, parts[-1].named))


def _separate(parts: list[_Part], context: Context) -> list[Resolved]:
    days = [(part, _day(part, context)) for part in parts]
    return [Resolved(p.first, p.last, _mention(on_day(d), explicit=p.named)) for p, d in days if d is not None]


def _hijri(expression: Expression, context: Context) -> list[Resolved]:
    part = _parts(expression.core, context)[0]
    day = from_hijri(part.year or 0, part.month or 0, part.day or 0)
    if day is None:
        return []
    start, end = shifted(day, -1), shifted(day, 1)
    return _whole(expression, _mention(between_days(start or day, end or day), explicit=True))


def _iso(expression: Expression, context: Context) -> list[Resolved]:
    day = day_of(*(s.value for s in expression.core))
    return _whole(expression, _mention(on_day(day), explicit=True)) if day else []


def _numeric(expression: Expression, context: Context) -> list[Resolved]:
    first, second, year = (s.value for s in expression.core)
    if year < 100:
        if "-" in expression.marks or ("." in expression.marks and context.numeric == "ask"):
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
        return _whole(expression, _mention(on_day(days[0]), explicit=True))
    # Day and month cannot be told apart: only the months are known.
    months = between_months((days[0].year, days[0].month), (days[-1].year, days[-1].month))
    return _whole(expression, _mention(months, explicit=False))


# Months and years -------------------------------------------------------------------------------------------------


def _month_of(month: int, context: Context, year: int | None, strictly_before: bool = False) -> tuple[int, int] | None:
    if year is None and context.anchor is None:
        year = context.year
    if year is not None:
        return year, month
    if context.anchor is None:
        return None
    later = month > context.anchor.month or (strictly_before and month == context.anchor.month)
    return context.anchor.year - later, month


def _month(expression: Expression, context: Context) -> list[Resolved]:
    part = _parts(expression.core, context)[0]
    letters = {s.letter for s in expression.core}
    pair = _month_of(part.month or 0, context, part.year, strictly_before="l" in letters)
    if pair is not None and "x" in letters and context.anchor is not None and part.year is None:
        pair = context.anchor.year + (part.month or 0 <= context.anchor.month), part.month or 0
    role = DateRole.FUTURE if "x" in letters else DateRole.ON
    return _whole(expression, _mention(in_month(*pair) if pair else None, role))


def _months(expression: Expression, context: Context) -> list[Resolved]:
    parts = _completed(_parts(expression.core, context))
    last = _month_of(parts[-1].month or 0, context, parts[-1].year)
    found = None
    if last is not None and parts[0].month is not None:
        year = parts[0].year or last[0]
        start = (year, parts[0].month)
        found = between_months(start if start <= last else (year - 1, parts[0].month), last)
    return _whole(expression, _mention(found, DateRole.SPAN if len(parts) > 1 else DateRole.ON))


def _years(expression: Expression, context: Context) -> list[Resolved]:
    values = [s.value for s in expression.core if s.letter == "Y"]
    if values[0] > values[-1]:
        return []
    return _whole(expression, _mention(between_years(values[0], values[-1]), DateRole.SPAN))


def _year(expression: Expression, context: Context) -> list[Resolved]:
    value = next(s.value for s in expression.core if s.letter == "Y")
    return _whole(expression, _mention(between_years(value, value)))


# Weekdays ---------------------------------------------------------------------------------------------------------


def _weekday(expression: Expression, context: Context) -> list[Resolved]:
    symbol = next(s for s in expression.core if s.letter == "W")
    letters = {s.letter for s in expression.core} | {s.letter for s in expression.lead if s.letter in "xl"}
    if context.anchor is None:
        return _whole(expression, _mention(None, DateRole.FUTURE if "x" in letters else DateRole.ON))
    day = weekday_before(context.anchor, symbol.value)
    if day is not None and ("x" in letters or ("l" in letters and day == context.anchor)):
        day = shifted(day, 7 if "x" in letters else -7)
    found = on_day(day) if day is not None else None
    role = DateRole.FUTURE if "x" in letters else DateRole.ON
    night = _night(found, expression.lead)
    if night is not None and night.end > context.anchor.isoformat() and role is DateRole.ON:
        night = found
    return _whole(expression, _mention(night, role))


def _weekdays(expression: Expression, context: Context) -> list[Resolved]:
    symbols = [s for s in expression.core if s.letter == "W"]
    if context.anchor is None:
        return _whole(expression, _mention(None))
    end = weekday_before(context.anchor, symbols[-1].value)
    start = weekday_before(end, symbols[0].value) if end else None
    if start is None or end is None:
        return []
    return _whole(expression, _mention(between_days(start, end)))


# Quantities -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Quantity:
    number: int
    unit: str
    loose: bool


def _quantity(expression: Expression) -> _Quantity:
    number, unit, loose = 0, "", False
    for s in expression.core:
        if s.letter == "V":
            return _Quantity(s.value["number"], s.value["unit"], bool(s.value.get("loose", False)))
        if s.letter in "DNw":
            number = s.value
        elif s.letter == "U":
            bare = s.value if isinstance(s.value, dict) else {"unit": s.value, "number": 1}
            unit = str(bare["unit"])
            # "Days ago" names no number; "three days ago" does.
            number, loose = (number, False) if number else (int(bare["number"]), bool(bare.get("loose", False)))
    return _Quantity(number, unit, loose)


def _moved(base: date, quantity: _Quantity, sign: int) -> DateRange | None:
    """Return the time so many units before (-1) or after (1) the base, as loosely as the unit says."""
    number = quantity.number * sign
    if abs(number) > 100_000:
        return None
    if quantity.unit in ("month", "year", "decade"):
        months = number * {"month": 1, "year": 12, "decade": 120}[quantity.unit]
        year, month = months_before(base, -months)
        return in_month(year, month) if quantity.unit == "month" else between_years(year, year)
    days = number // 24 if quantity.unit == "hour" and abs(number) >= 24 else number * _UNIT_DAYS[quantity.unit]
    day = shifted(base, days)
    around = 3 if quantity.loose else _LOOSE.get(quantity.unit, 0)
    if day is None or not around:
        return on_day(day) if day is not None else None
    start, end = shifted(day, -around), shifted(day, around)
    return between_days(start or day, end or day)


def _ago(expression: Expression, context: Context) -> list[Resolved]:
    found = _moved(context.anchor, _quantity(expression), -1) if context.anchor else None
    return _whole(expression, _mention(found))


def _told_before(expression: Expression, context: Context, sign: int) -> list[Resolved]:
    base = context.previous or context.anchor
    found = _moved(base, _quantity(expression), sign) if base else None
    return _whole(expression, _mention(found))


def _earlier(expression: Expression, context: Context) -> list[Resolved]:
    return _told_before(expression, context, -1)


def _later(expression: Expression, context: Context) -> list[Resolved]:
    if context.previous is None:
        return _whole(expression, _mention(None))
    return _told_before(expression, context, 1)


def _running(expression: Expression, context: Context) -> list[Resolved]:
    quantity = _quantity(expression)
    found = _period(context.anchor, quantity) if context.anchor else None
    return _whole(expression, _mention(found, DateRole.SPAN))


def _period(anchor: date, quantity: _Quantity) -> DateRange | None:
    """Return the period of so many units that ends with the anchor."""
    if quantity.number > 100_000:
        return None
    if quantity.unit in ("month", "year", "decade"):
        months = quantity.number * {"month": 1, "year": 12, "decade": 120}[quantity.unit]
        start = months_before(anchor, months)
        if quantity.unit == "month":
            return between_months(start, (anchor.year, anchor.month))
        return between_years(start[0], anchor.year)
    hours = quantity.number * {"hour": 1, "day": 24, "week": 168}[quantity.unit]
    start_day = shifted(anchor, -max(1, -(-hours // 24)))
    return between_days(start_day, anchor) if start_day else None


def _unit(expression: Expression, context: Context) -> list[Resolved]:
    letters = {s.letter: s.value for s in expression.core}
    role = DateRole.FUTURE if "x" in letters or letters.get("R") == 1 else DateRole.ON
    if letters.get("R") == 0 or ("h" in letters and letters.get("U") == "year"):
        role = DateRole.SPAN
    if context.anchor is None:
        return _whole(expression, _mention(None, role))
    step = letters["R"] if "R" in letters else -1 if "l" in letters else 1 if "x" in letters else 0
    found = _calendar_unit(context.anchor, "year" if "R" in letters else str(letters["U"]), step)
    return _whole(expression, _mention(found, role)) if found is not None else []


def _calendar_unit(anchor: date, unit: str, step: int) -> DateRange | None:
    if unit == "year":
        return between_years(anchor.year + step, anchor.year + step)
    if unit == "month":
        return in_month(*months_before(anchor, -step))
    if unit == "week":
        monday = shifted(anchor, -anchor.weekday() + 7 * step)
        end = anchor if step == 0 else shifted(monday, 6) if monday else None
        found = between_days(monday, end) if monday and end else None
        return found and replace(found, precision=DatePrecision.WEEK)
    if unit == "day":
        day = shifted(anchor, step)
        return on_day(day) if day else None
    return None


def _relative(expression: Expression, context: Context) -> list[Resolved]:
    rule = next(s for s in expression.core if s.letter == "K").value
    role = DateRole(rule.get("role", "on"))
    base = context.previous or context.anchor if rule.get("base") == "previous" else context.anchor
    if base is None:
        return _whole(expression, _mention(None, role))
    if "weekend" in rule:
        saturday = weekday_before(base, 5)
        sunday = shifted(saturday, 1) if saturday else None
        return _whole(expression, _mention(between_days(saturday, min(sunday, base)), role)) if saturday and sunday else []
    start, end = (shifted(base, n) for n in rule["days"])
    return _whole(expression, _mention(between_days(start, end), role)) if start and end else []


_HANDLERS: dict[str, Callable[[Expression, Context], list[Resolved]]] = {
    "iso": _iso,
    "numeric": _numeric,
    "hijri": _hijri,
    "span": _days,
    "days": _days,
    "date": _date,
    "months": _months,
    "month": _month,
    "years": _years,
    "year": _year,
    "weekdays": _weekdays,
    "weekday": _weekday,
    "ago": _ago,
    "earlier": _earlier,
    "later": _later,
    "running": _running,
    "unit": _unit,
    "relative": _relative,
}
