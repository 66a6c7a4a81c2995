"""Words turned into rows of one-letter classes, over which a grammar is an ordinary regular expression.

The words of a class are data; the order in which classes may follow one another is the grammar. A text
of 400 words becomes a row of some dozens of letters, so that the expressions cost next to nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Protocol

from khaldun.core.words import ARABIC_AND, Words, arabic_bases, fold, is_arabic

OTHER = "o"
FAR = "|"
_MEMO_LIMIT = 200_000
_BEFORE, _AFTER = 5, 4
"""Words before and after a strong one that may belong to its expression or decide about it."""
_NEAR = 3
"""Words of no class between two of a class that are still shown one by one."""
_NOUN = 3
"""Letters of the shortest noun behind an Arabic article: "ألفي" is two thousand, not the article with "في"."""
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


class Symbol(NamedTuple):
    """An entry found at the tokens [first, last); a named tuple, for it is built a hundred times a report."""

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


@dataclass(slots=True)
class _Head:
    """The entries that begin with one token: those of one word, and longer ones by their second word."""

    single: tuple[Entry, ...] = ()
    longer: dict[str, list[Entry]] = field(default_factory=dict)
    starred: tuple[Entry, ...] = ()
    """Longer entries whose second word ends in `*`."""
    strong: bool = False
    """True where an expression may hang on this word."""
    plain: Entry | None = None
    """The entry, where there is but one and it asks for nothing: the usual case, and the fast one."""


class NumberHook(Protocol):
    """Reads a number at a token, as a letter, a value and the token after it."""

    def starts(self, folded: str) -> bool:
        """Tell whether a number may begin with this token."""
        ...

    def strong(self, folded: str) -> bool:
        """Tell whether an expression may hang on a number that begins so."""
        ...

    def read(self, words: Words, first: int, stop: int) -> Symbol | None:
        """Return the number that begins at the token, if any."""
        ...


_NOTHING = Symbol("", None, 0, 0)


class _Gaps(dict[str, str]):
    """Stretches between two tokens to their letter.

    "" joins, "|" parts, "_" is a dash between blanks, ";" a full stop and a blank; others are as written.
    """

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
    `strong` are the letters that an expression needs one of: words far from all of them are not looked at.
    """

    def __init__(
        self,
        entries: Iterable[tuple[str, Entry]],
        numbers: NumberHook | None = None,
        fallback: Callable[[str], Entry | None] | None = None,
        strong: str = "",
    ) -> None:
        self._exact: dict[str, list[Entry]] = defaultdict(list)
        self._prefix: dict[str, list[Entry]] = defaultdict(list)
        self._heads: dict[str, _Head | None] = {}
        self._gaps = _Gaps()
        self._numbers = numbers
        self._fallback = fallback
        self._strong = frozenset(strong)
        self._strong_words: set[str] = set()
        self._longest = 0
        for phrase, entry in entries:
            for variant in _variants(phrase):
                self._add(variant, entry)

    def _add(self, phrase: str, entry: Entry) -> None:
        found = _AHEAD.search(phrase)
        ahead = tuple(_parts(found.group(1))) if found else ()
        parts = list(_parts(phrase[: found.start()] if found else phrase))
        if not parts:
            raise ValueError(f"a phrase without words: {phrase!r}")
        full = replace(entry, tail=tuple(parts[1:]), ahead=ahead, dotted=phrase.endswith("."))
        if entry.letter in self._strong:
            self._strong_words.add(parts[-1])
        if parts[0].endswith("*"):
            self._prefix[parts[0][:-1]].append(full)
            self._longest = max(self._longest, len(parts[0]) - 1)
        elif full not in self._exact[parts[0]]:
            self._exact[parts[0]].append(full)

    def begins(self, folded: str) -> bool:
        """Tell whether an entry may begin with the token."""
        return self._head(folded) is not None

    def _head(self, folded: str) -> _Head | None:
        try:
            return self._heads[folded]
        except KeyError:
            if len(self._heads) > _MEMO_LIMIT:
                self._heads.clear()
            found = self._heads[folded] = self._look_up(folded)
            return found

    def _look_up(self, folded: str) -> _Head | None:
        found, strong = self._bare(folded), folded in self._strong_words
        if not found and is_arabic(folded):
            found, base = self._without_proclitics(folded)
            strong = strong or base in self._strong_words
        if self._numbers is not None and self._numbers.starts(folded):
            found.append(Entry("#", self._numbers.strong(folded)))
        if not found and self._fallback is not None:
            derived = self._fallback(folded)
            found = [derived] if derived else []
        if not found:
            return _Head(strong=True) if strong else None
        head = _Head(single=tuple(e for e in found if not e.size))
        for entry in sorted((e for e in found if e.size), key=lambda e: -e.size):
            second = (entry.tail + entry.ahead)[0]
            if second.endswith("*"):
                head.starred += (entry,)
            else:
                head.longer.setdefault(second, []).append(entry)
        if len(found) == 1 and found[0] in head.single and not (found[0].capital or found[0].strict):
            head.plain = found[0] if found[0].letter != "#" else None
        head.strong = strong or any(
            e.letter in self._strong or (e.letter == "#" and e.value) for e in head.single
        )
        return head

    def _without_proclitics(self, folded: str) -> tuple[list[Entry], str]:
        """Return the entries of an Arabic token without what is written onto its front, and what is left of it."""
        for base in arabic_bases(folded)[1:]:
            if len(base) < _NOUN and folded.startswith("ال"):
                continue
            found = [replace(e, joined=folded[0] in ARABIC_AND) for e in self._bare(base)]
            if found:
                return found, base
        return [], ""

    def _bare(self, folded: str) -> list[Entry]:
        found = list(self._exact.get(folded, ()))
        if self._prefix:
            for end in range(1, min(len(folded), self._longest) + 1):
                found.extend(self._prefix.get(folded[:end], ()))
        return found

    def match(self, words: Words, i: int, stop: int) -> Symbol | None:
        """Return the longest entry at token `i`, if any."""
        head = self._head(words.folded[i])
        return None if head is None else self._match(head, words, i, stop)

    def _match(self, head: _Head, words: Words, i: int, stop: int) -> Symbol | None:
        if i + 1 < stop and (head.longer or head.starred):
            for entry in (*head.longer.get(words.folded[i + 1], ()), *head.starred):
                if _follows(words, i + 1, stop, entry.tail + entry.ahead) and _written(entry, words, i):
                    return Symbol(
                        entry.letter, entry.value, i, i + 1 + len(entry.tail), entry.joined, entry.dotted
                    )
        for entry in head.single:
            if entry.letter == "#":
                symbol = self._numbers.read(words, i, stop) if self._numbers is not None else None
                if symbol is not None:
                    return symbol._replace(joined=True) if entry.joined else symbol
            elif not (entry.capital or entry.strict) or _written(entry, words, i):
                return Symbol(entry.letter, entry.value, i, i + 1, entry.joined, entry.dotted)
        return None

    def _near_strong(self, words: Words, within: range) -> list[range]:
        """Return the token ranges around words that an expression may hang on."""
        heads, folded = self._heads, words.folded
        found: list[range] = []
        start = stop = within.start
        for i in within:
            token = folded[i]
            head = heads[token] if token in heads else self._head(token)
            if head is None or not head.strong:
                continue
            if i - _BEFORE > stop:
                if stop > start:
                    found.append(range(start, stop))
                start = i - _BEFORE
            stop = min(i + _AFTER + 1, within.stop)
        if stop > start:
            found.append(range(start, stop))
        return found

    def read(self, words: Words, within: range) -> Row:
        """Return the row of a token range; an Arabic "and" written onto a word is a letter `&` of its own."""
        folded, heads, i = words.folded, self._heads, within.start
        found: list[Symbol] = []
        for near in self._near_strong(words, within) if self._strong else (within,):
            i = max(i, near.start)
            while i < near.stop:
                token = folded[i]
                head = heads[token] if token in heads else self._head(token)
                if head is None:
                    i += 1
                    continue
                if (plain := head.plain) is not None:
                    found.append(Symbol(plain.letter, plain.value, i, i + 1, plain.joined, plain.dotted))
                    i += 1
                    continue
                symbol = self._match(head, words, i, within.stop)
                if symbol is None:
                    i += 1
                else:
                    found.append(symbol)
                    i = symbol.last
        return self._row(words, found)

    def _row(self, words: Words, found: list[Symbol]) -> Row:
        letters: list[str] = []
        symbols: list[Symbol | None] = []
        text, starts, ends, gaps = words.text, words.starts, words.ends, self._gaps
        before, last = _NOTHING, -1
        for symbol in found:
            if symbol.first == last and not before.dotted:
                gap = gaps[text[ends[last - 1] : starts[last]]]
            else:
                gap = self._between(words, before, symbol.first) if last >= 0 else ""
            if symbol.joined:
                gap += "&"
            if gap:
                letters.append(gap)
                symbols += [None] * len(gap)
            letters.append(symbol.letter)
            symbols.append(symbol)
            before, last = symbol, symbol.last
        return Row("".join(letters), tuple(symbols))

    def _between(self, words: Words, before: Symbol, first: int) -> str:
        if first - before.last > _NEAR:
            return FAR
        gaps, text, starts, ends = self._gaps, words.text, words.starts, words.ends
        end = ends[before.last - 1]
        if before.dotted and text.startswith(".", end):
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


def _written(entry: Entry, words: Words, i: int) -> bool:
    """Tell whether the words are written as the entry asks: with a capital, or with a full stop."""
    last = i + len(entry.tail)
    if entry.strict and entry.dotted and not words.text.startswith(".", words.ends[last]):
        return False
    return not entry.capital or words.text[words.starts[i]].isupper()


def _follows(words: Words, i: int, stop: int, parts: tuple[str, ...]) -> bool:
    """Tell whether the parts stand from token `i` on, with blanks, hyphens or a tight stop between."""
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
