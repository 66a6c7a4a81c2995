"""The images of a page: captions, credits and what says how an image was made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from lxml.html import HtmlElement

from khaldun.core.document import Media, Provenance
from khaldun.core.span import Span
from khaldun.ingest.blocks import Block, blocks_of, has_class
from khaldun.ingest.embeds import is_embed
from khaldun.ingest.metadata import class_names
from khaldun.ingest.provenance import mark_in, media_of, opens_credit, split_credit

_SOURCE_TYPE = re.compile(r"digital[\W_]*source[\W_]*type", re.IGNORECASE)
_HOLDERS = frozenset(("blockquote", "table", "pre"))


@dataclass(frozen=True, slots=True)
class Figure:
    """One image as the page shows it: its words, and the attributes that may say how it was made."""

    caption: str | None = None
    credit: str | None = None
    source_types: tuple[str, ...] = ()
    alternative: str | None = None
    address: str | None = None


def is_figure(element: HtmlElement) -> bool:
    """Tell whether the element is an image with its words, or such words by themselves."""
    if element.tag == "figure":
        return not any(e.tag in _HOLDERS or is_embed(e) for e in element.iter() if isinstance(e.tag, str))
    if element.get("class") is None:
        return False
    return has_class(element, class_names("caption")) or has_class(element, class_names("credit"))


def read_figure(element: HtmlElement) -> Figure | None:
    """Return the image that an element shows, None where there is nothing to say of it."""
    caption, credit = _words(element)
    images = list(element.iter("img", "source", "picture", "figure"))
    types = tuple(
        value for e in images for name, value in e.attrib.items() if _SOURCE_TYPE.search(f"{name} {value}")
    )
    alternative = next((alt for e in images if (alt := e.get("alt"))), None)
    address = next((src for e in images if (src := e.get("src") or e.get("data-src"))), None)
    figure = Figure(caption, credit, types, alternative, address)
    marked = types or _mark_of(alternative)
    return figure if caption or credit or marked else None


def _mark_of(alternative: str | None) -> str | None:
    """Return the words of an alternative text that tell of a generated or edited image."""
    mark = mark_in(alternative or "")
    return mark.words if mark and mark.provenance is not Provenance.CAMERA else None


def _words(element: HtmlElement) -> tuple[str | None, str | None]:
    """Return the words of the caption and of the credit."""

    def is_credit(inner: HtmlElement) -> bool:
        return has_class(inner, class_names("credit"))

    if element.tag != "figure" and is_credit(element):
        return None, _joined(block.words for block in blocks_of(element))
    captions: list[str] = []
    credits_: list[str] = []
    for block in _text_blocks(element, is_credit):
        if block.special:
            credits_.extend(b.words for b in blocks_of(block.element))
        else:
            captions.append(block.words)
    caption, credit = _joined(captions), _joined(credits_)
    return (caption, credit) if credit or not caption else _divided(caption)


def _text_blocks(element: HtmlElement, is_credit: Any) -> Iterator[Block]:
    """Yield the blocks of the figure's words, each credit as a special one."""
    for block in blocks_of(element, is_credit):
        if block.special or block.words:
            yield block


def _joined(words: Any) -> str | None:
    """Return blocks of words as one, None where there are none."""
    return "\n".join(dict.fromkeys(w for w in words if w)) or None


def _divided(caption: str) -> tuple[str | None, str | None]:
    """Return a caption and the credit that it closes with."""
    if opens_credit(caption):
        return None, caption
    cut = split_credit(caption)
    return (caption[:cut].rstrip(), caption[cut:]) if cut else (caption, None)


def figure_media(text: str, figure: Figure, caption: Span | None, credit: Span | None) -> Media:
    """Return the image whose caption and credit stand at the spans of `text`."""
    media = media_of(text, caption, credit, figure.source_types)
    mark = mark_in(figure.alternative or "")
    if (
        mark
        and mark.provenance is not Provenance.CAMERA
        and media.provenance
        in (
            Provenance.UNKNOWN,
            Provenance.CAMERA,
        )
    ):
        return replace(media, provenance=mark.provenance, provenance_words=mark.words)
    return media


def described_figures(images: tuple[dict[str, Any], ...]) -> Iterator[Figure]:
    """Yield the images that only the page's structured data describe, where it says how they were made."""
    for node in images[:50]:
        kind, credit = node.get("digitalSourceType"), node.get("creditText")
        if isinstance(kind, str) or isinstance(credit, str):
            yield Figure(
                caption=node["caption"] if isinstance(node.get("caption"), str) else None,
                credit=credit if isinstance(credit, str) else None,
                source_types=(kind,) if isinstance(kind, str) else (),
                address=next((v for k in ("contentUrl", "url") if isinstance(v := node.get(k), str)), None),
            )
