"""Values as people read them: dates, counts, places, labels."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from khaldun.data.codebook import codebook
from khaldun.data.load import read_csv, read_yaml

Json = dict[str, Any]
_NEAR = "near"


@lru_cache(maxsize=1)
def layout() -> Json:
    """Return the words and the order of the card (publish/card.yaml)."""
    words: Json = read_yaml("publish/card.yaml")
    return words


def type_label(code: str) -> str:
    """Return the label of an event type, the code itself where the codebook lacks it."""
    found = codebook().types.get(code)
    return found.label if found else code.replace("_", " ")


def short_type(code: str) -> str:
    """Return the label of an event type as lists show it."""
    return str(layout()["short_types"].get(code) or type_label(code))


def property_label(name: str) -> str:
    """Return the label of a property, its name where the codebook lacks it."""
    found = codebook().properties.get(name)
    return found.label if found else name.replace("_", " ")


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    return {row["iso3"]: row["name"] for row in read_csv("places/areas.csv") if row["level"] == "country"}


def country_name(code: str) -> str:
    """Return the English name of a country by its ISO 3166 alpha-3 code, the code where it is unknown."""
    return _countries().get(code, code)


def short_date(value: Json) -> str:
    """Return a date as ISO prefixes, "2022-07-28" or "2022-07-28..2022-07-29", or its words."""
    first, last = value.get("from"), value.get("to")
    if first is None:
        return str(value.get("words", ""))
    return str(first) if first == last else f"{first}..{last}"


def long_date(value: Json) -> str:
    """Return a date in full, "Saturday 3 January 2026"; its words where it is unresolved."""
    first, last = value.get("from"), value.get("to")
    if first is None:
        return f"“{value['words']}” (not resolved)" if value.get("words") else "unknown"
    if first == last:
        return _spelled(first)
    return f"{_spelled(first)} to {_spelled(last or first)}"


def _spelled(iso: str) -> str:
    if len(iso) == 10:
        day = date.fromisoformat(iso)
        return f"{day:%A} {day.day} {day:%B} {day.year}"
    if len(iso) == 7:
        return f"{date.fromisoformat(iso + '-01'):%B} {iso[:4]}"
    return iso


def count_words(value: Json) -> str:
    """Return a count: "54", "at least 54", "54–270, best 120"; a floor of 28,001 reads "more than 28,000"."""
    low, best, high = value.get("low"), value.get("best"), value.get("high")
    if low is None and high is None:
        words = "number unknown" if best is None else f"about {best:,}"
    elif low == high:
        words = f"{low:,}"
    elif low is None:
        words = f"up to {high:,}"
    elif high is None:
        words = f"more than {low - 1:,}" if low > 1 and low % 100 == 1 else f"at least {low:,}"
    else:
        words = f"{low:,}–{high:,}"
    if best is not None and low is not None and high is not None and low != high:
        words += f", best {best:,}"
    return f"{words} (vague)" if value.get("vague") else words


def range_words(value: Json | None) -> str:
    """Return a count for a table cell: "54", "54+", "54–270", "≤80", "~80"; empty where there is none."""
    if not value:
        return ""
    low, best, high = value.get("low"), value.get("best"), value.get("high")
    if low is None and high is None:
        return "" if best is None else f"~{best}"
    if low == high:
        return str(low)
    if low is None:
        return f"≤{high}"
    return f"{low}+" if high is None else f"{low}–{high}"


def place_words(value: Json) -> str:
    """Return a place with its unit and country: "Tadmur, Homs, Syria"."""
    name = value.get("name") or value.get("words") or ""
    country = country_name(value["country"]) if value.get("country") else None
    parts = [name, *(p for p in (value.get("admin1"), country) if p and p != name)]
    return ", ".join(p for p in parts if p)


def place_precision(value: Json) -> str:
    """Return how exactly a place is known: "“north of Palmyra”, within 38 km, near"; empty where it is not resolved."""
    if "precision" not in value:
        return ""
    words = str(layout()["place_precisions"].get(value["precision"], value["precision"]))
    radius = value.get("radius_km")
    exact = f"within {radius:,.0f} km, {words}" if radius and radius >= 1 else words
    told = " ".join((value.get("words") or "").split())
    # The point lies where the words say, beside the town whose name it goes by: "80 km north of El Fasher".
    beside = told and value["precision"] == _NEAR and told != value.get("name")
    return f"“{' '.join(told.split())}”, {exact}" if beside else exact


def value_words(value: Any) -> str:
    """Return any value of the contract in one line; None, a date that is not resolved, is empty."""
    if value is None:
        return ""
    if not isinstance(value, dict):
        return str(value)
    if "from" in value:
        return short_date(value)
    if {"low", "best", "high"} & value.keys():
        return count_words(value)
    if "precision" in value:
        return f"{place_words(value)} ({place_precision(value)})"
    return str(value.get("name", ""))
