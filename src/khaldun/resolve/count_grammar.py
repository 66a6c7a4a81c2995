"""Number expressions as a grammar over classes of words.

Letters: N number, 1 ambiguous number word, V vague word ("dozens"), Y vague word that asks for a person
noun, D Arabic dual ("two soldiers" in one word), 0 a stated nothing, Z nobody; a at least, m more than, b
about, u up to, f fewer than; A, G, R, U the same after the number; B between, e to, r or, & and, i filler,
p person noun, j adjective, x measure, t thing, k word before numbers of other kinds, q month, l "in" before
months, d "of", w rises, s other known word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from khaldun.core.values import Count
from khaldun.core.words import Words, fold
from khaldun.data.load import list_files, read_yaml
from khaldun.errors import DataError
from khaldun.resolve.number_words import Number, NumberReader, number_readers
from khaldun.resolve.symbols import Entry, Lexer, Row, Symbol

_MODIFIERS = {"at_least": "aA", "more_than": "mG", "about": "bR", "up_to": "uU", "fewer_than": "fF"}
_CLASSES = (
    ("between", "B"), ("to", "e"), ("or", "r"), ("and", "&"), ("fillers", "i"), ("measures", "x"),
    ("blockers", "k"), ("rises", "w"), ("persons", "p"), ("adjectives", "j"), ("things", "t"),
)  # fmt: skip
_STRONG = "N1VYD0Z"
_VERB_REACH = 5
"""Words after "nobody" in which a verb of harm must stand."""

PATTERN = re.compile(
    r"(?P<between>B[itk]?N(?:[e&u]|-)[itk]?N)"
    r"|(?P<range>(?P<lead>[amubf]i?)?N(?:-|e|r|u(?=N))N)"
    r"|(?P<single>(?P<mod>[amubf]{0,2}i{0,2})(?:N|V|D|1(?=j?p)|Y(?=o?[pj]))(?P<post>[aAbRuUGF](?!i*[N1VD]))?)"
    r"(?P<far>(?=[opj]{1,2}[aAbRGU](?![iamubf]*[N1VD])))?"
    r"|(?P<zero>0)"
    r"|(?P<nobody>Z)"
)


@dataclass(frozen=True, slots=True)
class CountRules:
    """The number expressions of one language."""

    lexer: Lexer
    verbs: tuple[str, ...]
    month_first: bool

    def row(self, words: Words, within: range) -> Row:
        """Return the row of a token range."""
        return self.lexer.read(words, within)

    def harm_follows(self, words: Words, first: int, stop: int) -> bool:
        """Tell whether a verb of harm stands within a few words from token `first`."""
        near = words.folded[first : min(first + _VERB_REACH, stop)]
        return any(verb in near for verb in self.verbs)


@dataclass(slots=True)
class _Hook:
    """Gives ambiguous number words a letter of their own."""

    reader: NumberReader
    letters: dict[bool, str] = field(default_factory=lambda: {False: "N", True: "1"})

    def starts(self, folded: str) -> bool:
        """Tell whether a number may begin with this token."""
        return self.reader.starts(folded)

    def strong(self, folded: str) -> bool:
        """Tell that every number may be a count."""
        return True

    def read(self, words: Words, first: int, stop: int) -> Symbol | None:
        """Return the number at a token."""
        symbol = self.reader.read(words, first, stop)
        if symbol is None or not isinstance(symbol.value, Number) or not symbol.value.ambiguous:
            return symbol
        return Symbol("1", symbol.value, symbol.first, symbol.last, symbol.joined)


def _entries(
    data: Mapping[str, Any], dates: Mapping[str, Any], reader: NumberReader
) -> Iterator[tuple[str, Entry]]:
    yield from _each(data.get("stop", ()), Entry("s"))
    yield from _nothing(data.get("none", {}))
    for number, phrases in data.get("approximate", {}).items():
        yield from _each(phrases, Entry("N", Number(int(number), approximate=True)))
    for number, phrases in data.get("vague", {}).items():
        value = Count(int(number), None, None, True)
        for phrase in phrases:
            if phrase.endswith("(<person>)"):
                yield phrase.removesuffix("(<person>)"), Entry("Y", value)
            else:
                yield phrase, Entry("V", value)
    yield from _each(data.get("duals", ()), Entry("D", Number(2)))
    for name, letters in _MODIFIERS.items():
        yield from _each(data.get("before", {}).get(name, ()), Entry(letters[0], name))
        yield from _each(data.get("after", {}).get(name, ()), Entry(letters[1], name))
    for phrases in dates.get("months", {}).values():
        yield from _each((p for p in phrases if not reader.starts(fold(p.rstrip(".")))), Entry("q"))
    for name, letter in _CLASSES:
        yield from _each(data.get(name, ()), Entry(letter))
    words = dates.get("words", {})
    yield from _each(words.get("in", ()), Entry("l"))
    yield from _each(words.get("of", ()), Entry("d"))
    yield from _each(data.get("functions", ()), Entry("s"))


def _each(phrases: Any, entry: Entry) -> Iterator[tuple[str, Entry]]:
    yield from ((phrase, entry) for phrase in phrases)


def _nothing(none: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    """Yield what states that nobody was harmed: "no" before a noun of harm, phrases, words for nobody."""
    for word in none.get("words", ()):
        yield from ((f"{word} ({noun})", Entry("0")) for noun in none.get("nouns", ()))
    yield from _each(none.get("phrases", ()), Entry("0"))
    yield from _each(none.get("persons", ()), Entry("Z"))


@lru_cache(maxsize=1)
def count_rules() -> Mapping[str, CountRules]:
    """Return the rules of all languages with data under `data/numbers`; raises DataError."""
    readers = number_readers()
    dates = set(list_files("dates", ".yaml"))
    rules: dict[str, CountRules] = {}
    for language, reader in readers.items():
        path = f"numbers/{language}.yaml"
        data = read_yaml(path)
        months = read_yaml(f"dates/{language}.yaml") if f"dates/{language}.yaml" in dates else {}
        try:
            lexer = Lexer(_entries(data, months, reader), _Hook(reader), strong=_STRONG)
        except (TypeError, ValueError, AttributeError) as error:
            raise DataError(path, f"a table of count words is wrong ({error})") from error
        verbs = tuple(fold(v) for v in data.get("none", {}).get("verbs", ()))
        rules[language] = CountRules(lexer, verbs, bool(months.get("month_first", False)))
    return rules
