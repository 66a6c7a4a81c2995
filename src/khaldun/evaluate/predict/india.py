"""What the police did, sentence by sentence: deeds and figures that are told beside a word for the police."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from khaldun.core.statement import DocumentReading
from khaldun.data.load import read_yaml
from khaldun.evaluate.predict.lexicon import document, reader
from khaldun.evaluate.predict.protocols import ClassifySentences, Sentences

ANY = "ANY_ACTION"


def predictor() -> ClassifySentences:
    """Return the function that gives sentences their classes."""
    return classify


@lru_cache(maxsize=1)
def _rules() -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_yaml("evaluate/india.yaml")
    return found


@lru_cache(maxsize=1)
def _police() -> re.Pattern[str]:
    words = sorted(_rules()["police"], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def classify(given: Sentences) -> Sequence[frozenset[str]]:
    """Return the classes of each sentence, none where it does not name the police."""
    ends, at = [], 0
    for sentence in given.sentences:
        at += len(sentence) + 1
        ends.append(at)
    told: list[set[str]] = [set() for _ in ends]
    for where, kind in _deeds(reader().read(document(" ".join(given.sentences), given.published))):
        told[next(i for i, end in enumerate(ends) if where < end)].add(kind)
    named = (_police().search(sentence) is not None for sentence in given.sentences)
    return [
        frozenset(_with_any(kinds)) if kinds and n else frozenset()
        for kinds, n in zip(told, named, strict=True)
    ]


def _with_any(kinds: set[str]) -> set[str]:
    """Return the classes of a deed with the classes that they are part of."""
    return kinds | {ANY} | ({"FORCE"} if "KILL" in kinds else set())


def _deeds(read: DocumentReading) -> Iterator[tuple[int, str]]:
    """Yield where each deed or figure stands and its class; a deed of a type that no class is for is an action."""
    for reading in read.readings:
        name, start = reading.statement.property, reading.statement.span.start
        if name == "type":
            yield start, _rules()["types"].get(reading.value, ANY)
        elif name.split("_")[0] in _rules()["properties"]:
            yield start, _rules()["properties"][name.split("_")[0]]
