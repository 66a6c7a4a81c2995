"""Parts of a toll: numbers that count some of those whom another number counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from khaldun.core.mention import MentionKind
from khaldun.core.values import Count
from khaldun.extract.counted import Figure, harm_of, kind_at, people_at
from khaldun.extract.scene import EntryHit, Placed, Scene, Sentence

_PART_REACH = 2


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
    if figure.property != harm_of(figure) or not totals:
        return False
    others = {f.placed.first for f in found if f.property != figure.property}
    counts = [p for p in figure.sentence.placed(MentionKind.COUNT) if p.first not in others]
    at = [p.first for p in counts].index(figure.placed.first)
    numbers = [(p.mention.value.best or 0) if isinstance(p.mention.value, Count) else 0 for p in counts]
    runs = ((i, j) for i in range(at + 1) for j in range(max(at + 1, i + 2), len(numbers) + 1))
    return any((figure.property, sum(numbers[i:j])) in totals for i, j in runs)


def part_of(scene: Scene, sentence: Sentence, placed: Placed, found: list[Figure]) -> Figure | None:
    """Return the figure of a number that is a part of the one before: "five killed, two children among them"."""
    count = placed.mention.value
    if not found or not isinstance(count, Count):
        return None
    whole = found[-1]
    first = _first_of_part(scene, sentence, placed, whole)
    kind = kind_at(people_at(scene, sentence, placed) or _shared(scene, sentence, placed))
    if first is None or kind is None:
        return None
    return Figure(sentence, f"{harm_of(whole)}_{kind}", count, placed, first, placed.last, whole.scope)


def _first_of_part(scene: Scene, sentence: Sentence, placed: Placed, whole: Figure) -> int | None:
    """Return the token that a part begins at, None where no word makes the number a part."""
    marks = [
        h
        for h in sentence.of("subset")
        if whole.placed.last <= h.first and 0 <= placed.first - h.last <= _PART_REACH
    ]
    if marks and not any(marks[-1].last <= h.first < placed.first for h in sentence.of("harm")):
        return marks[-1].first
    return placed.first if _is_share(scene, sentence, placed) else None


def _is_share(scene: Scene, sentence: Sentence, placed: Placed) -> bool:
    """Tell whether a number is a share by the words behind it, and no harm of its own: "two of them nurses"."""
    before = [p.last for p in sentence.placed(MentionKind.COUNT) if p.first < placed.first]
    if not before or not any(h.first == placed.last for h in sentence.of("shares")):
        return False
    harms = [h.first for h in sentence.of("harm")]
    start = placed.first
    while start > before[-1] and not scene.words.breaks_before(start):
        start -= 1
    people = people_at(scene, sentence, placed) or _shared(scene, sentence, placed)
    stop = placed.last
    end = people.first if people is not None and kind_at(people) else sentence.tokens.stop
    while stop < end and not scene.words.breaks_before(stop):
        stop += 1
    return not any(start <= h < stop for h in harms)


def _shared(scene: Scene, sentence: Sentence, placed: Placed) -> EntryHit | None:
    """Return the noun for people behind the words that make a number a share."""
    ends = [h.last for h in sentence.of("shares") if h.first == placed.last]
    near = [h for h in sentence.of("people") if ends and 0 <= h.first - ends[0] <= _PART_REACH]
    clear = (h for h in near if not any(scene.words.breaks_before(i) for i in range(ends[0], h.first + 1)))
    return next(clear, None)


def is_part(scene: Scene, sentence: Sentence, placed: Placed) -> bool:
    """Tell whether a number is a part of one told before: "eight wounded, four critically", "13 of the dead"."""
    if _is_share(scene, sentence, placed):
        return True
    marks = [h for h in sentence.of("severity") if 0 <= h.first - placed.last <= 2]
    earlier = any(p.first < placed.first for p in sentence.placed(MentionKind.COUNT))
    return any(earlier or (h.first == placed.last and h.last - h.first > 1) for h in marks)
