"""A page's markup to a tree, or to bare text where a tree would cost too much."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from khaldun.ingest.limits import IngestLimits

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_UNNESTED = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "tr",
        "thead",
        "tbody",
        "tfoot",
        "option",
        "optgroup",
        "colgroup",
        "rp",
        "rt",
        "html",
        "head",
        "body",
    ]
)
"""Elements that hold nothing, or that an opening tag of the same kind closes."""
_HIDDEN = re.compile(r"<(script|style|noscript|template|svg|textarea|select|!--)", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|dl|dt|dd|blockquote|article|section|header|footer|table|tr|figure|figcaption|main"
    r"|aside|nav|pre|form|title|body|hr)\b[^<>]*>",
    re.IGNORECASE,
)
_BREAK_TAG = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>")
_TITLE = re.compile(r"<title\b[^<>]*>([^<]{1,500})", re.IGNORECASE)
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
    brackets = markup.count("<")
    if brackets > limits.html_tags or len(markup) > limits.html_chars:
        return False
    depth = 0
    for match in _TAG.finditer(markup) if brackets > limits.html_depth else ():
        if match[2].lower() not in _UNNESTED:
            depth = max(0, depth - 1) if match[1] else depth + 1
            if depth > limits.html_depth:
                return False
    return True


def is_judged(markup: str, limits: IngestLimits) -> bool:
    """Tell whether a page is small enough to find out which of its words are the article."""
    return markup.count("<") <= limits.judged_tags and len(markup) <= limits.judged_chars


def stripped_title(markup: str) -> str | None:
    """Return the words of the page's title element."""
    match = _TITLE.search(markup)
    return _SPACES.sub(" ", entities.unescape(match[1])).strip() if match else None


def stripped_paragraphs(markup: str, limit: int) -> Iterator[str]:
    """Yield the paragraphs that are left when the tags of a page are taken off.

    A stretch of more than twice `limit` characters without a paragraph's end is given out as it stands,
    for the caller to refuse.
    """
    for stretch in _visible(markup):
        for block in _BLOCK_TAG.split(stretch) if len(stretch) <= 2 * limit else [stretch]:
            words = _bare(block) if len(block) <= 2 * limit else block
            if words:
                yield words


def _bare(block: str) -> str:
    """Return the words of a block of markup as a browser shows them."""
    words = _ANY_TAG.sub("", _BREAK_TAG.sub("\n", _SPACES.sub(" ", block)))
    return collapse(entities.unescape(words))


def _visible(markup: str) -> Iterator[str]:
    """Yield the stretches outside scripts, styles and comments; in time linear in the page."""
    title = _TITLE.search(markup)
    position = title.end() if title else 0
    while opening := _HIDDEN.search(markup, position):
        yield markup[position : opening.start()]
        name = opening[1].lower()
        closing = re.compile("-->" if name == "!--" else rf"</{name}\b[^<>]*>", re.IGNORECASE).search(
            markup, opening.end()
        )
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
