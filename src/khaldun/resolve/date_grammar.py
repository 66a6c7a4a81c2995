"""Date expressions as a grammar over classes of words: one for all languages, with the words as data.

Letters: D day, g its ending, M month, H Hijri month, Y year, J Hijri year, W weekday, N other number, w
number word, U unit, V quantity ("a week"), K fixed expression ("yesterday"), R year relative to the
anchor's, T part of the day, n night of, v night before, z part of a month or year, s since, u until, k
before, b between, e to, i in, a on, d of, t article, l last, h this, x next, p running period, A ago, B ago
(before the quantity), E earlier, F earlier (before), L later, G later (before), y the word "year"; & and.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from khaldun.core.words import Words
from khaldun.data.load import digest_of, list_files, read_yaml
from khaldun.errors import DataError
from khaldun.resolve.number_words import Number, number_readers
from khaldun.resolve.symbols import Entry, Lexer, NumberHook, Symbol

_FOLDER = "dates"
_STRONG = "MHWUVKR"
_CLASSES = {
    "night": "n", "eve": "v", "running": "p", "ago_before": "B", "earlier_before": "F", "later_before": "G",
    "ago": "A", "earlier": "E", "later": "L", "after": "L", "before": "k", "last": "l", "this": "h",
    "next": "x", "part": "z", "day_part": "T", "between": "b", "since": "s", "until": "u", "to": "e",
    "and": "&", "of": "d", "in": "i", "on": "a", "the": "t",
}  # fmt: skip
_TABLES = (
    "capitals", "month_first", "day_dot", "numeric", "months", "weekdays", "hijri", "ordinals",
    "ordinal_endings", "day_endings", "year_words", "years_relative", "words", "units", "quantities",
    "relative", "not",
)  # fmt: skip

_QUANTITY = "(?:[DNw]U|V)"
_YEAR = "(?:,?[di]?t?(?:[yU]?Y[yU]?|R))"
_WEEKDAY = r"(?:(?:h|l)?W\)?T?[,(]?[tai]*)"
_MONTH = r"M(?:[/(]M\)?)?"
_DAY = f"(?:{_WEEKDAY}?t?D(?:-?g)?[dU]*{_MONTH}{_YEAR}?)"
_MONTH_FIRST = f"(?:{_WEEKDAY}?(?<!i)(?<!iz)M\\.?t?Dg?(?![.:]D){_YEAR}?)"
_WORD_FOLLOWS = re.compile(r"\s+\w")
_PRE = r"(?P<pre>(?:[iastukbBnvzTdhKe&]|(?<![lhxpDNwVtU])U(?=[tadW]*[DW])|-(?=W)){0,8})"
_CORE = r"""
 (?P<iso>[YN][-/.][DN][-/.][DN])
|(?P<numeric>[DN](?P<mark>[-/.])[DN](?P=mark)[YDN])
|(?P<hijri>t?Dg?[dU]?H(?:,?[dU]?J[yU]?))
|(?P<span>{date}(?:[-_]|[eua]t?|&t?s?|{b}){date})
|(?P<days>{weekday}?t?D(?:-?g)?(?:,D(?:-?g)?){0,8}(?:[-_]|[euda]t?|,?&[ts]?){weekday}?t?D(?:-?g)?[dU]*{month}{year}?{after})
|(?P<date>{date})
|(?P<months>M(?:[-_]|[eu]|&)i?M{year}?)
|(?P<month>[lhx]?M[lhx]|[lhx]M|{month}{year}|(?:(?<=[izsubUnkEhe&])|(?<=zd))M)
|(?P<years>Y(?:[-_/]|[eu]|&)Y)
|(?P<year>[yU]?Y[yU]?)
|(?P<weekdays>[lhx]?W[lhx]?T?(?:[-_]|[eudka]t?|&t?|)[taid]*W[lhx]?T?)
|(?P<weekday>[lhxp]?W[lhx]?T?)
|(?P<ago>{q}A|UA|B(?:{q}|U))
|(?P<earlier>(?:{q}|U)[Ek]|F(?:{q}|U))
|(?P<later>(?:{q}|U)L|G{q})
|(?P<running>[lp]t?{q}|[DNw][lp]U|{q}[lp]|U[DNw][lp]|[pU](?:p|(?<=p)U)|(?<=i)[DNw]U)
|(?P<unit>[lhx]U|U[lhx]|R)
|(?P<relative>KT?)
"""


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression: its kind, the symbols of its lead ("since", "the night of") and of its core."""

    kind: str
    lead: tuple[Symbol, ...]
    core: tuple[Symbol, ...]
    letters: str
    marks: str
    """The letters of the core with its punctuation."""


class _DateNumbers(NumberHook):
    """Reads numbers as days, years or quantities."""

    def __init__(self, words: NumberHook, endings: frozenset[str], day_dot: bool) -> None:
        self._words, self._endings, self._day_dot = words, endings, day_dot

    def starts(self, folded: str) -> bool:
        """Tell whether a number may begin with this token."""
        return self._ordinal(folded) is not None or self._words.starts(folded)

    def strong(self, folded: str) -> bool:
        """Tell whether the digits may be a day or a year, which stand without other words in "19.11.2025"."""
        return folded.isdecimal() and len(folded) in (1, 2, 4)

    def _ordinal(self, folded: str) -> int | None:
        digits = folded.rstrip("abcdefghijklmnopqrstuvwxyz")
        known = digits != folded and 1 <= len(digits) <= 2 and digits.isdecimal()
        return int(digits) if known and folded[len(digits) :] in self._endings else None

    def read(self, words: Words, first: int, stop: int) -> Symbol | None:
        """Return the number at a token: D, Y, J or N in digits, w in words."""
        folded = words.folded[first]
        day = self._ordinal(folded)
        if day is not None:
            return Symbol("D", day, first, first + 1) if 1 <= day <= 31 else None
        if not folded[-1].isdecimal():
            symbol = self._words.read(words, first, stop)
            return symbol and Symbol("w", symbol.value.value, first, symbol.last, symbol.joined)
        return self._in_digits(words, first, stop)

    def _in_digits(self, words: Words, first: int, stop: int) -> Symbol | None:
        symbol = self._words.read(words, first, stop)
        if symbol is None or not isinstance(symbol.value, Number):
            return None
        digits = words.folded[first].lstrip("وفبلكا")
        follows = words.text[words.ends[first] : words.ends[first] + 2]
        if symbol.last > first + 1:
            return Symbol("N", symbol.value.value, first, symbol.last, symbol.joined)
        if follows[:1] == ":" and follows[1:].isdecimal():
            return Symbol("c", None, first, min(first + 2, stop))
        value = int(digits) if len(digits) <= 9 else -1
        dotted = self._day_dot and len(digits) <= 2 and not follows[1:].isdecimal()
        return Symbol(_letter(digits, value), value, first, first + 1, symbol.joined, dotted)


def _letter(digits: str, value: int) -> str:
    if len(digits) <= 2 and 1 <= value <= 31:
        return "D"
    if len(digits) == 4 and 1900 <= value <= 2100:
        return "Y"
    return "J" if len(digits) == 4 and 1300 <= value <= 1500 else "N"


class DateGrammar:
    """Finds the date expressions of one language in words."""

    def __init__(self, data: Mapping[str, Any], numbers: NumberHook, file: str) -> None:
        unknown = sorted(set(data) - set(_TABLES))
        if unknown:
            raise DataError(file, f"unknown tables: {', '.join(unknown)}")
        self.numeric = str(data.get("numeric", "ask"))
        endings = frozenset(str(e) for e in data.get("ordinal_endings", ()))
        hook = _DateNumbers(numbers, endings, bool(data.get("day_dot", False)))
        try:
            self._lexer = Lexer(_entries(data, numbers), hook, strong=_STRONG)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise DataError(file, f"a table of date words is wrong ({error})") from error
        self._pattern = _pattern(bool(data.get("month_first", False)))

    def find(self, words: Words, within: range) -> Iterator[Expression]:
        """Yield the date expressions of a token range from the left."""
        row = self._lexer.read(words, within)
        for match in self._pattern.finditer(row.letters):
            kind = match.lastgroup or ""
            if kind == "mark":
                kind = "numeric"
            start, end = match.span(kind)
            if kind in ("earlier", "later", "relative") and _goes_on(words, row.between(start, end)[-1]):
                continue
            yield Expression(
                kind,
                tuple(row.between(match.start(), start)),
                tuple(row.between(start, end)),
                "".join(s.letter for s in row.between(start, end)),
                row.letters[start:end],
            )


def _goes_on(words: Words, last: Symbol) -> bool:
    """Tell "two days before the vote", which counts from something else, from "two days before"."""
    counts_on = last.value.get("open") if isinstance(last.value, dict) else last.value in ("before", "after")
    return bool(counts_on) and _WORD_FOLLOWS.match(words.text, words.ends[last.last - 1]) is not None


def _pattern(month_first: bool) -> re.Pattern[str]:
    date = f"(?:{_MONTH_FIRST}|{_DAY})" if month_first else _DAY
    core = _CORE.replace("{date}", date).replace("{q}", _QUANTITY).replace("{year}", _YEAR)
    core = core.replace("{weekday}", _WEEKDAY).replace("{month}", _MONTH).replace("{b}", "(?<=b)&")
    second = rf"|(?<!i)M\.?t?Dg?(?:[-_]|[eu]|&)Dg?(?![.:gM]){_YEAR}?" if month_first else ""
    core = core.replace("{after}", second)
    return re.compile(_PRE + "(?:" + re.sub(r"\s", "", core) + ")")


def _entries(data: Mapping[str, Any], numbers: NumberHook) -> Iterator[tuple[str, Entry]]:
    """Yield all phrases of a language; where two classes share a word, the first one has it."""
    yield from ((phrase, Entry("o")) for phrase in data.get("not", ()))
    yield from _expressions(data)
    yield from _names(data, numbers)
    for letter, table in (("H", "hijri"), ("D", "ordinals")):
        yield from _numbered(letter, data.get(table, {}))
    for unit, phrases in data["units"].items():
        yield from ((phrase, Entry("U", unit)) for phrase in phrases)
    words: Mapping[str, Any] = data.get("words", {})
    for name, letter in _CLASSES.items():
        yield from ((phrase, Entry(letter, name)) for phrase in words.get(name, ()))
    for letter, table in (("y", "year_words"), ("g", "day_endings")):
        yield from ((phrase, Entry(letter)) for phrase in data.get(table, ()))


def _expressions(data: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    """Yield the expressions whose meaning the data tells."""
    for value in data.get("relative", ()):
        yield from ((phrase, Entry("K", value)) for phrase in value["words"])
    yield from _numbered("R", data.get("years_relative", {}))
    for value in data.get("quantities", ()):
        letter = "U" if value.get("bare", False) else "V"
        yield from ((phrase, Entry(letter, value)) for phrase in value["words"])


def _names(data: Mapping[str, Any], numbers: NumberHook) -> Iterator[tuple[str, Entry]]:
    """Yield months and weekdays; an abbreviation that is a word of its own needs its full stop."""
    capital = bool(data.get("capitals", False))
    for month, phrases in data["months"].items():
        for phrase in phrases:
            yield phrase, Entry("M", int(month), capital=capital, strict=numbers.starts(phrase.rstrip(".")))
    for weekday, phrases in data["weekdays"].items():
        yield from ((phrase, Entry("W", int(weekday), capital=capital, strict=True)) for phrase in phrases)


def _numbered(letter: str, table: Mapping[Any, Any]) -> Iterator[tuple[str, Entry]]:
    for number, phrases in table.items():
        yield from ((phrase, Entry(letter, int(number))) for phrase in phrases)


@lru_cache(maxsize=1)
def date_grammars() -> Mapping[str, DateGrammar]:
    """Return the grammars of all languages with data under `data/dates`; raises DataError."""
    readers = number_readers()
    grammars: dict[str, DateGrammar] = {}
    for path in list_files(_FOLDER, ".yaml"):
        language = path.split("/")[-1].removesuffix(".yaml")
        if language not in readers:
            raise DataError(path, f"there is no data/numbers/{language}.yaml beside it")
        grammars[language] = DateGrammar(read_yaml(path), readers[language], path)
    return grammars


def date_data_digest() -> str:
    """Return the digest of all data that dates are read by."""
    return digest_of(*list_files(_FOLDER, ".yaml"), *list_files("numbers", ".yaml"))
