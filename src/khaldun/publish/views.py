"""What the Python interface hands out: events and documents, wrapped around the contract's JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from khaldun.errors import UsageError
from khaldun.publish.columns import columns, flat
from khaldun.publish.notebook import event_html, events_html
from khaldun.publish.summary import Summary, summary
from khaldun.publish.wording import Json

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

_AT_ONCE = 500
"""Events fetched from the archive at a time."""
_IN_NOTEBOOK = 30


@dataclass(frozen=True, slots=True)
class _View:
    """A thing of the archive by its JSON as exported."""

    data: Json

    def __getitem__(self, key: str) -> Any:
        return self.data[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return a key of the JSON, `default` where it is unknown."""
        return self.data.get(key, default)


@dataclass(frozen=True, slots=True)
class EventView(_View):
    """One event: `data` is its JSON as exported, and the attributes are the parts used most."""

    @property
    def id(self) -> str:
        """Return the event's id (32 hex digits)."""
        return str(self.data["id"])

    @property
    def type(self) -> str:
        """Return the code of the event's type."""
        return str(self.data["type"])

    @property
    def date(self) -> Json:
        """Return the headline date: from, to, precision, words; empty where unknown."""
        return dict(self.data.get("date", {}))

    @property
    def place(self) -> Json:
        """Return the headline place: name, country, lat, lon, radius_km, precision; empty where unknown."""
        return dict(self.data.get("place", {}))

    @property
    def actors(self) -> list[str]:
        """Return the names of those who acted."""
        return [str(a["name"]) for a in self.data["actors"]]

    @property
    def recipients(self) -> list[str]:
        """Return the names of those who were acted upon."""
        return [str(a["name"]) for a in self.data["recipients"]]

    @property
    def conflicts(self) -> list[str]:
        """Return the properties on which the sources disagree."""
        return list(self.data["conflicts"])

    @property
    def reports(self) -> list[Json]:
        """Return the reports that tell of the event."""
        return list(self.data["reports"])

    @property
    def summary(self) -> Summary:
        """Return the event in one line."""
        return summary(self.data)

    def statements(self, property: str | None = None) -> list[Json]:
        """Return who said what in which words, of one property or of all."""
        return [s for s in self.data["statements"] if property in (None, s["property"])]

    def __repr__(self) -> str:
        row = self.summary
        return f"<Event {row.short_id} {row.date} {row.place} {row.country}: {self.type}>"

    def _repr_html_(self) -> str:
        return event_html(self.data)


@dataclass(frozen=True, slots=True)
class DocumentView(_View):
    """One document: `data` is its JSON as exported, with the verbatim text and its segments."""

    @property
    def id(self) -> str:
        """Return the document's id (32 hex digits)."""
        return str(self.data["document"])

    @property
    def text(self) -> str:
        """Return the verbatim text that all offsets point into."""
        return str(self.data["text"])

    @property
    def events(self) -> list[str]:
        """Return the ids of the events that the document tells of."""
        return list(self.data["events"])

    def __repr__(self) -> str:
        name = self.get("title") or self.get("url") or self.text[:40]
        return f"<Document {self.id[:8]} {self.get('published', '')} {name!r}>"


Fetch = Callable[[int, int], tuple[Sequence[str], int]]
"""From an offset and a limit to the JSON lines of these events and the number of all."""


class Events(Sequence[EventView]):
    """The events that passed a filter, the newest day first; fetched as they are looked at."""

    def __init__(self, fetch: Fetch, rows: range | None = None) -> None:
        self._fetch = fetch
        self._pages: dict[int, Sequence[str]] = {}
        self._rows = range(self._page(0)[1]) if rows is None else rows

    def _page(self, number: int) -> tuple[Sequence[str], int]:
        lines, total = self._fetch(number * _AT_ONCE, _AT_ONCE)
        self._pages = {number: lines}
        return lines, total

    def _line(self, row: int) -> str:
        number, place = divmod(row, _AT_ONCE)
        lines = self._pages.get(number)
        return (self._page(number)[0] if lines is None else lines)[place]

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> EventView: ...
    @overload
    def __getitem__(self, index: slice) -> Events: ...
    def __getitem__(self, index: int | slice) -> EventView | Events:
        if isinstance(index, slice):
            return Events(self._fetch, self._rows[index])
        return EventView(json.loads(self._line(self._rows[index])))

    def lines(self) -> Iterator[str]:
        """Yield the events as lines of JSON, as exported."""
        return (self._line(row) for row in self._rows)

    def to_frame(self) -> pd.DataFrame:
        """Return the events as a pandas data frame with the columns of the CSV export, `id` as its index.

        Raises UsageError where pandas is not installed.
        """
        try:
            import pandas as pd  # noqa: PLC0415 - pandas is optional and slow to import
        except ImportError as error:
            raise UsageError("to_frame() needs pandas: `pip install khaldun[pandas]`") from error
        return pd.DataFrame([flat(e.data) for e in self], columns=list(columns())).set_index("id")

    def __repr__(self) -> str:
        first = "".join(f"\n  {event!r}" for event in self[:5])
        return f"<Events: {len(self)}>{first}" + ("\n  …" if len(self) > 5 else "")

    def _repr_html_(self) -> str:
        return events_html([e.summary for e in self[:_IN_NOTEBOOK]], len(self))
