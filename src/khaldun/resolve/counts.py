"""Counts of people in documents: numbers with what modifies them, without those of other things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from khaldun.core.digest import digest
from khaldun.core.document import Document
from khaldun.core.mention import Mention, MentionKind
from khaldun.core.values import Count
from khaldun.core.words import Words
from khaldun.data.load import digest_of, list_files
from khaldun.resolve.count_grammar import PATTERN, CountRules, count_rules
from khaldun.resolve.language_runs import language_runs
from khaldun.resolve.number_words import Number
from khaldun.resolve.symbols import Row, Symbol

_VERSION = "counts/1"
_LARGEST = 1_000_000_000
_LAST_DAY = 31
_CONTEXT = 8
"""Letters before a number that may say what it counts."""
_OLDEST = 120
_FIRST_YEAR = 1000
"""From here on a number right behind a month is a year, possible or not."""
_RULE = {"a": "at_least", "m": "more_than", "b": "about", "u": "up_to", "f": "fewer_than",
         "A": "at_least", "G": "more_than", "R": "about", "U": "up_to", "F": "fewer_than"}  # fmt: skip

# "12 missiles", "12 ballistic missiles", "dozens of houses", "17-year-old", "2-1", "12 more km": no people.
_OTHER_AFTER = re.compile(r"i?x|i?o?d?t(?!p)|dx|-[otsxdqlN]|\.?-?x")
_MONTH_AFTER = re.compile(r"(?:[-&,eru]{1,2}[il]?N){0,4};?d?q")
_MONTH_BEFORE = re.compile(r"(?<!l)q,?$")
_OTHER_BEFORE = re.compile(r"k[-:(]?i?$")
_RISES = re.compile(r"w[odslB]{0,3}$")
_PEOPLE_AFTER = re.compile(r"j?o?p")
_MARKS_BEFORE = frozenset("$€£¥₽₴₺#№/+°")
_JOINED_BEFORE = re.compile(r"(?:[^\W\d_][-\u2010\u2011]|\d[.,:/-]|\b[Nn](?:os?|r)\.\s?|n°\s?)$")
_JOINED_AFTER = re.compile(r"[:/]\d|[.,]\d|\s?[%‰٪°$€£₽₴₺]")
_ITEM_BEFORE = re.compile(r"(?:^|[.;]\s|\n\s?)$")
_ITEM_AFTER = re.compile(r"[.)][ \t]+\S")
_AGE_BEFORE = re.compile(r"[^\W\d_],\s$")
_AGE_AFTER = re.compile(r",\s\w|,$|\)")


class CountSpotter:
    """Finds numbers of people with their modifiers; the noun stays outside the span."""

    def __init__(self, rules: Mapping[str, CountRules] | None = None) -> None:
        self._rules = rules if rules is not None else count_rules()

    @property
    def id(self) -> str:
        """Return the digest of the rules and their data."""
        return digest(_VERSION, digest_of(*list_files("numbers", ".yaml"), *list_files("dates", ".yaml")))

    def spot(
        self, document: Document, words: Words, within: Sequence[range] | None = None
    ) -> Iterator[Mention]:
        """Yield the counts of a document, or of sorted token ranges of it, in the order of the text."""
        for run, language in language_runs(document, words, self._rules):
            for part in (run,) if within is None else _meeting(run, within):
                yield from self._counts(words, part, self._rules[language])

    def _counts(self, words: Words, within: range, rules: CountRules) -> Iterator[Mention]:
        row = rules.row(words, within)
        for match in PATTERN.finditer(row.letters):
            for first, last, value in _read(match, row, words, rules, within.stop):
                span = words.span(first, last)
                yield Mention(MentionKind.COUNT, span, span.of(words.text), value)


def _meeting(run: range, within: Sequence[range]) -> Iterator[range]:
    """Yield what sorted ranges share with a run."""
    for part in within:
        start, stop = max(part.start, run.start), min(part.stop, run.stop)
        if start < stop:
            yield range(start, stop)


Found = tuple[int, int, Count]


def _read(match: re.Match[str], row: Row, words: Words, rules: CountRules, stop: int) -> Iterator[Found]:
    symbols = row.between(match.start(), match.end())
    if match["zero"] or match["nobody"]:
        if match["zero"] or rules.harm_follows(words, symbols[0].last, stop):
            yield symbols[0].first, symbols[0].last, Count(0, 0, 0)
    elif match["single"]:
        yield from _single(match, row, words, rules)
    else:
        yield from _range(match, row, words, rules)


def _single(match: re.Match[str], row: Row, words: Words, rules: CountRules) -> Iterator[Found]:
    symbols = row.between(match.start(), match.end())
    core = next(s for s in symbols if s.letter in "N1VYD")
    modifier = match["mod"][:1] or match["post"] or _far(match, row)
    rule = _RULE.get(modifier or "")
    # "Выросло до 50" tells what a toll rose to, not its upper bound.
    rule = None if rule == "up_to" and _RISES.search(_before(row, match)) else rule
    value = _value(core, rule)
    if value is None or _blocked(match, row, words, rules, [core]):
        return
    # "All 33": a filler without a modifier stays outside.
    first = symbols[0].first if match["mod"][:1] in _RULE else core.first
    last = symbols[-1].last if match["post"] else core.last
    yield first, last, value


def _far(match: re.Match[str], row: Row) -> str | None:
    """Return the letter of a modifier that follows the noun: "110 people at least"."""
    if match["far"] is None:
        return None
    return next((c for c in row.letters[match.end() : match.end() + 3] if c in "aAbRGU"), None)


def _value(core: Symbol, rule: str | None) -> Count | None:
    if isinstance(core.value, Count):
        return core.value
    number: Number = core.value
    if number.uncountable or number.value > _LARGEST:
        return None
    return _modified(number, rule)


def _modified(number: Number, rule: str | None) -> Count:
    n = number.value
    if rule == "at_least":
        return Count(n, None, None)
    if rule == "more_than":
        return Count(n + 1, None, None)
    if rule == "up_to":
        return Count(None, None, n)
    if rule == "fewer_than":
        return Count(None, None, max(n - 1, 0))
    return Count(None, n, None) if rule == "about" or number.approximate else Count.exactly(n)


def _range(match: re.Match[str], row: Row, words: Words, rules: CountRules) -> Iterator[Found]:
    symbols = row.between(match.start(), match.end())
    low, high = (s for s in symbols if s.letter == "N")
    if low.value.uncountable or high.value.uncountable or _blocked(match, row, words, rules, [low, high]):
        return
    if low.value.year_like or high.value.year_like:
        return
    if match["range"] and _RISES.search(_before(row, match)):
        # "Rose from 30 to 40" tells two figures, not a range.
        yield low.first, low.last, Count.exactly(low.value.value)
        yield high.first, high.last, Count.exactly(high.value.value)
    elif low.value.value < high.value.value <= _LARGEST:
        yield symbols[0].first, high.last, Count(low.value.value, None, high.value.value)


def _before(row: Row, match: re.Match[str]) -> str:
    """Return the few letters before a match; whole rows may be millions of letters long."""
    return row.letters[max(0, match.start() - _CONTEXT) : match.start()]


def _blocked(match: re.Match[str], row: Row, words: Words, rules: CountRules, numbers: list[Symbol]) -> bool:
    """Tell whether the number counts no people, by the words and marks around it."""
    if numbers[0].letter in "VYD":
        return _OTHER_AFTER.match(row.letters, match.end()) is not None
    before, after = _before(row, match), match.end()
    if _OTHER_AFTER.match(row.letters, after) or _OTHER_BEFORE.search(before):
        return True
    number: Number = numbers[-1].value
    person = _PEOPLE_AFTER.match(row.letters, after) is not None
    if number.year_like and not person and (match["mod"] or "")[:1] not in ("m", "u", "f"):
        return True
    if number.value >= _FIRST_YEAR and before.endswith(("q", "qd")):
        return True
    if number.value <= _LAST_DAY and (
        _MONTH_AFTER.match(row.letters, after)
        or (rules.month_first and _MONTH_BEFORE.search(before) and not (match["between"] and person))
    ):
        return True
    return _marked(words, numbers[0].first, numbers[-1].last, number, person)


def _marked(words: Words, first: int, last: int, number: Number, person: bool) -> bool:
    """Tell by the marks beside a number that it is a price, a share, a time, an age, a model or a date."""
    start, end, text = words.starts[first], words.ends[last - 1], words.text
    if start and text[start - 1] in _MARKS_BEFORE:
        return True
    if _JOINED_BEFORE.search(text, max(0, start - 5), start):
        return True
    if _JOINED_AFTER.match(text, end):
        return True
    if number.value == 0 and not person:
        return True
    if _numbers_paragraph(text, start, end):
        return True
    age = number.value <= _OLDEST and text[start:end].isdecimal() and not person
    return age and bool(_AGE_BEFORE.search(text, max(0, start - 4), start) and _AGE_AFTER.match(text, end))


def _numbers_paragraph(text: str, start: int, end: int) -> bool:
    """Tell the number of "1. The parties agree"."""
    if not text[start:end].isdecimal() or _ITEM_AFTER.match(text, end) is None:
        return False
    return start == 0 or _ITEM_BEFORE.search(text, max(0, start - 2), start) is not None
