"""Figures: which number says how many people of which kind had what happen to them."""

from __future__ import annotations

from dataclasses import dataclass

from khaldun.core.mention import MentionKind
from khaldun.core.statement import Scope
from khaldun.core.values import Count, DateMention, DateRole, Place, PlacePrecision
from khaldun.extract.scene import EntryHit, Placed, Scene, Sentence, is_joined

_MAX_COST = 12
_BREAK, _OTHER_COUNT, _CLAUSE = 3, 4, 2
"""Costs of binding a number to a word of harm, in tokens: set by hand on the English corpus passages."""
_KIND_REACH = 4
_PART_REACH = 2
_LISTED, _LONGEST_LIST = 3, 14
_TOWN = (PlacePrecision.EXACT, PlacePrecision.NEAR, PlacePrecision.ADMIN2)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number bound to a property, with the tokens of number and harm together."""

    sentence: Sentence
    property: str
    count: Count
    placed: Placed
    first: int
    last: int
    scope: Scope


def figures(scene: Scene, sentence: Sentence) -> list[Figure]:
    """Return the sentence's figures of people, in the order of the text."""
    harms = _harms(sentence)
    found: list[Figure] = []
    for placed in sentence.placed(MentionKind.COUNT):
        figure = _part_of(scene, sentence, placed, found) or _figure(scene, sentence, placed, harms)
        if figure is not None:
            found.append(figure)
    return found


def _part_of(scene: Scene, sentence: Sentence, placed: Placed, found: list[Figure]) -> Figure | None:
    """Return the figure of a number that is a part of the one before: "five killed, two children among them"."""
    count = placed.mention.value
    if not found or not isinstance(count, Count):
        return None
    whole = found[-1]
    marks = [
        h
        for h in sentence.of("subset")
        if whole.placed.last <= h.first and 0 <= placed.first - h.last <= _PART_REACH
    ]
    if not marks or any(marks[-1].last <= h.first < placed.first for h in sentence.of("harm")):
        return None
    kind = _known(_people(scene, sentence, placed))
    if kind is None:
        return None
    name = f"{whole.property.split('_')[0]}_{kind}"
    return Figure(sentence, name, count, placed, marks[-1].first, placed.last, whole.scope)


def _harms(sentence: Sentence) -> list[EntryHit]:
    """Return the words of harm; "dead and injured together" replaces the words within it."""
    both = sentence.of("both_harms")
    others = [*both, *sentence.of("vetoes.overlap")]
    single = [
        h for h in sentence.of("harm") if not any(o.first < h.last and h.first < o.last for o in others)
    ]
    return [*single, *both]


def _figure(scene: Scene, sentence: Sentence, placed: Placed, harms: list[EntryHit]) -> Figure | None:
    count = placed.mention.value
    if not isinstance(count, Count) or not harms:
        return None
    people = _people(scene, sentence, placed)
    if _known(people) is None and _is_part(sentence, placed):
        return None
    if people is None and count == Count.exactly(1):
        return None
    harms = [h for h in harms if not (h.first >= placed.last and is_joined(scene, h))]
    if not harms:
        return None
    costs = [(_cost(scene, sentence, placed, h), placed.first > h.first, h.first, h) for h in harms]
    cost, _, _, harm = min(costs, key=lambda c: c[:3])
    if cost > _MAX_COST or harm.payload.family == "both_harms":
        return None
    kind = _known(people)
    name = f"{harm.payload.label}_{kind}" if kind else harm.payload.label
    first, last = min(placed.first, harm.first), max(placed.last, harm.last)
    return Figure(sentence, name, count, placed, first, last, _scope(sentence, placed))


def _is_part(sentence: Sentence, placed: Placed) -> bool:
    """Tell whether a number is a part of one told before: "eight wounded, four critically", "13 of the dead"."""
    marks = [h for h in sentence.of("severity") if 0 <= h.first - placed.last <= 2]
    earlier = any(p.first < placed.first for p in sentence.placed(MentionKind.COUNT))
    return any(earlier or (h.first == placed.last and h.last - h.first > 1) for h in marks)


def _cost(scene: Scene, sentence: Sentence, placed: Placed, harm: EntryHit) -> int:
    left, right = (placed.last, harm.first) if placed.first <= harm.first else (harm.last, placed.first)
    if placed.first <= harm.first and _is_listed(scene, sentence, placed, left, right):
        return _LISTED
    asides = _asides(scene, sentence, left, right)
    between = [i for i in range(left, right) if not any(i in aside for aside in asides)]
    counts = sum(1 for p in sentence.placed(MentionKind.COUNT) if p.first in between)
    clauses = sum(1 for h in sentence.of("clause") if h.first in between)
    breaks = sum(1 for i in (*between, right) if i > left and scene.words.breaks_before(i)) - len(asides)
    if left == right and right < len(scene.words):
        breaks += int(scene.words.breaks_before(right))
    return len(between) + _BREAK * max(0, breaks) + _OTHER_COUNT * counts + _CLAUSE * clauses


def _is_listed(scene: Scene, sentence: Sentence, placed: Placed, left: int, right: int) -> bool:
    """Tell whether a number heads a list that one word of harm ends: "five soldiers and two children were killed"."""
    others = [p for p in sentence.placed(MentionKind.COUNT) if left <= p.first < right]
    if not others or any(left <= h.first < right for h in sentence.of("harm")):
        return False
    return (
        all(_people(scene, sentence, p) is not None for p in (placed, *others))
        and right - left <= _LONGEST_LIST
    )


def _asides(scene: Scene, sentence: Sentence, left: int, right: int) -> list[range]:
    """Return what stands between commas and tells no harm: "25 people, three of them children, died"."""
    breaks = [i for i in range(left, right + 1) if scene.words.breaks_before(i)]
    if len(breaks) < 2:
        return []
    aside = range(breaks[0], breaks[-1])
    return [] if any(h.first in aside for h in sentence.of("harm")) else [aside]


def _people(scene: Scene, sentence: Sentence, placed: Placed) -> EntryHit | None:
    """Return the noun for people at a number: in it, or right after it."""
    people = sentence.of("people")
    within = [h for h in people if placed.first <= h.first < placed.last]
    after = [
        h
        for h in people
        if 0 <= h.first - placed.last <= _KIND_REACH and _unbroken(scene, sentence, placed.last, h.first)
    ]
    named = within or after
    return next((h for h in named if _known(h) is not None), named[0] if named else None)


def _known(people: EntryHit | None) -> str | None:
    return None if people is None or people.payload.label == "unknown" else people.payload.label


def _unbroken(scene: Scene, sentence: Sentence, first: int, last: int) -> bool:
    if any(scene.words.breaks_before(i) for i in range(first, last + 1)):
        return False
    between = range(first, last)
    if any(p.first in between for p in sentence.placed(MentionKind.COUNT)):
        return False
    return not any(h.first in between for h in sentence.of("clause"))


def _scope(sentence: Sentence, placed: Placed) -> Scope:
    """Return what a figure covers: by words beside it, else by a period that is no single event's.

    Words and periods behind the next number, or before the one before, are those numbers' own.
    """
    near = _own_stretch(sentence, placed)
    for hit in sentence.of("scope"):
        if hit.first in near:
            return Scope(hit.payload.label)
    for other in sentence.placed(MentionKind.DATE):
        value = other.mention.value
        if not isinstance(value, DateMention) or other.first not in near:
            continue
        if value.role is DateRole.SINCE:
            return Scope.CUMULATIVE
        if value.role is DateRole.SPAN and value.range is not None and not _names_town(sentence):
            return Scope.AGGREGATE
    return Scope.INCIDENT


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
