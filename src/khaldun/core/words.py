"""A text cut into words, in the forms that names and triggers are compared in.

Tokens are runs of letters and digits with their marks, and flag emoji. `folded` drops case, accents
and Arabic vowel signs; `stem` also drops Slavic case endings. Both depend on the script of a token
alone, never on a guess of its language.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from khaldun.core.span import Span

_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670"
_REMEMBERED = 200_000
_TOKEN = re.compile(rf"[^\W_]+(?:[{_MARKS}]+[^\W_]*)*|[\U0001F1E6-\U0001F1FF]{{2}}")
_PIECES = re.compile(f"({_TOKEN.pattern})")
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_ARABIC_LETTERS = str.maketrans("أإآٱىةؤئکی", "اااايهويكي")
_BREAK = re.compile(r"[,;:!?؟،؛()\[\]\n…|]|\.(?:\s|$)|\s[-–—]\s")

# Case endings of Slavic nouns and adjectives, longest first; й, ь and vowels pile up at a word's end.
_SLAVIC_ENDING = re.compile(
    r"(?:иями|ями|ами|иях|ях|ах|ием|єм|ем|ом|ям|ам|ого|его|ому|ему|ього|ьому|ыми|ими|ых|их|ых|ым|им"
    r"|ів|їв|ов|ев|[аеёиоуыэюяйьіїє]{1,3})$"
)
ARABIC_PROCLITICS = (
    "", "و", "ف", "ب", "ل", "ك", "ال", "وال", "فال", "بال", "كال", "لل", "ولل", "فلل", "وب", "ول", "فب", "فل",
    "وبال",
)  # fmt: skip

ARABIC_AND = "وف"
"""Proclitics that join a word to what stands before it."""
ARABIC_TO = "ل"
"""Proclitic of what belongs to, or is done to, the word's bearer."""
ARABIC_THEM = ("هم", "ها", "هما", "هن")
"""Pronouns at the end of an Arabic verb: its object, so that the noun behind it is its subject."""
ARABIC_ARTICLES = ("ال", "وال", "بال", "لل")


@lru_cache(maxsize=_REMEMBERED)
def fold(token: str) -> str:
    """Return `token` without case, accents and vowel signs, Arabic letter variants made one."""
    low = token.casefold()
    if low.isascii():
        return low
    first = low[0]
    if "\u0600" <= first <= "\u06ff":
        return _ARABIC_MARKS.sub("", low).translate(_ARABIC_LETTERS)
    if "\u0400" <= first <= "\u04ff":
        return low.replace("ё", "е").replace("\u0301", "")
    bare = (c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    return "".join(bare).replace("ß", "ss").replace("ı", "i")


@lru_cache(maxsize=_REMEMBERED)
def stem(token: str) -> str:
    """Return the folded token without a Slavic case ending; other scripts stay as folded."""
    folded = fold(token)
    if not ("\u0400" <= folded[:1] <= "\u04ff") or len(folded) < 4:
        return folded
    cut = _SLAVIC_ENDING.sub("", folded)
    return cut if len(cut) >= 3 else folded


def tokens(text: str) -> list[str]:
    """Return the tokens of `text` as written."""
    return _TOKEN.findall(text)


def is_arabic(folded: str) -> bool:
    """Tell whether a folded token is written in Arabic script."""
    return "\u0600" <= folded[:1] <= "\u06ff"


@lru_cache(maxsize=_REMEMBERED)
def arabic_bases(folded: str) -> tuple[str, ...]:
    """Return what may remain of an Arabic token once its proclitics are taken off, itself first."""
    return tuple(
        folded[len(p) :]
        for p in ARABIC_PROCLITICS
        if folded.startswith(p) and len(folded) - len(p) >= (2 if p else 0)
    )


class _Forms(dict[str, tuple[str, str]]):
    """The folded and stemmed form of each token met, remembered: a text repeats most of its words."""

    def __missing__(self, token: str) -> tuple[str, str]:
        if len(self) >= _REMEMBERED:
            self.clear()
        forms = self[token] = (fold(token), stem(token))
        return forms


class _Gaps(dict[str, bool]):
    """Whether what stands between two tokens ends a phrase, remembered: most of it is one space."""

    def __missing__(self, gap: str) -> bool:
        if len(self) >= _REMEMBERED:
            self.clear()
        ends = self[gap] = gap not in (" ", "-", "'", "’", "") and _BREAK.search(gap) is not None
        return ends


_FORMS, _GAPS = _Forms(), _Gaps()


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of a text: their spans, their folded and stemmed forms, and the breaks (all of one length).

    A break is punctuation before a token that ends a phrase; one stands before the first token.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    folded: tuple[str, ...]
    stems: tuple[str, ...]
    breaks: tuple[bool, ...]

    @classmethod
    def of(cls, text: str) -> Words:
        """Cut `text` into words."""
        pieces = _PIECES.split(text)
        if len(pieces) == 1:
            return cls(text, (), (), (), (), ())
        # Pieces are gap, token, gap, token, … , gap: every second end is where a token starts.
        ends = tuple(accumulate(map(len, pieces)))
        folded, stems = zip(*map(_FORMS.__getitem__, pieces[1::2]), strict=True)
        breaks = (True, *map(_GAPS.__getitem__, pieces[2:-1:2]))
        return cls(text, ends[:-1:2], ends[1::2], folded, stems, breaks)

    def __len__(self) -> int:
        return len(self.starts)

    def token(self, index: int) -> str:
        """Return the token as written."""
        return self.text[self.starts[index] : self.ends[index]]

    def span(self, first: int, last: int) -> Span:
        """Return the characters from token `first` up to, not including, token `last`."""
        return Span(self.starts[first], self.ends[last - 1])

    def within(self, span: Span) -> range:
        """Return the indices of the tokens that begin inside `span`."""
        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))

    def at(self, offset: int) -> int:
        """Return the index of the token that covers or follows `offset`."""
        return bisect_right(self.ends, offset)

    def breaks_before(self, index: int) -> bool:
        """Tell whether punctuation that ends a phrase stands before the token."""
        return self.breaks[index]
