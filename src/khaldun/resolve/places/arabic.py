"""Names in Arabic script, which has no capitals: a cue before the name, or its own fame, marks it."""

from __future__ import annotations

from collections.abc import Sequence

from khaldun.resolve.places.gazetteer import Gazetteer
from khaldun.resolve.places.keys import arabic_forms, joined
from khaldun.resolve.places.name import Name
from khaldun.resolve.places.rows import Candidate, PlaceKind
from khaldun.resolve.places.rules import Cues
from khaldun.resolve.places.view import TextView

_LONGEST = 4
_PROMINENT = 100_000
"""Population from which a name counts as one without a cue."""
_SEEN = 50_000
_LETTERS = frozenset("وفلك")
"""Proclitics that are as likely the first letter of the word."""


class ArabicNames:
    """Finds names by the cues before them and the proclitics on them."""

    def __init__(self, gazetteer: Gazetteer, view: TextView) -> None:
        self.gazetteer, self.view = gazetteer, view
        home = view.arabic.home
        self._prominent = gazetteer.prominent(_PROMINENT, home) if view.any_arabic else frozenset()
        self._heads = gazetteer.prominent_heads(_PROMINENT, home) if view.any_arabic else frozenset()

    def find(self, i: int) -> Name | None:
        """Return the longest name that begins at token `i`, where a cue or its own fame makes it one."""
        cue = self._cue(i)
        folded = self.view.words.folded
        forms = arabic_forms(folded[i])
        known = cue != "" or any("ب" in proclitic or form in self._heads for form, proclitic in forms)
        if not known:
            return None
        for last in range(self._reach(i), i, -1):
            for form, proclitic in forms:
                key = joined((form, *folded[i + 1 : last]))
                if not (cue or "ب" in proclitic or key in self._prominent):
                    continue
                candidates = self.gazetteer.lookup(key)
                if candidates and self._plausible(i, last, key, proclitic, candidates):
                    return self._weigh(Name(i, last, candidates, "arabic", key), proclitic, cue)
        return None

    def _reach(self, i: int) -> int:
        last = i + 1
        while (
            last < min(self.view.total, i + _LONGEST) and last not in self.view.taken and self.view.tied(last)
        ):
            last += 1
        return last

    def _cue(self, i: int) -> str:
        """Return how the word before a name speaks for a place: "strong", "weak" or ""."""
        if i == 0 or not self.view.tied(i):
            return ""
        return cue_of(self.view.words.folded[i - 1], self.view.arabic)

    def _is_cue(self, form: str) -> bool:
        cues = self.view.arabic
        return (
            form in cues.settlement
            or form in cues.admin
            or form in cues.prepositions
            or form in cues.facility_heads
        )

    def _plausible(
        self, first: int, last: int, key: str, proclitic: str, candidates: tuple[Candidate, ...]
    ) -> bool:
        strong = self._cue(first) == "strong"
        if last - first > 1:
            return " ".join(key.split()) not in self.view.stop.phrases
        if len(key) < 3 or key in self.view.stop.never or self._is_cue(key):
            return False
        if proclitic in _LETTERS and self.gazetteer.lookup(self.view.words.folded[first]):
            return False
        ordinary = key in self.view.stop.ordinary or key in self.view.stop.names
        if ordinary and not strong and not any(c.entry.kind is PlaceKind.COUNTRY for c in candidates):
            return False
        clear = not proclitic or (proclitic == "ب" and not ordinary)
        return any(_is_big(c) for c in candidates) or (clear and (len(key) > 3 or strong))

    def _weigh(self, name: Name, proclitic: str, cue: str) -> Name:
        cues = self.view.arabic
        name.preposition = cue == "weak" or "ب" in proclitic or "ل" in proclitic
        name.settlement = cue == "strong"
        name.village = cue == "strong" and self._is_village(name.first - 1)
        if name.tokens == 1:
            name.ordinary, name.given = name.key in self.view.stop.ordinary, name.key in self.view.stop.names
        name.directional = name.key in self.view.stop.directional
        before = name.first - 1
        if before >= 0 and self.view.tied(name.first):
            for form, _ in arabic_forms(self.view.words.folded[before]):
                if form in cues.admin:
                    name.admin = cues.admin[form]
                name.person = name.person or (form in cues.titles and cue != "strong")
                name.organization = name.organization or form in cues.organizations
        name.admin = name.admin or cues.admin.get(name.key.partition(" ")[0])
        if name.admin is not None:
            # "the police of Diyala province" says where, as "the police of Diyala" may not.
            name.organization = False
        if before >= 0 and self.view.words.folded[before] in cues.streets:
            name.organization = True
        return name

    def _is_village(self, k: int) -> bool:
        forms = arabic_forms(self.view.words.folded[k])
        return any(form in self.view.arabic.villages for form, _ in forms)


def cue_of(folded: str, cues: Cues) -> str:
    """Return "strong" for a word for a settlement, unit or site, "weak" for a preposition, else ""."""
    found = cues.seen.get(folded)
    if found is None:
        if len(cues.seen) > _SEEN:
            cues.seen.clear()
        found = cues.seen[folded] = _cue_among([form for form, _ in arabic_forms(folded)], cues)
    return found


def _cue_among(forms: Sequence[str], cues: Cues) -> str:
    for form in forms:
        if form in cues.settlement or form in cues.admin or form in cues.facility_heads or form in cues.heads:
            return "strong"
        if form in cues.prepositions:
            return "weak"
    return ""


def _is_big(candidate: Candidate) -> bool:
    entry = candidate.entry
    return (entry.is_area and entry.kind is not PlaceKind.ADMIN2) or entry.population > _PROMINENT
