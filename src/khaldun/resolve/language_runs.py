"""Which language each stretch of a document is read in."""

from __future__ import annotations

import re
from collections.abc import Collection

from khaldun.core.document import Document
from khaldun.core.words import Words

_UKRAINIAN = re.compile("[ґєіїҐЄІЇ]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_SAMPLE = 2000
FALLBACK = "en"


def language_runs(document: Document, words: Words, known: Collection[str]) -> list[tuple[range, str]]:
    """Return token ranges with a known language each, in the order of the text and without overlaps."""
    default = known_language(document.language, document.text, known)
    runs: list[tuple[range, str]] = []
    done = 0
    for segment in sorted(document.segments, key=lambda s: (s.span.start, -s.span.end)):
        within = words.within(segment.span)
        start, stop = max(within.start, done), within.stop
        if start >= stop:
            continue
        if start > done:
            runs.append((range(done, start), default))
        language = segment.language if segment.language in known else default
        # Segments stay apart even in one language: a phrase never runs from a title into a paragraph.
        runs.append((range(start, stop), language or default))
        done = stop
    if done < len(words):
        runs.append((range(done, len(words)), default))
    return runs


def known_language(language: str | None, text: str, known: Collection[str]) -> str:
    """Return the language if its rules are known, else a guess by the script, else English."""
    if language:
        short = language.casefold().replace("_", "-").split("-")[0]
        if short in known:
            return short
    sample = text[:_SAMPLE]
    if _CYRILLIC.search(sample):
        return "uk" if _UKRAINIAN.search(sample) and "uk" in known else "ru"
    if _ARABIC.search(sample):
        return "ar"
    return FALLBACK
