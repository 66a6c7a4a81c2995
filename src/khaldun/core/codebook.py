"""The codebook's types: event types and properties, checked when they are built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from khaldun.errors import CodebookError


class ValueType(StrEnum):
    """What a property's value is."""

    CODE = "code"
    COUNT = "count"
    DATE = "date"
    PLACE = "place"
    ACTOR = "actor"
    WEAPON = "weapon"
    PLATFORM = "platform"
    OPERATION = "operation"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that shows a definition or a rule at work."""

    text: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What is not this type, with an example that must not be read as it."""

    rule: str
    example: str
    instead: str | None = None
    """The code that such a text has instead; None: no event."""


@dataclass(frozen=True, slots=True)
class EventType:
    """One event type with its definition, its equivalents and what it excludes."""

    code: str
    label: str
    group: str
    definition: str
    example: str
    acled: str
    ucdp: str | None
    plover: str
    excludes: tuple[Exclusion, ...]


@dataclass(frozen=True, slots=True)
class Property:
    """One property of events: its value type, unit and whether it may stand more than once."""

    name: str
    label: str
    value: ValueType
    unit: str | None = None
    repeatable: bool = True
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Codebook:
    """All event types and properties of one codebook version."""

    version: str
    types: Mapping[str, EventType]
    properties: Mapping[str, Property]

    @classmethod
    def parse(cls, data: Mapping[str, Any], file: str = "codebook.yaml") -> Codebook:
        """Build the codebook from plain data; raises CodebookError naming the entry that is wrong."""
        for key in ("version", "types", "properties", "kinds_of_people"):
            if key not in data:
                raise CodebookError(file, f"the key {key!r} is missing")
        types = [_event_type(code, entry, file) for code, entry in data["types"].items()]
        properties = _properties(data, file)
        for event_type in types:
            for exclusion in event_type.excludes:
                if exclusion.instead is not None and exclusion.instead not in data["types"]:
                    raise CodebookError(
                        file, f"type {event_type.code}: unknown code {exclusion.instead!r} in excludes"
                    )
        return cls(str(data["version"]), {t.code: t for t in types}, {p.name: p for p in properties})


def _event_type(code: str, entry: Mapping[str, Any], file: str) -> EventType:
    try:
        return EventType(
            code=code,
            label=entry["label"],
            group=entry["group"],
            definition=entry["definition"],
            example=entry["example"],
            acled=entry["acled"],
            ucdp=entry["ucdp"],
            plover=entry["plover"],
            excludes=tuple(Exclusion(e["rule"], e["example"], e.get("instead")) for e in entry["excludes"]),
        )
    except (KeyError, TypeError) as error:
        raise CodebookError(file, f"type {code}: {_missing(error)}") from error


def _properties(data: Mapping[str, Any], file: str) -> list[Property]:
    found: list[Property] = []
    for name, entry in data["properties"].items():
        try:
            base = Property(
                name,
                entry["label"],
                ValueType(entry["value"]),
                entry.get("unit"),
                bool(entry.get("repeatable", True)),
                bool(entry.get("protected", False)),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise CodebookError(file, f"property {name}: {_missing(error)}") from error
        found.append(base)
        if entry.get("by_kind"):
            found.extend(
                Property(f"{name}_{kind}", f"{base.label}, {kind.replace('_', ' ')}", base.value, base.unit)
                for kind in data["kinds_of_people"]
            )
    return found


def _missing(error: Exception) -> str:
    return f"the key {error} is missing" if isinstance(error, KeyError) else str(error)
