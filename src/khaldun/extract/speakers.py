"""Names of speakers: the noun phrase before or after a cue, and what to call it in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from khaldun.core.mention import MentionKind
from khaldun.core.values import Place, Ref
from khaldun.core.words import ARABIC_ARTICLES, fold, is_arabic
from khaldun.data.load import read_yaml
from khaldun.extract.scene import EntryHit, Placed, Scene, Sentence

_REACH_BEFORE = 14
_REACH_AFTER = 5
_LONGEST_NAME = 12
_RELATIVE_REACH = 3
_LONGEST_GAP = 4
_LONGEST_ASIDE = 8
_LONGEST_PHRASE = 3
_OPENING = frozenset('"“«„')
_CLOSING = frozenset('"”»')
_STATES = ("state", "state_adjective", "state_capital")
"""A speaker is looked for in this many tokens around a cue; chosen on the English corpus passages."""


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


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a speaker's name: a catalogue mention, a speaking noun or a capitalised name."""

    first: int
    last: int
    name: str | None = None
    id: str | None = None
    label: str | None = None
    person: bool = False
    kind: str = ""

    @property
    def state(self) -> bool:
        """Tell whether the piece names a state."""
        return self.kind in _STATES


@lru_cache(maxsize=1)
def speaker_rules() -> Mapping[str, Any]:
    """Return what the nouns of speaking stand for (extract/speakers.yaml)."""
    rules: Mapping[str, Any] = read_yaml("extract/speakers.yaml")
    return rules


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
        for p in _parts(scene, sentence, start, end)
        if p.last <= end and not _is_addressed(sentence, p) and not _is_quoted(scene, sentence, p, end)
    ]
    while len(parts) > 1 and parts[-1].state and (where := _locative(sentence, parts[-1])) is not None:
        parts.pop()
        end = where
    return _speaker(scene, sentence, _tail(scene, sentence, parts, end))


def _is_quoted(scene: Scene, sentence: Sentence, part: _Part, cue: int) -> bool:
    """Tell whether a name stands amid words in quotation marks that end before the cue: called it "a nest of rebels"."""
    words = scene.words
    between = words.text[words.ends[part.last - 1] : words.starts[min(cue, len(words.starts) - 1)]]
    if not _CLOSING & {*between}:
        return False
    before = words.text[words.starts[sentence.tokens.start] : words.starts[part.first]]
    opened = max(before.rfind(mark) for mark in _OPENING)
    closed = max(before.rfind(mark) for mark in _CLOSING - _OPENING)
    is_open = opened > closed and before.count('"') % 2 == (before[opened] == '"')
    return is_open and bool(before[opened + 1 :].strip())


def _locative(sentence: Sentence, part: _Part) -> int | None:
    """Return the word by which a state only says where the speaker is: "residents of Goma in Congo"."""
    return next((h.first for h in sentence.of("locative") if 0 <= part.first - h.last <= 1), None)


def speaker_at_start(scene: Scene, sentence: Sentence) -> Speaker | None:
    """Return the speaker that a sentence begins with: the subject of a participle such as "maintaining that"."""
    first = sentence.tokens.start
    parts = _parts(scene, sentence, first, min(sentence.tokens.stop, first + _REACH_BEFORE))
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
    end = next((i for i in range(cue + 1, stop) if scene.words.breaks_before(i)), stop)
    while cue < end and scene.words.folded[cue] in _connectors():
        cue += 1
    taken = {i for p in sentence.placed(MentionKind.DATE, MentionKind.COUNT) for i in range(p.first, p.last)}
    if cue >= end or taken & set(range(cue, end)):
        return None
    return Speaker(" ".join(scene.span(cue, end).of(scene.words.text).split()), None, cue, end)


def _is_addressed(sentence: Sentence, part: _Part) -> bool:
    """Tell whether a name is of whom somebody speaks to: "told AP"."""
    return any(0 <= part.first - h.last <= 1 or h.first == part.first for h in sentence.of("addressed"))


def speaker_after(scene: Scene, sentence: Sentence, cue: int) -> Speaker | None:
    """Return the speaker whose name begins right after the cue."""
    stop = min(sentence.tokens.stop, cue + _REACH_AFTER + _LONGEST_NAME)
    parts = [
        p for p in _parts(scene, sentence, cue, stop) if p.first >= cue and not _is_addressed(sentence, p)
    ]
    if (
        not parts
        or parts[0].first - cue > _REACH_AFTER
        or _opens_clause(scene, sentence, cue, parts[0].first)
    ):
        return None
    return _speaker(scene, sentence, _head(scene, sentence, parts))


def _tail(scene: Scene, sentence: Sentence, parts: list[_Part], cue: int) -> list[_Part]:
    """Return the last run of parts that reaches the cue, with at most three plain words in a gap."""
    if not parts or _gap(sentence, parts[-1].last, cue) > _LONGEST_GAP:
        return []
    if any(parts[-1].last <= h.first < cue for h in sentence.of("cues", "according", "alleges")):
        return []
    run = [parts[-1]]
    for part in reversed(parts[:-1]):
        if not _connected(scene, sentence, part.last, run[0].first) or _has_verb(
            sentence, part.last, run[0].first
        ):
            break
        closed = _breaks(scene, cue, cue)
        if _breaks(scene, part.last, run[0].first) and not _is_apposition(scene, [part], run, closed):
            break
        run.insert(0, part)
    return run


def _gap(sentence: Sentence, first: int, last: int) -> int:
    """Return how many tokens of [first, last) are of no place, date or aside: "sources who asked not to be named"."""
    if any(h.first == first for h in sentence.of("relative")) and last - first <= _LONGEST_ASIDE:
        return 0
    others = sentence.placed(MentionKind.DATE, MentionKind.PLACE) if last - first > _LONGEST_GAP else []
    return sum(1 for i in range(first, last) if not any(p.first <= i < p.last for p in others))


def _breaks(scene: Scene, first: int, last: int) -> bool:
    return any(scene.words.breaks_before(i) for i in range(first, last + 1))


def _connected(scene: Scene, sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether only small words, a date or a place, but no number, stand between two parts of a name.

    Or else where somebody is ("a nurse at the town's only clinic"), which in Arabic nothing marks the end of.
    """
    if any(first <= p.first < last for p in sentence.placed(MentionKind.COUNT)):
        return False
    others = sentence.placed(MentionKind.DATE, MentionKind.PLACE)
    dated = {i for p in others for i in range(p.first, p.last)}
    between = [i for i in range(first, last) if i not in dated]
    where = any(h.first == first for h in sentence.of("locative")) and "verb_first" not in scene.lexicon.grammar
    if where and len(between) <= _LONGEST_GAP + 1:
        return not any(h.first in between[1:] for f in ("locative", "clause") for h in sentence.of(f))
    return len(between) <= 3 and sum(scene.words.folded[i] not in _connectors() for i in between) <= 1


@lru_cache(maxsize=1)
def auxiliaries() -> frozenset[str]:
    """Return the folded verbs that may stand before a cue: "a annoncé", "ha detto"."""
    return frozenset(fold(word) for word in speaker_rules()["auxiliaries"])


@lru_cache(maxsize=1)
def _channels() -> frozenset[str]:
    return frozenset(speaker_rules()["channels"])


@lru_cache(maxsize=1)
def _indefinite() -> frozenset[str]:
    return frozenset(speaker_rules()["indefinite"])


@lru_cache(maxsize=1)
def _connectors() -> frozenset[str]:
    return frozenset(fold(word) for word in read_yaml("lexicon/connectors.yaml"))


def _definite(scene: Scene) -> Sequence[str]:
    articles: Sequence[str] = speaker_rules()["definite"].get(scene.lexicon.language, ())
    return articles


def _is_apposition(scene: Scene, left: Sequence[_Part], right: Sequence[_Part], closed: bool) -> bool:
    """Tell whether two runs of parts with a comma between them are one speaker: a person and the office.

    A body that is explained by a noun ("the Coordination, a local group, said") needs a comma behind it: `closed`.
    """
    gap = scene.words.text[scene.words.ends[left[-1].last - 1] : scene.words.starts[right[0].first]]
    if gap.strip()[:1] in (",", "،") and (not gap.strip(" ,،") or gap.strip(" ,،") in _definite(scene)):
        return any(p.person for p in right) != any(p.person for p in left)
    return (
        closed
        and not left[-1].person
        and right[0].label is not None
        and gap.strip(" ,").casefold().split(" ")[0] in _indefinite()
    )


def _head(scene: Scene, sentence: Sentence, parts: list[_Part]) -> list[_Part]:
    run = [parts[0]]
    for at, part in enumerate(parts[1:], 1):
        if (
            not _connected(scene, sentence, run[-1].last, part.first)
            or part.last - run[0].first > _LONGEST_NAME
        ):
            break
        following = [p for p in parts[at : at + 2] if not _breaks(scene, part.last, p.first) or p is part]
        if _breaks(scene, run[-1].last, part.first) and not _is_apposition(scene, run, following, True):
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


def _is_whole(scene: Scene, part: _Part, following: _Part) -> bool:
    """Tell whether an Arabic noun phrase ends with `part`, so that a noun right behind it is the object.

    A name of the catalogue, or a noun with the article, takes no further noun: "اتهمت الوزارة | قوات الدعم السريع".
    """
    if following.first != part.last or following.state or not is_arabic(scene.words.folded[part.first]):
        return False
    return part.name is not None or scene.words.folded[part.last - 1].startswith(ARABIC_ARTICLES)


def _has_verb(sentence: Sentence, first: int, last: int) -> bool:
    families = ("cues", "harm", "clause", "triggers")
    return any(first <= h.first < last for family in families for h in sentence.of(family))


def _speaker(scene: Scene, sentence: Sentence, parts: list[_Part]) -> Speaker | None:
    if not parts:
        return None
    named = [p for p in parts if p.name]
    known = next((p for p in named if not p.state), named[0] if named else None)
    person = any(p.person for p in parts)
    labels = tuple(p.label for p in parts if p.label)
    name, id_ = _named(scene, sentence, parts, known)
    kind = known.kind if known and id_ else ""
    return Speaker(name, id_, parts[0].first, parts[-1].last, kind, labels, person)


def _named(
    scene: Scene, sentence: Sentence, parts: list[_Part], known: _Part | None
) -> tuple[str, str | None]:
    """Return what to call a speaker of these pieces, and the catalogue id if it is a body of the catalogue.

    English words are shown as they are, those of other languages in Latin script with their English label, and of
    other scripts the label with the names of persons and places.
    """
    labelled = [p for p in parts if p.label]
    persons = [scene.span(p.first, p.last).of(scene.words.text) for p in parts if p.person]
    speaks_for = known is not None and _speaks_for(known, labelled)
    id_ = known.id if known and (not persons or (labelled and speaks_for)) else None
    if known and speaks_for and _is_name(known) and (labelled or not persons):
        return f"{known.name} ({', '.join(persons)})" if persons else str(known.name), known.id
    if scene.lexicon.language == "en":
        return _in_english(scene, sentence, parts, known, labelled), id_
    gloss = " ".join(reversed(dict.fromkeys(str(p.label) for p in labelled[:2])))
    end = parts[-1].last if known else _with_place(scene, sentence, parts[-1].last)
    words = " ".join(scene.span(parts[0].first, end).of(scene.words.text).split())
    if not known and " " in words and _is_latin(words):
        return f"{words} ({gloss})" if gloss else words, id_
    places = [] if known or not labelled else _places(sentence, parts[0].first, end)
    shown = [str(known.name) if known else "", gloss, *persons, *places]
    return " ".join(dict.fromkeys(" ".join(w.split()) for w in shown if w)), id_


def _speaks_for(known: _Part, labelled: Sequence[_Part]) -> bool:
    """Tell whether the nouns beside a body, if any, only say that somebody speaks in its name: "a spokesman for the RSF"."""
    return not labelled or not known.state and all(p.label in speaker_rules()["speaks_for"] for p in labelled)


def _is_name(known: _Part) -> bool:
    """Tell whether a body has a name of its own: of "a military spokesman" more is known than "armed forces"."""
    return not str(known.name).islower()


def _in_english(
    scene: Scene, sentence: Sentence, parts: list[_Part], known: _Part | None, labelled: list[_Part]
) -> str:
    text = scene.words.text
    if known and not any(p.person for p in parts):
        return " ".join([str(known.name), *(scene.span(p.first, p.last).of(text) for p in labelled)])
    first, last = parts[0].first, parts[-1].last
    if labelled:
        first = _with_adjectives(scene, sentence, first) if parts[0].label else first
        last = _with_place(scene, sentence, last)
    words = " ".join(scene.span(first, last).of(text).split())
    return words[0].lower() + words[1:] if labelled and parts[0].label else words


def _with_adjectives(scene: Scene, sentence: Sentence, first: int) -> int:
    """Return the first word behind the article of an English noun phrase: "the security | ministry"."""
    articles = {*speaker_rules()["definite"]["en"], *_indefinite()}
    for i in range(first - 1, max(sentence.tokens.start, first - _LONGEST_PHRASE) - 1, -1):
        if scene.words.breaks_before(i + 1) or any(h.first == i for h in sentence.of("cues")):
            return first
        if scene.words.folded[i] in articles:
            return i + 1
    return first


def _with_place(scene: Scene, sentence: Sentence, last: int) -> int:
    """Return the end of a noun phrase with the place behind it: "a colonel in Zamboanga"."""
    for p in sentence.placed(MentionKind.PLACE):
        near = p.first == last or any(h.first == last and 0 <= p.first - h.last <= 1 for h in sentence.of("locative"))
        if near and not _breaks(scene, last, p.first):
            return p.last
    return last


def _places(sentence: Sentence, first: int, last: int) -> list[str]:
    """Return the English names of the places in a name."""
    values = (p.mention.value for p in sentence.placed(MentionKind.PLACE) if _in(p, first, last))
    return [v.name for v in values if isinstance(v, Place)]


def _is_latin(words: str) -> bool:
    return not any(c >= "\u0370" for c in words if c.isalpha())


def _parts(scene: Scene, sentence: Sentence, first: int, last: int) -> list[_Part]:
    """Return the pieces of names in tokens [first, last), sorted, without overlaps."""
    named = sentence.placed(MentionKind.ACTOR, MentionKind.SPEAKER)
    nouns = sentence.of("speakers")
    parts = [
        _known(p, p.ref)
        for p in named
        if _in(p, first, last)
        and p.ref is not None
        and not any(_holds(h, p) for h in nouns)
        and not any(h.first == p.last for h in sentence.of("tied"))
    ]
    taken = {i for p in parts for i in range(p.first, p.last)}
    for hit in nouns:
        if first <= hit.first and hit.last <= last and not taken & set(range(hit.first, hit.last)):
            parts.append(_Part(hit.first, hit.last, label=hit.payload.label))
            taken |= set(range(hit.first, hit.last))
    parts.extend(_persons(scene, sentence, first, last, taken))
    return sorted(parts, key=lambda p: p.first)


def _holds(hit: EntryHit, placed: Placed) -> bool:
    """Tell whether a noun of speaking says more than the body named in it: "military administration" is no army."""
    longer = hit.last - hit.first > placed.last - placed.first
    inside = hit.first <= placed.first and placed.last <= hit.last
    return longer and inside and hit.payload.label not in speaker_rules()["speaks_for"]


def _in(placed: Placed, first: int, last: int) -> bool:
    return first <= placed.first and placed.last <= last


def _known(placed: Placed, value: Ref) -> _Part:
    return _Part(placed.first, placed.last, name=value.name, id=value.id, kind=value.kind)


def _persons(scene: Scene, sentence: Sentence, first: int, last: int, taken: set[int]) -> list[_Part]:
    """Return runs of capitalised words that are nothing else: names of persons or unknown bodies."""
    words, found = scene.words, []
    others = sentence.placed(MentionKind.DATE, MentionKind.COUNT, MentionKind.PLACE)
    blocked = taken | {i for p in others for i in range(p.first, p.last)}
    i = first
    while i < last:
        j = i
        while (
            j < last and j not in blocked and _is_capital(scene, j) and not (j > i and words.breaks_before(j))
        ):
            j += 1
        if j > i and not _is_no_name(scene, sentence, i, j):
            found.append(_Part(i, j, person=True))
        i = max(j, i + 1)
    return found


def _is_no_name(scene: Scene, sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether capitals are those of a place, or of a word that opens a sentence or a quote."""
    words = scene.words
    if any(h.last == first for h in sentence.of("locative")) or words.folded[first] in _channels():
        return True
    opens = first == sentence.tokens.start or ":" in words.text[words.ends[first - 1] : words.starts[first]]
    return opens and last - first == 1


def _is_capital(scene: Scene, token: int) -> bool:
    """Tell whether a word is written with a capital; Arabic has none."""
    return scene.words.text[scene.words.starts[token]].isupper()
