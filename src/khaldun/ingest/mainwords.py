"""Which words of a page are its article, as trafilatura judges; the text is built from the page itself."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

_EXACT_BELOW = 30
"""Letters below which a block must be one of the article's blocks, and not only stand somewhere in it."""
_MAX_SEARCHED = 1_000_000
"""Letters of an article above which blocks are only compared whole, so that the time stays linear."""


@lru_cache(maxsize=1)
def trafilatura_version() -> str:
    """Return the version that renditions name."""
    return version("trafilatura")


@dataclass(frozen=True, slots=True)
class MainWords:
    """The article's words as trafilatura keeps them, in a form that ignores spaces, marks and letter case."""

    blocks: frozenset[str]
    whole: str

    def has(self, words: str) -> bool:
        """Tell whether the article holds a block of words."""
        key = _key(words)
        if key in self.blocks:
            return bool(key)
        return len(key) >= _EXACT_BELOW and len(self.whole) <= _MAX_SEARCHED and key in self.whole


NO_WORDS = MainWords(frozenset(), "")


def main_words(tree: HtmlElement, left_out: list[HtmlElement]) -> MainWords:
    """Return the article's words; `left_out` are elements that others read: embedded posts and figures."""
    body = _extracted(_without(tree, left_out))
    if body is None:
        return NO_WORDS
    return MainWords(frozenset(_keys(body)), _key("".join(body.itertext())))


def _without(tree: HtmlElement, left_out: list[HtmlElement]) -> HtmlElement:
    """Return a copy of the tree without some of its elements."""
    mark = "data-khaldun-left-out"
    for element in left_out:
        element.set(mark, "")
    copy = deepcopy(tree)
    for element in left_out:
        element.attrib.pop(mark)
    for element in list(copy.iter()):
        if isinstance(element.tag, str) and element.get(mark) is not None and element.getparent() is not None:
            element.drop_tree()
    return copy


def _extracted(tree: HtmlElement) -> Any:
    """Return the article's body as trafilatura builds it, None where it finds none."""
    from trafilatura import bare_extraction  # noqa: PLC0415  # takes 0.2 s, and most inputs are rows of text

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        document = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, etree.LxmlError):
        return None  # what trafilatura trips over on hostile pages; the caller reads them without it
    return getattr(document, "body", None)


def _keys(body: Any) -> Iterator[str]:
    """Yield the article's blocks, and the lines between line breaks."""
    for element in body.iter():
        if not isinstance(element.tag, str):
            continue
        for words in ("".join(element.itertext()), element.text, element.tail):
            if words and (key := _key(words)):
                yield key


def _key(words: str) -> str:
    """Return the letters and digits of words, in one form of Unicode and one case."""
    return "".join(c for c in unicodedata.normalize("NFC", words).casefold() if c.isalnum())


def same_words(one: str, other: str) -> bool:
    """Tell whether two headlines are the same, or one holds the other."""
    first, second = sorted((_key(one), _key(other)), key=len)
    return bool(first) and first in second and 2 * len(first) >= len(second)
