"""A page's markup to a tree, or to bare text where a tree would cost too much."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree
from lxml.html import HTMLParser, HtmlElement, document_fromstring

from khaldun.ingest.limits import IngestLimits

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_UNNESTED = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd td th tr thead tbody tfoot"
    " option optgroup colgroup rp rt html head body".split()
)
"""Elements that hold nothing, or that an opening tag of the same kind closes."""
_HIDDEN = re.compile(r"<(script|style|noscript|template|svg|textarea|select|!--)", re.I)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|dl|dt|dd|blockquote|article|section|header|footer|table|tr|figure|figcaption|main"
    r"|aside|nav|pre|form|title|body|hr)\b[^<>]*>",
    re.I,
)
_BREAK_TAG = re.compile(r"<br\b[^<>]*>", re.I)
_ANY_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>")
_TITLE = re.compile(r"<title\b[^<>]*>([^<]{1,500})", re.I)
_DECLARATION = re.compile(r"\A\s*<\?xml[^<>]*\?>")
_SPACES = re.compile(r"[ \t\r\f\n]+")
_LINE_SPACES = re.compile(r"[ \t\r\f]+")


def parse_page(markup: str, limits: IngestLimits) -> HtmlElement | None:
    """Return the tree of a page, None where it is nested too deep, has too many tags, or is no page."""
    if not _affordable(markup, limits):
        return None
    try:
        tree = document_fromstring(_DECLARATION.sub("", markup), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return tree if isinstance(tree, HtmlElement) else None


@lru_cache(maxsize=1)
def _parser() -> HTMLParser:
    """Return the parser; `huge_tree` lifts its depth limit of 256, beyond which it gives an empty tree."""
    return HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)


def _affordable(markup: str, limits: IngestLimits) -> bool:
    """Tell whether a page has neither too many tags nor too deep a nesting."""
    if markup.count("<") <= min(limits.html_depth, limits.html_tags):
        return True
    depth = tags = 0
    for match in _TAG.finditer(markup):
        tags += 1
        if match[2].lower() in _UNNESTED:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > limits.html_depth or tags > limits.html_tags:
            return False
    return True


def stripped_title(markup: str) -> str | None:
    """Return the words of the page's title element."""
    match = _TITLE.search(markup)
    return _SPACES.sub(" ", entities.unescape(match[1])).strip() if match else None


def stripped_paragraphs(markup: str) -> Iterator[str]:
    """Yield the paragraphs that are left when the tags of a page are taken off."""
    bare = "".join(_visible(markup))
    bare = _ANY_TAG.sub("", _BREAK_TAG.sub("\n", _BLOCK_TAG.sub("\0", _SPACES.sub(" ", bare))))
    for block in bare.split("\0"):
        words = collapse(entities.unescape(block))
        if words:
            yield words


def _visible(markup: str) -> Iterator[str]:
    """Yield the stretches outside scripts, styles and comments; in time linear in the page."""
    title = _TITLE.search(markup)
    position = title.end() if title else 0
    while opening := _HIDDEN.search(markup, position):
        yield markup[position : opening.start()]
        name = opening[1].lower()
        closing = re.compile("-->" if name == "!--" else rf"</{name}\b[^<>]*>", re.I).search(markup, opening.end())
        if closing is None:
            return
        position = closing.end()
    yield markup[position:]


def collapse(words: str) -> str:
    """Return words as a browser shows them: white space as one blank, line breaks kept, ends trimmed."""
    if "\n" not in words:
        return _LINE_SPACES.sub(" ", words).strip(" ")
    lines = (_LINE_SPACES.sub(" ", line).strip(" ") for line in words.split("\n"))
    return "\n".join(lines).strip("\n ")
