"""Posts of social networks that a page embeds: words, author, account, date, language and address."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from lxml.html import HtmlElement

from khaldun.data.load import read_yaml
from khaldun.ingest.blocks import blocks_of, words_of
from khaldun.ingest.published import parse_published

_FILE = "ingest/embeds.yaml"
_SEPARATOR = "\n\n"
_LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class _Network:
    """How one network's posts are embedded."""

    name: str
    elements: frozenset[str]
    address: tuple[str, ...]
    link: re.Pattern[str]
    attribution: tuple[re.Pattern[str], ...]
    furniture: tuple[re.Pattern[str], ...]
    prefix: str = ""
    words: frozenset[str] = frozenset()
    author: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Post:
    """An embedded post; `line` is the line under it that names its author, and none of the post's words."""

    network: str
    text: str
    line: str | None = None
    author: str | None = None
    handle: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None


@dataclass(slots=True)
class _Lines:
    """The blocks of an embed, sorted into the post's own words and the line of its author."""

    own: list[str] = field(default_factory=list)
    line: str | None = None
    match: re.Match[str] | None = None


@lru_cache(maxsize=1)
def _networks() -> tuple[_Network, ...]:
    return tuple(_network(row) for row in read_yaml(_FILE))


def _network(row: dict[str, Any]) -> _Network:
    def patterns(key: str) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern, re.IGNORECASE) for pattern in row[key])

    return _Network(
        row["network"],
        frozenset(row["elements"]),
        tuple(row["address"]),
        re.compile(row["link"]),
        patterns("attribution"),
        patterns("furniture"),
        row.get("prefix", ""),
        frozenset(row.get("words", ())),
        frozenset(row.get("author", ())),
    )


@lru_cache(maxsize=1)
def _by_class() -> dict[str, _Network]:
    return {name: network for network in _networks() for name in network.elements}


def network_of(element: HtmlElement) -> _Network | None:
    """Return the network whose post the element embeds, if it embeds one."""
    value = element.get("class")
    if value is None:
        return None
    return next((found for name in value.split() if (found := _by_class().get(name))), None)


def is_embed(element: HtmlElement) -> bool:
    """Tell whether the element embeds a post."""
    return network_of(element) is not None


def read_post(element: HtmlElement) -> Post | None:
    """Return the post that an element embeds, None where the page holds none of its words."""
    network = network_of(element)
    if network is None:
        return None
    lines = _sorted_lines(element, network)
    text = _SEPARATOR.join(lines.own)
    if not text:
        return None
    post = Post(network.name, text, lines.line, language=_language(element))
    return _named(_addressed(post, element, network), element, network, lines.match)


def _sorted_lines(element: HtmlElement, network: _Network) -> _Lines:
    """Return the blocks of the embed, the author's line and the furniture told apart."""
    lines = _Lines()
    roots = [e for e in element.iter() if _classes(e) & network.words] if network.words else []
    blocks = [block.words for root in roots[:1] or [element] for block in blocks_of(root)]
    for words in reversed(blocks):
        flat = " ".join(words.split())
        short = flat if len(flat) <= _LONGEST_LINE else ""
        match = next((m for p in network.attribution if (m := p.fullmatch(short))), None)
        if match and lines.line is None:
            lines.line, lines.match = words, match
        elif not any(p.fullmatch(short) for p in network.furniture):
            lines.own.insert(0, words)
    return lines


def _classes(element: HtmlElement) -> set[str]:
    return set((element.get("class") or "").split()) if isinstance(element.tag, str) else set()


def _language(element: HtmlElement) -> str | None:
    """Return the language that the embed states for the post's words."""
    return next((value for e in element.iter() if isinstance(e.tag, str) and (value := e.get("lang"))), None)


def _addressed(post: Post, element: HtmlElement, network: _Network) -> Post:
    """Return the post with its address, and the account that the address names."""
    values = [value for name in network.address if (value := element.get(name))]
    links = [a.get("href") or "" for a in element.iter("a")]
    for value in [*values, *reversed(links)]:
        match = network.link.match(value)
        if match is None:
            continue
        url = match.group() if "://" in match.group() else network.prefix + match.group()
        handle = match.groupdict().get("handle")
        return replace(post, url=url, handle=f"@{handle.lstrip('@')}" if handle else None)
    return post


def _named(post: Post, element: HtmlElement, network: _Network, line: re.Match[str] | None) -> Post:
    """Return the post with its author and date, from its author's line or from elements that name them."""
    found = {key: value.strip() for key, value in line.groupdict().items() if value} if line else {}
    owner = next((e for e in element.iter() if _classes(e) & network.author), None)
    author = found.get("name") or (" ".join(words_of(owner).split()) if owner is not None else None)
    time = next((t for e in element.iter("time") if (t := e.get("datetime"))), None)
    date = parse_published(time or found.get("date", "")).value
    return replace(post, author=author or None, handle=found.get("handle") or post.handle, published=date)
