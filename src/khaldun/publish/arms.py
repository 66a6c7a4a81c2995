"""The arms of an event: each by its most telling name, with who used it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from khaldun.core.event import Event
from khaldun.core.values import Ref
from khaldun.data.load import read_yaml
from khaldun.merge.view import supported

Json = dict[str, Any]


@lru_cache(maxsize=1)
def _tells_more() -> Mapping[str, list[str]]:
    """Return the classes and ids that tell more than a vague name (publish/vaguer.yaml)."""
    table: Mapping[str, list[str]] = read_yaml("publish/vaguer.yaml")
    return table


def arms_of(event: Event, often: Callable[[int, int], bool]) -> dict[str, list[Json]]:
    """Return the weapons and platforms, without a vaguer name for one that is named: "missile" beside "Iskander-M"."""
    found = {name: _named(event, name, often) for name in ("weapon", "platform")}
    every = [arm for arms in found.values() for arm in arms]
    sides = _sides(event)
    return {
        f"{name}s": [a for a in arms if not any(_is_vaguer(a, b, sides) for b in every)]
        for name, arms in found.items()
    }


def _sides(event: Event) -> dict[str, str]:
    """Return the state of each party by name: "Israel Defense Forces" and "Israel" are one side."""
    refs = (r.value for record in event.records for r in record.readings if isinstance(r.value, Ref))
    return {ref.name: ref.country for ref in refs if ref.country}


def _named(event: Event, name: str, often: Callable[[int, int], bool]) -> list[Json]:
    return [
        _shape(ref, rs[0].statement.quote, sorted({r.party for r in rs if r.party}))
        for ref, rs in supported(event, name, often)
    ]


def _shape(ref: Ref, words: str, users: list[str]) -> Json:
    shape = {"id": ref.id, "name": ref.name, "class": ref.klass, "words": words}
    return {key: value for key, value in shape.items() if value is not None} | {"used_by": users}


def _is_vaguer(arm: Json, other: Json, sides: Mapping[str, str]) -> bool:
    """Tell whether an arm says less than another, and nobody else is said to have used it."""
    mine, theirs = ({sides.get(user, user) for user in a["used_by"]} for a in (arm, other))
    if arm["name"] == other["name"] or (mine and theirs and not mine & theirs):
        return False
    more = _tells_more().get(arm.get("id", ""), ())
    return _is_kind_of(arm, other) or other.get("class") in more or other.get("id") in more


def _is_kind_of(arm: Json, other: Json) -> bool:
    """Tell whether an arm is another one by the name of its kind alone."""
    kind = f" {arm['name']}"
    kinds = (f" {other['name']}", f" {other.get('class', '').replace('_', ' ')}")
    return any(k.endswith(kind) for k in kinds) and not kind.endswith(kinds[0])
