"""Dates that name no day by its number: months, years, weekdays, "two weeks ago", "yesterday"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from khaldun.core.values import DatePrecision, DateRange, DateRole
from khaldun.resolve.date_calendar import (
    between_days,
    between_months,
    between_years,
    in_month,
    months_before,
    on_day,
    shifted,
    weekday_before,
)
from khaldun.resolve.date_context import Context, Resolved, mention, whole
from khaldun.resolve.date_days import completed, parts_of, with_night
from khaldun.resolve.date_grammar import Expression

_AROUND = {"day": 0, "week": 3}
"""Days to either side of "two weeks ago"."""
_UNIT_DAYS = {"hour": 0, "day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12, "decade": 120}
_LARGEST = 100_000


def _month_of(
    month: int, context: Context, year: int | None, strictly_before: bool = False
) -> tuple[int, int] | None:
    if year is None and context.anchor is None:
        year = context.year
    if year is not None:
        return year, month
    if context.anchor is None:
        return None
    later = month > context.anchor.month or (strictly_before and month == context.anchor.month)
    return context.anchor.year - later, month


def month_value(expression: Expression, context: Context) -> list[Resolved]:
    part = parts_of(expression.core, context)[0]
    letters = {s.letter for s in expression.core}
    month = part.month or 0
    pair = _month_of(month, context, part.year, strictly_before="l" in letters)
    if "x" in letters and context.anchor is not None and part.year is None:
        pair = context.anchor.year + int(context.anchor.month >= month), month
    role = DateRole.FUTURE if "x" in letters else DateRole.ON
    return whole(expression, mention(in_month(*pair) if pair else None, role))


def months_value(expression: Expression, context: Context) -> list[Resolved]:
    parts = completed(parts_of(expression.core, context))
    last = _month_of(parts[-1].month or 0, context, parts[-1].year)
    found = None
    if last is not None and parts[0].month is not None:
        year = parts[0].year or last[0]
        start = (year, parts[0].month)
        found = between_months(start if start <= last else (year - 1, parts[0].month), last)
    return whole(expression, mention(found, DateRole.SPAN if len(parts) > 1 else DateRole.ON))


def years_value(expression: Expression, context: Context) -> list[Resolved]:
    values = [s.value for s in expression.core if s.letter == "Y"]
    if values[0] > values[-1]:
        return []
    return whole(expression, mention(between_years(values[0], values[-1]), DateRole.SPAN))


def year_value(expression: Expression, context: Context) -> list[Resolved]:
    value = next(s.value for s in expression.core if s.letter == "Y")
    return whole(expression, mention(between_years(value, value)))


def weekday_value(expression: Expression, context: Context) -> list[Resolved]:
    symbol = next(s for s in expression.core if s.letter == "W")
    letters = {s.letter for s in expression.core} | {s.letter for s in expression.lead if s.letter in "xl"}
    if context.anchor is None:
        return whole(expression, mention(None, DateRole.FUTURE if "x" in letters else DateRole.ON))
    day = weekday_before(context.anchor, symbol.value)
    if day is not None and ("x" in letters or ("l" in letters and day == context.anchor)):
        day = shifted(day, 7 if "x" in letters else -7)
    found = on_day(day) if day is not None else None
    role = DateRole.FUTURE if "x" in letters else DateRole.ON
    night = with_night(found, expression.lead)
    if night is not None and night.end > context.anchor.isoformat() and role is DateRole.ON:
        night = found
    return whole(expression, mention(night, role))


def weekdays_value(expression: Expression, context: Context) -> list[Resolved]:
    symbols = [s for s in expression.core if s.letter == "W"]
    if context.anchor is None:
        return whole(expression, mention(None))
    end = weekday_before(context.anchor, symbols[-1].value)
    start = weekday_before(end, symbols[0].value) if end else None
    if start is None or end is None:
        return []
    return whole(expression, mention(between_days(start, end)))


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
            number, loose = (
                (number, False) if number else (int(bare["number"]), bool(bare.get("loose", False)))
            )
    return _Quantity(number, unit, loose)


def _moved(base: date, quantity: _Quantity, sign: int) -> DateRange | None:
    """Return the time so many units before (-1) or after (1) the base, as loosely as the unit says."""
    number = quantity.number * sign
    if abs(number) > _LARGEST:
        return None
    if quantity.unit in _MONTHS:
        months = number * _MONTHS[quantity.unit]
        year, month = months_before(base, -months)
        return in_month(year, month) if quantity.unit == "month" else between_years(year, year)
    days = (
        number // 24 if quantity.unit == "hour" and abs(number) >= 24 else number * _UNIT_DAYS[quantity.unit]
    )
    day = shifted(base, days)
    around = 3 if quantity.loose else _AROUND.get(quantity.unit, 0)
    if day is None or not around:
        return on_day(day) if day is not None else None
    start, end = shifted(day, -around), shifted(day, around)
    return between_days(start or day, end or day)


def ago_value(expression: Expression, context: Context) -> list[Resolved]:
    found = _moved(context.anchor, _quantity(expression), -1) if context.anchor else None
    return whole(expression, mention(found))


def _told_before(expression: Expression, context: Context, sign: int) -> list[Resolved]:
    base = context.previous or context.anchor
    found = _moved(base, _quantity(expression), sign) if base else None
    return whole(expression, mention(found))


def earlier_value(expression: Expression, context: Context) -> list[Resolved]:
    return _told_before(expression, context, -1)


def later_value(expression: Expression, context: Context) -> list[Resolved]:
    if context.previous is None:
        return whole(expression, mention(None))
    return _told_before(expression, context, 1)


def running_value(expression: Expression, context: Context) -> list[Resolved]:
    quantity = _quantity(expression)
    if not {s.letter for s in expression.core} & set("lp") and not _is_toll_period(quantity):
        return []
    found = _period(context.anchor, quantity) if context.anchor else None
    return whole(expression, mention(found, DateRole.SPAN))


def _is_toll_period(quantity: _Quantity) -> bool:
    """Tell "in 24 hours" and "in three days", over which tolls are given, from "in an hour"."""
    if quantity.unit == "hour":
        return 12 <= quantity.number <= 96
    return quantity.unit == "day" and 2 <= quantity.number <= 31


def _period(anchor: date, quantity: _Quantity) -> DateRange | None:
    """Return the period of so many units that ends with the anchor."""
    if quantity.number > _LARGEST:
        return None
    if quantity.unit in _MONTHS:
        months = quantity.number * _MONTHS[quantity.unit]
        start = months_before(anchor, months)
        if quantity.unit == "month":
            return between_months(start, (anchor.year, anchor.month))
        return between_years(start[0], anchor.year)
    hours = quantity.number * {"hour": 1, "day": 24, "week": 168}[quantity.unit]
    start_day = shifted(anchor, -max(1, -(-hours // 24)))
    return between_days(start_day, anchor) if start_day else None


def unit_value(expression: Expression, context: Context) -> list[Resolved]:
    letters = {s.letter: s.value for s in expression.core}
    role = DateRole.FUTURE if "x" in letters or letters.get("R") == 1 else DateRole.ON
    if letters.get("R") == 0 or ("h" in letters and letters.get("U") == "year"):
        role = DateRole.SPAN
    if context.anchor is None:
        return whole(expression, mention(None, role))
    step = int(letters.get("R", -1 if "l" in letters else 1 if "x" in letters else 0))
    found = _calendar_unit(context.anchor, "year" if "R" in letters else str(letters["U"]), step)
    return whole(expression, mention(found, role)) if found is not None else []


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


def relative_value(expression: Expression, context: Context) -> list[Resolved]:
    rule = next(s for s in expression.core if s.letter == "K").value
    role = DateRole(rule.get("role", "on"))
    base = context.previous or context.anchor if rule.get("base") == "previous" else context.anchor
    if base is None:
        return whole(expression, mention(None, role))
    if "weekend" in rule:
        saturday = weekday_before(base, 5)
        sunday = shifted(saturday, 1) if saturday else None
        return (
            whole(expression, mention(between_days(saturday, min(sunday, base)), role))
            if saturday and sunday
            else []
        )
    start, end = (shifted(base, n) for n in rule["days"])
    return whole(expression, mention(between_days(start, end), role)) if start and end else []
