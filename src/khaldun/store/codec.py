"""Values as tagged JSON and back: what `decode(encode(value))` returns equals the value."""

from __future__ import annotations

import json
from typing import Any

from khaldun.core.values import (
    Count,
    DateMention,
    DatePrecision,
    DateRange,
    DateRole,
    Place,
    PlacePrecision,
    Ref,
    Value,
)

Json = dict[str, Any]


_encoder = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), allow_nan=False, check_circular=False)


def compact(data: object) -> str:
    """Return plain data as JSON in ASCII, without blanks and with keys in their given order."""
    return _encoder.encode(data)


def encode(value: Value) -> str:
    """Return a value as JSON that carries its type under "is"; what is unknown is omitted."""
    return compact({k: v for k, v in _plain(value).items() if v is not None})


def decode(text: str) -> Value:
    """Return the value that `encode` made the text of; raises ValueError where it is something else."""
    data = json.loads(text)
    build = _BUILDERS.get(data.pop("is", None)) if isinstance(data, dict) else None
    if build is None:
        raise ValueError(f"not a stored value: {text[:80]}")
    result: Value = build(data)
    return result


def _plain(value: Value) -> Json:
    match value:
        case Count():
            shape = {"is": "count", "low": value.low, "best": value.best, "high": value.high}
            return shape | ({"vague": True} if value.vague else {})
        case DateRange():
            return {"is": "date", "start": value.start, "end": value.end, "precision": value.precision.value}
        case DateMention():
            inner = _plain(value.range) if value.range else None
            explicit = True if value.explicit else None
            return {"is": "date_mention", "range": inner, "role": value.role.value, "explicit": explicit}
        case Place():
            return _plain_place(value)
        case Ref():
            shape = {"is": "ref", "id": value.id, "name": value.name, "kind": value.kind}
            return shape | {"klass": value.klass, "country": value.country}
        case str():
            return {"is": "text", "text": str(value)}


def _plain_place(place: Place) -> Json:
    return {
        "is": "place",
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "lat": _number(place.lat),
        "lon": _number(place.lon),
        "radius_km": _number(place.radius_km),
        "precision": place.precision.value,
        "id": place.id,
    }


def _number(number: float | None) -> float | None:
    """Return equal numbers in one form: 3 as 3.0, -0.0 as 0.0."""
    return None if number is None else float(number) + 0.0


def _date(data: Json) -> DateRange:
    return DateRange(data["start"], data["end"], DatePrecision(data["precision"]))


def _date_mention(data: Json) -> DateMention:
    found = data.get("range")
    return DateMention(_date(found) if found else None, DateRole(data["role"]), data.get("explicit", False))


def _place(data: Json) -> Place:
    return Place(**{**data, "precision": PlacePrecision(data["precision"])})


def _ref(data: Json) -> Ref:
    return Ref(data.get("id"), data["name"], data["kind"], data.get("klass"), data.get("country"))


def _text(data: Json) -> str:
    text: str = data["text"]
    return text


def _count(data: Json) -> Count:
    return Count(**data)


_BUILDERS: dict[object, Any] = {
    "count": _count,
    "date": _date,
    "date_mention": _date_mention,
    "place": _place,
    "ref": _ref,
    "text": _text,
}
