"""Chooses among the places of one name: by country, containment, size and distance to the other places."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from khaldun.core.words import stem
from khaldun.resolve.places.name import Name
from khaldun.resolve.places.rows import Candidate, Entry, PlaceKind, contains
from khaldun.resolve.places.rules import Stopwords, setting, stopwords

# What an area weighs against a town, whose weight is the log10 of its population. Chosen on lgl, trnews
# and geowebnews (train): a unit outweighs a town of the name elsewhere, but not the town it is named after.
_WEIGHTS = {
    PlaceKind.COUNTRY: 10.0, PlaceKind.ADMIN1: 6.0, PlaceKind.REGION: 6.5, PlaceKind.ADMIN2: 3.0,
    PlaceKind.DISTRICT: 4.0, PlaceKind.CAMP: 5.0, PlaceKind.FACILITY: 5.0,
}  # fmt: skip
# What speaks against a name: the mark, its weight against a town, and against a country.
_DOUBTS = (
    ("person", 3.5, 3.5), ("organization", 3.0, 3.0), ("neighbor", 2.6, 1.5), ("ordinary", 2.2, 0.5),
    ("given", 2.0, 0.5), ("lowered", 1.8, 0.0), ("title_case", 1.0, 0.0),
)  # fmt: skip
_SEAT_POPULATION = 12_000
_ACCEPT = 2.0
_KNOWN_ABROAD = 150_000
_TOWN = 5_000
"""Population from which a town of a unit's name makes the name speak for no country by itself."""
_VILLAGE = 50_000
"""Population above which a place is hardly called a village."""
_MAX_ANCHORS = 10
_NEAR_KM = 250.0
_NEARNESS = 1.5
_SHARE = 3.0
_SHARE_SUPPORT, _HELD_SUPPORT = 1.3, 2.5
_CONSIDERED = 60


@dataclass(slots=True)
class Context:
    """What the document says of its whereabouts: weight per country and points already certain."""

    countries: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    anchors: list[tuple[str, Entry]] = field(default_factory=list)
    """The name in the text, and the place that it was found to mean."""
    shares: dict[str | None, float] = field(default_factory=dict)
    located: set[str] = field(default_factory=set)
    """Countries that the text names a unit or a region of."""
    lent: float = 0.0
    """Weight that no word of the text gives: it speaks for a country, but against none."""

    def settle(self) -> None:
        """Count the shares anew after the weights have changed."""
        heaviest = max(self.countries.values(), default=0.0)
        self.shares = {c: w / heaviest for c, w in self.countries.items()} if heaviest > 0 else {}

    def share(self, country: str | None) -> float:
        """Return the weight of a country as a share of the heaviest one's, 0 where it is not mentioned."""
        return self.shares.get(country, 0.0)

    @property
    def main_country(self) -> str | None:
        """Return the heaviest country."""
        if not self.countries:
            return None
        return max(sorted(self.countries), key=lambda c: self.countries[c])


def resolve(
    names: Sequence[Name], hints: Mapping[str, float], language: str | None = None
) -> tuple[list[Name], Context]:
    """Choose a candidate for each name and return the names that are places, with the context.

    `hints` gives the weight of countries (ISO 3166 alpha-3) that other words of the text point to.
    """
    context = Context()
    for country, weight in hints.items():
        context.countries[country] += weight
    for name in names:
        _note_area(name, context)
    _note_setting(context, language)
    context.settle()
    hopeful = [n for n in names if _may_be_accepted(n)]
    for name in hopeful:
        choose(name, context)
    accepted = [n for n in hopeful if accept(n, context)]
    _note_towns(accepted, context)
    context.settle()
    for name in hopeful:
        choose(name, context)
    return [n for n in hopeful if accept(n, context)], context


def _note_area(name: Name, context: Context) -> None:
    """Count the country of a name that can hardly mean anything else."""
    if name.person or name.neighbor or name.organization or not name.candidates:
        return
    first = name.candidates[0].entry
    if first.kind is PlaceKind.COUNTRY:
        if name.tokens > 1 or not (name.given or name.ordinary):
            context.countries[first.country or ""] += 1.0
    elif first.kind in (PlaceKind.ADMIN1, PlaceKind.REGION):
        countries = {
            c.entry.country for c in name.candidates if c.entry.is_area or c.entry.population > _TOWN
        }
        if len(countries) == 1 and first.country is not None and not name.directional and not name.given:
            context.countries[first.country] += 0.7
            context.located.add(first.country)


def _note_setting(context: Context, language: str | None) -> None:
    """Let the language speak for its country, and a state's name for the countries its forces fight in.

    A state whose own provinces are named fights at home in this text.
    """
    known = setting()
    lent: dict[str, float] = dict(known.languages.get((language or "").partition("-")[0], {}))
    for country, weight in context.countries.items():
        for theater in known.theaters.get(country, ()) if country not in context.located else ():
            lent[theater] = lent.get(theater, 0.0) + weight * known.share
    for country, weight in lent.items():
        context.countries[country] += weight
    context.lent = sum(lent.values())


def _note_towns(names: Sequence[Name], context: Context) -> None:
    """Let the towns chosen so far speak for their countries and as points to be near to."""
    for name in names:
        if name.chosen is None:
            continue
        entry = name.chosen.entry
        if not entry.is_area and entry.country is not None:
            context.countries[entry.country] += 0.5 if entry.population > 100_000 or name.container else 0.25
        if (
            entry.kind is not PlaceKind.COUNTRY
            and entry.radius_km < 200
            and len(context.anchors) < _MAX_ANCHORS
        ):
            context.anchors.append((name.key, entry))


def choose(name: Name, context: Context) -> None:
    """Set the best candidate."""
    if len(name.candidates) < 2:
        name.chosen = name.candidates[0] if name.candidates else None
        return
    if name.ranked is None:
        name.ranked = _ranked(name, stopwords())
    if len(name.ranked) == 1:
        name.chosen = name.ranked[0][1]
        return
    candidates = [c for _, c in name.ranked]
    share = context.shares.get
    scores = [base + _SHARE * share(c.entry.country, 0.0) for base, c in name.ranked]
    best = max(scores)
    if context.anchors:
        # Only what is within reach of the best can be lifted over it.
        scores = [
            s + _NEARNESS * _nearness(c.entry, name.key, context) if s > best - _NEARNESS else s
            for s, c in zip(scores, candidates, strict=True)
        ]
        best = max(scores)
    name.chosen = candidates[scores.index(best)]


def _ranked(name: Name, stop: Stopwords) -> list[tuple[float, Candidate]]:
    """Return the candidates with what speaks for each whatever the text; those beyond all help are left out."""
    candidates = name.candidates[:_CONSIDERED]
    container = name.container
    areas = [c.entry for c in container.candidates if c.entry.is_area] if container is not None else []
    seats, favored = _seats(candidates), _favored(name, stop)
    scores = [
        _weight(c, name, seats, favored) + (8.0 if any(contains(a, c.entry) for a in areas) else 0.0)
        for c in candidates
    ]
    least = max(scores) - _SHARE - _NEARNESS
    return [(s, c) for s, c in zip(scores, candidates, strict=True) if s > least]


def _favored(name: Name, stop: Stopwords) -> dict[str, float]:
    """Return the ids that data prefers for this name, with the bonus."""
    key = name.key if name.script == "arabic" else " ".join(map(stem, name.key.split()))
    found: dict[str, float] = {}
    if key in stop.rivals:
        found[stop.rivals[key]] = 2.5
    if key in stop.prefer and (name.tokens > 1 or not name.settlement):
        found[stop.prefer[key]] = 6.0
    return found


def _seats(candidates: Sequence[Candidate]) -> frozenset[str]:
    """Return the ids of units that have a town of their own name among the candidates: the town is meant."""
    units = [c.entry for c in candidates[:60] if c.entry.kind is PlaceKind.ADMIN1]
    if not units:
        return frozenset()
    towns = [
        c.entry
        for c in candidates[:60]
        if c.entry.kind is PlaceKind.CITY and c.entry.population >= _SEAT_POPULATION
    ]
    return frozenset(u.gid for u in units if any(contains(u, t) for t in towns))


def _weight(candidate: Candidate, name: Name, seats: frozenset[str], favored: Mapping[str, float]) -> float:
    entry, kind = candidate.entry, candidate.entry.kind
    if kind is PlaceKind.CITY:
        score = math.log10(entry.population + 100)
    elif kind is PlaceKind.ADMIN1 and entry.gid in seats and name.admin is not PlaceKind.ADMIN1:
        score = 3.8
    else:
        score = _WEIGHTS[kind]
    if kind is PlaceKind.COUNTRY:
        score += math.log10(entry.population + 1) / 10
    if favored:
        score += favored.get(entry.gid, 0.0)
    if name.admin is not None:
        score += 4.5 if kind is name.admin else 2.0 if kind in (PlaceKind.ADMIN1, PlaceKind.ADMIN2) else 0.0
    if name.village and kind is PlaceKind.CITY and entry.population > _VILLAGE:
        score -= 2.0
    if not candidate.primary:
        score -= 1.0 if name.key.isascii() else 0.5
    return score - (0.7 if candidate.loose else 0.0)


def _nearness(entry: Entry, key: str, context: Context) -> float:
    """Return up to 1 for a place near to what other names of the text mean."""
    nearest = math.inf
    for other, anchor in context.anchors:
        if other != key:
            dy = anchor.lat - entry.lat
            dx = (anchor.lon - entry.lon) * math.cos(math.radians(entry.lat))
            nearest = min(nearest, dx * dx + dy * dy)
    return math.exp(-math.sqrt(nearest) * 111.2 / _NEAR_KM)


def accept(name: Name, context: Context) -> bool:
    """Tell whether the name is a place here: what speaks for it must outweigh what speaks against it."""
    chosen = name.chosen
    if chosen is None:
        return False
    value = _worth(chosen.entry, name) + _support(name, context) - _doubt(name)
    if _foreign(chosen, name, context):
        value -= 3.5
    if _held_elsewhere(chosen, name):
        value -= 4.5
    return value >= _ACCEPT


def _held_elsewhere(chosen: Candidate, name: Name) -> bool:
    """Tell whether the text puts the name into a unit of another country than the place chosen."""
    if name.container is None or not name.within:
        return False
    unit = name.container.candidates[0].entry
    return unit.kind is PlaceKind.ADMIN1 and unit.country != chosen.entry.country


def _may_be_accepted(name: Name) -> bool:
    """Tell whether any text could make the name a place: what stands around it is weighed once for all."""
    best = max((c.entry for c in name.candidates), key=lambda e: _worth(e, name), default=None)
    if best is None:
        return False
    country = any(c.entry.kind is PlaceKind.COUNTRY for c in name.candidates)
    value = _worth(best, name) + _around(name) - _marked(name, country) + _SHARE_SUPPORT
    return value + (_HELD_SUPPORT if name.container is not None else 0.0) >= _ACCEPT


def _worth(entry: Entry, name: Name) -> float:
    """Return how well known the place is: 0 for a hamlet, 4 for a country."""
    if entry.kind is PlaceKind.COUNTRY:
        return 4.0
    if entry.kind in (PlaceKind.ADMIN1, PlaceKind.REGION):
        return 1.0 if name.directional else 3.0
    if entry.kind is PlaceKind.CITY:
        return max(0.0, min(3.5, math.log10(entry.population + 1) - 2.8))
    return 0.8 if entry.kind is PlaceKind.ADMIN2 else 2.0


def _support(name: Name, context: Context) -> float:
    value, chosen = _around(name), name.chosen
    if chosen is not None:
        value += _SHARE_SUPPORT * context.share(chosen.entry.country)
        areas = name.container.candidates if name.container is not None else ()
        if any(contains(c.entry, chosen.entry) for c in areas):
            value += _HELD_SUPPORT
    return value


def _around(name: Name) -> float:
    """Return what the words around a name say for it."""
    value = 1.2 if name.preposition else 0.0
    value += 1.8 if name.settlement or name.admin is not None else 0.0
    value += 2.5 if name.dateline else 0.0
    return value + (0.6 if name.tokens > 1 else 0.0) + (0.3 if name.listed else 0.0)


def _doubt(name: Name) -> float:
    """Return what speaks against the name: its neighbors, its spelling, its other meanings."""
    chosen = name.chosen
    country = chosen is not None and chosen.entry.kind is PlaceKind.COUNTRY
    value = _marked(name, country)
    if chosen is not None and chosen.loose:
        value += 1.2 if name.initial and not country else 0.4
    return value


def _marked(name: Name, country: bool) -> float:
    """Return what speaks against a name as a country's or as any other place's."""
    value = 2.0 if name.directional and name.admin is None else 0.0
    for mark, of_town, of_country in _DOUBTS:
        if getattr(name, mark):
            value += of_country if country else of_town
    if country:
        return value
    if name.initial and not (name.settlement or name.container or name.dateline):
        value += 0.8
    return value + (2.0 if name.tail and name.village else 0.0)


def _foreign(chosen: Candidate, name: Name, context: Context) -> bool:
    """Tell whether a lesser place lies in a country that the text, which names others, never names."""
    entry = chosen.entry
    if entry.kind in (PlaceKind.COUNTRY, PlaceKind.REGION) or entry.population >= _KNOWN_ABROAD:
        return False
    if entry.kind is PlaceKind.ADMIN1 and (chosen.primary or name.tokens > 1):
        return False
    if name.tokens > 1 and len(name.candidates) == 1 and not chosen.loose:
        return False
    return context.share(entry.country) < 0.15 and sum(context.countries.values()) - context.lent >= 0.5
