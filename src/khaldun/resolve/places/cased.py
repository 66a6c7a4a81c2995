"""Names in scripts with capitals: Latin and Cyrillic."""

from __future__ import annotations

import re

from khaldun.resolve.places.gazetteer import Gazetteer
from khaldun.resolve.places.keys import (
    ARTICLES,
    STEM_MARK,
    article_key,
    is_cyrillic,
    joined,
    level_vowel,
    leveled_roman,
    slavic_stem,
)
from khaldun.resolve.places.name import Name
from khaldun.resolve.places.rows import Candidate, PlaceKind
from khaldun.resolve.places.rules import Cues
from khaldun.resolve.places.view import LOWER_ARTICLES, TextView

_LONGEST = 5
_ACRONYM = 4
_SHORT = 3
_SITE_WORDS = 3
_TOWN = 50_000
_KNOWN = 20_000
"""Population that a place with a name of up to three letters needs."""
_DATELINE = re.compile(r"^,[^.!?]{0,40}?(?: —| –| - |--|\(\w+\))")


class CasedNames:
    """Finds names by their capitals and weighs the words around them."""

    def __init__(self, gazetteer: Gazetteer, view: TextView) -> None:
        self.gazetteer, self.view = gazetteer, view

    def _reach(self, i: int) -> int:
        """Return the end of the run of capitals and particles that begins at token `i`."""
        words, cues = self.view.words, self.view.cues_at(i)
        last, k = i + 1, i + 1
        while k < min(self.view.total, i + _LONGEST) and k not in self.view.taken and self.view.tied(k):
            if (
                self.view.caps[k]
                or words.folded[k].isdigit()
                or words.stems[k] in cues.admin
                or (cues is self.view.cyrillic and self.view.text[words.starts[k] - 1] in "'’")
            ):
                last = k + 1
            elif words.folded[k] not in cues.particles:
                break
            k += 1
        return last

    def find(self, i: int) -> Name | None:
        """Return the longest name that begins at token `i`."""
        if not self.view.caps[i] and self.view.words.folded[i] not in LOWER_ARTICLES:
            return None
        reach = self._reach(i)
        if reach == i + 1 and self.view.words.stems[i] in self.view.stop.never:
            return None
        for last in range(reach, i, -1):
            candidates, key = self.candidates(i, last)
            if candidates and self._plausible(i, last, candidates) and not self._goes_on(last):
                return self.weigh(Name(i, last, candidates, "cased", key))
        return None

    def candidates(self, first: int, last: int) -> tuple[tuple[Candidate, ...], str]:
        tokens = self.view.words.folded[first:last]
        key = joined(tokens)
        if "ʼ" in key:
            key = key.replace("ʼ", " ")
            tokens = tuple(key.split())
        found = self.gazetteer.lookup(key)
        if is_cyrillic(tokens[0]):
            loose = self.gazetteer.lookup(STEM_MARK + joined(map(slavic_stem, tokens)))
            if last - first == 1 and self._names_site(last):
                loose += self._of_adjective(first)
            if not found:
                return loose, key
            known = {c.entry.gid for c in found}
            return found + tuple(c for c in loose if c.entry.gid not in known), key
        if not found and (leveled := article_key(tokens)) is not None:
            bare = leveled[1:]
            found = self.gazetteer.lookup(leveled) or (
                self.gazetteer.lookup(bare) if tokens[0] in ARTICLES else ()
            )
        if not found and self.view.is_french and (plain := leveled_roman(tokens)) != key:
            found = self.gazetteer.lookup(plain)
        if (
            found
            and any(c.acronym for c in found)
            and not self.view.text[self.view.words.starts[first] : self.view.words.ends[last - 1]].isupper()
        ):
            found = tuple(c for c in found if not c.acronym)
        return found, key

    def _goes_on(self, k: int) -> bool:
        """Tell whether a name goes on with an article at the token: "Ain al-Zarqa" is not Ain."""
        view, words = self.view, self.view.words
        if k + 1 >= self.view.total or words.folded[k] not in LOWER_ARTICLES or not view.tied(k):
            return False
        return view.caps[k + 1] and view.text[words.ends[k] : words.starts[k + 1]] == "-"

    def _names_site(self, k: int) -> bool:
        """Tell whether the word at a token is one that an adjective made of a town stands before."""
        view = self.view
        if k >= view.total or not view.tied(k):
            return False
        cues, stem = view.cues_at(k), view.words.stems[k]
        return stem in cues.admin or stem in cues.settlement or stem in cues.facility_heads

    def _of_adjective(self, i: int) -> tuple[Candidate, ...]:
        """Return the towns that an adjective may be made of: Миргородська громада / Миргород."""
        stem = self.view.words.stems[i]
        for ending, nouns in self.view.cues_at(i).adjectives.items():
            if stem.endswith(ending) and len(stem) > len(ending) + 2:
                base = stem.removesuffix(ending)
                found = (self.gazetteer.lookup(STEM_MARK + level_vowel(base + noun)) for noun in nouns)
                return tuple(c for candidates in found for c in candidates)
        return ()

    def _plausible(self, first: int, last: int, candidates: tuple[Candidate, ...]) -> bool:
        """Refuse what is never a place: stop words, single letters, numbers, unknown acronyms."""
        view = self.view
        stems = view.words.stems[first:last]
        if last - first > 1:
            if " ".join(stems) in view.stop.phrases:
                return False
            return any(c.entry.is_area for c in candidates) or not view.stop.never.issuperset(stems)
        stem, size = stems[0], len(view.words.folded[first])
        if stem in view.stop.never or size < 2 or stem.isdigit() or stem in ARTICLES:
            return False
        areas = any(c.entry.is_area for c in candidates)
        if size <= _ACRONYM and view.words.token(first).isupper():
            return areas or view.title[first] or any(c.acronym for c in candidates)
        return size > _SHORT or areas or any(c.entry.population > _KNOWN for c in candidates)

    def weigh(self, name: Name) -> Name:
        words, cues = self.view.words, self.view.cues_at(name.first)
        before, after = name.first - 1, name.last
        name.title_case = self.view.title[name.first]
        name.initial = self.view.begins_sentence(name.first)
        self._note_word_class(name)
        self._look_before(name, before, cues)
        self._look_after(name, after, cues)
        if name.admin is not None and cues is self.view.cyrillic:
            # "селище Зоряне Синельниківського району": an adjective with its noun begins anew.
            name.neighbor = name.surname = False
        name.dateline = name.initial and self._is_dateline(name)
        if name.tokens == 1 and not name.title_case:
            name.lowered = words.folded[name.first] in self.view.lower and not self.view.nouns_are_capitals
        return name

    def _note_word_class(self, name: Name) -> None:
        stems = self.view.words.stems[name.first : name.last]
        name.directional = " ".join(stems) in self.view.stop.directional
        if name.tokens == 1:
            name.ordinary = stems[0] in self.view.stop.ordinary
            name.given = stems[0] in self.view.stop.names
        else:
            names, ordinary = self.view.stop.names, self.view.stop.ordinary
            name.given = any(s in names for s in stems) and all(s in names or s in ordinary for s in stems)
            cues = self.view.cues_at(name.first)
            inner = next((cues.admin[s] for s in (stems[-1], stems[0]) if s in cues.admin), None)
            if inner is not None and name.script == "cased":
                name.admin, name.given = inner, False

    def _is_dateline(self, name: Name) -> bool:
        """Tell whether the name opens a paragraph and a dash or bracket follows: "KYIV (Agency) -"."""
        start, end = self.view.words.starts[name.first], self.view.words.ends[name.last - 1]
        line = self.view.text.rfind("\n", 0, start) + 1
        opens = not any(c.isalnum() for c in self.view.text[line:start])
        after = self.view.text[end : end + 60]
        return opens and (
            after.startswith((" —", " –", " - ", " (", "/", ". ", ": "))
            or (after.startswith(",") and _DATELINE.search(after) is not None)
        )

    def _look_before(self, name: Name, k: int, cues: Cues) -> None:
        words = self.view.words
        steps = 0
        while (
            k >= 0
            and self.view.tied(k + 1)
            and steps < 2
            and words.folded[k] in ("the", "la", "le", "el", "l", "s", "city", "al")
        ):
            k, steps = k - 1, steps + 1
        if k < 0 or not self.view.tied(k + 1):
            return
        stem, folded = words.stems[k], words.folded[k]
        if folded in cues.connectors and k >= 1 and self.view.tied(k):
            head = words.stems[k - 1]
            self._note_head(name, head, cues)
            if name.admin is PlaceKind.ADMIN2 and any(c.entry.population > _TOWN for c in name.candidates):
                # "the Zanjili district of Mosul" lies in the town.
                name.admin, name.settlement = None, True
            office = self.view.caps[k - 1] and head in cues.organizations and head not in cues.facility_heads
            name.organization = office and name.candidates[0].entry.kind is not PlaceKind.COUNTRY
        self._note_head(name, stem, cues)
        name.preposition = name.preposition or stem in cues.prepositions or folded in cues.prepositions
        name.organization = name.organization or stem in cues.streets
        if stem in cues.titles and not name.settlement:
            name.office = name.is_unit
            name.person = not name.office
        elif (
            self.view.caps[k]
            and k not in self.view.taken
            and not self._neutral(k, cues)
            and not name.title_case
        ):
            name.neighbor = name.surname = True
            name.organization = name.organization or stem in cues.organizations
        elif stem in cues.organizations and self.view.caps[k]:
            name.organization = True

    def _note_head(self, name: Name, stem: str, cues: Cues) -> None:
        if stem in cues.admin:
            name.admin = cues.admin[stem]
        if stem in cues.settlement or stem in cues.facility_heads:
            name.settlement = True
            name.village = name.village or stem in cues.villages
        if stem in cues.directions:
            name.preposition = True

    def _look_after(self, name: Name, k: int, cues: Cues) -> None:
        words = self.view.words
        if k >= self.view.total or not self.view.tied(k):
            return
        stem = words.stems[k]
        if stem in cues.admin:
            name.admin = cues.admin[stem]
            name.settlement = True
        elif stem in cues.settlement or self._site_follows(k, cues):
            name.settlement = True
        elif self.view.caps[k] and not name.title_case and k not in self.view.taken:
            if stem in cues.organizations or stem in cues.streets:
                name.organization = True
            elif not self._neutral(k, cues) and not name.office:
                name.neighbor = name.tail = True
        elif (
            words.folded[k] in cues.particles
            and k + 1 < self.view.total
            and self.view.tied(k + 1)
            and self.view.caps[k + 1]
        ):
            name.neighbor = name.neighbor or words.folded[k] in ("bin", "ben", "bou", "abu", "van", "von")

    def _site_follows(self, k: int, cues: Cues) -> bool:
        """Tell whether a word for a site stands at the token or ends the capitals from there on."""
        words = self.view.words
        for end in range(k, min(self.view.total, k + _SITE_WORDS)):
            if not self.view.tied(end):
                return False
            if words.stems[end] in cues.facility_heads:
                return True
            if not self.view.caps[end]:
                return False
        return False

    def _neutral(self, k: int, cues: Cues) -> bool:
        """Tell whether a capitalized word beside a name says nothing against it."""
        stem, folded = self.view.words.stems[k], self.view.words.folded[k]
        if (
            stem in cues.settlement
            or stem in cues.directions
            or stem in cues.prepositions
            or stem in cues.admin
        ):
            return True
        return (
            stem in self.view.stop.never
            or folded in ARTICLES
            or stem in cues.facility_heads
            or folded in cues.coordinators
        )
