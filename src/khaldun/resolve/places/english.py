"""The English name that a place is shown by: the one of the reviewed table, else one made by rule."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice, product

from khaldun.data.load import read_csv, read_yaml
from khaldun.resolve.places.keys import is_cyrillic

ENGLISH, ENGLISH_NAMES = "places/english.yaml", "places/english_names.csv"
_MARKS = str.maketrans("", "", "'‘’ʻʼʽ`ʿʾ")
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ə": "a", "ð": "d"})
_MAX_SPELLINGS = 64
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class _Rules:
    transliterated: frozenset[str]
    keeps_accents: frozenset[str]
    arabic: frozenset[str]
    article: re.Pattern[str]
    endings: Mapping[str, Mapping[str, str]]
    initial: Mapping[str, str]
    letters: Mapping[str, str]
    pairs: Mapping[str, str]


@cache
def _rules() -> _Rules:
    data = read_yaml(ENGLISH)
    articles = "|".join(map(re.escape, data["articles"]))
    ukrainian = data["ukrainian"]
    return _Rules(
        frozenset(data["transliterated"]), frozenset(data["keeps_accents"]), frozenset(data["arabic"]),
        re.compile(rf"\b(?:{articles})[ -](?=\w)", re.IGNORECASE), data["endings"],
        ukrainian["initial"], ukrainian["letters"], ukrainian["pairs"],
    )  # fmt: skip


@cache
def reviewed_names() -> dict[str, str]:
    """Return gazetteer id -> English name of the reviewed table."""
    return {row["id"]: row["name"] for row in read_csv(ENGLISH_NAMES)}


def english_name(gid: str, name: str, country: str | None, others: Iterable[str] = ()) -> str:
    """Return the name that a place is shown by; `others` are its alternate names."""
    known = reviewed_names().get(gid)
    if known is not None:
        return known
    rules = _rules()
    if country not in rules.transliterated:
        return name
    if country == "UKR":
        return _ukrainian(name, others)
    shown = name.translate(_MARKS) if country in rules.keeps_accents else plain(name)
    if country in rules.arabic:
        shown = _with_article(shown, rules)
    for ending, written in rules.endings.get(country, {}).items():
        shown = re.sub(rf"{ending}\b", written, shown)
    return shown


def plain(name: str) -> str:
    """Return a name without the marks of its transliteration."""
    if name.isascii():
        return name.translate(_MARKS)
    bare = (c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return "".join(bare).translate(_MARKS).translate(_LETTERS)


def _with_article(name: str, rules: _Rules) -> str:
    """Return the name with its articles written one way: Ar Rastan -> Al-Rastan."""
    tied = rules.article.sub("al-", name)
    return tied[:1].upper() + tied[1:]


def _ukrainian(name: str, others: Iterable[str]) -> str:
    """Return the national transliteration of the Cyrillic name that the source's name stands for."""
    shown, sound = plain(name), _leveled(name)
    cyrillic = [o for o in others if is_cyrillic(o.lower())]
    forms = {romanized(o): o for o in sorted(cyrillic, key=_is_ukrainian)}
    alike = [roman for roman in forms if _leveled(roman) == sound]
    return shown if shown in alike or not alike else alike[-1]


def _is_ukrainian(name: str) -> bool:
    """Tell whether a Cyrillic name has a letter that Russian lacks."""
    return any(c in "іїєґ" for c in name.lower())


def _leveled(name: str) -> str:
    """Return the letters with what transliterations write differently made one."""
    low = plain(name).lower()
    return re.sub(r"i+", "i", re.sub(r"[\s-]", "", low.replace("y", "i")))


def romanized(name: str) -> str:
    """Return a Ukrainian name in the national transliteration."""
    return _WORD.sub(lambda m: _romanized_word(m.group()), name).translate(_MARKS)


def romanizations(word: str) -> Iterator[str]:
    """Yield the ways that a folded Cyrillic word in any case may be written in Latin letters, likeliest first."""
    letters = _sounds()
    for base in dict.fromkeys(_nominatives(word)):
        yield from map("".join, islice(product(*(letters.get(c, (c,)) for c in base)), _MAX_SPELLINGS))


def _nominatives(word: str) -> Iterator[str]:
    yield word
    if len(word) > 4:
        yield from (word[:-1] + ending for ending in ("", "а", "е", "и"))


@cache
def _sounds() -> dict[str, tuple[str, ...]]:
    return {str(k): tuple(v) for k, v in read_yaml(ENGLISH)["romanized"].items()}


def _romanized_word(word: str) -> str:
    rules, low = _rules(), word.lower()
    for pair, written in rules.pairs.items():
        low = low.replace(pair, written)
    head = rules.initial.get(low[:1]) or rules.letters.get(low[:1], low[:1])
    roman = head + "".join(rules.letters.get(c, c) for c in low[1:])
    return roman[:1].upper() + roman[1:] if word[:1].isupper() else roman
