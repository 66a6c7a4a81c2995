"""Mentions as the published scorers compare them: lower case, without articles, punctuation and spare spaces."""

from __future__ import annotations

import re
import string

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normal(words: str) -> str:
    """Return words in the form in which GRIT and GTT compare mentions (after SQuAD, Rajpurkar et al. 2016)."""
    return " ".join(_ARTICLES.sub(" ", words.lower().translate(_PUNCTUATION)).split())
