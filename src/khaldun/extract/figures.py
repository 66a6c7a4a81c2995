"""Figures: which number says how many people of which kind had what happen to them."""

from __future__ import annotations

from collections.abc import Sequence

from khaldun.core.mention import MentionKind
from khaldun.core.values import Count
from khaldun.extract.attribution import Voices
from khaldun.extract.counted import Figure, harm_of, kind_at, people_at
from khaldun.extract.lexicon import coordinators
from khaldun.extract.portions import is_part, part_of
from khaldun.extract.scene import EntryHit, Placed, Scene, Sentence, is_joined
from khaldun.extract.totals import scope_of

_MAX_COST = 12
_BREAK, _OTHER_COUNT, _CLAUSE = 3, 4, 2
"""Costs of binding a number to a word of harm, in tokens: set by hand on the English corpus passages."""
_NOUN, _STATES, _OVER = 4, ("abducted", "arrested", "displaced"), 10
_TAKEN = 2
_COUNTERS = 2
_LISTED, _LONGEST_LIST = 3, 14


def figures(scene: Scene, spoken: Voices) -> list[Figure]:
    """Return the sentence's figures of people, in the order of the text; who speaks is none of them."""
    sentence = spoken.sentence
    harms = _harms(sentence)
    found: list[Figure] = []
    counts = [p for p in sentence.placed(MentionKind.COUNT) if not _speaks(scene, spoken, p)]
    for placed in counts:
        figure = part_of(scene, sentence, placed, found) or _figure(scene, sentence, placed, harms, found)
        if figure is not None:
            found.append(figure)
    return found


def _speaks(scene: Scene, spoken: Voices, placed: Placed) -> bool:
    """Tell whether a number counts those who speak: "two residents said", but not "the loss of two soldiers"."""
    harms = spoken.sentence.of("harm")
    return any(
        0 <= v.speaker.first - placed.first <= _COUNTERS
        and placed.last <= v.speaker.last
        and not _is_cut(scene, spoken.sentence, placed, v.cue.first)
        and not (v.cue.first < placed.first and any(h.first == v.speaker.last for h in harms))
        for v in spoken.found
    )


def _is_cut(scene: Scene, sentence: Sentence, placed: Placed, cue: int) -> bool:
    """Tell whether punctuation, an "and" or harm stands between a number and a cue, or harm shortly before both."""
    first, last = min(placed.first - _COUNTERS, cue), max(placed.last, cue)
    broken = any(scene.words.breaks_before(i) for i in range(min(placed.first, cue) + 1, last + 1))
    joined = any(scene.words.folded[i] in coordinators() for i in range(placed.last, cue))
    return broken or joined or any(first < h.last and h.first < last for h in sentence.of("harm"))


def _harms(sentence: Sentence) -> list[EntryHit]:
    """Return the words of harm; "dead and injured together" replaces the words within it."""
    both = sentence.of("both_harms")
    others = [*both, *sentence.of("vetoes.overlap")]
    single = [
        h for h in sentence.of("harm") if not any(o.first < h.last and h.first < o.last for o in others)
    ]
    return [*single, *both]


def _figure(
    scene: Scene, sentence: Sentence, placed: Placed, harms: list[EntryHit], found: Sequence[Figure]
) -> Figure | None:
    count = placed.mention.value
    harms = [h for h in harms if not (h.first >= placed.last and is_joined(scene, h))]
    if not isinstance(count, Count) or not harms:
        return None
    people = people_at(scene, sentence, placed)
    if kind_at(people) is None and is_part(scene, sentence, placed):
        return None
    _, _, _, harm = min(_costs(scene, sentence, placed, harms, found), key=lambda c: c[:3])
    if _cost(scene, sentence, placed, harm) + _state(sentence, placed, harm) > _MAX_COST:
        return None
    if _counts_others(scene, sentence, placed, harm):
        return None
    kind = None if _is_mixed(scene, sentence, people) else kind_at(people)
    name = f"{harm.payload.label}_{kind}" if kind else harm.payload.label
    first, last = min(placed.first, harm.first), max(placed.last, harm.last)
    return Figure(sentence, name, count, placed, first, last, scope_of(scene, sentence, placed, name))


def _counts_others(scene: Scene, sentence: Sentence, placed: Placed, harm: EntryHit) -> bool:
    """Tell whether a number is of dead and injured together, of homes, of nobody named, or of some who died since."""
    if harm.payload.family == "both_harms":
        return True
    if placed.mention.value == Count.exactly(1) and (
        people_at(scene, sentence, placed) is None or _is_apart(scene, sentence, placed, harm)
    ):
        return True
    if harm.payload.label == "injured":
        return _is_noun(sentence, harm) and _have_died(scene, sentence, placed, harm)
    return harm.payload.label != "displaced" and _counts_homes(sentence, placed)


def _have_died(scene: Scene, sentence: Sentence, placed: Placed, harm: EntryHit) -> bool:
    """Tell whether the wounded are told to be dead in the same clause: "two of the wounded died in hospital"."""
    deaths = [h.first for h in sentence.of("harm") if h.payload.label == "killed" and h.first >= harm.last]
    if not deaths or not _are_told_on(sentence, placed, harm, "killed"):
        return False
    between = range(placed.last, deaths[0] + 1)
    cut = any(scene.words.breaks_before(i) or scene.words.folded[i] in coordinators() for i in between)
    return not cut


def _counts_homes(sentence: Sentence, placed: Placed) -> bool:
    """Tell whether a number counts families: so many may flee, but none is known to be killed by that."""
    return any(placed.first <= h.first <= placed.last for h in sentence.of("households"))


def _costs(
    scene: Scene, sentence: Sentence, placed: Placed, harms: list[EntryHit], found: Sequence[Figure]
) -> list[tuple[int, bool, int, EntryHit]]:
    """Return what it costs to bind a number to each word of harm, with what decides where the costs are equal."""
    return [
        (
            _cost(scene, sentence, placed, h) + _state(sentence, placed, h) + _taken(found, h),
            placed.first > h.first,
            h.first,
            h,
        )
        for h in harms
    ]


def _taken(found: Sequence[Figure], harm: EntryHit) -> int:
    """Return the cost of a word of harm that another number has: "nine died and some twenty were hurt"."""
    return _TAKEN * any(
        harm_of(f) == harm.payload.label and f.first <= harm.first and harm.last <= f.last for f in found
    )


def _is_apart(scene: Scene, sentence: Sentence, placed: Placed, harm: EntryHit) -> bool:
    """Tell whether "one" speaks of the harm, or of another number: "an officer speaks of 14 killed"."""
    words = scene.words
    cues = [h.first for h in sentence.of("cues", "asserts") if placed.last <= h.first < harm.first]
    if cues and not any(words.breaks_before(i) for i in range(placed.last, cues[0] + 1)):
        return True
    later = [p.first for p in sentence.placed(MentionKind.COUNT) if placed.last <= p.first < harm.first]
    between = range(placed.last, later[0] if later else placed.last)
    listed = any(words.folded[i] in coordinators() or words.breaks_before(i + 1) for i in between)
    return bool(later) and not listed


def _cost(scene: Scene, sentence: Sentence, placed: Placed, harm: EntryHit) -> int:
    left, right = (placed.last, harm.first) if placed.first <= harm.first else (harm.last, placed.first)
    if placed.first <= harm.first and _is_listed(scene, sentence, placed, left, right):
        return _LISTED
    asides = _asides(scene, sentence, left, right) if placed.first <= harm.first else []
    whole = range(left, right)
    between = [i for i in whole if not any(i in aside for aside in asides)] if asides else whole
    counts = sum(1 for p in sentence.placed(MentionKind.COUNT) if p.first in between)
    clauses = sum(1 for h in sentence.of("clause") if h.first in between)
    breaks = sum(1 for i in (*between, right) if i > left and scene.words.breaks_before(i)) - len(asides)
    if left == right and right < len(scene.words):
        breaks += int(scene.words.breaks_before(right))
    return len(between) + _BREAK * max(0, breaks) + _OTHER_COUNT * counts + _CLAUSE * clauses


def _state(sentence: Sentence, placed: Placed, harm: EntryHit) -> int:
    """Return the cost of a word that says what people already were: "freed 137 hostages" frees them.

    So does "nine of the villagers seized on Friday have escaped".
    """
    if harm.payload.label not in _STATES:
        return 0
    if _are_told_on(sentence, placed, harm, "freed"):
        return _OVER
    return _NOUN * _is_noun(sentence, harm)


def _is_noun(sentence: Sentence, harm: EntryHit) -> bool:
    """Tell whether a word of harm names people by it: hostages, the wounded."""
    return any(h.first < harm.last and harm.first < h.last for h in sentence.of("people"))


def _are_told_on(sentence: Sentence, placed: Placed, harm: EntryHit, label: str) -> bool:
    """Tell whether more befell those counted behind a harm: the taken are free, the wounded dead.

    Not the whole of "two of the seven taken".
    """
    counts = sentence.placed(MentionKind.COUNT)
    later = [h.first for h in sentence.of("harm") if h.payload.label == label and h.first >= harm.last]
    if not later or placed.first >= harm.first:
        return False
    if any(0 < placed.first - p.last <= _COUNTERS for p in counts):
        return False
    return not any(harm.last <= p.first < later[0] for p in counts)


def _is_listed(scene: Scene, sentence: Sentence, placed: Placed, left: int, right: int) -> bool:
    """Tell whether a number heads a list that one word of harm ends: "five soldiers and two children were killed"."""
    others = [p for p in sentence.placed(MentionKind.COUNT) if left <= p.first < right]
    if not others or any(left <= h.first < right for h in sentence.of("harm")):
        return False
    return (
        all(people_at(scene, sentence, p) is not None for p in (placed, *others))
        and right - left <= _LONGEST_LIST
    )


def _asides(scene: Scene, sentence: Sentence, left: int, right: int) -> list[range]:
    """Return what stands between commas and tells no harm: "25 people, three of them children, died"."""
    breaks = [i for i in range(left, right + 1) if scene.words.breaks_before(i)]
    if len(breaks) < 2:
        return []
    aside = range(breaks[0], breaks[-1])
    return [] if any(h.first in aside for h in sentence.of("harm")) else [aside]


def _is_mixed(scene: Scene, sentence: Sentence, people: EntryHit | None) -> bool:
    """Tell whether people of one kind and of another are counted together: "76 girls and women"."""
    if people is None or scene.words.folded[min(people.last, len(scene.words) - 1)] not in coordinators():
        return False
    return any(
        h.first == people.last + 1 and h.payload.label != people.payload.label for h in sentence.of("people")
    )
