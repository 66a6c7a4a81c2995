"""Phrases found in words: the one matcher behind triggers, cues, names and vetoes.

A phrase is a line of words. A word may end in `*` (any continuation); `_` stands for any one word,
`...` for up to four; `<name>` for any phrase of a class given with the index. Arabic proclitics are
tolerated before every word, and Slavic case endings are ignored. A phrase does not cross punctuation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby
from typing import Any, Generic, NamedTuple, TypeVar

from khaldun.core.span import Span
from khaldun.core.spelling import asks_case, case_fits, closeness
from khaldun.core.words import Words, arabic_bases, fold, is_arabic, stem, tokens

T = TypeVar("T")
_GAP_WORDS = 4
_LETTERS = 3
"""Letters of a word with a star that it is listed under."""
_WILD = re.compile(r"[*_<]|\.\.\.")


class Hit(NamedTuple, Generic[T]):
    """A phrase found at tokens [first, last); `bound` is the payload of the class word in it.

    A tuple, since hundreds are made for every report: a frozen dataclass takes three times as long to make.
    """

    first: int
    last: int
    phrase: str
    payload: T
    bound: object = None

    def span(self, words: Words) -> Span:
        """Return the characters of the hit."""
        return words.span(self.first, self.last)


class _Phrase(NamedTuple, Generic[T]):
    text: str
    parts: tuple[str, ...]
    payload: T
    cased: bool


_End = tuple[_Phrase[Any], int, object]
"""A phrase that was found, the token after it, and the class value bound in it."""


class _Tails:
    """Phrases with a head in common, by what must follow it; `rank` keeps the order they were given in."""

    __slots__ = ("alone", "by_gap", "by_next", "others", "rank", "stars", "wild")

    def __init__(self, phrases: Iterable[_Phrase[Any]]) -> None:
        self.alone: list[_Phrase[Any]] = []
        self.by_next: dict[str, list[_Phrase[Any]]] = defaultdict(list)
        self.by_gap: dict[str, list[_Phrase[Any]]] = defaultdict(list)
        self.stars: list[tuple[str, _Phrase[Any]]] = []
        self.others: list[_Phrase[Any]] = []
        self.rank: dict[int, int] = {}
        for number, phrase in enumerate(phrases):
            self.rank[id(phrase)] = number
            self._add(phrase)
        self.wild = bool(self.others or self.stars or self.by_gap)

    def _add(self, phrase: _Phrase[Any]) -> None:
        parts = phrase.parts
        if len(parts) == 1:
            self.alone.append(phrase)
        elif not _is_wild(parts[1]):
            self.by_next[parts[1]].append(phrase)
        elif parts[1] == "..." and len(parts) > 2 and (parts[2].endswith("*") or not _is_wild(parts[2])):
            self.by_gap[parts[2][:_LETTERS] + "*" if parts[2].endswith("*") else parts[2]].append(phrase)
        elif parts[1].endswith("*"):
            self.stars.append((parts[1][:-1], phrase))
        else:
            self.others.append(phrase)

    def sorted(self, found: list[_End]) -> list[_End]:
        """Return the ends of phrases in the order in which the phrases were given."""
        return sorted(found, key=lambda end: self.rank[id(end[0])]) if len(found) > 1 else found


@dataclass(frozen=True, slots=True)
class _Heads:
    """The phrases, and the classes, that a word may begin."""

    tails: _Tails
    classes: tuple[str, ...]


_NO_HEADS = _Heads(_Tails(()), ())


def _parts(phrase: str) -> tuple[str, ...]:
    """Return the parts a phrase is compared by: wildcards as written, words in their compared form."""
    if not _WILD.search(phrase):
        return tuple(_form(token) for token in tokens(phrase))
    parts: list[str] = []
    for raw in phrase.split():
        if raw in ("_", "...") or (raw.startswith("<") and raw.endswith(">")):
            parts.append(raw)
            continue
        pieces = tokens(raw)
        forms = [_form(piece) for piece in pieces]
        if raw.endswith("*") and forms:
            forms[-1] = _bare(fold(pieces[-1])) + "*"
        parts.extend(forms)
    return tuple(parts)


def _bare(folded: str) -> str:
    """Return a folded Arabic word without its article; others as they are."""
    return folded[2:] if is_arabic(folded) and folded.startswith("ال") and len(folded) > 4 else folded


def _form(token: str) -> str:
    return _bare(stem(token))


def _bases(folded: str) -> tuple[str, ...]:
    """Return the forms that a part with a star is compared with."""
    return arabic_bases(folded) if is_arabic(folded) else (folded,)


def _keys(folded: str, stemmed: str) -> tuple[str, ...]:
    """Return the forms a text token may be listed under."""
    if is_arabic(folded):
        return arabic_bases(folded)
    return (stemmed,)


def _is_wild(part: str) -> bool:
    """Tell whether a part stands for more than one word."""
    return part.endswith("*") or part[0] in "_.<"


@lru_cache(maxsize=200_000)
def _gap_keys(folded: str, stemmed: str) -> tuple[str, ...]:
    """Return the forms that the word after a gap may be listed under: as a whole, and by its beginnings."""
    begun = dict.fromkeys(f"{base[:n]}*" for base in _bases(folded) for n in range(1, _LETTERS + 1))
    return (*_keys(folded, stemmed), *begun)


def _fits(part: str, folded: str, stemmed: str) -> bool:
    if part == "_":
        return True
    if part.endswith("*"):
        return any(base.startswith(part[:-1]) for base in _bases(folded))
    return part == stemmed or (is_arabic(folded) and part in arabic_bases(folded))


class PhraseIndex(Generic[T]):
    """A set of phrases with their payloads, found in one pass over the words.

    `classes` maps a class name to (phrase, value) pairs; a phrase must not begin with a gap.
    With `cased=True` a word all in capitals asks for capitals in the text, and a phrase with any other
    capital for one.
    """

    def __init__(
        self,
        phrases: Iterable[tuple[str, T]],
        classes: Mapping[str, Iterable[tuple[str, object]]] | None = None,
        cased: bool = False,
    ) -> None:
        self._literal: dict[str, list[_Phrase[T]]] = defaultdict(list)
        self._prefix: dict[str, list[_Phrase[T]]] = defaultdict(list)
        self._by_class: dict[str, list[_Phrase[T]]] = defaultdict(list)
        self._classes = {name: PhraseIndex(pairs, cased=cased) for name, pairs in (classes or {}).items()}
        self._memo: dict[str, _Heads] = {}
        self._class_tails: dict[str, _Tails] = {}
        self._cased = cased
        for text, payload in phrases:
            self._add(text, payload)

    def _add(self, text: str, payload: T) -> None:
        parts = _parts(text)
        if not parts or parts[0] in ("_", "..."):
            raise ValueError(f"a phrase must begin with a word: {text!r}")
        phrase = _Phrase(text, parts, payload, self._cased and asks_case(text))
        head = parts[0]
        if head.startswith("<"):
            self._by_class[head[1:-1]].append(phrase)
        elif head.endswith("*"):
            self._prefix[head[:-1]].append(phrase)
        else:
            self._literal[head].append(phrase)

    def find(self, words: Words, within: range | None = None) -> Iterator[Hit[T]]:
        """Yield every hit that lies in the token range, sorted by first token, overlaps included."""
        scope = within if within is not None else range(len(words))
        memo, folded, stop = self._memo, words.folded, scope.stop
        for i in scope:
            heads = memo.get(folded[i]) or self._heads(words, i)
            if heads is _NO_HEADS:
                continue
            tails = heads.tails
            if tails.alone or tails.wild or self._goes_on(words, i + 1, tails, stop):
                yield from self._hits_at(words, i, tails, stop)
            for name in heads.classes:
                for head in self._classes[name]._class_hits(words, i, stop):
                    yield from self._hits_after(words, head, self._tails_of(name), stop)

    @staticmethod
    def _goes_on(words: Words, i: int, tails: _Tails, stop: int) -> bool:
        """Tell whether a phrase may go on with the word at token `i`: most heads are followed by another."""
        if i >= stop or words.breaks[i]:
            return False
        return any(key in tails.by_next for key in _keys(words.folded[i], words.stems[i]))

    def longest(self, words: Words, within: range | None = None) -> list[Hit[T]]:
        """Return the hits without overlaps: the longest at each place, with all payloads of that phrase."""
        kept: list[Hit[T]] = []
        end = 0
        for (first, last), same in groupby(sorted(self.find(words, within), key=_longest_first), _tokens):
            if first >= end:
                end = last
                hits = list(same)
                kept += hits if len(hits) == 1 else sorted(hits, key=partial(_apart, words))
        return kept

    def of_class(self, name: str, words: Words, within: range) -> list[Hit[object]]:
        """Return the longest hits of a class's own phrases in the token range."""
        return self._classes[name].longest(words, within)

    def any(self, words: Words, within: range | None = None) -> bool:
        """Tell whether any phrase occurs."""
        return next(self.find(words, within), None) is not None

    def _heads(self, words: Words, i: int) -> _Heads:
        """Return what may begin at a token; remembered, since few words begin anything."""
        folded = words.folded[i]
        found = self._memo.get(folded)
        if found is None:
            phrases = tuple(self._look_up(folded, words.stems[i]))
            classes = tuple(n for n in self._by_class if self._classes[n]._heads(words, i) is not _NO_HEADS)
            found = self._memo[folded] = _Heads(_Tails(phrases), classes) if phrases or classes else _NO_HEADS
        return found

    def _tails_of(self, name: str) -> _Tails:
        tails = self._class_tails.get(name)
        if tails is None:
            tails = self._class_tails[name] = _Tails(self._by_class[name])
        return tails

    def _look_up(self, folded: str, stemmed: str) -> Iterator[_Phrase[T]]:
        for key in _keys(folded, stemmed):
            yield from self._literal.get(key, ())
        if self._prefix:
            for base in _bases(folded):
                for end in range(1, len(base) + 1):
                    yield from self._prefix.get(base[:end], ())

    def _hits_at(self, words: Words, i: int, tails: _Tails, stop: int) -> list[Hit[T]]:
        """Return the hits that begin at token `i`."""
        found: list[_End] = [(phrase, i + 1, None) for phrase in tails.alone]
        if tails.wild or tails.by_next:
            found += self._ends(words, i + 1, tails, stop)
        return [
            Hit(i, end, phrase.text, phrase.payload, bound)
            for phrase, end, bound in found
            if not phrase.cased or case_fits(words, i, end, phrase.text)
        ]

    def _hits_after(self, words: Words, head: Hit[object], tails: _Tails, stop: int) -> Iterator[Hit[T]]:
        """Yield the hits that begin with a class word."""
        for phrase in tails.alone:
            yield Hit(head.first, head.last, phrase.text, phrase.payload, head.payload)
        for phrase, end, _ in self._ends(words, head.last, tails, stop):
            yield Hit(head.first, end, phrase.text, phrase.payload, head.payload)

    def _ends(self, words: Words, i: int, tails: _Tails, stop: int) -> list[_End]:
        """Return the longer phrases that go on at token `i`: with a wildcard first, then with a word."""
        found: list[_End] = self._wild_ends(words, i, tails, stop) if tails.wild else []
        if not tails.by_next or i >= stop or words.breaks[i]:
            return found
        for key in _keys(words.folded[i], words.stems[i]):
            for phrase in tails.by_next.get(key, ()):
                if len(phrase.parts) == 2:
                    found.append((phrase, i + 1, None))
                else:
                    self._take(found, phrase, self._match(words, i + 1, phrase.parts, 2, stop))
        return found

    def _wild_ends(self, words: Words, i: int, tails: _Tails, stop: int) -> list[_End]:
        """Return the phrases that go on with a wildcard at token `i`, in the order they were given."""
        wild: list[_End] = []
        for phrase in tails.others:
            self._take(wild, phrase, self._match(words, i, phrase.parts, 1, stop))
        if i < stop and not words.breaks[i]:
            bases = _bases(words.folded[i]) if tails.stars else ()
            for start, phrase in tails.stars:
                if any(base.startswith(start) for base in bases):
                    self._take(wild, phrase, self._match(words, i + 1, phrase.parts, 2, stop))
            if tails.by_gap:
                self._take_gaps(wild, words, i, tails, stop)
        return tails.sorted(wild)

    def _take_gaps(self, found: list[_End], words: Words, i: int, tails: _Tails, stop: int) -> None:
        """Take the phrases with a gap at token `i`, each at the first place where it goes on."""
        done: set[int] = set()
        for at in range(i, min(i + _GAP_WORDS + 1, stop)):
            if words.breaks[at]:
                return
            for key in _gap_keys(words.folded[at], words.stems[at]):
                for phrase in tails.by_gap.get(key, ()):
                    end = None if id(phrase) in done else self._match(words, at, phrase.parts, 2, stop)
                    if end is not None:
                        done.add(id(phrase))
                        found.append((phrase, *end))

    @staticmethod
    def _take(found: list[_End], phrase: _Phrase[T], end: tuple[int, object] | None) -> None:
        if end is not None:
            found.append((phrase, *end))

    def _class_hits(self, words: Words, i: int, stop: int) -> list[Hit[T]]:
        """Return the hits that begin at one token, for an index that serves as a class."""
        heads = self._heads(words, i)
        return [] if heads is _NO_HEADS else self._hits_at(words, i, heads.tails, stop)

    def _match(
        self, words: Words, i: int, parts: tuple[str, ...], p: int, stop: int
    ) -> tuple[int, object] | None:
        """Return where the parts from `p` on end if they stand at token `i`, with the class value bound."""
        bound: object = None
        while p < len(parts):
            part = parts[p]
            if part == "...":
                return self._match_gap(words, i, parts, p + 1, stop)
            if i >= stop or words.breaks[i]:
                return None
            if part.startswith("<"):
                found = self._classes[part[1:-1]]._class_hits(words, i, stop)
                if not found:
                    return None
                head = max(found, key=lambda h: (h.last, closeness(words, h.first, h.last, h.phrase)))
                bound, i = head.payload, head.last
            elif _fits(part, words.folded[i], words.stems[i]):
                i += 1
            else:
                return None
            p += 1
        return i, bound

    def _match_gap(
        self, words: Words, i: int, parts: tuple[str, ...], p: int, stop: int
    ) -> tuple[int, object] | None:
        breaks, last = words.breaks, len(words) - 1
        word = parts[p] if p < len(parts) and not _is_wild(parts[p]) else None
        for at in range(i, min(i + _GAP_WORDS, stop) + 1):
            if at > i and breaks[min(at - 1, last)]:
                return None
            if word is not None and (at >= stop or not _fits(word, words.folded[at], words.stems[at])):
                continue
            found = self._match(words, at, parts, p, stop)
            if found is not None:
                return found
        return None


def _tokens(hit: Hit[Any]) -> tuple[int, int]:
    return hit.first, hit.last


def _longest_first(hit: Hit[Any]) -> tuple[int, int]:
    return hit.first, -hit.last


def _apart(words: Words, hit: Hit[Any]) -> float:
    return -closeness(words, hit.first, hit.last, hit.phrase)
