"""What a figure covers: one incident, a period, or all there was so far."""

from __future__ import annotations

from khaldun.core.mention import MentionKind
from khaldun.core.statement import Scope
from khaldun.core.values import Count, DateMention, DatePrecision, DateRole, Place, PlacePrecision
from khaldun.extract.scene import Placed, Scene, Sentence

_HARMS, _WAR = ("killed", "injured", "abducted"), 1000
"""A toll from which on it is a war's: no attack in the development bank took as many."""
_TOWN = (PlacePrecision.EXACT, PlacePrecision.NEAR, PlacePrecision.ADMIN2)


def scope_of(scene: Scene, sentence: Sentence, placed: Placed, property: str) -> Scope:
    """Return what a figure covers: by words beside it, else by a period that is no single event's.

    Words and periods behind the next number, or before the one before, are those numbers' own. Without any, so large
    a toll as no attack takes is a war's, unless a day is told.
    """
    near = _own_stretch(sentence, placed)
    for hit in sentence.of("scope"):
        if hit.first in near:
            return Scope(hit.payload.label)
    for other in sentence.placed(MentionKind.DATE):
        value = other.mention.value
        if not isinstance(value, DateMention) or other.first not in near:
            continue
        if value.role is DateRole.SINCE and not _owns(scene, other):
            return Scope.CUMULATIVE
        if value.role is DateRole.SPAN and value.range is not None and not _names_town(sentence):
            return Scope.AGGREGATE
    return Scope.CUMULATIVE if _is_wars(sentence, placed, property) else Scope.INCIDENT


def _owns(scene: Scene, day: Placed) -> bool:
    """Tell whether a day is whose deed it was: "the toll from Sunday's attack"."""
    return scene.words.text[day.mention.span.end : day.mention.span.end + 1] in ("'", "’")


def _is_wars(sentence: Sentence, placed: Placed, property: str) -> bool:
    """Tell whether a toll is too large to be that of one attack."""
    count = placed.mention.value
    if not isinstance(count, Count) or count.vague or property.split("_", maxsplit=1)[0] not in _HARMS:
        return False
    days = (p.mention.value for p in sentence.placed(MentionKind.DATE))
    told = any(
        isinstance(d, DateMention) and d.range and d.range.precision is DatePrecision.DAY for d in days
    )
    return (count.central or 0) >= _WAR and not told


def _own_stretch(sentence: Sentence, placed: Placed) -> range:
    """Return the tokens from the clause before a number to the clause of the next one, or the sentence's ends."""
    others = sentence.placed(MentionKind.COUNT)
    before = [p.last for p in others if p.last <= placed.first]
    after = [sentence.clause(p.first).start for p in others if p.first >= placed.last]
    stop = min((a for a in after if a > placed.last), default=sentence.tokens.stop)
    return range(max(before, default=sentence.tokens.start), stop)


def _names_town(sentence: Sentence) -> bool:
    """Tell whether a sentence names a place that is smaller than a province: what happened there is an incident."""
    places = (p.mention.value for p in sentence.placed(MentionKind.PLACE))
    return any(isinstance(v, Place) and v.precision in _TOWN for v in places)
