"""Profiles: what an event mention says of when, where, who and how many, ready to compare."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any

from khaldun.core.days import as_day, bounds_of, meet
from khaldun.core.document import Document
from khaldun.core.event import MentionRecord
from khaldun.core.statement import Reading, Stance
from khaldun.core.values import UNNAMED, Count, DateRange, Place, PlacePrecision, Ref
from khaldun.core.words import fold, stem, tokens
from khaldun.data.load import read_yaml

_EXACTNESS = [
    PlacePrecision.EXACT,
    PlacePrecision.NEAR,
    PlacePrecision.ADMIN2,
    PlacePrecision.ADMIN1,
    PlacePrecision.COUNTRY,
]
_EXACT_BONUS, _AGAIN = 0.15, 0.05
"""Worth of each step of exactness, and of being named again, against a reading's confidence; set on bank-dev."""
_LOCATED = 0.8
_REMEMBERED = 10_000
_COVERED = ("place", "actor", "recipient", "weapon", "platform", "operation")
_CAPITALS = "".join(c for c in map(chr, range(0x530)) if c.isupper())
"""The capital letters of the Latin, Greek and Cyrillic scripts."""
_PROPER = re.compile(rf"\b[{_CAPITALS}][\w’'-]+(?: [{_CAPITALS}][\w’'-]+){{1,3}}")
"""Runs of words that begin with a capital; Arabic letters have none and give no runs."""
_COUNTED = ("killed", "injured", "abducted", "missing")


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Any]:
    """Return the rules of comparison (merge/rules.yaml)."""
    rules_: Mapping[str, Any] = read_yaml("merge/rules.yaml")
    return rules_


@lru_cache(maxsize=1)
def type_rules() -> Mapping[str, Any]:
    """Return the families of event types (extract/types.yaml)."""
    rules_: Mapping[str, Any] = read_yaml("extract/types.yaml")
    return rules_


@dataclass(frozen=True, slots=True)
class Days:
    """The days an event may have happened on; `told` is False where only the publication date bounds them."""

    first: date
    last: date
    told: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """One event mention, boiled down to what comparison needs."""

    record: MentionRecord
    type: str
    family: str
    days: Days | None
    yearless: tuple[int, int] | None
    """Month and day, where the words name these and nothing tells the year."""
    day_words: frozenset[str]
    places: tuple[Place, ...]
    located: bool
    """True where the words put the event at the first of its places, and do not only name the place."""
    names: frozenset[str]
    countries: frozenset[str]
    actors: frozenset[str]
    asserted_actors: frozenset[str]
    recipients: frozenset[str]
    arms: frozenset[str]
    figures: frozenset[tuple[str, int]]
    targets: frozenset[str]

    @property
    def id(self) -> str:
        """Return the id of the mention."""
        return self.record.mention.id


def profile(record: MentionRecord) -> Profile:
    """Return the profile of an event mention."""
    told: dict[str, list[Reading]] = defaultdict(list)
    for reading in record.readings:
        told[reading.statement.property].append(reading)
    places = best_places(told["place"])
    code = record.mention.type
    return Profile(
        record=record,
        type=code,
        family=type_rules()["family"].get(code, code),
        days=days(record.document, told["date"]),
        yearless=_yearless(record.document, told["date"]),
        day_words=frozenset(_day_words(r.statement.quote) for r in told["date"]),
        places=places,
        located=_is_located(told["place"], places),
        names=proper_names(record.document.text, [r for name in _COVERED for r in told[name]]),
        countries=frozenset(p.country for p in places if p.country),
        actors=_refs(told["actor"]),
        asserted_actors=_refs(r for r in told["actor"] if r.stance is Stance.ASSERTS),
        recipients=_refs(told["recipient"]),
        arms=_refs(chain(told["weapon"], told["platform"])),
        figures=_figures(record.readings),
        targets=frozenset(r.value for r in told["target"] if isinstance(r.value, str)),
    )


@lru_cache(maxsize=_REMEMBERED)
def _day_words(quote: str) -> str:
    """Return the words of a day by themselves, where they name a number or a weekday: "january 18", "sunday"."""
    return " ".join(map(fold, tokens(quote)))


def _yearless(document: Document, readings: Iterable[Reading]) -> tuple[int, int] | None:
    """Return the first month and day that is told without a year; None where a date is told in full."""
    values = [r.value for r in readings]
    if not values or any(isinstance(v, DateRange) for v in values):
        return None
    # Only a report without a date of publication needs it: looking at an archive does not load the resolvers.
    from khaldun.resolve.dates import month_and_day  # noqa: PLC0415 - see above

    found = (month_and_day(v, document.language) for v in values if isinstance(v, str))
    return next((day for day in found if day is not None), None)


def _is_located(readings: Iterable[Reading], places: Sequence[Place]) -> bool:
    return bool(places) and any(r.value == places[0] and r.confidence >= _LOCATED for r in readings)


def proper_names(text: str, covering: Iterable[Reading]) -> frozenset[str]:
    """Return the capitalised runs of two to four words in a text that no place, actor or weapon covers.

    They serve comparison only: "Jaffar Express" ties two reports. They are never shown, since some name persons.
    """
    starts, ends, names = _capitalised(text)
    covered: set[int] = set()
    for span in {r.statement.span for r in covering}:
        covered.update(range(bisect_right(ends, span.start), bisect_left(starts, span.end)))
    return frozenset(name for i, name in enumerate(names) if i not in covered)


@lru_cache(maxsize=8)
def _capitalised(text: str) -> tuple[list[int], list[int], list[str]]:
    """Return the capitalised runs of a text: starts, ends, stems. The mentions of a report come one after another."""
    found = list(_PROPER.finditer(text))
    stems = [" ".join(map(stem, tokens(m[0]))) for m in found]
    return [m.start() for m in found], [m.end() for m in found], stems


def best_places(readings: Iterable[Reading]) -> tuple[Place, ...]:
    """Return the places an event may be at, the likeliest first: told as its place, exact, named often, named early."""
    weights: dict[Place, float] = {}
    for reading in readings:
        if isinstance(reading.value, Place):
            place = reading.value
            worth = reading.confidence + _EXACT_BONUS * (len(_EXACTNESS) - 1 - exactness(place))
            weights[place] = max(weights.get(place, 0.0), worth) + (_AGAIN if place in weights else 0.0)
    return tuple(sorted(weights, key=lambda p: -weights[p]))


def exactness(place: Place) -> int:
    """Return the rank of a place's precision: 1 for a town, 4 for a country."""
    return max(1, _EXACTNESS.index(place.precision))


def days(document: Document, readings: Iterable[Reading]) -> Days | None:
    """Return the days that readings of a date tell, else some weeks up to the document's publication."""
    ranges = [r.value for r in readings if isinstance(r.value, DateRange)]
    if ranges:
        chosen = best_date(ranges)
        bounds = bounds_of(chosen)
        if bounds:
            return Days(*bounds, told=True)
    published = as_day(document.source.published)
    if published is None:
        return None
    return Days(published - timedelta(days=int(rules()["untold_days"])), published, told=False)


def best_date(ranges: Sequence[DateRange]) -> DateRange:
    """Return the date that most of the ranges meet, none that a narrower one lies in; of equals the first told."""
    if len(ranges) == 1:
        return ranges[0]
    narrow = [r for r in ranges if not any(_holds(r, other) for other in ranges)]

    def key(value: DateRange) -> tuple[int, int]:
        return (-len(value.start), -sum(meet(value, other) for other in ranges))

    return min(narrow, key=key)


def _holds(wide: DateRange, narrow: DateRange) -> bool:
    """Tell whether one range of days holds another and more days."""
    if len(wide.start) != len(narrow.start) or wide == narrow:
        return False
    return wide.start <= narrow.start and narrow.end <= wide.end


def _refs(readings: Iterable[Reading]) -> frozenset[str]:
    """Return what is named; people without a name are nobody that two reports could share."""
    values = (r.value for r in readings)
    return frozenset(v.id or v.name.casefold() for v in values if isinstance(v, Ref) and v.kind != UNNAMED)


def _figures(readings: Iterable[Reading]) -> frozenset[tuple[str, int]]:
    found = set()
    for r in readings:
        if isinstance(r.value, Count) and r.value.central is not None and not r.value.vague:
            name = r.statement.property.split("_")[0]
            if name in _COUNTED and r.value.central > 1:
                found.add((name, r.value.central))
    return frozenset(found)
