"""Where it happened: the places of a sentence that may be an event's, and how sure each is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from khaldun.core.mention import MentionKind
from khaldun.core.values import Place, PlacePrecision
from khaldun.extract.drafts import Draft, are_near
from khaldun.extract.scene import EntryHit, Placed, Sentence

_NEAR_EVENT = 12
_ASIDE, _LATER, _HEADLINED = -0.3, -0.2, 0.15
"""What standing adds to the confidence of a place; set on corpus/bank and corpus/bank2."""
_NEAR_LOCATIVE = 1
"""At most one word, an article, stands between a locative and its place."""


def event_places(
    draft: Draft, sentence: Sentence, taken: Sequence[Placed]
) -> Iterator[tuple[Placed, Place, float]]:
    """Yield the places of a sentence with their confidence, without those that are a part of an actor's name."""
    for placed in sentence.placed(MentionKind.PLACE):
        value = placed.mention.value
        if any(a.first < placed.last and placed.first < a.last for a in taken):
            continue
        if isinstance(value, Place) and _may_be_scene(draft, sentence, placed, value):
            yield (
                placed,
                value,
                _sureness(draft, sentence, placed, value),
            )


def _sureness(draft: Draft, sentence: Sentence, placed: Placed, place: Place) -> float:
    """Return how sure it is that a place is the event's, by its words and by its standing in the text."""
    return round(_confidence(draft, sentence, placed) + _standing(draft, sentence, placed, place), 2)


def _may_be_scene(draft: Draft, sentence: Sentence, placed: Placed, place: Place) -> bool:
    """Tell whether a place may be the event's: told with it, or near it and more than a country."""
    if draft.code == "abduction" and _is_of_release(draft, sentence, placed):
        return False
    if any(t.sentence is sentence for t in draft.tellings if t.triggers or t.figures):
        return True
    if place.precision is PlacePrecision.COUNTRY:
        return False
    telling = [t for t in draft.tellings if t.triggers or t.figures]
    points = [p for t in telling for p in t.points]
    if not points:
        return place.lat is None or not any(t.names_place for t in telling)
    return place.lat is None or any(are_near(place, p) for p in points)


def _is_of_release(draft: Draft, sentence: Sentence, placed: Placed) -> bool:
    """Tell whether people came free at a place that stands nearer to that than to any other deed."""
    told = _deeds(draft, sentence)
    nearest = min(told, key=lambda h: (_gap(placed, h), h.first), default=None)
    return nearest is not None and nearest.payload.label == "freed"


def _confidence(draft: Draft, sentence: Sentence, placed: Placed) -> float:
    """Return how sure it is that a named place is where it happened.

    Surest behind, or from, a word such as "in" and near a trigger or a word of harm.
    """
    words = sentence.of("locative")
    if not any(0 <= placed.first - h.last <= _NEAR_LOCATIVE or h.first == placed.first for h in words):
        return 0.5
    return 0.8 if any(_gap(placed, h) <= _NEAR_EVENT for h in _deeds(draft, sentence)) else 0.6


def _standing(draft: Draft, sentence: Sentence, placed: Placed, place: Place) -> float:
    """Return what the place's standing in the text adds: more for one that the title repeats, less for one told late.

    Least for the place that a speaker stands at, or that the dateline names.
    """
    if any(t.sentence is sentence and placed.first in t.asides for t in draft.tellings):
        return _ASIDE
    leading = draft.first_points
    if place in leading:
        naming = [t.sentence.is_title for t in draft.tellings if place in t.places]
        return _HEADLINED if any(naming) and not all(naming) else 0.0
    first = next((t.sentence.index for t in draft.tellings if t.names_place), sentence.index)
    return _LATER if sentence.index > max(first, 1) else 0.0


def _deeds(draft: Draft, sentence: Sentence) -> list[EntryHit]:
    return [t.hit for t in draft.triggers if t.sentence is sentence] + sentence.of("harm")


def _gap(placed: Placed, hit: EntryHit) -> int:
    return max(0, hit.first - placed.last, placed.first - hit.last)
