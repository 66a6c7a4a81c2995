"""Ranks the places that names may mean, by weights fitted to corpora: what each is, and what lies around it.

First each place is weighed alone. Then every name votes for where its places lie, each by its probability, and the
places of the other names are weighed again by these votes, twice. A name never votes for itself. Where it is
certain that the words name a place, one more candidate stands for a place of the name that the gazetteer lacks:
it lies "here", where the other names of the text do. The weights are data, fitted by `tools/fit_places.py`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from khaldun.data.load import read_yaml
from khaldun.errors import DataError
from khaldun.resolve.places.name import Name
from khaldun.resolve.places.rows import Candidate, Entry, PlaceKind, contains
from khaldun.resolve.places.votes import Ballot, Votes

RANKING = "places/ranking.yaml"
ALONE = (
    "country", "admin1", "admin2", "region", "size", "great_size", "largest", "gap", "side_name", "special", "seat",
    "of_country", "lone", "unit_cue", "other_cue", "settlement_cue", "held", "not_held", "here",
)  # fmt: skip
"""The features of a place alone; docs/places.md says what each is."""
TOGETHER = (
    "country_areas", "country_towns", "unit_areas", "unit_towns", "near", "abroad", "abroad_small", "other_unit",
    "home", "near_small", "unit_small", "near_admin2", "here_near",
)  # fmt: skip
"""The features that the other names of the text give a place."""
_CONSIDERED = 60
_VOTES, _LEAST_ODDS = 6, 0.05
_ROUNDS = 2
_SEAT_POPULATION = 12_000
_HELD_BY = 8
_UNSURE = 0.5
"""What a name votes that was found in running text, where it may be none."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the features: of a place alone, and of one among others."""

    alone: tuple[float, ...]
    together: tuple[float, ...]


@cache
def weights() -> Weights:
    """Return the weights of the data file; raises DataError where one is missing."""
    data = read_yaml(RANKING)
    try:
        alone = tuple(float(data["alone"][f]) for f in ALONE)
        return Weights(alone, tuple(float(data["together"][f]) for f in (*ALONE, *TOGETHER)))
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            RANKING, f"it lacks the weight of a feature ({error}); run tools/fit_places.py"
        ) from error


@dataclass(slots=True)
class Choice:
    """One name with the places it may mean, the features of each, and how likely each is."""

    name: Name
    candidates: Sequence[Candidate]
    alone: list[list[float]]
    together: list[list[float]] = field(default_factory=list)
    odds: list[float] = field(default_factory=list)
    here: Entry | None = None
    """Where the other names lie."""

    def place(self) -> Entry | None:
        """Return the likeliest place; one that the gazetteer lacks is put where the other names lie."""
        if not self.odds:
            return None
        best = max(range(len(self.odds)), key=self.odds.__getitem__)
        return self.candidates[best].entry if best < len(self.candidates) else self.here

    def rows(self) -> list[list[float]]:
        """Return all features of each place."""
        return [a + t for a, t in zip(self.alone, self.together, strict=True)]


def rank(names: Sequence[Name], home: Mapping[str, float]) -> list[Choice]:
    """Return the names with the odds of their places.

    `home` gives the weight of countries (ISO 3166 alpha-3) that the outlet's address points to.
    """
    choices = choices_of(names)
    known = weights()
    for choice in choices:
        choice.odds = _odds(choice.alone, known.alone)
    for _ in range(_ROUNDS):
        look_around(choices, home)
        for choice in choices:
            choice.odds = _odds(choice.rows(), known.together)
    return choices


def choices_of(names: Sequence[Name]) -> list[Choice]:
    """Return the names with what speaks for each of their places alone."""
    return [_choice(n, held) for n, held in zip(names, _holders(names), strict=True)]


def _holders(names: Sequence[Name]) -> list[list[Entry]]:
    """Return for each name the areas that the text puts it into, there or where the name stands elsewhere."""
    own = [_areas(n.container) for n in names]
    by_key: dict[str, list[Entry]] = defaultdict(list)
    for name, areas in zip(names, own, strict=True):
        by_key[name.key] += areas
    return [areas or by_key[n.key] for n, areas in zip(names, own, strict=True)]


def _areas(container: Name | None) -> list[Entry]:
    found = container.candidates[:_HELD_BY] if container is not None else ()
    return [c.entry for c in found if c.entry.is_area]


def _choice(name: Name, held_by: Sequence[Entry]) -> Choice:
    candidates = name.candidates[:_CONSIDERED]
    rival = _Rivals([c.entry for c in candidates], held_by)
    rows = [_features(c, name, rival) for c in candidates]
    if name.sure:
        rows.append([float(f == "here") for f in ALONE])
    return Choice(name, candidates, rows)


class _Rivals:
    """The places of one name, compared with each other."""

    def __init__(self, entries: Sequence[Entry], held_by: Sequence[Entry]) -> None:
        cities = [e for e in entries if e.kind is PlaceKind.CITY]
        self.largest = max(map(_size, cities), default=0.0)
        self.seats = [e for e in cities if e.population >= _SEAT_POPULATION]
        self.countries = {e.country for e in entries if e.kind is PlaceKind.COUNTRY}
        self.alone = len(entries) == 1
        self.held = {e.gid for e in entries if any(a.gid == e.gid or contains(a, e) for a in held_by)}


def _features(candidate: Candidate, name: Name, rivals: _Rivals) -> list[float]:
    """Return what speaks for a place alone, in the order of ALONE."""
    entry, kind = candidate.entry, candidate.entry.kind
    city = kind is PlaceKind.CITY
    size = _size(entry) if city else 0.0
    held = entry.gid in rivals.held
    row = (
        kind is PlaceKind.COUNTRY, kind is PlaceKind.ADMIN1, kind is PlaceKind.ADMIN2, kind is PlaceKind.REGION,
        size - 4.0 if city else 0.0, max(0.0, size - 6.0), city and size == rivals.largest,
        rivals.largest - size if city else 0.0, not candidate.primary, candidate.special,
        kind is PlaceKind.ADMIN1 and any(contains(entry, t) for t in rivals.seats),
        kind is not PlaceKind.COUNTRY and entry.country in rivals.countries, rivals.alone,
        name.admin is kind, name.admin is not None and name.admin is not kind, name.settlement and city,
        held, bool(rivals.held) and not held, False,
    )  # fmt: skip
    return [float(v) for v in row]


def _size(entry: Entry) -> float:
    return math.log10(entry.population + 100)


def _odds(rows: Sequence[Sequence[float]], known: Sequence[float]) -> list[float]:
    """Return the probability of each place under the weights."""
    scores = [sum(map(float.__mul__, row, known)) for row in rows]
    best = max(scores, default=0.0)
    powers = [math.exp(s - best) for s in scores]
    total = sum(powers)
    return [p / total for p in powers]


def look_around(choices: Sequence[Choice], home: Mapping[str, float]) -> None:
    """Fill the features that the other names give, from the odds that their places have now."""
    by_key: dict[str, list[Choice]] = defaultdict(list)
    for choice in choices:
        by_key[choice.name.key].append(choice)
    ballots = {key: _ballot(same) for key, same in by_key.items()}
    votes = Votes()
    for ballot in ballots.values():
        votes.add(ballot)
    focuses = votes.focuses(ballots)
    for key, same in by_key.items():
        votes.add(ballots[key], -1.0)
        here = next((entry for other, entry in focuses if other != key), None)
        for choice in same:
            _fill(choice, votes, here, home)
        votes.add(ballots[key])


def _fill(choice: Choice, votes: Votes, here: Entry | None, home: Mapping[str, float]) -> None:
    choice.here = here
    choice.together = [
        [*votes.features(c.entry, home.get(c.entry.country or "", 0.0)), 0.0] for c in choice.candidates
    ]
    if choice.name.sure:
        near = -1.0 if here is None else votes.near(here)
        choice.together.append([0.0] * (len(TOGETHER) - 1) + [near])


def _ballot(same: Sequence[Choice]) -> Ballot:
    """Return the likeliest places of a name, over all its mentions."""
    entries: dict[str, Entry] = {}
    summed: dict[str, float] = defaultdict(float)
    for choice in same:
        weight = _voice(choice.name) / len(same)
        for candidate, odds in zip(choice.candidates, choice.odds, strict=False):
            if weight and odds > _LEAST_ODDS:
                entries[candidate.entry.gid] = candidate.entry
                summed[candidate.entry.gid] += weight * odds
    likeliest = sorted(summed, key=lambda gid: (-summed[gid], gid))[:_VOTES]
    return tuple((entries[gid], summed[gid]) for gid in likeliest)


def _voice(name: Name) -> float:
    """Return how much a name may vote: not at all where it is hardly a place's."""
    if name.sure:
        return 1.0
    doubts = (name.person, name.neighbor, name.organization, name.ordinary, name.given, name.lowered)
    return 0.0 if any(doubts) else _UNSURE
