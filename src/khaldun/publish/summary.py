"""An event in one line, for lists."""

from __future__ import annotations

from dataclasses import dataclass

from khaldun.publish.wording import Json, layout, range_words, short_date, short_type

ID_DIGITS = 8
"""Digits of an id in lists: among a million events one in four thousand shares them with another."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list shows of an event; every field is text, empty where unknown."""

    id: str
    date: str
    place: str
    country: str
    type: str
    actors: str
    recipients: str
    killed: str
    injured: str
    abducted: str
    sources: str
    flags: tuple[str, ...]
    """Of conflict, growing, ai_image and denied."""

    @property
    def short_id(self) -> str:
        """Return the beginning of the id, enough to type."""
        return self.id[:ID_DIGITS]


def summary(shape: Json) -> Summary:
    """Return the line of an event."""
    place = shape.get("place", {})
    return Summary(
        id=shape["id"],
        date=short_date(shape.get("date", {})),
        place=place.get("name") or place.get("words") or "",
        country=place.get("country", ""),
        type=short_type(shape["type"]),
        actors="; ".join(a["name"] for a in shape["actors"]),
        recipients="; ".join(a["name"] for a in shape["recipients"]),
        killed=figure(shape, "killed"),
        injured=figure(shape, "injured"),
        abducted=figure(shape, "abducted"),
        sources=str(shape["independent_sources"]),
        flags=flags(shape),
    )


def figure(shape: Json, name: str) -> str:
    """Return the range of a figure, or of its kinds where no total is told: "35+ civilians"."""
    if shape.get(name):
        return range_words(shape[name])
    kinds = sorted(k for k in shape if k.startswith(f"{name}_"))
    return ", ".join(f"{range_words(shape[k])} {k.removeprefix(name + '_').replace('_', ' ')}" for k in kinds)


def flags(shape: Json) -> tuple[str, ...]:
    """Return what a reader should know before relying on an event."""
    found = {
        "conflict": bool(shape["conflicts"]),
        "growing": bool(shape["growing"]),
        "ai_image": any(
            i["provenance"] == "ai_generated" for r in shape["reports"] for i in r.get("images", ())
        ),
        "denied": shape["factuality"] == "denied",
    }
    return tuple(name for name, raised in found.items() if raised)


def flag_legend() -> dict[str, str]:
    """Return the flags with their meaning."""
    return dict(layout()["flags"])
