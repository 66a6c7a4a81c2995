"""Publication dates as outlets write them, made ISO 8601."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

from khaldun.data.load import read_yaml

_MONTHS_FILE = "ingest/months.yaml"
_YEARS = range(1900, 2101)
"""Years a report can have been published in; anything else is a slip of a template or an unset clock."""
_LONGEST = 200
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_MAIL = re.compile(r"(?:[A-Z][a-z]{2},\s*)?\d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d{2}")
_CLOCK = re.compile(r"\d{1,2}\s?[:hч.٫]\s?\d{2}(?!\d)")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date as ISO 8601, or None with the reason why there is none."""

    value: str | None
    problem: str | None = None


@lru_cache(maxsize=10_000)
def parse_published(words: str) -> Published:
    """Return the date that `words` state; an ISO date or date-time is kept as written."""
    words = words.strip()
    if not words:
        return Published(None)
    if len(words) > _LONGEST:
        return Published(None, f"the publication date {words[:60]!r} is too long for a date and left out")
    found = _iso(words) or _epoch(words) or _mail(words) or _numeric(words) or _named_month(words)
    if found is None:
        return Published(None, f"the publication date {words[:60]!r} is not understood and left out")
    if not found[:4].isdigit() or int(found[:4]) not in _YEARS:
        return Published(None, f"the publication date {words[:60]!r} is not a plausible one and left out")
    return Published(found)


def _iso(words: str) -> str | None:
    """Return an ISO date or date-time as written, or its date alone where only that is ISO."""
    match = _ISO_DATE.match(words)
    if match is None:
        return _compact(words)
    try:
        datetime.fromisoformat(words)
    except ValueError:
        return _real(*(int(n) for n in match.group().split("-")))
    return words


def _compact(words: str) -> str | None:
    """Return the date of "20260104" or "20260104T120000Z"."""
    if not re.fullmatch(r"\d{8}(?:T?\d{6}Z?)?", words):
        return None
    return _real(int(words[:4]), int(words[4:6]), int(words[6:8]))


def _epoch(words: str) -> str | None:
    """Return the date-time of seconds or milliseconds since 1970."""
    if not _EPOCH.fullmatch(words):
        return None
    seconds = int(words) / (1000 if len(words) == 13 else 1)
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _mail(words: str) -> str | None:
    """Return the date-time of an RFC 2822 date, as feeds use it."""
    if not _MAIL.match(words):
        return None
    try:
        return parsedate_to_datetime(words).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _numeric(words: str) -> str | None:
    """Return the date of figures alone; with slashes only where day and month cannot be confused."""
    if match := _YEAR_FIRST.search(words):
        return _real(*(int(n) for n in match.groups()))
    match = _DAY_FIRST.search(words)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." or first > 12 or first == second:
        return _real(year, second, first)
    return _real(year, first, second) if second > 12 else None


def _named_month(words: str) -> str | None:
    """Return the date of a day, a month's name in any language of the table, and a year."""
    words = _CLOCK.sub(" ", words)
    month = next((m for w in re.findall(r"[^\W\d_]+\.?", words) if (m := _month(w))), None)
    month = month or _two_word_month(words)
    numbers = [int(n) for n in _NUMBER.findall(words)]
    year = next((n for n in numbers if n in _YEARS), None)
    day = next((n for n in numbers if 1 <= n <= 31), None)
    return None if not (month and year and day) else _real(year, month, day)


def _month(word: str) -> int | None:
    """Return the month that `word` names."""
    return _months().get(word.casefold().rstrip("."))


def _two_word_month(words: str) -> int | None:
    """Return the month named in two words, as the Levant does."""
    low = " ".join(words.casefold().split())
    return next((m for name, m in _months().items() if " " in name and name in low), None)


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Return the months by their names in all languages of the data file."""
    table = read_yaml(_MONTHS_FILE)
    return {name.casefold(): int(month) for month, names in table.items() for name in names}


def _real(year: int, month: int, day: int) -> str | None:
    """Return the ISO date if the calendar has it."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
