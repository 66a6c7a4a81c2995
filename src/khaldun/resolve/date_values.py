"""What a date expression means, given the anchor and the date told before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from khaldun.core.values import DateMention, DateRange, DateRole
from khaldun.resolve.date_calendar import shifted
from khaldun.resolve.date_context import Context, Resolved
from khaldun.resolve.date_days import date_value, days_value, hijri_value, iso_value, numeric_value
from khaldun.resolve.date_grammar import Expression
from khaldun.resolve.date_periods import (
    ago_value,
    earlier_value,
    later_value,
    month_value,
    months_value,
    relative_value,
    running_value,
    unit_value,
    weekday_value,
    weekdays_value,
    year_value,
    years_value,
)  # fmt: skip

_ROLES = {
    "s": DateRole.SINCE,
    "u": DateRole.UNTIL,
    "k": DateRole.UNTIL,
    "B": DateRole.UNTIL,
    "x": DateRole.FUTURE,
}


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


_HANDLERS: dict[str, Callable[[Expression, Context], list[Resolved]]] = {
    "iso": iso_value,
    "numeric": numeric_value,
    "hijri": hijri_value,
    "span": days_value,
    "days": days_value,
    "date": date_value,
    "months": months_value,
    "month": month_value,
    "years": years_value,
    "year": year_value,
    "weekdays": weekdays_value,
    "weekday": weekday_value,
    "ago": ago_value,
    "earlier": earlier_value,
    "later": later_value,
    "running": running_value,
    "unit": unit_value,
    "relative": relative_value,
}
