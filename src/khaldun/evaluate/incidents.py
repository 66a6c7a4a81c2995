"""Incidents of a bank beside the events of an archive: which event is an incident's, and what of it is right."""

from __future__ import annotations

import itertools
import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from khaldun.evaluate.names import shared, tables, telling_words
from khaldun.evaluate.tally import Counts, Share, Tally

Json = Mapping[str, Any]
Key = tuple[str, int]
"""A property that counts people, and a number."""

_SCORED = ("killed", "killed_civilians", "injured", "abducted")
_NEAR_KM, _WIDEST_KM = 25.0, 60.0
_SPARE_DAYS = 3
_NAME_WORDS, _SPEAKER_WORDS = 16, 12
_EARTH_KM = 12742
_NUMBER = re.compile(
    r"(?:(>=|>)|about|nearly|close to|up to|[^\d])*?\s*(>=|>)?\s*(\d[\d,\s]*\d|\d)(?:-(\d+))?"
)
_VAGUE = re.compile(r"(several |a few )?(dozen|hundred)")


def happened(events: Iterable[Json]) -> list[Json]:
    """Return the events that are told as having happened, or whose happening is denied."""
    return [e for e in events if e.get("factuality", "occurred") in ("occurred", "denied", None)]


def reports_of(event: Json) -> set[str]:
    """Return the ids of the reports that an event rests on."""
    return {r.get("external_id") for r in event.get("reports", [])}


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident of a bank with the ids of the reports that tell of it."""

    gold: Json
    members: frozenset[str]

    def best(self, events: Sequence[Json]) -> Json | None:
        """Return the event that shares most reports, then has fewest others, then meets the days; None without one."""

        def fit(event: Json) -> tuple[int, int, bool, str]:
            reports = reports_of(event)
            met = _meets(event.get("date") or {}, self.gold)
            return -len(reports & self.members), len(reports - self.members), not met, event["id"]

        best = min(events, key=fit, default=None)
        return best if best is not None and reports_of(best) & self.members else None

    def tallies(self, event: Json | None) -> dict[str, Tally]:
        """Return what is right of an incident's event; nothing is where there is none."""
        found: Json = event or {}
        gold = self.gold
        weapons = [*_names(found.get("weapons")), *_names(found.get("platforms"))]
        return {
            "found": Share(event is not None, 1),
            "type": Share(_same_type(gold, found), 1),
            "day": Share(_same_day(gold, found.get("date") or {}), 1),
            "place": Share(_near(gold, found.get("place") or {}), 1),
            "country": Share((found.get("place") or {}).get("country") == gold["country"], 1),
            "actors": _named(gold.get("perpetrators") or [], _names(found.get("actors"))),
            "weapons": _named([*(gold.get("weapons") or []), *(gold.get("platforms") or [])], weapons),
            **_figures(gold, found),
            "denials": _denials(gold, found),
            "conflicts": _conflicts(gold, found),
        }


def _same_type(gold: Json, event: Json) -> bool:
    groups = {code: group for group, codes in tables()["groups"].items() for code in codes}
    wanted = groups.get(gold["type"])
    return wanted is None or groups.get(event.get("type") or "") == wanted


def _meets(found: Json, gold: Json) -> bool:
    begins = (found.get("from") or "9999")[:10]
    ends = (found.get("to") or found.get("from") or "")[:10]
    return bool(begins <= gold["date_to"] and ends >= gold["date_from"])


def _same_day(gold: Json, found: Json) -> bool:
    """Tell whether the event's days meet the incident's and span at most three more."""
    if not found.get("from") or not _meets(found, gold):
        return False
    try:
        span = _days(found["from"], found.get("to") or found["from"])
    except ValueError:
        return False
    return span <= _days(gold["date_from"], gold["date_to"]) + _SPARE_DAYS


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days


def _near(gold: Json, place: Json) -> bool:
    """Tell whether the point lies within 25 km, the incident's radius, or the event's own up to 60 km."""
    if place.get("lat") is None or gold.get("lat") is None:
        return False
    own = min(place.get("radius_km") or 0, _WIDEST_KM)
    reach = max(_NEAR_KM, gold.get("radius_km") or 0, own)
    return _km(place["lat"], place["lon"], gold["lat"], gold["lon"]) <= reach


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    a, b, c, d = map(math.radians, (lat, lon, other_lat, other_lon))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return _EARTH_KM * math.asin(math.sqrt(min(1, half)))


def _names(items: Sequence[Json] | None) -> list[str]:
    """Return actors or arms as their names, words and class, cut where a whole sentence stands for a name."""
    parts = ((i.get("name"), i.get("words"), i.get("class")) for i in items or ())
    return [" ".join(" ".join(filter(None, p)).split()[:_NAME_WORDS]) for p in parts]


def _named(wanted: Iterable[str], found: Iterable[str]) -> Counts:
    """Return the counts of names, those without a telling word left out."""
    gold, had = ([w for w in map(telling_words, names) if w] for names in (wanted, found))
    return Counts.matched(shared(gold, had), len(gold), len(had))


def numbers(value: object) -> set[int]:
    """Return the numbers a value names: one for "54" and ">=54", 80 and 81 for ">80", both ends of a range."""
    if isinstance(value, Mapping):
        return {int(v) for k in ("low", "best", "high") if (v := value.get(k)) is not None}
    found = _NUMBER.match(str(value))
    if not found or _VAGUE.match(str(value)):
        return set()
    low = int(re.sub(r"\D", "", found[3]))
    above = {low + 1} if ">" in (found[1], found[2]) else set()
    return {low} | ({int(found[4])} if found[4] else set()) | above


def _keys(statement: Json) -> set[Key]:
    """Return the figures of a statement; a part of a toll counts as the toll too, a vague one as nothing."""
    name, value = statement.get("property") or "", statement.get("value")
    if isinstance(value, Mapping) and value.get("vague"):
        return set()
    properties = [p for p in _SCORED if name == p or name.startswith(f"{p}_")]
    return set(itertools.product(properties, numbers(value)))


def _gold_figures(gold: Json) -> dict[frozenset[Key], set[str]]:
    """Return who gives each figure of an incident, by the keys any one of which is right for it."""
    found: dict[frozenset[Key], set[str]] = defaultdict(set)
    for claim in gold.get("claims", []):
        for name in tables()["figures"].get(claim["property"], ()):
            if given := numbers(claim["value"]):
                keys = frozenset((name, number) for number in given)
                found[keys].add(claim.get("attributed_to") or "")
    return found


def _figures(gold: Json, event: Json) -> dict[str, Tally]:
    """Return the counts of the figures, and the share of those found whose speaker is right.

    A statement of a figure that nobody gave is wrong, equal ones once; zeros count neither way.
    """
    told: dict[Key, list[Json]] = defaultdict(list)
    for statement in event.get("statements", []):
        for key in _keys(statement):
            told[key].append(statement)
    wanted = _gold_figures(gold)
    said = {keys: [s for key in keys for s in told.get(key, ())] for keys in wanted}
    hits = [keys for keys, statements in said.items() if statements]
    right = {key for keys in wanted for key in keys}
    wrong = {
        tuple(sorted(keys))
        for statement in event.get("statements", [])
        if (keys := _keys(statement)) and not keys & right and any(number for _, number in keys)
    }
    spoken = sum(_is_said_by(said[keys], wanted[keys]) for keys in hits)
    return {
        "figures": Counts.matched(len(hits), len(wanted), len(hits) + len(wrong)),
        "said_by": Share(spoken, len(hits)),
    }


def _is_said_by(statements: Iterable[Json], speakers: Collection[str]) -> bool:
    return any(_speaker(s) & telling_words(name) for s in statements for name in speakers)


def _speaker(statement: Json) -> frozenset[str]:
    return telling_words(" ".join(str(statement.get("attributed_to") or "").split()[:_SPEAKER_WORDS]))


def _denials(gold: Json, event: Json) -> Counts:
    """Return whether a denial was wanted, was read, and is by the same speaker."""
    wanted = [c for c in gold.get("claims", []) if c["stance"] == "denied"]
    read = [
        s
        for s in event.get("statements", [])
        if (s.get("stance") == "denies" or s.get("factuality") == "denied") and s.get("quote")
    ]
    same = any(
        telling_words(s.get("attributed_to")) & telling_words(c.get("attributed_to"))
        for s in read
        for c in wanted
    )
    return Counts.matched(same, bool(wanted), bool(read))


def _conflicts(gold: Json, event: Json) -> Counts:
    """Return whether the reports differ on the killed, and whether the event says so."""
    wanted = "killed" in (gold.get("disagreements") or [])
    read = "killed" in [*(event.get("conflicts") or []), *(event.get("growing") or [])]
    return Counts.matched(wanted and read, wanted, read)
