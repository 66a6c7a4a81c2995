"""What the model saw and what the rules read of one event, as one list of readings.

The rules know better which day or place words mean, the model which words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from khaldun.core.span import Span
from khaldun.core.statement import Reading, Statement
from khaldun.core.values import Place, PlacePrecision
from khaldun.extract.scene import Scene
from khaldun.extract.seen import NOTHING, trust

_FINE = tuple(PlacePrecision)


def joined(scene: Scene, seen: Sequence[Reading], ruled: Sequence[Reading]) -> Iterator[Reading]:
    """Yield what was seen, and what the rules read beside it; of both at one place the words seen."""
    seen = list(seen)
    kept: list[Reading] = []
    for reading in _phrased(scene, ruled):
        same = [n for n, s in enumerate(seen) if _is_same(s, reading)]
        for n in same:
            if reading.statement.property in ("date", "place"):
                seen[n] = replace(seen[n], value=reading.value)
            elif reading.party:
                seen[n] = replace(seen[n], party=reading.party)
        if not same and (not seen or _is_trusted(scene, reading)):
            kept.append(reading)
    yield from seen
    yield from kept


def _is_same(seen: Reading, ruled: Reading) -> bool:
    first, second = seen.statement, ruled.statement
    overlap = first.span.start < second.span.end and second.span.start < first.span.end
    return overlap and first.property.split("_")[0] == second.property.split("_")[0]


def _is_trusted(scene: Scene, ruled: Reading) -> bool:
    """Tell whether the rules are believed alone: by the property, some only where the model saw a little of it too."""
    name = ruled.statement.property
    if name in trust()["doubted"]:
        span = ruled.statement.span
        seen = (scene.span(s.first, s.last) for s in (scene.sight or NOTHING).seen if s.label == name)
        return any(span.start < s.end and s.start < span.end for s in seen)
    return name.split("_")[0] in trust()["ruled"]


def _phrased(scene: Scene, ruled: Sequence[Reading]) -> list[Reading]:
    """Return the readings with the places of one phrase as one: the finest, told in all the words of the phrase."""
    result = list(ruled)
    for phrase in _phrases(scene):
        inside = [r for r in result if _is_place_in(phrase, r)]
        if inside:
            finest = min(inside, key=_coarseness)
            whole = replace(finest, statement=Statement.ground(scene.document, "place", phrase))
            result = [whole if r is finest else r for r in result if r is finest or r not in inside]
    return result


def _phrases(scene: Scene) -> Iterator[Span]:
    """Yield the words of each place that the model surely saw."""
    for seen in (scene.sight or NOTHING).seen:
        if seen.label == "place" and seen.odds > trust()["phrases"]:
            yield scene.span(seen.first, seen.last)


def _is_place_in(phrase: Span, reading: Reading) -> bool:
    span = reading.statement.span
    is_place = reading.statement.property == "place" and isinstance(reading.value, Place)
    return is_place and phrase.start <= span.start and span.end <= phrase.end


def _coarseness(reading: Reading) -> tuple[int, int]:
    """Return the order of places in a phrase: the finest first, of equals the first."""
    value = reading.value
    level = _FINE.index(value.precision) if isinstance(value, Place) else len(_FINE)
    return level, reading.statement.span.start
