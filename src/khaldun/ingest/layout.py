"""What of a page is kept, and in which order: title, byline, paragraphs, posts, images."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.html import HtmlElement

from khaldun.core.document import SegmentKind
from khaldun.ingest.blocks import Block, blocks_of, has_class
from khaldun.ingest.embeds import Post, is_embed, read_post
from khaldun.ingest.mainwords import NO_WORDS, MainWords, main_words, same_words
from khaldun.ingest.media import Figure, is_figure, read_figure
from khaldun.ingest.metadata import Metadata, class_names
from khaldun.ingest.published import parse_published

_OUTSIDE = frozenset(("nav", "footer", "aside"))
_ARTICLE = frozenset(("article", "main"))
_LONGEST_BYLINE = 150
_LONGEST_DATE = 60
_LONG_PARAGRAPH = 80
"""Characters of a block that can only be body text: bylines, dates and shares above the text are shorter."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One thing of the page in its place: words of a kind, a post or an image."""

    kind: SegmentKind
    words: str = ""
    post: Post | None = None
    figure: Figure | None = None


@dataclass(slots=True)
class Layout:
    """The parts of a page in their order, its title, and the date it shows if its metadata has none."""

    title: str | None = None
    byline: str | None = None
    visible_date: str | None = None
    placed: list[Placed] = field(default_factory=list)


def lay_out(tree: HtmlElement, metadata: Metadata, judged: bool) -> Layout:
    """Return the parts of a page that are its report; where not `judged`, all outside menus and footers."""
    body = tree.find("body")
    root = body if body is not None else tree
    blocks = list(blocks_of(root, _is_special))
    main = main_words(tree, [block.element for block in blocks if block.special]) if judged else NO_WORDS
    return _Chooser(blocks, main, metadata).layout()


def _is_special(element: HtmlElement) -> bool:
    return is_embed(element) or is_figure(element)


class _Chooser:
    """Goes through the blocks of a page and keeps those of its report."""

    def __init__(self, blocks: list[Block], main: MainWords, metadata: Metadata) -> None:
        self._blocks, self._main = blocks, main
        self._title_at, self._title = self._find_title(metadata.title)
        kept = [i for i, block in enumerate(blocks) if i > self._title_at and self._is_kept(block)]
        self._kept = set(kept or self._all_inside())
        self._last = max(self._kept, default=-1)
        long = [i for i in sorted(self._kept) if len(blocks[i].words) > _LONG_PARAGRAPH]
        self._body_at = long[0] if long else min(self._kept, default=len(blocks))
        self._articles = {a for i in self._kept if (a := _article_of(blocks[i].element)) is not None}

    def _find_title(self, stated: str | None) -> tuple[int, str | None]:
        """Return where the title stands among the blocks, -1 where it does not, and its words."""
        headings = [(i, b) for i, b in enumerate(self._blocks) if b.element.tag == "h1"]
        for i, block in headings:
            if stated is None or same_words(block.words, stated):
                return i, block.words
        others = [(i, b) for i, b in enumerate(self._blocks) if b.is_heading]
        for i, block in others:
            if stated and same_words(block.words, stated):
                return i, block.words
        return -1, stated

    def _is_kept(self, block: Block) -> bool:
        """Tell whether a block of words belongs to the article."""
        if block.special or (self._title and same_words(block.words, self._title)):
            return False
        return self._main.has(block.words)

    def _all_inside(self) -> list[int]:
        """Return all blocks outside menus and footers, for a page in which no article was made out."""
        return [
            i
            for i, block in enumerate(self._blocks)
            if i > self._title_at and not block.special and not _is_outside(block.element)
        ]

    def layout(self) -> Layout:
        """Return the parts that are kept."""
        layout = Layout(self._title)
        bylines: list[Placed] = []
        for i, block in enumerate(self._blocks):
            if block.special:
                layout.placed.extend(self._special(i, block))
            elif i > self._title_at:
                if i < self._body_at and (kind := self._kind_above(block, layout)):
                    (bylines if kind is SegmentKind.BYLINE else layout.placed).append(
                        Placed(kind, block.words)
                    )
                elif i in self._kept and not (i < self._body_at and _is_date(block)):
                    layout.placed.append(Placed(_kind(block), block.words))
        layout.byline = bylines[0].words if bylines else None
        layout.placed[:0] = bylines[:1]
        return layout

    def _kind_above(self, block: Block, layout: Layout) -> SegmentKind | None:
        """Return what a block between title and body is, None where that does not show."""
        if _is_date(block):
            layout.visible_date = layout.visible_date or parse_published(block.words).value
            return None
        near = _near(block.element)
        if len(block.words) <= _LONGEST_BYLINE and any(has_class(e, class_names("byline")) for e in near):
            return SegmentKind.BYLINE
        if len(block.words) <= _LONG_PARAGRAPH and any(
            has_class(e, class_names("dateline")) for e in near[:1]
        ):
            return SegmentKind.DATELINE
        standfirst = any(has_class(e, class_names("standfirst")) for e in near)
        return SegmentKind.PARAGRAPH if standfirst and not _is_outside(block.element) else None

    def _special(self, i: int, block: Block) -> list[Placed]:
        """Return the post or image of a special block that belongs to the report."""
        if _is_outside(block.element) or not self._belongs(i, block):
            return []
        if is_embed(block.element):
            post = read_post(block.element)
            return [Placed(SegmentKind.EMBEDDED_POST, post=post)] if post else []
        figure = read_figure(block.element)
        return [Placed(SegmentKind.CAPTION, figure=figure)] if figure else []

    def _belongs(self, i: int, block: Block) -> bool:
        """Tell whether a special block stands in the report's stretch of the page or in its article."""
        if self._title_at <= i <= self._last:
            return True
        article = _article_of(block.element)
        return article is not None and article in self._articles


def _article_of(element: HtmlElement) -> HtmlElement | None:
    """Return the innermost article element around an element."""
    return next((e for e in element.iterancestors() if e.tag in _ARTICLE), None)


def _is_outside(element: HtmlElement) -> bool:
    """Tell whether an element stands in a menu, a footer or a list of other reports."""
    for ancestor in (element, *element.iterancestors()):
        if ancestor.tag in _ARTICLE or ancestor.tag == "body":
            return False
        if ancestor.tag in _OUTSIDE or has_class(ancestor, class_names("aside")):
            return True
    return False


def _near(element: HtmlElement) -> list[HtmlElement]:
    """Return an element and the two around it."""
    return [element, *list(element.iterancestors())[:2]]


def _is_date(block: Block) -> bool:
    """Tell whether a short block is a date and little else."""
    return len(block.words) <= _LONGEST_DATE and parse_published(block.words).value is not None


def _kind(block: Block) -> SegmentKind:
    """Return the kind of a block of the body."""
    if block.is_heading:
        return SegmentKind.TITLE
    quoted = any(e.tag == "blockquote" for e in (block.element, *block.element.iterancestors()))
    return SegmentKind.QUOTE if quoted else SegmentKind.PARAGRAPH
