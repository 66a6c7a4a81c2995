"""Words turned into rows of one-letter classes, over which a grammar is an ordinary regular expression.

The words of a class are data; the order in which classes may follow one another is the grammar. A text
of 400 words becomes a row of some dozens of letters, so that the expressions cost next to nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

from khaldun.core.words import Words, arabic_bases, fold, is_arabic

OTHER = "o"
FAR = "|"
_MEMO_LIMIT = 200_000
_NEAR = 3
"""Words of no class between two of a class that are still shown one by one."""
_INVISIBLE = "\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"
_DASHES = frozenset(("-", "–", "—", "\u2010", "\u2011", "−"))
_TIGHT = frozenset(("", "-", "\u2010", "\u2011", "'", "’", "."))
_AHEAD = re.compile(r"\(([^)]*)\)\s*$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One phrase of a class: its letter, its value, the words after the first and what must follow."""

    letter: str
    value: Any = None
    tail: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    capital: bool = False
    dotted: bool = False
    strict: bool = False
    """True where an abbreviation counts with its full stop only."""
    joined: bool = False
    """True where an Arabic "and" is written onto the word."""

    @property
    def size(self) -> int:
        """Return how many words the entry asks for."""
        return len(self.tail) + len(self.ahead)


@dataclass(frozen=True, slots=True)
class Symbol:
    """An entry found at the tokens [first, last)."""

    letter: str
    value: Any
    first: int
    last: int
    joined: bool = False
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The letters of a stretch of words; `symbols` has None where a letter stands for punctuation."""

    letters: str
    symbols: tuple[Symbol | None, ...]

    def between(self, start: int, end: int) -> list[Symbol]:
        """Return the symbols of the letters [start, end)."""
        return [s for s in self.symbols[start:end] if s is not None]


class NumberHook(Protocol):
    """Reads a number at a token, as a letter, a value and the token after it."""

    def starts(self, folded: str) -> bool:
        """Tell whether a number may begin with this token."""
        ...

    def read(self, words: Words, first: int, stop: int) -> Symbol | None:
        """Return the number that begins at the token, if any."""
        ...


class _Gaps(dict[str, str]):
    """Stretches between two tokens to their letter: "" joins, "|" parts, "_" is a dash between blanks, ";" a full stop and a blank; the rest is the mark itself."""

    def __missing__(self, gap: str) -> str:
        if len(self) > _MEMO_LIMIT:
            self.clear()
        letter = self[gap] = _gap_letter(gap)
        return letter


def _gap_letter(gap: str) -> str:
    if "\n" in gap:
        return FAR
    bare = gap.strip().strip(_INVISIBLE).strip()
    if bare in ("", "'", "’", "ـ"):
        return ""
    if bare in _DASHES:
        return "-" if gap == bare != "—" else "_"
    if bare == ".":
        return "." if gap == "." else ";"
    if bare in (",", "،"):
        return ","
    return bare if bare in ("/", ":", "(", ")") else FAR


class Lexer:
    """Finds the entries of one language in words.

    A phrase's words may end in `*` (any continuation); words in round brackets at its end must follow
    but do not belong to it; a phrase that ends in a full stop is an abbreviation and takes the stop with it.
    """

    def __init__(
        self,
        entries: Iterable[tuple[str, Entry]],
        numbers: NumberHook | None = None,
        fallback: Callable[[str], Entry | None] | None = None,
    ) -> None:
        self._exact: dict[str, list[Entry]] = defaultdict(list)
        self._prefix: dict[str, list[Entry]] = defaultdict(list)
        self._memo: dict[str, tuple[Entry, ...] | None] = {}
        self._gaps = _Gaps()
        self._numbers = numbers
        self._fallback = fallback
        for phrase, entry in entries:
            for variant in _variants(phrase):
                self._add(variant, entry)

    def _add(self, phrase: str, entry: Entry) -> None:
        found = _AHEAD.search(phrase)
        ahead = tuple(_parts(found.group(1))) if found else ()
        parts = list(_parts(phrase[: found.start()] if found else phrase))
        if not parts:
            raise ValueError(f"a phrase without words: {phrase!r}")
        dotted = phrase.endswith(".")
        full = replace(entry, tail=tuple(parts[1:]), ahead=ahead, dotted=dotted)
        if parts[0].endswith("*"):
            self._prefix[parts[0][:-1]].append(full)
        elif full not in self._exact[parts[0]]:
            self._exact[parts[0]].append(full)

    def candidates(self, folded: str) -> tuple[Entry, ...] | None:
        """Return the entries that may begin with a token, longest first, or None."""
        try:
            return self._memo[folded]
        except KeyError:
            if len(self._memo) > _MEMO_LIMIT:
                self._memo.clear()
            found = self._memo[folded] = self._look_up(folded)
            return found

    def _look_up(self, folded: str) -> tuple[Entry, ...] | None:
        found = self._bare(folded)
        if not found and is_arabic(folded):
            for base in arabic_bases(folded)[1:]:
                joined = folded[0] in "وف"
                found = [replace(e, joined=joined) for e in self._bare(base)]
                if found:
                    break
        return tuple(sorted(found, key=lambda e: -e.size)) or None

    def _bare(self, folded: str) -> list[Entry]:
        found = list(self._exact.get(folded, ()))
        if self._prefix:
            for end in range(2, len(folded) + 1):
                found.extend(self._prefix.get(folded[:end], ()))
        if self._numbers is not None and self._numbers.starts(folded):
            found.append(Entry("#"))
        if not found and self._fallback is not None:
            derived = self._fallback(folded)
            found = [derived] if derived else []
        return found

    def match(self, words: Words, i: int, stop: int) -> Symbol | None:
        """Return the longest entry at token `i`, if any."""
        for entry in self.candidates(words.folded[i]) or ():
            if entry.letter == "#":
                symbol = self._numbers.read(words, i, stop) if self._numbers is not None else None
                if symbol is None:
                    continue
                return replace(symbol, joined=True) if entry.joined else symbol
            last = i + 1 + len(entry.tail)
            if entry.size and not _follows(words, i + 1, stop, entry.tail + entry.ahead):
                continue
            if entry.strict and entry.dotted and not words.text.startswith(".", words.ends[last - 1]):
                continue
            if entry.capital and not words.text[words.starts[i]].isupper():
                continue
            return Symbol(entry.letter, entry.value, i, last, entry.joined, entry.dotted)
        return None

    def symbols(self, words: Words, within: range) -> Iterator[Symbol]:
        """Yield the entries in a token range from the left, without overlaps."""
        folded, memo, stop = words.folded, self._memo, within.stop
        i = within.start
        while i < stop:
            token = folded[i]
            if (memo[token] if token in memo else self.candidates(token)) is None:
                i += 1
                continue
            symbol = self.match(words, i, stop)
            if symbol is None:
                i += 1
            else:
                yield symbol
                i = symbol.last

    def read(self, words: Words, within: range) -> Row:
        """Return the row of a token range; an Arabic "and" written onto a word is a letter `&` of its own."""
        letters: list[str] = []
        symbols: list[Symbol | None] = []
        before: Symbol | None = None
        for symbol in self.symbols(words, within):
            if before is not None:
                gap = self._between(words, before, symbol.first)
                letters.extend(gap)
                symbols.extend([None] * len(gap))
            if symbol.joined:
                letters.append("&")
                symbols.append(None)
            letters.append(symbol.letter)
            symbols.append(symbol)
            before = symbol
        return Row("".join(letters), tuple(symbols))

    def _between(self, words: Words, before: Symbol, first: int) -> str:
        if first - before.last > _NEAR:
            return FAR
        gaps, text, starts, ends = self._gaps, words.text, words.starts, words.ends
        end = ends[before.last - 1]
        if before.dotted and text[end : end + 1] == ".":
            end += 1
        marks = gaps[text[end : starts[before.last]]]
        for k in range(before.last, first):
            marks += OTHER + gaps[text[ends[k] : starts[k + 1]]]
        return marks


def _variants(phrase: str) -> tuple[str, ...]:
    """Return the phrase, and with the letter apostrophe that Ukrainian keyboards type."""
    return (phrase, phrase.replace("'", "\u02bc")) if "'" in phrase else (phrase,)


def _parts(phrase: str) -> Iterator[str]:
    for raw in phrase.split():
        pieces = Words.of(raw.rstrip("*"))
        for i in range(len(pieces)):
            star = "*" if raw.endswith("*") and i == len(pieces) - 1 else ""
            yield fold(pieces.token(i)) + star


def _follows(words: Words, i: int, stop: int, parts: tuple[str, ...]) -> bool:
    """Tell whether the parts stand from token `i` on, with nothing but blanks, hyphens or a tight stop between."""
    if i + len(parts) > stop:
        return False
    for k, part in enumerate(parts, start=i):
        folded = words.folded[k]
        if not (folded.startswith(part[:-1]) if part.endswith("*") else folded == part):
            return False
        gap = words.text[words.ends[k - 1] : words.starts[k]]
        if gap not in _TIGHT and (gap.strip().strip(_INVISIBLE) or "\n" in gap):
            return False
    return True
