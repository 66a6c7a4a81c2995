"""The blocks of a page in the order they stand in, each with its words as a browser shows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from khaldun.ingest.page import collapse

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "canvas",
        "iframe",
        "object",
        "embed",
        "button",
        "select",
        "input",
        "textarea",
        "audio",
        "video",
        "map",
        "math",
        "head",
        "datalist",
        "progress",
        "meter",
    ]
)
_CELLS = frozenset(("td", "th"))
_HTML_SPACE = re.compile(r"[ \t\n\r\f]+")
_BLANK_LINE = re.compile(r"\n{2,}")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, slots=True)
class Block:
    """A run of words with the innermost block element around it; a special element stands for itself."""

    element: HtmlElement
    words: str
    special: bool = False

    @property
    def is_heading(self) -> bool:
        """Tell whether the block is a heading."""
        return self.element.tag in _HEADINGS


class _Walk:
    """Collects inline words until a block begins or ends."""

    def __init__(self, root: HtmlElement) -> None:
        self._pieces: list[str] = []
        self._open: list[HtmlElement] = [root]

    def say(self, words: str | None) -> None:
        """Add words, white space as one blank."""
        if words:
            self._pieces.append(_HTML_SPACE.sub(" ", words))

    def line(self) -> None:
        """Add a line break."""
        self._pieces.append("\n")

    def cell(self) -> None:
        """Part two cells of a row."""
        if self._pieces:
            self._pieces.append(" \t")

    def enter(self, element: HtmlElement) -> None:
        """Note that a block element begins."""
        self._open.append(element)

    def leave(self) -> None:
        """Note that a block element ends."""
        if len(self._open) > 1:
            self._open.pop()

    def flush(self) -> Iterator[Block]:
        """Yield the words so far as blocks of the innermost open element; a blank line parts two."""
        if not self._pieces:
            return
        text = collapse("".join(self._pieces))
        self._pieces.clear()
        for words in _BLANK_LINE.split(text):
            if words.strip():
                yield Block(self._open[-1], words.strip("\n "))


def blocks_of(root: HtmlElement, is_special: Callable[[HtmlElement], bool] | None = None) -> Iterator[Block]:
    """Yield the blocks below `root`; an element that `is_special` names is one block and not looked into."""
    walk = _Walk(root)
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if not isinstance(element, HtmlElement) or not isinstance(element.tag, str):
            continue
        if event == "start":
            special = element is not root and is_special is not None and is_special(element)
            if element.tag in _BLOCKS or special:
                yield from walk.flush()
            if special:
                yield Block(element, "", special=True)
            if special or (element.tag in _SKIPPED and element is not root):
                walker.skip_subtree()
            else:
                _start(walk, element)
            continue
        if element.tag in _BLOCKS:
            yield from walk.flush()
            if not (element is not root and is_special is not None and is_special(element)):
                walk.leave()
        if element is not root:
            walk.say(element.tail)
    yield from walk.flush()


def _start(walk: _Walk, element: HtmlElement) -> None:
    """Take in what an opening tag brings."""
    if element.tag in _BLOCKS:
        walk.enter(element)
    elif element.tag == "br":
        walk.line()
    elif element.tag in _CELLS:
        walk.cell()
    walk.say(element.text)


def words_of(element: HtmlElement) -> str:
    """Return all words of an element, blocks parted by line breaks."""
    return "\n".join(block.words for block in blocks_of(element))


def classes_of(element: HtmlElement) -> frozenset[str]:
    """Return the classes of an element, with its id, role, itemprop and rel, in lower case."""
    values = (element.get(name) for name in ("class", "id", "itemprop", "rel"))
    return frozenset(" ".join(v for v in values if v).lower().replace("_", "-").split())


def has_class(element: HtmlElement, names: frozenset[str]) -> bool:
    """Tell whether a class of the element is one of `names`, or ends in one after a hyphen."""
    return any(c in names or any(c.endswith(f"-{name}") for name in names) for c in classes_of(element))
