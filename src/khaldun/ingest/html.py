"""Pages to documents: the report with its parts in page order, and each embedded post as a child."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from khaldun.core.document import Document, Media, Segment, SegmentKind, Source
from khaldun.core.span import Span
from khaldun.errors import EmptyInput, InputTooLarge
from khaldun.ingest.builder import SEPARATOR, Part, TextBuilder, opening_parts, segments_of
from khaldun.ingest.embeds import Post
from khaldun.ingest.items import Notice
from khaldun.ingest.language import document_language
from khaldun.ingest.layout import Layout, Placed, lay_out
from khaldun.ingest.mainwords import trafilatura_version
from khaldun.ingest.media import Figure, described_figures, figure_media
from khaldun.ingest.metadata import Metadata, byline_name, read_metadata
from khaldun.ingest.page import is_judged, parse_page, stripped_paragraphs, stripped_title
from khaldun.ingest.published import Published, parse_published
from khaldun.ingest.rows import Page, RowContext

STRIPPED_RENDITION = "html-stripped/1"


def html_rendition() -> str:
    """Return the name of the tools that make the text of a page."""
    return f"html/1 trafilatura/{trafilatura_version()}"


@dataclass(slots=True)
class _Draft:
    """A text in the making, with its posts and images where they stand."""

    builder: TextBuilder = field(default_factory=TextBuilder)
    posts: dict[Span, Post] = field(default_factory=dict)
    figures: list[tuple[Figure, Span | None, Span | None]] = field(default_factory=list)
    body_begun: bool = False


def html_documents(page: Page) -> Iterator[Document | Notice]:
    """Yield the documents of a page, the page itself first; raises EmptyInput or InputTooLarge."""
    tree = parse_page(page.html, page.context.limits)
    if tree is None:
        yield from _stripped(page)
        return
    metadata = read_metadata(tree)
    layout = lay_out(tree, metadata, is_judged(page.html, page.context.limits))
    if page.source.title:
        layout.title = page.source.title
    draft = _draft(layout)
    text = _checked(draft.builder.text, page)
    source, notice = _source(page, metadata, layout)
    if notice:
        yield notice
    yield from _documents(text, draft, source, metadata, page)


def _checked(text: str, page: Page) -> str:
    """Return the text; raises EmptyInput or InputTooLarge."""
    if not text.strip():
        problem, remedy = "the page has no words of a report", "Check how it was saved."
        raise EmptyInput(page.context.origin, problem, remedy, page.line)
    if len(text) > page.context.limits.text_chars:
        raise _too_long(len(text), page)
    return text


def _too_long(length: int, page: Page) -> InputTooLarge:
    problem = f"the text has {length} characters or more, over the limit of {page.context.limits.text_chars}"
    return InputTooLarge(page.context.origin, problem, "Split it into its reports.", page.line)


def _draft(layout: Layout) -> _Draft:
    """Put the text together: title, byline, then the parts in page order."""
    draft = _Draft()
    if layout.title:
        draft.builder.add(SegmentKind.TITLE, layout.title)
    for placed in layout.placed:
        if placed.post:
            _add_post(draft, placed.post)
        elif placed.figure:
            _add_figure(draft, placed.figure)
        else:
            _add_words(draft, placed)
    return draft


def _add_words(draft: _Draft, placed: Placed) -> None:
    """Add a block of words; the first paragraph may open with the dateline."""
    if placed.kind is not SegmentKind.PARAGRAPH or draft.body_begun:
        draft.builder.add(placed.kind, placed.words)
        return
    draft.body_begun = True
    start = draft.builder.block(placed.words).start
    for part in opening_parts(placed.words, Span(0, len(placed.words))):
        draft.builder.mark(part.kind, part.span.shift(start))


def _add_post(draft: _Draft, post: Post) -> None:
    """Add the words of a post, and the line that names its author."""
    words = SEPARATOR.join(filter(None, (post.text, post.line)))
    draft.posts[draft.builder.add(SegmentKind.EMBEDDED_POST, words)] = post


def _add_figure(draft: _Draft, figure: Figure) -> None:
    """Add the words of an image; a credit that stands by itself belongs to the image before it."""
    caption = draft.builder.add(SegmentKind.CAPTION, figure.caption) if figure.caption else None
    credit = draft.builder.add(SegmentKind.CREDIT, figure.credit) if figure.credit else None
    if draft.figures and credit and not caption and not figure.address:
        before, its_caption, its_credit = draft.figures[-1]
        if its_caption and not its_credit and its_caption.end + len(SEPARATOR) == credit.start:
            draft.figures[-1] = (before, its_caption, credit)
            return
    draft.figures.append((figure, caption, credit))


def _source(page: Page, metadata: Metadata, layout: Layout) -> tuple[Source, Notice | None]:
    """Return the source: what the row says, else the page; and a notice where its date is no date."""
    stated = parse_published(metadata.published) if metadata.published else Published(None)
    notice = Notice(page.context.origin, stated.problem, page.line) if stated.problem else None
    given = page.source
    source = Source(
        external_id=given.external_id,
        url=given.url or metadata.url,
        outlet=given.outlet or metadata.outlet,
        author=given.author or metadata.author or byline_name(layout.byline),
        title=layout.title,
        published=given.published or stated.value or layout.visible_date,
    )
    return source, None if source.published else notice


def _documents(
    text: str, draft: _Draft, source: Source, metadata: Metadata, page: Page
) -> Iterator[Document]:
    """Yield the page's document, then one for each of its posts."""
    own = [part for part in draft.builder.parts if part.kind is SegmentKind.PARAGRAPH] or draft.builder.parts
    sample = " ".join(part.span.of(text)[:400] for part in own[:4])
    language = _page_language(sample, page.language, metadata.language)
    media = [figure_media(text, figure, caption, credit) for figure, caption, credit in draft.figures]
    media.extend(_described(draft, metadata))
    parent = Document(
        text, source, language, media=tuple(media), rendition=html_rendition(), capture=page.context.capture
    )
    children = {span: _child(post, parent, page.context) for span, post in draft.posts.items()}
    parts = [_with_child(part, children) for part in draft.builder.parts]
    segments = segments_of(text, parts, language, stated=False)
    yield replace(parent, segments=tuple(_spoken(segment, children) for segment in segments))
    yield from {child.id: child for child in children.values()}.values()


def _page_language(sample: str, row: str | None, page: str | None) -> str | None:
    """Return the row's language where the script agrees, else the identified one: templates may be wrong."""
    if row:
        return document_language(sample, row)
    return document_language(sample) or document_language(sample, page)


def _with_child(part: Part, children: dict[Span, Document]) -> Part:
    """Return the part with the id of the post that it embeds."""
    return replace(part, child=children[part.span].id) if part.span in children else part


def _spoken(segment: Segment, children: dict[Span, Document]) -> Segment:
    """Return the segment of a post in the post's own language."""
    child = children.get(segment.span)
    return replace(segment, language=child.language) if child else segment


def _child(post: Post, parent: Document, context: RowContext) -> Document:
    """Return the document of a post: its own words, and its author as the one who speaks."""
    source = Source(url=post.url, author=post.author, handle=post.handle, published=post.published)
    language = document_language(post.text, post.language)
    whole = Segment(SegmentKind.PARAGRAPH, Span(0, len(post.text)), language)
    return Document(
        post.text,
        source,
        language,
        (whole,),
        parent=parent.id,
        rendition=parent.rendition,
        capture=context.capture,
    )


def _described(draft: _Draft, metadata: Metadata) -> Iterator[Media]:
    """Yield the images that only the structured data of the page describe."""
    shown = {_file_name(figure.address) for figure, _, _ in draft.figures if figure.address}
    for figure in described_figures(metadata.images):
        if _file_name(figure.address) not in shown:
            words = TextBuilder()
            caption = words.block(figure.caption) if figure.caption else None
            credit = words.block(figure.credit) if figure.credit else None
            yield replace(figure_media(words.text, figure, caption, credit), span=None)


def _file_name(address: str | None) -> str | None:
    """Return the last part of an image's address."""
    return address.split("?")[0].rsplit("/", 1)[-1] if address else None


def _stripped(page: Page) -> Iterator[Document | Notice]:
    """Yield a page whose tags were taken off, for one that no tree can be built of."""
    builder = TextBuilder()
    title = page.source.title or stripped_title(page.html)
    if title:
        builder.add(SegmentKind.TITLE, title)
    limit = page.context.limits.text_chars
    for words in stripped_paragraphs(page.html, limit):
        builder.add(SegmentKind.PARAGRAPH, words)
        if len(builder) > limit:
            raise _too_long(len(builder), page)
    text = _checked(builder.text, page)
    what = "the page is nested too deep or has too many tags; its words are read with the tags taken off"
    yield Notice(page.context.origin, what, page.line)
    language = document_language(text, page.language)
    segments = segments_of(text, builder.parts[: page.context.limits.segments], language, stated=False)
    source = replace(page.source, title=title)
    yield Document(
        text, source, language, segments, rendition=STRIPPED_RENDITION, capture=page.context.capture
    )
