"""Days, weeks, months and Hijri dates as plain arithmetic."""

from __future__ import annotations

from datetime import date, timedelta

from khaldun.core.values import DatePrecision, DateRange

_HIJRI_EPOCH = 227_015
"""Ordinal of 1 Muharram of year 1 in the civil tabular calendar: 19 July 622, Gregorian."""
_PRECISIONS = ((4, DatePrecision.FEW_DAYS), (10, DatePrecision.WEEK), (62, DatePrecision.MONTH))
"""Up to so many days a range counts as a few days, as a week, as a month; longer ones as a year."""


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shifted(day: date, days: int) -> date | None:
    """Return the day so many days later, or None where the calendar ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def parse_day(text: str | None) -> date | None:
    """Return the local day of an ISO date or date-time, or None."""
    if not text:
        return None
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def on_day(day: date) -> DateRange:
    """Return the range of one day."""
    return DateRange(day.isoformat(), day.isoformat(), DatePrecision.DAY)


def between_days(start: date, end: date) -> DateRange:
    """Return the range from the earlier day to the later, with the precision its length allows."""
    start, end = min(start, end), max(start, end)
    length = (end - start).days + 1
    if length == 1:
        return on_day(start)
    precision = next((p for limit, p in _PRECISIONS if length <= limit), DatePrecision.YEAR)
    return DateRange(start.isoformat(), end.isoformat(), precision)


def in_month(year: int, month: int) -> DateRange | None:
    """Return the range of one month as ISO prefixes, or None outside the years 1 to 9999."""
    return between_months((year, month), (year, month))


def between_months(start: tuple[int, int], end: tuple[int, int]) -> DateRange | None:
    """Return the range between two (year, month) pairs as ISO prefixes."""
    if start > end or day_of(*start, 1) is None or day_of(*end, 1) is None:
        return None
    return DateRange(f"{start[0]:04d}-{start[1]:02d}", f"{end[0]:04d}-{end[1]:02d}", DatePrecision.MONTH)


def between_years(start: int, end: int) -> DateRange | None:
    """Return the range between two years as ISO prefixes."""
    if not 1 <= start <= end <= 9999:
        return None
    return DateRange(f"{start:04d}", f"{end:04d}", DatePrecision.YEAR)


def months_before(day: date, months: int) -> tuple[int, int]:
    """Return the (year, month) so many months before a day."""
    count = day.year * 12 + day.month - 1 - months
    return count // 12, count % 12 + 1


def weekday_before(anchor: date, weekday: int) -> date | None:
    """Return the last such weekday (Monday is 0) on or before the anchor."""
    return shifted(anchor, -((anchor.weekday() - weekday) % 7))


def from_hijri(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day of a Hijri date by the civil tabular calendar; sightings differ by a day.

    Rule: months of 30 and 29 days in turn, 11 leap years in each cycle of 30 years.
    """
    if not (1 <= month <= 12 and 1 <= day <= 30 and year >= 1):
        return None
    ordinal = (
        _HIJRI_EPOCH - 1 + day + 29 * (month - 1) + month // 2 + 354 * (year - 1) + (3 + 11 * year) // 30
    )
    try:
        return date.fromordinal(ordinal)
    except (ValueError, OverflowError):
        return None
