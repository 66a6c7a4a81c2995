"""Finds events by filter, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from khaldun.core.days import as_day
from khaldun.errors import UsageError
from khaldun.store.tables import event
from khaldun.store.viewrows import folded, unpack

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What the events asked for have in common; what is None does not matter.

    `box` is west, south, east, north in degrees; a west greater than the east crosses the 180th meridian.
    `first` and `last` are ISO prefixes: events that may have happened between them, both included.
    """

    type: str | None = None
    country: str | None = None
    box: Box | None = None
    first: str | None = None
    last: str | None = None
    actor: str | None = None
    text: str | None = None
    has_conflict: bool | None = None
    scope: str | None = None
    factuality: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the events found: their JSON, the number of all, and where these begin among them."""

    events: tuple[str, ...]
    total: int
    offset: int


def find_events(
    connection: Connection, wanted: EventFilter, offset: int = 0, limit: int | None = None
) -> Page:
    """Return the events that pass a filter, the newest day first, unknown days last, then by id."""
    conditions = list(_conditions(wanted))
    total = connection.execute(select(func.count()).select_from(event).where(*conditions)).scalar() or 0
    query = (
        select(event.c.shape)
        .where(*conditions)
        .order_by(event.c.first_day.is_(None), event.c.first_day.desc(), event.c.id)
        .offset(offset)
        .limit(limit)
    )
    shapes = connection.execute(query).scalars()
    return Page(tuple(unpack(s) for s in shapes), total, offset)


def _conditions(wanted: EventFilter) -> Iterator[ColumnElement[bool]]:
    for name in ("type", "country", "scope", "factuality"):
        value = getattr(wanted, name)
        if value is not None:
            yield event.c[name] == value
    if wanted.box is not None:
        yield _inside(wanted.box)
    if wanted.first is not None:
        yield event.c.last_day >= _day(wanted.first)
    if wanted.last is not None:
        yield event.c.first_day <= _day(wanted.last, last=True)
    if wanted.actor is not None:
        yield event.c.actors.contains(folded(wanted.actor), autoescape=True)
    for word in folded(wanted.text or "").split():
        yield event.c.words.contains(word, autoescape=True)
    if wanted.has_conflict is not None:
        yield event.c.conflicts > 0 if wanted.has_conflict else event.c.conflicts == 0


def _inside(box: Box) -> ColumnElement[bool]:
    west, south, east, north = box
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise UsageError(f"not a box of west, south, east, north in degrees: {box}")
    lon = event.c.lon
    across = or_(lon >= west, lon <= east) if west > east else lon.between(west, east)
    return and_(event.c.lat.between(south, north), across)


def _day(text: str, last: bool = False) -> str:
    found = as_day(text, last=last)
    if found is None:
        raise UsageError(f"not a date as YYYY, YYYY-MM or YYYY-MM-DD: {text!r}")
    return found.isoformat()
