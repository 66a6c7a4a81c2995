"""Numbers as they are written in ten languages: in digits with any separator, in words, or mixed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from khaldun.core.words import Words, fold
from khaldun.data.load import list_files, read_yaml
from khaldun.errors import DataError
from khaldun.resolve.symbols import Entry, Lexer, Symbol

_DIGITS = re.compile(r"(?:[وفبلك]{0,2}(?:ال)?)(\d+)")
_NARROW = frozenset(("\u00a0", "\u202f", "\u2009", "\u2007"))
_GROUP_MARKS = frozenset((",", ".", "'", "’", "٬", *_NARROW))
_DECIMAL_MARKS = frozenset((".", ",", "٫"))
_MOST_DIGITS = 9
_LONGEST_WORD = 60
_KINDS = ("units", "hundreds", "scales", "plural_scales", "doubled", "dozens")


@dataclass(frozen=True, slots=True)
class Piece:
    """One number word: its value and how it joins others."""

    value: int
    kind: str
    """units (also tens and whole hundreds), hundreds, scales, plural_scales, doubled ("two thousand" in one
    word), dozens or and."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as read; `year_like` is a bare four-digit number from 1900 to 2100."""

    value: int
    approximate: bool = False
    year_like: bool = False
    uncountable: bool = False
    """A decimal fraction, a leading zero or too many digits: no number of people."""
    ambiguous: bool = False
    """A word that is more often something else, such as an article."""


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How a language joins its number words."""

    links: frozenset[str] = frozenset()
    link_after: frozenset[str] = frozenset()
    """After which magnitudes a linking word may stand: units, tens, hundreds, scales."""
    teens_after: frozenset[int] = frozenset()
    units_first: bool = False
    joined_only: bool = False
    blank_groups: bool = False
    apostrophe_joins: bool = False
    ambiguous: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Sum:
    """The number that the pieces taken so far make."""

    style: NumberStyle
    total: int = 0
    group: int = 0
    limit: int = 10**12
    last: str = ""
    approximate: bool = False
    pieces: list[Piece] = field(default_factory=list)

    @property
    def value(self) -> int:
        return self.total + self.group

    def add(self, piece: Piece, linked: bool) -> bool:
        """Take one more piece if the language allows it here."""
        taken = getattr(self, f"_{piece.kind}")(piece.value, linked)
        if taken:
            self.pieces.append(piece)
        return bool(taken)

    def _units(self, value: int, linked: bool) -> bool:
        if self.pieces and self.style.joined_only and not linked:
            return False
        if self.last == "dozens" or (self.pieces and value == 0) or not self._fits(value, linked):
            return False
        self.group += value
        self.last = "units" if value < 20 else "tens" if value < 100 else "hundreds"
        return True

    def _fits(self, value: int, linked: bool) -> bool:
        low = self.group % 100
        if self.group == 0:
            return self.last in ("", "scales")
        if value >= 100 or low == 0:
            return value < 100
        if value < 10:
            return low % 10 == 0 and (low >= 20 or low in self.style.teens_after)
        if value < 20:
            return low in self.style.teens_after and low > 10
        return self.style.units_first and linked and low < 10 and value % 10 == 0

    def _hundreds(self, value: int, linked: bool) -> bool:
        if self.group >= 100 or (self.pieces and self.last not in ("units", "tens", "scales")):
            return False
        self.group = max(self.group, 1) * value
        self.last = "hundreds"
        return True

    def _scales(self, value: int, linked: bool) -> bool:
        if (
            value >= self.limit
            or self.last == "dozens"
            or (self.last == "scales" and not self.group and not linked)
        ):
            return False
        self.total += max(self.group, 1) * value
        self.group, self.limit, self.last = 0, value, "scales"
        return True

    def _plural_scales(self, value: int, linked: bool) -> bool:
        return self.group > 0 and self._scales(value, linked)

    def _doubled(self, value: int, linked: bool) -> bool:
        return self.group == 0 and self._scales(value // 2, linked) and self._grow(value // 2)

    def _grow(self, value: int) -> bool:
        self.total += value
        return True

    def _dozens(self, value: int, linked: bool) -> bool:
        if self.total or self.group > 100 or not self.pieces:
            return False
        self.group *= value
        self.last, self.approximate = "dozens", True
        return True

    def _and(self, value: int, linked: bool) -> bool:
        return True


class NumberReader:
    """Reads the numbers of one language; the symbols it gives carry a `Number`."""

    def __init__(self, data: Mapping[str, Any], file: str) -> None:
        self._style = _style(data, file)
        pieces = list(_pieces(data, file))
        self._values = {fold(word): piece for word, piece in (*_glue_pieces(data), *pieces)}
        self._values.update((fold(word), Piece(0, "and")) for word in self._style.links)
        self._longest = max(map(len, self._values), default=0)
        self._lexer = Lexer(
            ((word, Entry("N", (piece,))) for word, piece in pieces),
            fallback=self._unglue if data.get("glued", False) else None,
        )

    def starts(self, folded: str) -> bool:
        """Tell whether a number may begin with this token."""
        digits = folded[-1:].isdecimal() and _DIGITS.fullmatch(folded) is not None
        return digits or self._lexer.begins(folded)

    def strong(self, folded: str) -> bool:
        """Tell that an expression may hang on any number."""
        return True

    def read(self, words: Words, first: int, stop: int) -> Symbol | None:
        """Return the number at a token with a `Number` for its value, if there is one."""
        folded = words.folded[first]
        if not folded[-1].isdecimal():
            return self._in_words(words, first, stop)
        found = None if folded.isdecimal() else _DIGITS.fullmatch(folded)
        number, last = self._in_digits(words, first, stop, found.group(1) if found else folded)
        return Symbol("N", number, first, last, found is not None and folded[0] in "وف")

    def _unglue(self, folded: str) -> Entry | None:
        """Return the number written as one word, if its parts make one: "ventiquattro", "einundzwanzig"."""
        if len(folded) > _LONGEST_WORD:
            return None
        for pieces in self._splits(folded):
            total, linked = _Sum(self._style), False
            for piece in pieces:
                if not total.add(piece, linked):
                    break
                linked = piece.kind == "and"
            else:
                return Entry("N", tuple(pieces))
        return None

    def _splits(self, folded: str) -> Iterator[list[Piece]]:
        """Yield the ways to cut a word into number words, longest first; at least two."""
        for end in range(min(len(folded) - 1, self._longest), 0, -1):
            piece = self._values.get(folded[:end])
            if piece is None:
                continue
            rest = folded[end:]
            if rest in self._values:
                yield [piece, self._values[rest]]
            yield from ([piece, *others] for others in self._splits(rest))

    def _in_digits(self, words: Words, first: int, stop: int, digits: str) -> tuple[Number, int]:
        grouped, last = self._groups(words, first, stop, digits)
        fraction = _fraction(words, last, stop)
        scale = self._scale(words, last + (1 if fraction else 0), stop)
        if scale is not None and len(grouped) <= _MOST_DIGITS:
            last, factor, approximate = scale
            return Number(round(float(f"{grouped}.{fraction or 0}") * factor), approximate), last
        plain = grouped == digits
        odd = bool(fraction) or len(grouped) > _MOST_DIGITS or (len(grouped) > 1 and grouped[0] in "0٠۰")
        value = int(grouped) if len(grouped) <= _MOST_DIGITS else 0
        year_like = plain and len(digits) == 4 and 1900 <= value <= 2100
        return Number(value, year_like=year_like, uncountable=odd), last + (1 if fraction else 0)

    def _groups(self, words: Words, first: int, stop: int, digits: str) -> tuple[str, int]:
        """Return the digits with the groups of three that follow, and the token after them."""
        last, mark = first + 1, None
        if not 1 <= len(digits) <= 3 or digits == "0":
            return digits, last
        while last < stop and len(words.folded[last]) == 3 and words.folded[last].isdecimal():
            gap = words.text[words.ends[last - 1] : words.starts[last]]
            if not (gap in _GROUP_MARKS or (gap == " " and self._style.blank_groups)) or mark not in (
                None,
                gap,
            ):
                break
            digits, last, mark = digits + words.folded[last], last + 1, gap
        return digits, last

    def _scale(self, words: Words, i: int, stop: int) -> tuple[int, int, bool] | None:
        """Return the token after a word such as "million", its factor, and whether it is approximate."""
        if i >= stop or not self._lexer.begins(words.folded[i]):
            return None
        if words.text[words.ends[i - 1] : words.starts[i]].strip():
            return None
        symbol = self._lexer.match(words, i, stop)
        if symbol is None or symbol.joined:
            return None
        piece = symbol.value[0]
        if piece.kind not in ("scales", "plural_scales", "dozens", "hundreds"):
            return None
        return symbol.last, piece.value, piece.kind == "dozens"

    def _in_words(self, words: Words, first: int, stop: int) -> Symbol | None:
        total = _Sum(self._style)
        head = self._lexer.match(words, first, stop)
        if head is None or not all(total.add(p, True) for p in head.value):
            return None
        last = self._extend(words, head.last, stop, total)
        if total.pieces[-1].kind == "dozens" and len(total.pieces) == 1:
            return None
        end = words.ends[last - 1]
        if (
            self._style.apostrophe_joins
            and words.text[end : end + 1] in ("'", "’")
            and words.text[end + 1 :][:1].isalpha()
        ):
            return None
        ambiguous = last == first + 1 and words.folded[first] in self._style.ambiguous
        return Symbol(
            "N", Number(total.value, total.approximate, ambiguous=ambiguous), first, last, head.joined
        )

    def _extend(self, words: Words, i: int, stop: int, total: _Sum) -> int:
        """Take the pieces that go on from token `i`; return the token after the last one taken."""
        while i < stop and _joins(words, i):
            at, linked = i, False
            if words.folded[i] in self._style.links and total.last in self._style.link_after:
                at, linked = i + 1, True
            if at >= stop or not _joins(words, at):
                break
            symbol = self._lexer.match(words, at, stop)
            if symbol is None or not self._takes(total, symbol, linked or symbol.joined):
                break
            i = symbol.last
        return i

    def _takes(self, total: _Sum, symbol: Symbol, linked: bool) -> bool:
        if symbol.joined and total.last not in self._style.link_after:
            return False
        before = (total.total, total.group, total.limit, total.last, total.approximate, list(total.pieces))
        for piece in symbol.value:
            if not total.add(piece, linked):
                total.total, total.group, total.limit, total.last, total.approximate, total.pieces = before
                return False
        return True


def _fraction(words: Words, i: int, stop: int) -> str:
    """Return the digits after a decimal mark at token `i`, or nothing."""
    if i >= stop or not words.folded[i].isdecimal() or len(words.folded[i]) > 2:
        return ""
    gap = words.text[words.ends[i - 1] : words.starts[i]]
    after = words.text[words.ends[i] : words.ends[i] + 2]
    # "20.11.2025" is no fraction.
    return (
        words.folded[i]
        if gap in _DECIMAL_MARKS and not (after[:1] in (".", ",") and after[1:].isdecimal())
        else ""
    )


def _joins(words: Words, i: int) -> bool:
    gap = words.text[words.ends[i - 1] : words.starts[i]]
    return gap == "-" or (gap.strip() == "" and "\n" not in gap)


def _style(data: Mapping[str, Any], file: str) -> NumberStyle:
    try:
        return NumberStyle(
            links=frozenset(fold(w) for w in data.get("links", ())),
            link_after=frozenset(data.get("link_after", ())),
            teens_after=frozenset(data.get("teens_after", ())),
            units_first=bool(data.get("units_first", False)),
            joined_only=bool(data.get("joined_only", False)),
            blank_groups=bool(data.get("blank_groups", False)),
            apostrophe_joins=bool(data.get("apostrophe_joins", False)),
            ambiguous=frozenset(fold(w) for w in data.get("ambiguous", ())),
        )
    except (TypeError, AttributeError) as error:
        raise DataError(file, f"the rules of joining are wrong ({error})") from error


def _pieces(data: Mapping[str, Any], file: str) -> Iterator[tuple[str, Piece]]:
    try:
        for kind in _KINDS:
            for value, forms in data.get(kind, {}).items():
                yield from ((form, Piece(int(value), kind)) for form in forms)
    except (TypeError, ValueError, AttributeError) as error:
        raise DataError(file, f"a table of number words is wrong ({error})") from error


def _glue_pieces(data: Mapping[str, Any]) -> Iterator[tuple[str, Piece]]:
    for value, forms in data.get("glue", {}).items():
        yield from ((form, Piece(int(value), "hundreds" if int(value) == 100 else "units")) for form in forms)


@lru_cache(maxsize=1)
def number_readers() -> Mapping[str, NumberReader]:
    """Return the readers of all languages with data under `data/numbers`; raises DataError."""
    return {
        path.split("/")[-1][:-5]: NumberReader(read_yaml(path), path)
        for path in list_files("numbers", ".yaml")
    }
