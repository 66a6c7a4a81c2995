"""Relations to a named place: what the words before it do to its point and radius."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from khaldun.core.values import Place, PlacePrecision
from khaldun.core.words import Words, arabic_bases, is_arabic
from khaldun.data.load import read_yaml
from khaldun.resolve.places.rows import EARTH_KM, Entry
from khaldun.resolve.places.rules import RELATIONS, stems

_DISTANCE_ERROR = 0.35
"""Share of a stated distance that the point may be off: a round number and one of eight directions."""
_MIN_ERROR_KM = 3.0


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that stands before a name, from token `first` on; km and bearing (degrees) where given."""

    kind: str
    first: int
    km: float | None = None
    bearing: float | None = None


@dataclass(frozen=True, slots=True)
class _Default:
    shift_km: float
    radius_km: float
    share: float
    share_radius: float


@dataclass(frozen=True, slots=True)
class _Pattern:
    """The parts of a relation's pattern; `before` is the word that must stand last but one, where it is one."""

    kind: str
    parts: tuple[str, ...]
    before: str | None


@dataclass(slots=True)
class _Match:
    """The state of a pattern matched backward."""

    at: int
    km: float | None = None
    unit: float = 1.0
    bearing: float | None = None


class RelationIndex:
    """The relation patterns of all languages, found by the word that stands right before the name."""

    def __init__(self) -> None:
        data = read_yaml(RELATIONS)
        self._units = {" ".join(stems(str(k))): float(v) for k, v in data["units"].items()}
        self._numbers = {" ".join(stems(str(k))): float(v) for k, v in data["numbers"].items()}
        self._directions = {
            " ".join(stems(str(word))): float(bearing)
            for bearing, words in data["directions"].items()
            for word in words
        }
        self._by_end: dict[str, list[_Pattern]] = defaultdict(list)
        for kind, patterns in data["patterns"].items():
            for pattern in patterns:
                self._add(str(kind), _parts(str(pattern)))
        self._fillers = _by_last(stems(str(f)) for f in data["fillers"])
        self.after = {str(k): [stems(str(p)) for p in phrases] for k, phrases in data["after"].items()}
        self.between = {(stems(b["open"]), stems(b["link"])) for b in data["between"]}
        self._ends = self._endings()
        self.defaults = {str(k): _Default(**v) for k, v in data["defaults"].items()}

    def _add(self, kind: str, parts: tuple[str, ...]) -> None:
        plain = len(parts) > 1 and parts[-1][0] != "<" != parts[-2][0] and parts[-2][-1] != "?"
        before = parts[-2] if plain else None
        self._by_end[parts[-1].rstrip("?")].append(_Pattern(kind, parts, before))
        if parts[-1].endswith("?"):
            self._add(kind, parts[:-1])

    def _endings(self) -> frozenset[str]:
        """Return every word that a relation or a filler may end with."""
        directions = (word.split()[-1] for word in self._directions)
        return frozenset((*self._by_end, *self._fillers, *directions))

    def before(self, words: Words, first: int) -> Relation | None:
        """Return the longest relation that ends right before token `first`, fillers skipped."""
        if first == 0 or self._ends.isdisjoint(_forms(words, first - 1)):
            return None
        found = self._at(words, first)
        for end in self._past_fillers(words, first):
            other = self._at(words, end)
            if other is not None and (found is None or other.first < found.first):
                found = other
        return found

    def _at(self, words: Words, end: int) -> Relation | None:
        if end <= 0 or words.breaks_before(end):
            return None
        best: Relation | None = None
        known = _forms(words, end - 2) if end > 1 else ()
        for pattern in self._patterns(words, end - 1):
            if pattern.before is not None and pattern.before not in known:
                continue
            match = self._match(words, end, pattern.parts)
            if match is not None and (best is None or match.at < best.first):
                km = None if match.km is None else match.km * match.unit
                best = Relation(pattern.kind, match.at, km, match.bearing)
        return best

    def _patterns(self, words: Words, last: int) -> Iterator[_Pattern]:
        for form in _forms(words, last):
            yield from self._by_end.get(form, ())
        if self._direction(words, last + 1)[1] is not None:
            yield from self._by_end.get("<dir>", ())

    def _match(self, words: Words, end: int, parts: Sequence[str]) -> _Match | None:
        """Match the parts backward from token `end`; return where they begin."""
        state = _Match(end)
        for part in reversed(parts):
            optional = part.endswith("?")
            if state.at <= 0 or (state.at < end and words.breaks_before(state.at)):
                if optional:
                    continue
                return None
            if not self._take(words, state, part.rstrip("?")) and not optional:
                return None
        return state

    def _take(self, words: Words, state: _Match, part: str) -> bool:
        """Take one part off the end of what is left; False where it is not there."""
        at = state.at
        if part == "<dir>":
            state.at, state.bearing = self._direction(words, at)
        elif part == "<n>":
            state.at, state.km = self._number(words, at)
        elif part == "<unit>":
            unit = next((self._units[f] for f in _forms(words, at - 1) if f in self._units), None)
            state.at, state.unit = (at, 1.0) if unit is None else (at - 1, unit)
        elif part in _forms(words, at - 1):
            state.at = at - 1
        return state.at < at

    def _direction(self, words: Words, end: int) -> tuple[int, float | None]:
        """Return the first token and bearing of the direction that ends before token `end`."""
        if end >= 2 and not words.breaks_before(end - 1):
            for form in _forms(words, end - 2):
                for last in _forms(words, end - 1):
                    bearing = self._directions.get(f"{form} {last}")
                    if bearing is not None:
                        return end - 2, bearing
        if end >= 1:
            for form in _forms(words, end - 1):
                if form in self._directions:
                    return end - 1, self._directions[form]
        return end, None

    def direction_after(self, words: Words, first: int) -> tuple[int, float | None]:
        """Return the end and bearing of the direction that begins at token `first` (ريف إدلب الجنوبي)."""
        for last in (first + 2, first + 1):
            if (
                last <= len(words)
                and not words.breaks_before(first)
                and (last - first < 2 or not words.breaks_before(last - 1))
            ):
                begin, bearing = self._direction(words, last)
                if bearing is not None and begin == first:
                    return last, bearing
        return first, None

    def _number(self, words: Words, end: int) -> tuple[int, float | None]:
        for size in (2, 1):
            if end - size >= 0:
                number = self._numbers.get(" ".join(words.stems[end - size : end]))
                if number is not None:
                    return end - size, number
        token = words.folded[end - 1] if end else ""
        if not token.isdecimal() or len(token) > 4:
            return end, None
        if (
            end >= 2
            and words.folded[end - 2].isdecimal()
            and words.text[words.ends[end - 2] : words.starts[end - 1]] in (".", ",")
        ):
            return end - 2, float(f"{int(words.folded[end - 2])}.{token}")
        return end - 1, float(int(token))

    def _past_fillers(self, words: Words, first: int) -> Iterator[int]:
        if first <= 0 or words.breaks_before(first):
            return
        for form in _forms(words, first - 1):
            for filler in self._fillers.get(form, ()):
                begin = first - len(filler)
                if begin > 0 and all(p in _forms(words, begin + k) for k, p in enumerate(filler)):
                    yield begin


def _parts(pattern: str) -> tuple[str, ...]:
    parts: list[str] = []
    for raw in pattern.split():
        if raw.startswith("<"):
            parts.append(raw)
        else:
            mark = "?" if raw.endswith("?") else ""
            parts.extend(s + mark for s in stems(raw.rstrip("?")))
    return tuple(parts)


def _by_last(phrases: Iterator[tuple[str, ...]]) -> Mapping[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in phrases:
        found[phrase[-1]].append(phrase)
    return found


def _forms(words: Words, index: int) -> tuple[str, ...]:
    folded = words.folded[index]
    return (*arabic_bases(folded), folded) if is_arabic(folded) else (words.stems[index], folded)


@cache
def relation_index() -> RelationIndex:
    """Return the relation patterns, read once."""
    return RelationIndex()


def place_of(entry: Entry) -> Place:
    """Return the place that an entry is when it is named by itself."""
    return Place(
        entry.name,
        entry.country,
        entry.admin1,
        entry.lat,
        entry.lon,
        entry.radius_km,
        entry.precision,
        entry.gid,
    )


def relate(entry: Entry, relation: Relation) -> Place:
    """Return the place that a relation makes of an entry: moved point, honest radius, precision near."""
    place = place_of(entry)
    if relation.km is not None:
        return _at_distance(place, entry, relation)
    default = relation_index().defaults[relation.kind]
    if entry.is_area:
        radius = max(entry.radius_km * default.share_radius, 5.0)
        shift, precision = entry.radius_km * default.share, place.precision
        if precision is PlacePrecision.COUNTRY and relation.bearing is not None:
            precision = PlacePrecision.ADMIN1
    else:
        radius = default.radius_km + entry.radius_km / 2
        shift, precision = default.shift_km, PlacePrecision.NEAR
    if relation.bearing is None:
        shift = 0.0
    lat, lon = _move(entry.lat, entry.lon, shift, relation.bearing or 0.0)
    return replace(place, lat=lat, lon=lon, radius_km=round(radius, 1), precision=precision)


def _at_distance(place: Place, entry: Entry, relation: Relation) -> Place:
    km = relation.km or 0.0
    own = min(entry.radius_km, 25.0) / 2
    if relation.bearing is None:
        radius = km + own
        return replace(place, radius_km=round(max(radius, _MIN_ERROR_KM), 1), precision=PlacePrecision.NEAR)
    lat, lon = _move(entry.lat, entry.lon, km, relation.bearing)
    radius = max(_MIN_ERROR_KM, km * _DISTANCE_ERROR) + own
    return replace(place, lat=lat, lon=lon, radius_km=round(radius, 1), precision=PlacePrecision.NEAR)


def halfway(left: Entry, right: Entry) -> Place:
    """Return the place between two: the middle, with half the distance as radius."""
    lat, lon = (left.lat + right.lat) / 2, (left.lon + right.lon) / 2
    dy = (left.lat - right.lat) * 111.2
    dx = (left.lon - right.lon) * 111.2 * math.cos(math.radians(lat))
    return Place(
        f"between {left.name} and {right.name}", left.country if left.country == right.country else None,
        left.admin1 if left.admin1 == right.admin1 else None, round(lat, 4), round(lon, 4),
        round(max(5.0, math.hypot(dx, dy) / 2), 1), PlacePrecision.NEAR,
    )  # fmt: skip


def _move(lat: float, lon: float, km: float, bearing: float) -> tuple[float, float]:
    """Return the point `km` away in a direction (degrees from north)."""
    if km == 0:
        return lat, lon
    angle, turn, phi = km / EARTH_KM, math.radians(bearing), math.radians(lat)
    north = math.asin(math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(turn))
    east = math.radians(lon) + math.atan2(
        math.sin(turn) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * math.sin(north)
    )
    return round(math.degrees(north), 4), round((math.degrees(east) + 540) % 360 - 180, 4)
