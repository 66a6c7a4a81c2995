"""The lexicon of one language: every list of its data file in one index, checked when it is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from khaldun.core.digest import digest
from khaldun.core.phrases import Hit, PhraseIndex
from khaldun.core.words import Words, fold
from khaldun.data.kept import kept, source_digest
from khaldun.data.load import digest_of, list_files, read_yaml
from khaldun.errors import DataError

_FOLDER = "lexicon"
_SCHEMA = "lexicon/schema.yaml"
_SOURCES = ("core/phrases.py", "core/spelling.py", "core/words.py", "extract/lexicon.py")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase stands for: the list (family) it is from and its label in that list."""

    family: str
    label: str = ""
    strong: bool = False


class Lexicon:
    """All phrases of a language; `hits` finds them in one pass."""

    def __init__(self, language: str, data: Mapping[str, Any]) -> None:
        self.language = language
        self.grammar = frozenset(data.get("grammar", ()))
        self.lists = frozenset(data)
        classes = {name: [(word, None) for word in words] for name, words in data.get("classes", {}).items()}
        self._index: PhraseIndex[Entry] = PhraseIndex(_phrases(data), classes)

    def hits(self, words: Words, within: range | None = None) -> list[Hit[Entry]]:
        """Return the phrases found; of one family only the longest at each place, sorted by first token."""
        kept: list[Hit[Entry]] = []
        ends: dict[str, int] = {}
        for hit in sorted(self._index.find(words, within), key=_by_place):
            family = hit.payload.family
            if hit.first >= ends.get(family, 0):
                ends[family] = hit.last
                kept.append(hit)
        return kept


def _by_place(hit: Hit[Entry]) -> tuple[int, int, bool, str]:
    return (hit.first, -hit.last, not hit.payload.strong, hit.payload.label)


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a lexicon."""
    names = (p.removeprefix(f"{_FOLDER}/").removesuffix(".yaml") for p in list_files(_FOLDER, ".yaml"))
    return tuple(n for n in names if len(n) == 2)


@lru_cache(maxsize=32)
def load(language: str) -> Lexicon:
    """Return the lexicon of a language; raises DataError where its file breaks the schema."""
    path = f"{_FOLDER}/{language}.yaml"
    key = digest(digest_of(path, _SCHEMA), source_digest(*_SOURCES))
    return kept(f"lexicon-{language}", key, lambda: _compile(language, path))


def load_or_blank(language: str | None) -> Lexicon:
    """Return the lexicon of a language, one without a word where there is none."""
    return load(language) if language in languages() and language else _blank()


@lru_cache(maxsize=1)
def _blank() -> Lexicon:
    return Lexicon("", {})


def _compile(language: str, path: str) -> Lexicon:
    data = read_yaml(path)
    for problem in problems(data):
        raise DataError(path, problem)
    return Lexicon(language, data)


@lru_cache(maxsize=1)
def coordinators() -> frozenset[str]:
    """Return the folded words that join two names on one footing."""
    return frozenset(fold(word) for word in read_yaml("lexicon/coordinators.yaml"))


@lru_cache(maxsize=1)
def definite() -> Mapping[str, frozenset[str]]:
    """Return the folded words of each language that point a noun at something named before: articles, "this"."""
    words = read_yaml("extract/speakers.yaml")["definite"]
    return {code: frozenset(map(fold, found)) for code, found in words.items()}


def version() -> str:
    """Return the digest of all lexicon files."""
    return digest_of(*list_files(_FOLDER, ".yaml"))


def problems(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a lexicon file, by the rules of schema.yaml."""
    schema = read_yaml(_SCHEMA)
    for key in data:
        if key not in schema:
            yield f"unknown key {key!r}"
    for key, rule in schema.items():
        if key not in data:
            if rule["required"]:
                yield f"the key {key!r} is missing"
            continue
        if unknown := set(data[key] if "words" in rule else ()) - set(rule.get("words", ())):
            yield f"{key}: unknown words {sorted(unknown)}"
        allowed = rule.get("keys")
        if allowed is not None and set(data[key]) - set(allowed):
            yield f"{key}: unknown groups {sorted(set(data[key]) - set(allowed))}"
        for where, phrase in _walk(key, data[key]):
            if not isinstance(phrase, str) or not phrase.strip() or phrase.split()[0] in ("...", "_"):
                yield f"{where}: {phrase!r} is not a phrase (quote it, or begin it with a word)"


def _walk(where: str, node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from _walk(f"{where}.{key}", value)
    elif isinstance(node, list):
        for value in node:
            yield where, value
    elif where != "language":
        yield where, node


def _phrases(data: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    """Yield every phrase with its entry; phrases of one list and label share one."""
    shared: dict[Entry, Entry] = {}
    yield from ((phrase, shared.setdefault(entry, entry)) for phrase, entry in _listed(data))


def _listed(data: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    for key, node in data.items():
        if key in ("language", "grammar", "classes"):
            continue
        if key == "triggers":
            yield from _triggers(node)
        elif isinstance(node, Mapping):
            for label, phrases in node.items():
                family = f"{key}.{label}" if key in ("vetoes", "topics") else key
                yield from ((phrase, Entry(family, str(label))) for phrase in phrases)
        else:
            yield from ((phrase, Entry(key)) for phrase in node)


def _triggers(node: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    for code, groups in node.items():
        for strength in ("strong", "weak"):
            for phrase in groups.get(strength, ()):
                yield phrase, Entry("triggers", code, strength == "strong")
