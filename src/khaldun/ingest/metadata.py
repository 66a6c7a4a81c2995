"""What a page says of itself: title, outlet, author, date, language and address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from lxml.html import HtmlElement

from khaldun.data.load import read_yaml

_FILE = "ingest/pages.yaml"
_MAX_NODES = 2000
_SITE_SUFFIX = re.compile(r"\s+[|–—•·»-]\s+[^|–—•·»]{2,40}$")
_EMPTY: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Metadata:
    """A page's own account of itself; `images` are the ImageObjects of its structured data."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None
    images: tuple[dict[str, Any], ...] = field(default=())


@lru_cache(maxsize=1)
def page_words() -> dict[str, Any]:
    """Return the names of the parts of a page."""
    return cast("dict[str, Any]", read_yaml(_FILE))


@lru_cache(maxsize=16)
def class_names(part: str) -> frozenset[str]:
    """Return the classes that name a part of a page."""
    return frozenset(page_words()[part])


def read_metadata(tree: HtmlElement) -> Metadata:
    """Return what the page says of itself: structured data before meta elements before the rest."""
    nodes = list(_nodes(tree))
    article = _article(nodes)
    meta = _meta(tree)

    def first(name: str) -> str | None:
        return next((value for key in page_words()["meta"][name] if (value := meta.get(key))), None)

    return Metadata(
        title=_words(article.get("headline")) or first("title") or _title_element(tree),
        outlet=_name(article.get("publisher")) or first("outlet"),
        author=_name(article.get("author")) or _person(first("author")),
        published=_words(article.get("datePublished")) or first("published") or _marked_time(tree),
        language=_words(article.get("inLanguage")) or tree.get("lang") or first("language"),
        url=_canonical(tree) or first("url") or _words(article.get("url")),
        images=tuple(node for node in nodes if "ImageObject" in _types(node)),
    )


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield every object of the page's JSON-LD, outer ones first."""
    scripts = (e for e in tree.iter("script") if "ld+json" in (e.get("type") or ""))
    waiting: list[Any] = [_json(script.text or "") for script in scripts]
    count = 0
    while waiting and count < _MAX_NODES:
        value = waiting.pop(0)
        count += 1
        if isinstance(value, dict):
            yield value
            waiting.extend(v for v in value.values() if isinstance(v, dict | list))
        elif isinstance(value, list):
            waiting.extend(value)


def _json(text: str) -> Any:
    """Return the value of a script's JSON, None where it is broken."""
    text = text.strip().removeprefix("<![CDATA[").removeprefix("//<![CDATA[").removesuffix("]]>").strip()
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _types(node: dict[str, Any]) -> list[str]:
    """Return the types of a JSON-LD object."""
    value = node.get("@type")
    values = value if isinstance(value, list) else [value]
    return [v for v in values if isinstance(v, str)]


def _article(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the object that describes the article: by the order of types in the data, a headline needed."""
    for kind in page_words()["article_types"]:
        for node in nodes:
            if kind in _types(node) and (node.get("headline") or node.get("datePublished")):
                return node
    return _EMPTY


def _words(value: Any) -> str | None:
    """Return a value as words, None where it is none."""
    if isinstance(value, list):
        value = next((v for v in value if isinstance(v, str)), None)
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    """Return the names of one or more persons or organizations, parted by commas."""
    values = value if isinstance(value, list) else [value]
    names = [_words(v.get("name")) if isinstance(v, dict) else _person(_words(v)) for v in values[:10]]
    return ", ".join(dict.fromkeys(name for name in names if name)) or None


@lru_cache(maxsize=1)
def _byline_prefix() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{'|'.join(map(re.escape, class_names('byline_prefixes')))})(?:\s*:\s*|\s+)", re.IGNORECASE
    )


def byline_name(words: str | None) -> str | None:
    """Return a byline without the "By" in front of its name."""
    return (
        _byline_prefix().sub("", words, count=1).strip() if words and _byline_prefix().match(words) else words
    )


def _person(words: str | None) -> str | None:
    """Return words as a name, None where they are an address."""
    return None if words and re.match(r"https?://|www\.|@", words) else words


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Return the meta elements by name, the first of each."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (
            element.get("property")
            or element.get("name")
            or element.get("itemprop")
            or element.get("http-equiv")
        )
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _canonical(tree: HtmlElement) -> str | None:
    """Return the page's canonical address."""
    links = (e.get("href") for e in tree.iter("link") if (e.get("rel") or "").lower() == "canonical")
    return next((href.strip() for href in links if href and "://" in href), None)


def _title_element(tree: HtmlElement) -> str | None:
    """Return the words of the title element without the outlet's name behind a bar or dash."""
    element = tree.find(".//title")
    words = " ".join((element.text or "").split()) if element is not None else ""
    shorter = _SITE_SUFFIX.sub("", words)
    return (shorter if len(shorter) >= 15 else words) or None


def _marked_time(tree: HtmlElement) -> str | None:
    """Return the time that is marked as the date of publication, or the only one there is."""
    times = [e for e in tree.iter("time") if e.get("datetime")]
    marked = [e for e in times if e.get("itemprop") == "datePublished" or e.get("pubdate") is not None]
    chosen = marked or (times if len({e.get("datetime") for e in times}) == 1 else [])
    return chosen[0].get("datetime") if chosen else None
