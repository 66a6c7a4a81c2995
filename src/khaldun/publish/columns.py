"""One event as one flat row, for CSV and data frames; docs/columns.md names every column."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from khaldun.core.codebook import Property, ValueType
from khaldun.data.codebook import codebook
from khaldun.data.load import read_yaml
from khaldun.publish.summary import flags
from khaldun.publish.wording import Json

Cell = str | int | float | bool | None
JOIN = "; "
"""Stands between the items of a cell that holds several."""

_WHAT = (
    "id", "type", "type_label", "acled_event_type", "acled_sub_event_type", "ucdp_type_of_violence",
    "plover_event_type", "plover_mode", "scope", "factuality", "grade",
)  # fmt: skip
_WHEN = ("date_from", "date_to", "date_precision", "date_words", "acled_time_precision", "ucdp_date_prec")
_WHERE = (
    "place", "place_words", "country", "admin1", "lat", "lon", "radius_km", "place_precision",
    "acled_geo_precision", "ucdp_where_prec",
)  # fmt: skip
_WHO = (
    "actors", "actor_ids", "recipients", "recipient_ids", "associated", "weapons", "weapon_ids", "platforms",
    "platform_ids", "targets",
)  # fmt: skip
_SAID = ("no_civilian_harm", "responsibility_denied", "conflicts", "growing", "ai_image")
_SOURCES = (
    "independent_sources",
    "reports",
    "outlets",
    "urls",
    "languages",
    "first_published",
    "last_published",
)
_BOUNDS = ("low", "best", "high")


@lru_cache(maxsize=1)
def columns() -> tuple[str, ...]:
    """Return the names of all columns, the same for every event; figures by kind of people stand last."""
    totals, kinds = _figures()
    counted = tuple(f"{name}_{bound}" for name in totals for bound in _BOUNDS)
    by_kind = tuple(f"{name}_{bound}" for name in kinds for bound in _BOUNDS)
    return (*_WHAT, *_WHEN, *_WHERE, *_WHO, *counted, *_SAID, *_SOURCES, *by_kind)


@lru_cache(maxsize=1)
def _figures() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the properties that count people: totals, and figures of one kind of people."""
    counts = [p.name for p in codebook().properties.values() if _counts(p)]
    totals = [n for n in counts if n.split("_")[0] not in counts or "_" not in n]
    return tuple(totals), tuple(n for n in counts if n not in totals)


def _counts(found: Property) -> bool:
    return found.value is ValueType.COUNT and not found.protected


def flat(shape: Json) -> dict[str, Cell]:
    """Return an event as a row with every column; what is unknown is None."""
    row: dict[str, Cell] = dict.fromkeys(columns())
    row |= _what(shape) | _when(shape.get("date", {})) | _where(shape.get("place", {})) | _who(shape)
    for name in (n for group in _figures() for n in group if n in shape):
        row |= {f"{name}_{bound}": shape[name].get(bound) for bound in _BOUNDS}
    return row | _said(shape) | _sources(shape["reports"], shape["independent_sources"])


def _what(shape: Json) -> dict[str, Cell]:
    row: dict[str, Cell] = {name: shape[name] for name in ("id", "type", "scope", "factuality", "grade")}
    found = codebook().types.get(shape["type"])
    if found is None:
        return row
    acled, plover = _halves(found.acled), _halves(found.plover)
    return row | {
        "type_label": found.label,
        "acled_event_type": acled[0],
        "acled_sub_event_type": acled[1],
        "ucdp_type_of_violence": found.ucdp,
        "plover_event_type": plover[0],
        "plover_mode": plover[1],
    }


def _halves(code: str) -> tuple[str, str | None]:
    first, _, second = code.partition(" / ")
    return first, second or None


@lru_cache(maxsize=1)
def _precisions() -> Json:
    table: Json = read_yaml("publish/precisions.yaml")
    return table


def _when(date: Json) -> dict[str, Cell]:
    codes = _precisions()["date"].get(date.get("precision"), {})
    return {
        "date_from": date.get("from"),
        "date_to": date.get("to"),
        "date_precision": date.get("precision"),
        "date_words": date.get("words"),
        "acled_time_precision": codes.get("acled"),
        "ucdp_date_prec": codes.get("ucdp"),
    }


def _where(place: Json) -> dict[str, Cell]:
    codes = _precisions()["place"].get(place.get("precision"), {})
    row: dict[str, Cell] = {
        name: place.get(name) for name in ("country", "admin1", "lat", "lon", "radius_km")
    }
    return row | {
        "place": place.get("name"),
        "place_words": place.get("words"),
        "place_precision": place.get("precision"),
        "acled_geo_precision": codes.get("acled"),
        "ucdp_where_prec": _ucdp_where(place, codes.get("ucdp")),
    }


def _ucdp_where(place: Json, code: int | None) -> int | None:
    far = place.get("precision") == "near" and (place.get("radius_km") or 0) > _precisions()["ucdp_near_km"]
    return int(_precisions()["ucdp_fuzzy"]) if far else code


def _who(shape: Json) -> dict[str, Cell]:
    row: dict[str, Cell] = {"targets": _joined(shape["targets"])}
    for group in ("actors", "recipients", "associated", "weapons", "platforms"):
        row[group] = _joined(item["name"] for item in shape[group])
        ids = f"{group.removesuffix('s')}_ids"
        if ids in _WHO:
            row[ids] = _joined(item.get("id", "") for item in shape[group])
    return row


def _joined(items: Iterable[Any]) -> str | None:
    """Return the items in one cell; a name without an id leaves its place empty among the ids."""
    listed = [str(i) for i in items]
    return JOIN.join(listed) if any(listed) else None


def _said(shape: Json) -> dict[str, Cell]:
    told = {s["property"] for s in shape["statements"]}
    return {
        "no_civilian_harm": "no_civilian_harm" in told,
        "responsibility_denied": "responsibility_denied" in told,
        "conflicts": _joined(shape["conflicts"]),
        "growing": _joined(shape["growing"]),
        "ai_image": "ai_image" in flags(shape),
    }


def _sources(reports: list[Json], independent: int) -> dict[str, Cell]:
    def told(key: str) -> list[str]:
        return sorted({r[key] for r in reports if r.get(key)})

    published = told("published")
    return {
        "independent_sources": independent,
        "reports": len(reports),
        "outlets": _joined(told("outlet")),
        "urls": _joined(told("url")),
        "languages": _joined(told("language")),
        "first_published": published[0] if published else None,
        "last_published": published[-1] if published else None,
    }
