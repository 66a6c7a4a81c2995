"""Typed spans out of the mentions that the reader spots: their kinds stand for the types of re3d by a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from khaldun.core.mention import Mention
from khaldun.core.values import UNNAMED, Ref
from khaldun.core.words import Words
from khaldun.data.load import read_yaml
from khaldun.evaluate.predict.lexicon import document, reader
from khaldun.evaluate.predict.model import encoder
from khaldun.evaluate.predict.model_spans import Tagger
from khaldun.evaluate.predict.protocols import Article, TagSpans, TypedSpan


def predictor() -> TagSpans:
    """Return the function that tags the spans of a text: the model's where there is one."""
    model = encoder()
    return Tagger(model).tag if model else tag


@lru_cache(maxsize=1)
def _rules() -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_yaml("evaluate/re3d.yaml")
    return found


def tag(article: Article) -> Sequence[TypedSpan]:
    """Return the mentions of a text that stand for a type of re3d."""
    text = document(article.text, article.published)
    words = Words.of(text.text)
    found = []
    for mention in reader().mentions(text, words, [range(len(words))]):
        kind = _type(mention)
        if kind is not None:
            found.append(TypedSpan(mention.span.start, mention.span.end, kind))
    return found


def _type(mention: Mention) -> str | None:
    ref = mention.value if isinstance(mention.value, Ref) else None
    if ref is not None and ref.kind == UNNAMED:
        return None
    by_entry: str | None = _rules()["catalogue"].get(ref.kind) if ref else None
    kind: str | None = by_entry or _rules()["kinds"].get(mention.kind.value)
    return kind
