"""The language of a text: as stated where the script agrees, else identified."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from khaldun.data.load import read_yaml

_FILE = "ingest/languages.yaml"
_DOCUMENT_SAMPLE = 400
_SEGMENT_SAMPLE = 60
"""Characters looked at; 400 and even 100 name the language of every development report rightly."""
_SCRIPT_SAMPLE = 400
_MIN_LETTERS = 40
"""Letters a segment needs to be taken for another language than its document in the same script."""
_MIN_LETTERS_POST = 8
_CONFIDENT = 0.9
"""Share of the probability that another language needs to win a segment over from its document's."""
_NO_WORDS = re.compile(r"https?://\S+|@\w+|pic\.\w+\.com/\S+")
_NO_LANGUAGE = re.compile("und|zxx|mul|mis|q[a-t][a-z]")
"""Codes for "undetermined" and "none", and those that networks use for posts of links or images."""
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Table:
    """The languages with their scripts and other codes, and a pattern of runs of words in one script."""

    scripts: dict[str, frozenset[str]]
    aliases: dict[str, str]
    pattern: re.Pattern[str]


@lru_cache(maxsize=1)
def _table() -> _Table:
    data = read_yaml(_FILE)
    groups = "|".join(rf"(?P<{name}>[{a}]+(?:[\W\d_]+[{a}]+)*)" for name, a in data["scripts"].items())
    scripts = {code: frozenset(names) for code, names in data["languages"].items()}
    return _Table(scripts, data["aliases"], re.compile(groups))


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """Return the identifier, restricted to the languages of the table; loading takes 0.6 s."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(_table().scripts))
    return identifier


def language_code(stated: str | None) -> str | None:
    """Return the two-letter code of a stated language ("fr-FR", "fra"), None where it is not a code."""
    match = re.match(r"[a-z]{2,3}(?![a-z])", (stated or "").strip().lower())
    if match is None or _NO_LANGUAGE.fullmatch(match.group()):
        return None
    return _table().aliases.get(match.group(), match.group())


def script_of(text: str) -> str | None:
    """Return the script that most letters at the beginning of `text` belong to."""
    if text[:_SCRIPT_SAMPLE].isascii():
        return "Latin" if _LETTERS.search(text, 0, _SCRIPT_SAMPLE) else None
    counts: dict[str, int] = {}
    for match in _table().pattern.finditer(text, 0, _SCRIPT_SAMPLE):
        if name := match.lastgroup:
            counts[name] = counts.get(name, 0) + match.end() - match.start()
    return max(counts, key=lambda name: (counts[name], name)) if counts else None


def agrees(language: str, text: str) -> bool:
    """Tell whether `text` may be written in `language`, judged by its script alone."""
    scripts = _table().scripts.get(language)
    script = script_of(text)
    return scripts is None or script is None or script in scripts


def document_language(text: str, stated: str | None = None) -> str | None:
    """Return the language of a document: the stated one where the script agrees, else the identified one."""
    code = language_code(stated)
    if code and agrees(code, text):
        return code
    sample = text[:_DOCUMENT_SAMPLE]
    if "/" in sample or "@" in sample:
        sample = _NO_WORDS.sub(" ", sample)
    return None if letters_of(sample) < _MIN_LETTERS_POST else _classify(sample)[0]


def segment_language(text: str, document: str | None, stated: bool = False) -> str | None:
    """Return the language of one segment of a document in the language `document`.

    A segment in another script is identified; one in the same script only where it is long enough,
    the document's language is not `stated` by its publisher, and the identifier is sure.
    """
    if document is None:
        return document_language(text)
    if not agrees(document, text[:_SEGMENT_SAMPLE]):
        return _classify(text[:_DOCUMENT_SAMPLE])[0]
    if stated or letters_of(text[: 2 * _SEGMENT_SAMPLE]) < _MIN_LETTERS:
        return document
    found, confidence = _classify(text[:_SEGMENT_SAMPLE])
    if found == document or confidence < _CONFIDENT:
        return document
    found, confidence = _classify(text[:_DOCUMENT_SAMPLE])
    return found if confidence >= _CONFIDENT else document


def letters_of(text: str) -> int:
    """Return the number of letters in `text`."""
    return sum(map(len, _LETTERS.findall(text)))


def _classify(text: str) -> tuple[str, float]:
    """Return the likeliest language and its share of the probability."""
    code, confidence = _identifier().classify(text)
    return str(code), float(confidence)
