"""Finds the names of a document, whatever their scripts, and what they say of each other."""

from __future__ import annotations

from itertools import pairwise

from khaldun.core.words import is_arabic
from khaldun.resolve.places.arabic import ArabicNames
from khaldun.resolve.places.cased import CasedNames
from khaldun.resolve.places.gazetteer import Gazetteer
from khaldun.resolve.places.keys import joined
from khaldun.resolve.places.name import Name
from khaldun.resolve.places.rows import Candidate
from khaldun.resolve.places.view import TextView

_COMMAS = (", ", " (", "، ", ",")
_DASHES = ("-", "–", "—", "‑")
_CONTAINER_WORDS = 5


class NameFinder:
    """Finds the names of one text."""

    def __init__(self, gazetteer: Gazetteer, view: TextView) -> None:
        self.view = view
        self._cased = CasedNames(gazetteer, view)
        self._arabic = ArabicNames(gazetteer, view)

    def find(self) -> list[Name]:
        """Return the names in the order of the text, none overlapping another."""
        found: list[Name] = []
        after = 0
        for i in self.view.starts():
            if i < after or i in self.view.taken:
                continue
            name = self._cased.find(i) if not is_arabic(self.view.words.folded[i]) else self._arabic.find(i)
            if name is not None:
                found.append(name)
                after = name.last
        self._note_routes(found)
        self._note_owners(found)
        self._note_persons(found)
        self.note_lists(found)
        return found

    def name_at(self, first: int, last: int) -> Name | None:
        """Return the name at tokens that are known to name a place, None where the gazetteer lacks it."""
        candidates, _ = self._cased.candidates(first, last)
        return self.name_of(first, last, candidates) if candidates else None

    def name_of(self, first: int, last: int, candidates: tuple[Candidate, ...]) -> Name:
        """Return the name at tokens that are known to name one of some places."""
        key = joined(self.view.words.folded[first:last])
        return self._cased.weigh(Name(first, last, candidates, "cased", key))

    def named(self, key: str) -> tuple[Candidate, ...]:
        """Return the places that the gazetteer stores under a key."""
        return self._cased.gazetteer.lookup(key)

    def _note_routes(self, names: list[Name]) -> None:
        """Two names joined by a dash are the ends of a road, not the parts of one name: "Kifri - Tuz"."""
        for left, right in pairwise(names):
            if right.first == left.last and self._gap(left, right).strip() in _DASHES:
                left.neighbor = right.neighbor = left.surname = right.surname = False
                left.listed = right.listed = True

    def _note_owners(self, names: list[Name]) -> None:
        """A country's genitive before a name holds it: "Lebanon's Tripoli"."""
        for left, right in pairwise(names):
            s = left.last
            if (
                left.is_unit
                and right.first == s + 1
                and self.view.words.folded[s] == "s"
                and self.view.tied(s)
            ):
                right.container, right.preposition = left, True
                right.neighbor = right.surname = False

    def _note_persons(self, names: list[Name]) -> None:
        """A name that ends a personal name elsewhere is a person's where nothing speaks for a place."""
        located = {n.key for n in names if n.preposition or n.settlement or n.dateline or n.admin is not None}
        persons = {
            n.key for n in names if n.tokens == 1 and (n.surname or n.person) and n.script == "cased"
        } - located
        for name in names:
            if name.key in persons and not name.is_well_known:
                name.person = True

    def note_lists(self, names: list[Name]) -> None:
        """A unit's name after the town's and a comma contains it; a list shares the unit named at its end."""
        for left, right in pairwise(names):
            gap = self._gap(left, right)
            if right.first == left.last and gap in _COMMAS:
                left.listed = right.listed = True
                left.container = right
            elif right.first - left.last <= _CONTAINER_WORDS and self._encloses(left, right, gap):
                left.container = right
                between = range(left.last, right.first)
                left.within = all(map(self.view.locates, between)) and self._says_where(between)
        self._lend_units(names)

    def _encloses(self, left: Name, right: Name, gap: str) -> bool:
        """Tell whether the words between two names say that one lies in the other: "X, in Y", "X in Y"."""
        if not gap.startswith((*_COMMAS, " ")) or any(c in gap for c in '.;:!?\n"«»'):
            return False
        between = range(left.last, right.first)
        if not between:
            return gap == " " and right.admin is not None and right.last > right.first
        return all(self.view.ties(k) for k in between)

    def _gap(self, left: Name, right: Name) -> str:
        return self.view.text[self.view.words.ends[left.last - 1] : self.view.words.starts[right.first]]

    def _says_where(self, between: range) -> bool:
        """Tell whether more than an article stands between two names, or nothing but a blank."""
        words = self.view.words
        cues = [self.view.cues_at(k) for k in between]
        return not between or any(
            words.folded[k] in c.prepositions
            or words.stems[k] in c.prepositions
            or words.stems[k] in c.settlement
            for k, c in zip(between, cues, strict=True)
        )

    def _lend_units(self, names: list[Name]) -> None:
        """Give the unit of "Lviv, Ternopil and Kharkiv regions" to each of its names."""
        lending = False
        for left, right in zip(reversed(names[:-1]), reversed(names[1:]), strict=True):
            lending = lending or (right.admin is not None and self._plural_unit(right))
            middle = self.view.words.folded[left.last : right.first]
            gap = self._gap(left, right)
            tied = gap == ", " or (
                len(middle) == 1 and middle[0] in self.view.cues_at(right.first).coordinators
            )
            lending = lending and tied and left.admin is None
            if lending:
                left.admin, left.container = right.admin, None

    def _plural_unit(self, name: Name) -> bool:
        return name.last < len(self.view.words) and self.view.words.folded[name.last].endswith(
            ("s", "х", "ei", "ies")
        )
