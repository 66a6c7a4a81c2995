"""How an image was made, by the words of its caption and credit and by its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from khaldun.core.document import Media, Provenance
from khaldun.core.span import Span
from khaldun.data.load import read_yaml

_FILE = "ingest/provenance.yaml"
_BLANK = "[\\s\u00a0\u2010\u2011-]+"


@dataclass(frozen=True, slots=True)
class Mark:
    """What says how an image was made, and the words that say it."""

    provenance: Provenance
    words: str


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return cast("dict[str, Any]", read_yaml(_FILE))


def _any_of(words: Iterable[str]) -> str:
    """Return an alternation of phrases, the longest first, any white space or hyphen for each blank."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(_BLANK.join(map(re.escape, re.split(r"[\s-]+", phrase))) for phrase in ordered)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[Provenance, re.Pattern[str]], ...]:
    """Return the words of each kind as one pattern; the language of a caption plays no part."""
    veto = "|".join(map(re.escape, _table()["vetoes"]))
    return tuple(
        (
            kind,
            re.compile(
                rf"(?P<veto>\b(?:{veto})\s+)?(?<!\w)(?P<mark>{_any_of(_table()[kind.value])})(?!\w)",
                re.IGNORECASE,
            ),
        )
        for kind in (Provenance.AI_GENERATED, Provenance.EDITED, Provenance.CAMERA)
    )


@lru_cache(maxsize=1)
def _credit() -> re.Pattern[str]:
    """Return the pattern of what opens a credit: "Photo:", "Image credit /", "Photo by", "©"."""
    names, prepositions = _any_of(_table()["credits"]), _any_of(_table()["prepositions"])
    return re.compile(
        rf"(?<!\w)(?:(?:{names})\s*(?:[:：/|–—]|{_BLANK}(?:{prepositions})(?!\w))|(?:©|\(c\)|Ⓒ)\s*\w)",
        re.IGNORECASE,
    )


def opens_credit(words: str) -> bool:
    """Tell whether `words` begin as a credit does."""
    return _credit().match(words.lstrip("([ *_")) is not None


def split_credit(words: str) -> int | None:
    """Return where the credit begins that closes a caption, None where there is none."""
    start = next((m.start() for m in _credit().finditer(words) if m.start()), 0)
    return start - 1 if start and words[start - 1] in "([" else start or None


def mark_in(words: str) -> Mark | None:
    """Return the mark in `words` that says how an image was made."""
    for kind, pattern in _patterns():
        for match in pattern.finditer(words):
            if not match["veto"]:
                return Mark(kind, match["mark"])
    return None


def mark_in_metadata(values: Iterable[str]) -> Mark | None:
    """Return the mark that an IPTC digital source type among attribute values gives."""
    types = {name.casefold(): (name, Provenance(kind)) for name, kind in _table()["iptc"].items()}
    for value in values:
        for word in re.findall(r"[A-Za-z]{5,}", value):
            if found := types.get(word.casefold()):
                return Mark(found[1], word)
    return None


def media_of(text: str, caption: Span | None, credit: Span | None, metadata: Iterable[str] = ()) -> Media:
    """Return the image whose caption and credit stand at the spans of `text`.

    Metadata goes before words, a credit before a caption; a camera is believed of a credit alone.
    """
    credit_words = credit.of(text) if credit else None
    caption_words = caption.of(text) if caption else None
    mark = mark_in_metadata(metadata) or mark_in(credit_words or "")
    in_caption = mark_in(caption_words or "")
    if in_caption and in_caption.provenance is not Provenance.CAMERA and _weaker(mark, in_caption):
        mark = in_caption
    both = [span for span in (caption, credit) if span]
    span = both[0].join(both[-1]) if both else None
    kind = mark.provenance if mark else Provenance.UNKNOWN
    return Media(span, caption_words, credit_words, kind, mark.words if mark else None)


def _weaker(mark: Mark | None, other: Mark) -> bool:
    """Tell whether `other` says more against the image than `mark`."""
    order = [None, Provenance.CAMERA, Provenance.EDITED, Provenance.AI_GENERATED]
    return order.index(mark.provenance if mark else None) < order.index(other.provenance)
