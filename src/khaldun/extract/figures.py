"""Figures: which number says how many people of which kind had what happen to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from khaldun.core.mention import MentionKind
from khaldun.core.statement import Scope
from khaldun.core.values import Count, DateMention, DateRole, Place, PlacePrecision
from khaldun.extract.attribution import Voices
from khaldun.extract.lexicon import coordinators
from khaldun.extract.scene import EntryHit, Placed, Scene, Sentence, is_joined

_MAX_COST = 12
_BREAK, _OTHER_COUNT, _CLAUSE = 3, 4, 2
"""Costs of binding a number to a word of harm, in tokens: set by hand on the English corpus passages."""
_NOUN, _STATES = 4, ("abducted", "arrested")
_COUNTERS = 2
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


def figures(scene: Scene, spoken: Voices) -> list[Figure]:
    """Return the sentence's figures of people, in the order of the text; who speaks is none of them."""
    sentence = spoken.sentence
    harms = _harms(sentence)
    found: list[Figure] = []
    counts = [p for p in sentence.placed(MentionKind.COUNT) if not _speaks(scene, spoken, p)]
    for placed in counts:
        figure = _part_of(scene, sentence, placed, found) or _figure(scene, sentence, placed, harms)
        if figure is not None:
            found.append(figure)
    return found


def _speaks(scene: Scene, spoken: Voices, placed: Placed) -> bool:
    """Tell whether a number counts those who speak: "two residents said", but not "the loss of two soldiers"."""
    return any(
        0 <= v.speaker.first - placed.first <= _COUNTERS
        and placed.last <= v.speaker.last
        and not _is_cut(scene, spoken.sentence, placed, v.cue.first)
        for v in spoken.found
    )


def _is_cut(scene: Scene, sentence: Sentence, placed: Placed, cue: int) -> bool:
    """Tell whether punctuation, an "and" or harm stands between a number and a cue, or harm shortly before both."""
    first, last = min(placed.first - _COUNTERS, cue), max(placed.last, cue)
    broken = any(scene.words.breaks_before(i) for i in range(min(placed.first, cue) + 1, last + 1))
    joined = any(scene.words.folded[i] in coordinators() for i in range(placed.last, cue))
    return broken or joined or any(first < h.last and h.first < last for h in sentence.of("harm"))


def _harm(figure: Figure) -> str:
    """Return what happened to the people, whatever their kind."""
    return figure.property.split("_")[0]


def without_parts(counted: Sequence[Sequence[Figure]]) -> list[list[Figure]]:
    """Return the figures without numbers of one sentence that add up to one told before: "48 bodies, two died later".

    A part of a certain kind ("12 of them children") is a figure of its own.
    """
    totals: set[tuple[str, int]] = set()
    kept = []
    for found in counted:
        kept.append([f for f in found if not _is_summand(f, found, totals)])
        totals |= {(f.property, f.count.best) for f in kept[-1] if f.count.best is not None}
    return kept


def _is_summand(figure: Figure, found: Sequence[Figure], totals: Collection[tuple[str, int]]) -> bool:
    """Tell whether a figure and the numbers beside it, which count nothing else, make one of the totals."""
    if figure.property != _harm(figure) or not totals:
        return False
    others = {f.placed.first for f in found if f.property != figure.property}
    counts = [p for p in figure.sentence.placed(MentionKind.COUNT) if p.first not in others]
    at = [p.first for p in counts].index(figure.placed.first)
    numbers = [(p.mention.value.best or 0) if isinstance(p.mention.value, Count) else 0 for p in counts]
    runs = ((i, j) for i in range(at + 1) for j in range(max(at + 1, i + 2), len(numbers) + 1))
    return any((figure.property, sum(numbers[i:j])) in totals for i, j in runs)


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
    name = f"{_harm(whole)}_{kind}"
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
    costs = [
        (_cost(scene, sentence, placed, h) + _state(sentence, h), placed.first > h.first, h.first, h)
        for h in harms
    ]
    cost, _, _, harm = min(costs, key=lambda c: c[:3])
    if cost > _MAX_COST or harm.payload.family == "both_harms":
        return None
    kind = None if _is_mixed(scene, sentence, people) else _known(people)
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


def _state(sentence: Sentence, harm: EntryHit) -> int:
    """Return the cost of a noun that says what people already were: "freed 137 hostages" frees them."""
    if harm.payload.label not in _STATES:
        return 0
    return _NOUN * any(h.first < harm.last and harm.first < h.last for h in sentence.of("people"))


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


def _is_mixed(scene: Scene, sentence: Sentence, people: EntryHit | None) -> bool:
    """Tell whether people of one kind and of another are counted together: "76 girls and women"."""
    if people is None or scene.words.folded[min(people.last, len(scene.words) - 1)] not in coordinators():
        return False
    return any(
        h.first == people.last + 1 and h.payload.label != people.payload.label for h in sentence.of("people")
    )


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
