"""Days: ISO prefixes and ranges as calendar days, and how far apart they lie."""

from __future__ import annotations

from datetime import date, timedelta

from khaldun.core.values import DateRange


def as_day(text: str | None, last: bool = False) -> date | None:
    """Return the first (or last) day that an ISO prefix names, None where it is not one."""
    if not text:
        return None
    try:
        if len(text) == 4:
            return date(int(text), 12, 31) if last else date(int(text), 1, 1)
        if len(text) == 7:
            first = date.fromisoformat(f"{text}-01")
            return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1) if last else first
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def bounds_of(value: DateRange) -> tuple[date, date] | None:
    """Return the first and last day of a range, months and years in full."""
    first, last = as_day(value.start), as_day(value.end, last=True)
    return (first, last) if first and last else None


def days_apart(a: DateRange, b: DateRange) -> int:
    """Return the days between two ranges, 0 where they meet or where one of them is no calendar day."""
    left, right = bounds_of(a), bounds_of(b)
    if left is None or right is None:
        return 0
    return max(0, (right[0] - left[1]).days, (left[0] - right[1]).days)


def length_of(value: DateRange) -> int:
    """Return the days from the first to the last of a range, 0 for one day."""
    bounds = bounds_of(value)
    return (bounds[1] - bounds[0]).days if bounds else 0


def meet(a: DateRange, b: DateRange) -> bool:
    """Tell whether two ranges share a day, as far as both are known."""
    size = min(len(a.start), len(b.start))
    return a.start[:size] <= b.end[:size] and b.start[:size] <= a.end[:size]
