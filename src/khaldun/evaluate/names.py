"""Names as the scorers of banks and passages compare them: by the words that tell one body from another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from khaldun.data.load import read_yaml

_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=1)
def tables() -> Mapping[str, Any]:
    """Return the tables that names and figures of incidents are compared by (evaluate/bank.yaml)."""
    found: Mapping[str, Any] = read_yaml("evaluate/bank.yaml")
    return found


@lru_cache(maxsize=1)
def _phrases() -> dict[tuple[str, ...], str]:
    """Return what several words are called by one: bodies of two names, and words that only name together."""
    bodies = {tuple(name.split()): one for one, names in tables()["bodies"].items() for name in names}
    return {tuple(words.split()): one for one, words in tables()["together"].items()} | bodies


@lru_cache(maxsize=1)
def _one_word() -> dict[str, str]:
    return {form: one for one, forms in tables()["one_word"].items() for form in forms}


@lru_cache(maxsize=1)
def _general() -> frozenset[str]:
    return frozenset(tables()["general"])


def telling_words(text: str | None) -> frozenset[str]:
    """Return the words of a name that tell it from another, each in one form; the longest known phrase is one word."""
    folded = unicodedata.normalize("NFKD", text or "").casefold()
    tokens = _WORD.findall("".join(c for c in folded if not unicodedata.combining(c)))
    longest = max(map(len, _phrases()))
    found, at = set[str](), 0
    while at < len(tokens):
        size = next((n for n in range(longest, 0, -1) if tuple(tokens[at : at + n]) in _phrases()), 0)
        if size:
            found.add(_phrases()[tuple(tokens[at : at + size])])
        elif word := _form(tokens[at]):
            found.add(word)
        at += max(size, 1)
    return frozenset(found)


def _form(token: str) -> str:
    """Return the one form of a word, empty for a word that is too general."""
    if len(token) > 3 and token.isascii() and token.endswith("s"):
        token = token if token in _general() or token in _one_word() else token[:-1]
    if token in _one_word():
        return _one_word()[token]
    return "" if token in _general() else token


def shared(wanted: Sequence[frozenset[str]], found: Sequence[frozenset[str]]) -> int:
    """Return how many of the wanted names share a word with a found one, each found one being used once."""
    used: set[int] = set()
    for name in wanted:
        hit = next((k for k, other in enumerate(found) if k not in used and name & other), None)
        if hit is not None:
            used.add(hit)
    return len(used)
