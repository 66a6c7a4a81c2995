"""Finds the stretches of words that may name a place, with what speaks for and against each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from khaldun.core.document import Document
from khaldun.core.span import Span
from khaldun.core.words import Words
from khaldun.resolve.places.gazetteer import Gazetteer
from khaldun.resolve.places.keys import (
    ARTICLES,
    STEM_MARK,
    arabic_forms,
    article_key,
    is_arabic,
    is_cyrillic,
    joined,
    slavic_stem,
)
from khaldun.resolve.places.rows import Candidate, PlaceKind
from khaldun.resolve.places.rules import Cues, Stopwords, cues_for, stopwords

_LONGEST = 5
_LONGEST_ARABIC = 4
_PROMINENT = 100_000
"""Population from which an Arabic name counts as one without a cue; the script has no capitals to go by."""
_TITLE_CASE_SHARE = 0.65
_TITLE_WORDS = 30
_JOINTS = frozenset((" ", "-", "'", "’", "‑", "–", "", "\u00a0"))
_ABBREVIATION = 3
"""Length up to which a word before a full stop is read as shortened: "St. Louis", "Ft. Meade"."""
_ACRONYM = 4
_LOWER_ARTICLES = frozenset(("al", "el", "ash", "ad", "ed", "ez", "az"))

_ARABIC = re.compile("[\u0620-\u06ff]")
_DATELINE = re.compile(r"^,[^.!?]{0,40}?(?: —| –| - |--|\(\w+\))")
_WELL_KNOWN = 500_000


@dataclass(slots=True)
class Name:
    """Tokens [first, last) that may name a place, with the candidates and the evidence around them."""

    first: int
    last: int
    candidates: tuple[Candidate, ...]
    script: str
    key: str
    preposition: bool = False
    settlement: bool = False
    admin: PlaceKind | None = None
    person: bool = False
    organization: bool = False
    neighbor: bool = False
    surname: bool = False
    """A capitalized word that is no cue stands right before: the name may be the end of a person's."""
    dateline: bool = False
    office: bool = False
    """A title stands before the name of a unit, which says whose title it is: "глава Харківщини Олег ..."."""
    initial: bool = False
    title_case: bool = False
    ordinary: bool = False
    directional: bool = False
    given: bool = False
    lowered: bool = False
    listed: bool = False
    container: Name | None = None
    chosen: Candidate | None = None

    @property
    def tokens(self) -> int:
        """Return the number of words."""
        return self.last - self.first


class NameFinder:
    """Finds names in one document's words, tokens in `taken` spans left out."""

    def __init__(self, gazetteer: Gazetteer, document: Document, words: Words, taken: Sequence[Span]) -> None:
        self.gazetteer, self.words, self.text = gazetteer, words, words.text
        self.stop: Stopwords = stopwords()
        self.latin: Cues = cues_for("latin", document.language)
        self.cyrillic: Cues = cues_for("cyrillic", document.language)
        self.arabic: Cues = cues_for("arabic", document.language)
        self._nouns_are_capitals = (document.language or "").startswith("de")
        self.taken = self._taken(taken)
        self.caps = [self.text[s].isupper() for s in words.starts]
        self.lower = {f for f, cap in zip(words.folded, self.caps, strict=True) if not cap}
        self.title = self._title_case()
        self._any_arabic = _ARABIC.search(self.text) is not None

    def _taken(self, spans: Sequence[Span]) -> set[int]:
        found: set[int] = set()
        for span in spans:
            found.update(self.words.within(span))
        return found

    def _title_case(self) -> list[bool]:
        """Tell for each token whether its line is written in title case or capitals."""
        starts, ends, total = self.words.starts, self.words.ends, len(self.words)
        flags = [False] * total
        begin, offset = 0, 0
        while begin < total:
            offset = self.text.find("\n", ends[begin])
            stop = total if offset < 0 else bisect_left(starts, offset)
            if stop - begin <= _TITLE_WORDS:
                long = [self.caps[k] for k in range(begin, stop) if ends[k] - starts[k] > 3]
                if len(long) >= 3 and sum(long) / len(long) >= _TITLE_CASE_SHARE:
                    flags[begin:stop] = [True] * (stop - begin)
            begin = max(stop, begin + 1)
        return flags

    def cues_at(self, index: int) -> Cues:
        """Return the cues for the script of a token."""
        folded = self.words.folded[index]
        if is_arabic(folded):
            return self.arabic
        return self.cyrillic if is_cyrillic(folded) else self.latin

    def tied(self, index: int) -> bool:
        """Tell whether a token follows the one before it within one name or phrase."""
        if index <= 0 or index >= len(self.words):
            return False
        gap = self.text[self.words.ends[index - 1] : self.words.starts[index]]
        if gap == ". ":
            return self.caps[index - 1] and 1 < self.words.ends[index - 1] - self.words.starts[index - 1] <= _ABBREVIATION
        if gap == ".":
            return self.words.ends[index] - self.words.starts[index] == 1 and self.caps[index] and self.caps[index - 1]
        return gap in _JOINTS

    def find(self) -> list[Name]:
        """Return the names in the order of the text, none overlapping another."""
        found: list[Name] = []
        after = 0
        for i in self._starts():
            if i < after or i in self.taken:
                continue
            name = self._cased_name(i) if not is_arabic(self.words.folded[i]) else self._arabic_name(i)
            if name is not None:
                found.append(name)
                after = name.last
        self._note_persons(found)
        self._note_lists(found)
        return found

    def _starts(self) -> Iterable[int]:
        """Return the tokens that a name may begin at."""
        folded, caps = self.words.folded, self.caps
        if self._any_arabic:
            return range(len(folded))
        last = len(folded) - 1
        return [
            i
            for i, cap in enumerate(caps)
            if cap or (i < last and caps[i + 1] and folded[i] in _LOWER_ARTICLES and self.tied(i + 1))
        ]

    # --- scripts with capitals -----------------------------------------------------------------------------------

    def _reach(self, i: int) -> int:
        """Return the end of the run of capitals and particles that begins at token `i`."""
        words, cues = self.words, self.cues_at(i)
        last, k = i + 1, i + 1
        while k < min(len(words), i + _LONGEST) and k not in self.taken and self.tied(k):
            if self.caps[k] or words.folded[k].isdigit() or words.stems[k] in cues.admin:
                last = k + 1
            elif cues is self.cyrillic and self.text[words.starts[k] - 1] in "'’":
                last = k + 1
            elif words.folded[k] not in cues.particles:
                break
            k += 1
        return last

    def _cased_name(self, i: int) -> Name | None:
        if not self.caps[i] and self.words.folded[i] not in _LOWER_ARTICLES:
            return None
        reach = self._reach(i)
        for last in range(reach, i, -1):
            candidates, key = self._candidates(i, last)
            if candidates and self._plausible(i, last, candidates):
                return self._cased_evidence(Name(i, last, candidates, "cased", key))
        return None

    def _candidates(self, first: int, last: int) -> tuple[tuple[Candidate, ...], str]:
        tokens = self.words.folded[first:last]
        key = joined(tokens)
        if "ʼ" in key:
            key = key.replace("ʼ", " ")
            tokens = tuple(key.split())
        found = self.gazetteer.lookup(key)
        if is_cyrillic(tokens[0]):
            loose = self.gazetteer.lookup(STEM_MARK + joined(map(slavic_stem, tokens)))
            if not found:
                return loose, key
            known = {c.entry.gid for c in found}
            return found + tuple(c for c in loose if c.entry.gid not in known), key
        if not found and (leveled := article_key(tokens)) is not None:
            bare = leveled[1:]
            found = self.gazetteer.lookup(leveled) or (self.gazetteer.lookup(bare) if tokens[0] in ARTICLES else ())
        if found and any(c.acronym for c in found) and not self.text[self.words.starts[first] : self.words.ends[last - 1]].isupper():
            found = tuple(c for c in found if not c.acronym)
        return found, key

    def _plausible(self, first: int, last: int, candidates: tuple[Candidate, ...]) -> bool:
        """Refuse what is never a place: stop words, single letters, numbers, half of a hyphenated capital."""
        if last - first > 1:
            if " ".join(self.words.stems[first:last]) in self.stop.phrases:
                return False
            if any(c.entry.is_area for c in candidates):
                return True
            return not all(self.words.stems[k] in self.stop.never for k in range(first, last))
        stem = self.words.stems[first]
        size = len(self.words.folded[first])
        if stem in self.stop.never or size < 2 or stem.isdigit():
            return False
        if self.words.folded[first] in ARTICLES:
            return False
        written = self.text[self.words.starts[first] : self.words.ends[first]]
        if size <= _ACRONYM and written.isupper() and not any(c.acronym or c.entry.is_area for c in candidates):
            return self.title[first]
        return size > 3 or any(c.entry.is_area or c.entry.population > 20_000 for c in candidates)

    def _cased_evidence(self, name: Name) -> Name:
        words, cues = self.words, self.cues_at(name.first)
        before, after = name.first - 1, name.last
        name.title_case = self.title[name.first]
        name.initial = self._begins_sentence(name.first)
        self._note_word_class(name)
        self._look_before(name, before, cues)
        self._look_after(name, after, cues)
        name.dateline = name.initial and self._is_dateline(name)
        if name.tokens == 1 and not name.title_case:
            name.lowered = words.folded[name.first] in self.lower and not self._nouns_are_capitals
        return name

    def _note_word_class(self, name: Name) -> None:
        stems = self.words.stems[name.first : name.last]
        name.directional = " ".join(stems) in self.stop.directional
        if name.tokens == 1:
            name.ordinary = stems[0] in self.stop.ordinary
            name.given = stems[0] in self.stop.names
        else:
            name.given = all(s in self.stop.names or s in self.stop.ordinary for s in stems)
            cues = self.cues_at(name.first)
            inner = next((cues.admin[s] for s in (stems[-1], stems[0]) if s in cues.admin), None)
            if inner is not None and name.script == "cased":
                name.admin, name.given = inner, False

    def _begins_sentence(self, i: int) -> bool:
        if i == 0:
            return True
        gap = self.text[self.words.ends[i - 1] : self.words.starts[i]]
        return any(c in gap for c in ".!?\n:;\"“”«»„'‘’(—") and gap not in ("'", "’")

    def _is_dateline(self, name: Name) -> bool:
        """Tell whether the name opens a paragraph and a dash, a bracket or a comma follows: "KYIV (Agency) -"."""
        start, end = self.words.starts[name.first], self.words.ends[name.last - 1]
        opens = start == 0 or "\n" in self.text[max(0, start - 3) : start]
        after = self.text[end : end + 60]
        return opens and (after.startswith((" —", " –", " - ", " (", "/")) or (after.startswith(",") and _DATELINE.search(after) is not None))

    def _look_before(self, name: Name, k: int, cues: Cues) -> None:
        words = self.words
        steps = 0
        while k >= 0 and self.tied(k + 1) and steps < 2 and words.folded[k] in ("the", "la", "le", "el", "l", "s", "city", "al"):
            k, steps = k - 1, steps + 1
        if k < 0 or not self.tied(k + 1):
            return
        stem, folded = words.stems[k], words.folded[k]
        if folded in cues.connectors and k >= 1 and self.tied(k):
            self._note_head(name, words.stems[k - 1], cues)
        self._note_head(name, stem, cues)
        name.preposition = name.preposition or stem in cues.prepositions or folded in cues.prepositions
        if stem in cues.titles and not name.settlement:
            name.office = _is_area(name)
            name.person = not name.office
        elif self.caps[k] and k not in self.taken and not self._neutral(k, cues) and not name.title_case:
            name.neighbor = name.surname = True
            name.organization = name.organization or stem in cues.organizations
        elif stem in cues.organizations and self.caps[k]:
            name.organization = True

    def _note_head(self, name: Name, stem: str, cues: Cues) -> None:
        if stem in cues.admin:
            name.admin = cues.admin[stem]
        if stem in cues.settlement or stem in cues.facility_heads:
            name.settlement = True

    def _look_after(self, name: Name, k: int, cues: Cues) -> None:
        words = self.words
        if k >= len(words) or not self.tied(k):
            return
        stem = words.stems[k]
        if stem in cues.admin:
            name.admin = cues.admin[stem]
            name.settlement = True
        elif stem in cues.settlement or stem in cues.facility_heads:
            name.settlement = True
        elif self.caps[k] and not name.title_case and k not in self.taken:
            if stem in cues.organizations:
                name.organization = True
            elif not self._neutral(k, cues) and not name.office:
                name.neighbor = True
        elif words.folded[k] in cues.particles and k + 1 < len(words) and self.tied(k + 1) and self.caps[k + 1]:
            name.neighbor = name.neighbor or words.folded[k] in ("bin", "ben", "bou", "abu", "van", "von")

    def _neutral(self, k: int, cues: Cues) -> bool:
        """Tell whether a capitalized word beside a name says nothing against it."""
        stem, folded = self.words.stems[k], self.words.folded[k]
        if stem in cues.settlement or stem in cues.directions or stem in cues.prepositions or stem in cues.admin:
            return True
        return stem in self.stop.never or folded in ARTICLES or stem in cues.facility_heads or folded in cues.coordinators

    def name_at(self, first: int, last: int) -> Name | None:
        """Return the name at tokens that are known to name a place, None where the gazetteer lacks it."""
        candidates, key = self._candidates(first, last)
        if not candidates:
            return None
        return self._cased_evidence(Name(first, last, candidates, "cased", key))

    # --- Arabic script -------------------------------------------------------------------------------------------

    def _arabic_name(self, i: int) -> Name | None:
        cues = self.arabic
        cue = self._arabic_cue(i, cues)
        prominent = self.gazetteer.prominent(_PROMINENT)
        reach = i + 1
        while reach < min(len(self.words), i + _LONGEST_ARABIC) and reach not in self.taken and self.tied(reach):
            reach += 1
        for last in range(reach, i, -1):
            rest = self.words.folded[i + 1 : last]
            for form, proclitic in arabic_forms(self.words.folded[i]):
                key = joined((form, *rest))
                if last == i + 1 and (len(form) < 3 or form in self.stop.never or self._is_arabic_cue(form)):
                    continue
                if not (cue or "ب" in proclitic or key in prominent):
                    continue
                candidates = self.gazetteer.lookup(key)
                if candidates and self._arabic_plausible(i, last, key, proclitic, candidates):
                    return self._arabic_evidence(Name(i, last, candidates, "arabic", key), proclitic, cue)
        return None

    def _arabic_cue(self, i: int, cues: Cues) -> str:
        """Return how the word before a name speaks for a place: "strong", "weak" or ""."""
        if i == 0 or not self.tied(i):
            return ""
        for form, _ in arabic_forms(self.words.folded[i - 1]):
            if form in cues.settlement or form in cues.admin or form in cues.facility_heads:
                return "strong"
            if form in cues.prepositions:
                return "weak"
        return ""

    def _is_arabic_cue(self, form: str) -> bool:
        cues = self.arabic
        return form in cues.settlement or form in cues.admin or form in cues.prepositions or form in cues.facility_heads

    def _arabic_plausible(self, i: int, last: int, key: str, proclitic: str, candidates: tuple[Candidate, ...]) -> bool:
        if last - i > 1:
            return True
        ordinary = key in self.stop.ordinary or key in self.stop.names
        if len(proclitic) == 1 and proclitic in "وفلك" and self.gazetteer.lookup(self.words.folded[i]):
            return False
        big = any(c.entry.is_area and c.entry.kind is not PlaceKind.ADMIN2 or c.entry.population > _PROMINENT for c in candidates)
        if proclitic and not big:
            return proclitic == "ب" and len(key) > 3 and not ordinary
        return big or len(key) > 3

    def _arabic_evidence(self, name: Name, proclitic: str, cue: str) -> Name:
        cues = self.arabic
        name.preposition = cue == "weak" or "ب" in proclitic or "ل" in proclitic
        name.settlement = cue == "strong"
        self._note_word_class(name)
        if name.tokens == 1:
            name.ordinary, name.given = name.key in self.stop.ordinary, name.key in self.stop.names
        name.directional = name.key in self.stop.directional
        before = name.first - 1
        if before >= 0 and self.tied(name.first):
            for form, _ in arabic_forms(self.words.folded[before]):
                if form in cues.admin:
                    name.admin = cues.admin[form]
                name.person = name.person or (form in cues.titles and cue != "strong")
                name.organization = name.organization or form in cues.organizations
        return name

    # --- what the whole document says ------------------------------------------------------------------------------

    def _note_persons(self, names: list[Name]) -> None:
        """A name that ends a longer personal name in the text is a person's where nothing speaks for a place."""
        located = {n.key for n in names if n.preposition or n.settlement or n.dateline or n.admin is not None}
        persons = {n.key for n in names if n.tokens == 1 and (n.surname or n.person) and n.script == "cased"} - located
        for name in names:
            if name.key in persons and not _well_known(name):
                name.person = True

    def _note_lists(self, names: list[Name]) -> None:
        """A unit's name after the town's and a comma contains it; coordinated names lend each other their unit."""
        for left, right in zip(names, names[1:], strict=False):
            gap = self.text[self.words.ends[left.last - 1] : self.words.starts[right.first]]
            if right.first == left.last and gap in (", ", " (", "، ", ","):
                left.listed = right.listed = True
                left.container = right
            elif right.first - left.last <= 3 and gap.startswith((", ", " (", "، ")):
                between = self.words.folded[left.last : right.first]
                if all(w in self.cues_at(right.first).connectors or w in ("en", "in", "the", "au", "в", "у", "في") for w in between):
                    left.container = right
        self._lend_units(names)

    def _lend_units(self, names: list[Name]) -> None:
        """Give the unit of "Lviv, Ternopil and Kharkiv regions" to each of its names."""
        lending = False
        for left, right in zip(reversed(names[:-1]), reversed(names[1:]), strict=True):
            lending = lending or (right.admin is not None and self._plural_unit(right))
            middle = self.words.folded[left.last : right.first]
            gap = self.text[self.words.ends[left.last - 1] : self.words.starts[right.first]]
            tied = gap == ", " or (len(middle) == 1 and middle[0] in self.cues_at(right.first).coordinators)
            lending = lending and tied and left.admin is None
            if lending:
                left.admin, left.container = right.admin, None

    def _plural_unit(self, name: Name) -> bool:
        return name.last < len(self.words) and self.words.folded[name.last].endswith(("s", "х", "ei", "ies"))


def _is_area(name: Name) -> bool:
    return name.candidates[0].entry.kind in (PlaceKind.COUNTRY, PlaceKind.ADMIN1)


def _well_known(name: Name) -> bool:
    first = name.candidates[0].entry
    return first.kind in (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION) or first.population >= _WELL_KNOWN
