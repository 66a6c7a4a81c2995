"""Resolved values: counts, dates, places and references to the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people as a source gives it; what it leaves open is None.

    "54" = (54, 54, 54); "at least 54" = (54, None, None); "more than 80" = (81, None, None);
    "about 80" = (None, 80, None); "up to 80" = (None, None, 80); "dozens" = (24, None, None, vague).
    """

    low: int | None = None
    best: int | None = None
    high: int | None = None
    vague: bool = False

    @classmethod
    def exactly(cls, number: int) -> Count:
        """Return the count that a bare number states."""
        return cls(number, number, number)

    @property
    def central(self) -> int | None:
        """Return the number to sort and compare by: best, else low, else high."""
        return next((n for n in (self.best, self.low, self.high) if n is not None), None)


class DatePrecision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    FEW_DAYS = "few_days"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from `start` to `end`, both included, as ISO prefixes of equal length."""

    start: str
    end: str
    precision: DatePrecision

    def __post_init__(self) -> None:
        if len(self.start) != len(self.end) or self.start > self.end:
            raise ValueError(f"not a date range: {self.start}..{self.end}")


class DateRole(StrEnum):
    """What a date expression does in its sentence."""

    ON = "on"
    SINCE = "since"
    UNTIL = "until"
    SPAN = "span"
    """A period over which something is counted: "in 24 hours", "this year", "between May and July"."""
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression with its resolution; `range` is None where no anchor allowed one."""

    range: DateRange | None
    role: DateRole = DateRole.ON
    explicit: bool = False
    """True where the words name day, month and year by themselves."""


class PlacePrecision(StrEnum):
    """How exactly a place is known."""

    EXACT = "exact"
    NEAR = "near"
    ADMIN2 = "admin2"
    ADMIN1 = "admin1"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Place:
    """A point with a radius in kilometres and a precision; `country` is ISO 3166 alpha-3."""

    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    precision: PlacePrecision = PlacePrecision.NEAR
    id: str | None = None
    """Identifier in the gazetteer, e.g. "geonames:170063" or "area:SYR"."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to a catalogue entry; `id` is None for a name that the catalogue lacks."""

    id: str | None
    name: str
    kind: str
    klass: str | None = None
    country: str | None = None


UNNAMED = "unnamed"
"""Kind of a reference to people whom the text gives no name: their words, and no catalogue id."""

Value = Count | DateRange | DateMention | Place | Ref | str
