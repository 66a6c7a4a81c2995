"""A text as the search for names sees it: capitals, title lines, joints, and what is taken already."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from khaldun.core.span import Span
from khaldun.core.words import Words, is_arabic
from khaldun.resolve.places.keys import arabic_forms, is_cyrillic
from khaldun.resolve.places.rules import Cues, Stopwords, cues_for, stopwords

_TITLE_CASE_SHARE = 0.65
_TITLE_WORDS = 30
_JOINTS = frozenset((" ", "-", "'", "’", "‑", "–", "", "\u00a0"))
_ABBREVIATION = 3
"""Length up to which a word before a full stop is read as shortened: "St. Louis", "Ft. Meade"."""
LOWER_ARTICLES = frozenset(("al", "el", "ash", "ad", "ed", "ez", "az"))
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ARABIC = re.compile("[\u0620-\u06ff]")


class TextView:
    """The words of one text with what their spelling and joints say; tokens in `taken` spans are left out."""

    def __init__(self, words: Words, language: str | None, taken: Sequence[Span] = ()) -> None:
        self.words, self.text = words, words.text
        self.stop: Stopwords = stopwords()
        self.latin: Cues = cues_for("latin", language)
        self.cyrillic: Cues = cues_for("cyrillic", language)
        self.arabic: Cues = cues_for("arabic", language)
        self.is_french = (language or "").startswith("fr")
        self.nouns_are_capitals = (language or "").startswith("de")
        self.total = len(words)
        self._tied: dict[int, bool] = {}
        self.taken = self._taken(taken)
        self.caps = [self.text[s].isupper() for s in words.starts]
        self.lower = {f for f, cap in zip(words.folded, self.caps, strict=True) if not cap}
        self.title = self._title_case()
        self.any_arabic = _ARABIC.search(self.text) is not None
        self._only_latin = not self.any_arabic and _CYRILLIC.search(self.text) is None
        self._starts = self._name_starts()

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
            if stop - begin <= _TITLE_WORDS and not self._ends_sentence(stop):
                long = [self.caps[k] for k in range(begin, stop) if ends[k] - starts[k] > 3]
                if len(long) >= 3 and sum(long) / len(long) >= _TITLE_CASE_SHARE:
                    flags[begin:stop] = [True] * (stop - begin)
            begin = max(stop, begin + 1)
        return flags

    def _ends_sentence(self, stop: int) -> bool:
        """Tell whether a full stop follows: then the line is a sentence and no headline."""
        end = self.words.ends[stop - 1]
        return self.text[end : end + 1] in (".", "!", "?", "…")

    def cues_at(self, index: int) -> Cues:
        """Return the cues for the script of a token."""
        if self._only_latin:
            return self.latin
        folded = self.words.folded[index]
        if is_arabic(folded):
            return self.arabic
        return self.cyrillic if is_cyrillic(folded) else self.latin

    def ties(self, index: int) -> bool:
        """Tell whether a word may stand between a place and what it lies in: "Komanda, en Ituri"."""
        cues, stem, folded = self.cues_at(index), self.words.stems[index], self.words.folded[index]
        if stem in cues.tying or folded in cues.connectors:
            return True
        return cues is self.arabic and any(form in cues.tying for form, _ in arabic_forms(folded))

    def locates(self, index: int) -> bool:
        """Tell whether a word between two places says that the first lies in the second: not "to", "from"."""
        cues, stem, folded = self.cues_at(index), self.words.stems[index], self.words.folded[index]
        if (
            folded in cues.connectors
            or stem in cues.admin
            or stem in cues.settlement
            or stem in cues.directions
        ):
            return True
        return cues is self.arabic and any(
            form in cues.admin or form in cues.settlement for form, _ in arabic_forms(folded)
        )

    def tied(self, index: int) -> bool:
        """Tell whether a token follows the one before it within one name or phrase."""
        found = self._tied.get(index)
        if found is None:
            found = self._tied[index] = self._is_tied(index)
        return found

    def _is_tied(self, index: int) -> bool:
        if index <= 0 or index >= self.total:
            return False
        starts, ends = self.words.starts, self.words.ends
        gap = self.text[ends[index - 1] : starts[index]]
        if gap in _JOINTS:
            return True
        if gap == ". ":
            return self.caps[index - 1] and 1 < ends[index - 1] - starts[index - 1] <= _ABBREVIATION
        return gap == "." and ends[index] - starts[index] == 1 and self.caps[index] and self.caps[index - 1]

    def begins_sentence(self, i: int) -> bool:
        """Tell whether a sentence, quote or line begins at the token."""
        if i == 0:
            return True
        gap = self.text[self.words.ends[i - 1] : self.words.starts[i]]
        return gap not in ("'", "’") and any(c in gap for c in ".!?\n:;\"“”«»„'‘’(—")

    def starts(self) -> Sequence[int]:
        """Return the tokens that a name may begin at."""
        return self._starts

    def _name_starts(self) -> Sequence[int]:
        folded, caps = self.words.folded, self.caps
        if self.any_arabic:
            return range(len(folded))
        last = len(folded) - 1
        return [
            i
            for i, cap in enumerate(caps)
            if cap or (i < last and caps[i + 1] and folded[i] in LOWER_ARTICLES and self.tied(i + 1))
        ]
