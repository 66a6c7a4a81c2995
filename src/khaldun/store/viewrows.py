"""Events as rows: the exported shape, and the columns that filters look at."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from khaldun.core.days import as_day
from khaldun.core.digest import digest
from khaldun.core.event import Event
from khaldun.core.words import fold, tokens
from khaldun.store.rows import Cells

Json = dict[str, Any]
_LEVEL = 1
_REMEMBERED = 10_000
"""Folded words kept: names, outlets and short quotes come again in event after event."""
_json = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
_SIDES = ("actors", "recipients", "associated")
_NAMED = (*_SIDES, "weapons", "platforms")
_PROTECTED = frozenset({"victim"})
"""Properties whose words no search finds."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An event with the JSON that is exported of it."""

    event: Event
    shape: Json


@lru_cache(maxsize=_REMEMBERED)
def folded(text: str) -> str:
    """Return the words of a text as searches compare them: without case, accents and punctuation."""
    return " ".join(map(fold, tokens(text)))


def pack(line: str) -> bytes:
    """Return an event's JSON compressed."""
    return zlib.compress(line.encode("utf-8", "surrogatepass"), _LEVEL)


def unpack(data: bytes) -> str:
    """Return the JSON that `pack` compressed, one line of the export."""
    return zlib.decompress(data).decode("utf-8", "surrogatepass")


def event_cells(shown: Shown, rules: str) -> Cells:
    """Return the columns of an event; `rules` names the version of the rules that made the view."""
    shape, line = shown.shape, _json(shown.shape)
    place = shape.get("place", {})
    return {
        "id": bytes.fromhex(shown.event.id),
        "type": shape["type"],
        "scope": shape["scope"],
        "factuality": shape["factuality"],
        **_days(shape.get("date", {})),
        "country": place.get("country"),
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "conflicts": len(shape.get("conflicts", ())),
        "actors": _lines(_names(shape, _SIDES)),
        "words": _lines(_searched(shown)),
        "rules": rules,
        "digest": bytes.fromhex(digest(rules, line, *(r.mention.id for r in shown.event.records))),
        "shape": pack(line),
    }


def member_cells(event: Event) -> list[Cells]:
    """Return the links from an event to its mentions, the one that gives it its id first."""
    return [
        {"position": i, "mention": bytes.fromhex(r.mention.id), "document": bytes.fromhex(r.document.id)}
        for i, r in enumerate(event.records)
    ]


def _lines(words: Iterable[str]) -> str:
    """Return what searches find, folded, each once on a line of its own."""
    return "\n".join(dict.fromkeys(map(folded, dict.fromkeys(filter(None, words)))))


def _days(date: Mapping[str, Any]) -> Cells:
    first, last = as_day(date.get("from")), as_day(date.get("to"), last=True)
    return {"first_day": first.isoformat() if first else None, "last_day": last.isoformat() if last else None}


def _names(shape: Json, groups: Iterable[str]) -> Iterator[str]:
    for group in groups:
        for item in shape.get(group, ()):
            yield from (item[key] for key in ("id", "name", "words") if item.get(key))


def _searched(shown: Shown) -> Iterator[str]:
    shape = shown.shape
    yield shape["type"].replace("_", " ")
    yield from (w for w in (shape.get("place", {}).get(k) for k in ("name", "words", "admin1")) if w)
    yield from _names(shape, _NAMED)
    yield from (r.document.source.title for r in shown.event.records if r.document.source.title)
    for told in shape.get("statements", ()):
        if told["property"] not in _PROTECTED:
            yield told["quote"]
            yield told.get("attributed_to", "")
