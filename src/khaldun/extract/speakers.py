"""Names of speakers: the noun phrase before or after a cue, and what to call it in English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from khaldun.core.mention import MentionKind
from khaldun.core.words import ARABIC_ARTICLES, fold, is_arabic
from khaldun.data.load import read_yaml
from khaldun.extract.name_parts import Part, name_parts, speaker_rules
from khaldun.extract.naming import breaks, full_name, indefinite
from khaldun.extract.scene import Scene, Sentence

_REACH_BEFORE = 14
_REACH_AFTER = 5
_LONGEST_NAME = 12
"""A speaker is looked for in this many tokens around a cue; chosen on the English corpus passages."""
_RELATIVE_REACH = 3
_LONGEST_GAP = 4
_LONGEST_ASIDE = 8
_OPENING = frozenset('"“«„')
_CLOSING = frozenset('"”»')


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker at tokens [first, last): catalogue id (or None) and the name to show."""

    name: str
    id: str | None
    first: int
    last: int
    kind: str = ""
    """The catalogue's kind of the body that speaks, empty where it is not in the catalogue."""
    labels: tuple[str, ...] = ()
    """The labels of the speaking nouns in the name: what the speaker may be short for."""
    person: bool = False
    """Whether a person's name, or that of an unknown body, is part of it."""


def speaker_before(scene: Scene, sentence: Sentence, cue: int) -> Speaker | None:
    """Return the speaker whose name ends right before the cue.

    An apposition between commas is part of the name; an aside ("asking not to be named") is passed over.
    """
    start = max(sentence.tokens.start, cue - _REACH_BEFORE)
    cue = _before_relative(sentence, cue)
    found = _ending_at(scene, sentence, start, cue)
    if cue > start and scene.words.folded[cue - 1] in auxiliaries():
        cue -= 1
    if cue <= start or not scene.words.breaks_before(cue):
        return found
    comma = next((i for i in range(cue - 1, start, -1) if scene.words.breaks_before(i)), None)
    if comma is None or (found is not None and not any(h.first == comma for h in sentence.of("locative"))):
        return found
    return _ending_at(scene, sentence, start, comma) or found


def _before_relative(sentence: Sentence, cue: int) -> int:
    """Return the pronoun that is the subject of a cue ("the RSF, which denied"), or else the cue itself.

    A noun of speaking behind the pronoun is the subject: "mientras que el hospital dijo".
    """
    pronoun = next((h for h in sentence.of("relative") if 0 <= cue - h.last <= _RELATIVE_REACH), None)
    if pronoun is None or any(pronoun.last <= h.first < cue for h in sentence.of("speakers")):
        return cue
    return pronoun.first


def _ending_at(scene: Scene, sentence: Sentence, start: int, end: int) -> Speaker | None:
    parts = [
        p
        for p in name_parts(scene, sentence, start, end)
        if p.last <= end and not _is_addressed(sentence, p) and not _is_quoted(scene, sentence, p, end)
    ]
    while len(parts) > 1 and parts[-1].state and (where := _locative(sentence, parts[-1])) is not None:
        parts.pop()
        end = where
    return _speaker(scene, sentence, _tail(scene, sentence, parts, end))


def _is_quoted(scene: Scene, sentence: Sentence, part: Part, cue: int) -> bool:
    """Tell whether a name stands amid a quotation that ends before the cue: called it "a nest of rebels"."""
    words = scene.words
    between = words.text[words.ends[part.last - 1] : words.starts[min(cue, len(words.starts) - 1)]]
    if not _CLOSING & {*between}:
        return False
    before = words.text[words.starts[sentence.tokens.start] : words.starts[part.first]]
    opened = max(before.rfind(mark) for mark in _OPENING)
    closed = max(before.rfind(mark) for mark in _CLOSING - _OPENING)
    is_open = opened > closed and before.count('"') % 2 == (before[opened] == '"')
    return is_open and bool(before[opened + 1 :].strip())


def _locative(sentence: Sentence, part: Part) -> int | None:
    """Return the word by which a state only says where the speaker is: "residents of Goma in Congo"."""
    return next((h.first for h in sentence.of("locative") if 0 <= part.first - h.last <= 1), None)


def speaker_at_start(scene: Scene, sentence: Sentence) -> Speaker | None:
    """Return the speaker that a sentence begins with: the subject of a participle such as "maintaining that"."""
    first = sentence.tokens.start
    parts = name_parts(scene, sentence, first, min(sentence.tokens.stop, first + _REACH_BEFORE))
    if not parts or parts[0].first - first > 1 or parts[0].person:
        return None
    return _speaker(scene, sentence, _head(scene, sentence, parts))


def words_after(scene: Scene, sentence: Sentence, cue: int) -> Speaker | None:
    """Return the words behind "according to" where they name nobody that is known: up to punctuation or a verb.

    In Arabic script nothing tells a name from the sentence that follows it, and no words are returned.
    """
    verbs = [
        h.first for family in ("cues", "harm", "triggers", "hedges", "clause") for h in sentence.of(family)
    ]
    stop = min([sentence.tokens.stop, cue + _REACH_AFTER, *(v for v in verbs if v >= cue)])
    if cue >= stop or is_arabic(scene.words.folded[cue]):
        return None
    if any(0 <= h.first - cue <= 1 for h in sentence.of("hedges")):
        return None
    end = next((i for i in range(cue + 1, stop) if scene.words.breaks_before(i)), stop)
    while cue < end and scene.words.folded[cue] in _connectors():
        cue += 1
    taken = {i for p in sentence.placed(MentionKind.DATE, MentionKind.COUNT) for i in range(p.first, p.last)}
    if cue >= end or taken & set(range(cue, end)):
        return None
    return Speaker(" ".join(scene.span(cue, end).of(scene.words.text).split()), None, cue, end)


def _is_addressed(sentence: Sentence, part: Part) -> bool:
    """Tell whether a name is of whom somebody speaks to: "told AP"."""
    return any(0 <= part.first - h.last <= 1 or h.first == part.first for h in sentence.of("addressed"))


def speaker_after(scene: Scene, sentence: Sentence, cue: int) -> Speaker | None:
    """Return the speaker whose name begins right after the cue."""
    stop = min(sentence.tokens.stop, cue + _REACH_AFTER + _LONGEST_NAME)
    parts = [
        p for p in name_parts(scene, sentence, cue, stop) if p.first >= cue and not _is_addressed(sentence, p)
    ]
    if (
        not parts
        or parts[0].first - cue > _REACH_AFTER
        or _opens_clause(scene, sentence, cue, parts[0].first)
    ):
        return None
    return _speaker(scene, sentence, _head(scene, sentence, parts))


def _tail(scene: Scene, sentence: Sentence, parts: list[Part], cue: int) -> list[Part]:
    """Return the last run of parts that reaches the cue, with at most three plain words in a gap."""
    if not parts or _gap(scene, sentence, parts[-1].last, cue) > _LONGEST_GAP:
        return []
    if any(parts[-1].last <= h.first < cue for h in sentence.of("cues", "according", "alleges")):
        return []
    run = [parts[-1]]
    for part in reversed(parts[:-1]):
        if not _connected(scene, sentence, part.last, run[0].first) or _has_verb(
            sentence, part.last, run[0].first
        ):
            break
        closed = breaks(scene, cue, cue) or any(h.first == cue for h in sentence.of("relative"))
        if breaks(scene, part.last, run[0].first) and not _is_apposition(scene, [part], run, closed):
            break
        run.insert(0, part)
    return run


def _gap(scene: Scene, sentence: Sentence, first: int, last: int) -> int:
    """Return how many tokens of [first, last) are of no place, date or aside: "sources who asked not to be named"."""
    if any(h.first == first for h in sentence.of("relative")) and last - first <= _LONGEST_ASIDE:
        return last - first if _has_deed(sentence, first, last) or breaks(scene, first, last - 1) else 0
    others = sentence.placed(MentionKind.DATE, MentionKind.PLACE) if last - first > _LONGEST_GAP else []
    return sum(1 for i in range(first, last) if not any(p.first <= i < p.last for p in others))


def _connected(scene: Scene, sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether only small words, a date or a place, but no number, stand between two parts of a name.

    Or else where somebody is ("a nurse at the town's only clinic"), which in Arabic nothing marks the end of.
    """
    if any(first <= p.first < last for p in sentence.placed(MentionKind.COUNT)):
        return False
    others = sentence.placed(MentionKind.DATE, MentionKind.PLACE)
    dated = {i for p in others for i in range(p.first, p.last)}
    between = [i for i in range(first, last) if i not in dated]
    where = (
        any(h.first == first for h in sentence.of("locative")) and "verb_first" not in scene.lexicon.grammar
    )
    if where and len(between) <= _LONGEST_GAP + 1:
        return not any(h.first in between[1:] for f in ("locative", "clause") for h in sentence.of(f))
    return len(between) <= 3 and sum(scene.words.folded[i] not in _connectors() for i in between) <= 1


@lru_cache(maxsize=1)
def auxiliaries() -> frozenset[str]:
    """Return the folded verbs that may stand before a cue: "a annoncé", "ha detto"."""
    return frozenset(fold(word) for word in speaker_rules()["auxiliaries"])


@lru_cache(maxsize=1)
def _connectors() -> frozenset[str]:
    return frozenset(fold(word) for word in read_yaml("lexicon/connectors.yaml"))


def _definite(scene: Scene) -> Sequence[str]:
    articles: Sequence[str] = speaker_rules()["definite"].get(scene.lexicon.language, ())
    return articles


def _is_apposition(scene: Scene, left: Sequence[Part], right: Sequence[Part], closed: bool) -> bool:
    """Tell whether two runs of parts with a comma between them are one speaker: a person and the office.

    A body that is explained by a noun ("the Coordination, a local group, said") needs a comma behind it: `closed`.
    """
    gap = scene.words.text[scene.words.ends[left[-1].last - 1] : scene.words.starts[right[0].first]]
    if gap.strip()[:1] in (",", "،") and (not gap.strip(" ,،") or gap.strip(" ,،") in _definite(scene)):
        return any(p.person for p in right) != any(p.person for p in left)
    return closed and right[0].label is not None and gap.strip(" ,").casefold().split(" ")[0] in indefinite()


def _head(scene: Scene, sentence: Sentence, parts: list[Part]) -> list[Part]:
    run = [parts[0]]
    for at, part in enumerate(parts[1:], 1):
        if (
            not _connected(scene, sentence, run[-1].last, part.first)
            or part.last - run[0].first > _LONGEST_NAME
        ):
            break
        following = [p for p in parts[at : at + 2] if not breaks(scene, part.last, p.first) or p is part]
        if breaks(scene, run[-1].last, part.first) and not _is_apposition(scene, run, following, True):
            break
        if _opens_clause(scene, sentence, run[-1].last, part.first + 1) or _is_addressed(sentence, part):
            break
        if _is_whole(scene, run[-1], part):
            break
        run.append(part)
    return run


def _opens_clause(scene: Scene, sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether a clause opens among tokens [first, last), small words of names aside: "said that the army"."""
    return any(
        first <= h.first < last and scene.words.folded[h.first] not in _connectors()
        for h in sentence.of("clause")
    )


def _is_whole(scene: Scene, part: Part, following: Part) -> bool:
    """Tell whether an Arabic noun phrase ends with `part`, so that a noun right behind it is the object.

    A name of the catalogue, or a noun with the article, takes no further noun: "اتهمت الوزارة | قوات الدعم السريع".
    """
    if following.first != part.last or following.state or not is_arabic(scene.words.folded[part.first]):
        return False
    return part.name is not None or scene.words.folded[part.last - 1].startswith(ARABIC_ARTICLES)


def _has_deed(sentence: Sentence, first: int, last: int) -> bool:
    return any(first <= h.first < last for family in ("harm", "triggers") for h in sentence.of(family))


def _has_verb(sentence: Sentence, first: int, last: int) -> bool:
    families = ("cues", "harm", "clause", "triggers")
    return any(first <= h.first < last for family in families for h in sentence.of(family))


def _speaker(scene: Scene, sentence: Sentence, parts: list[Part]) -> Speaker | None:
    if not parts:
        return None
    named = [p for p in parts if p.name]
    known = next((p for p in named if not p.state), named[0] if named else None)
    person = any(p.person for p in parts)
    labels = tuple(p.label for p in parts if p.label)
    name, id_ = full_name(scene, sentence, parts, known)
    kind = known.kind if known and id_ else ""
    return Speaker(name, id_, parts[0].first, parts[-1].last, kind, labels, person)
