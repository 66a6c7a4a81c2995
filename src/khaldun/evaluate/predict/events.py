"""Typed events with arguments out of the lexicon's words of deeds and harm, by the tables in events.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from khaldun.core.span import Span
from khaldun.core.statement import DocumentReading
from khaldun.core.words import Words
from khaldun.data.load import read_yaml
from khaldun.evaluate.predict.lexicon import document, offsets, reader
from khaldun.evaluate.predict.model import encoder
from khaldun.evaluate.predict.model_spans import Finder
from khaldun.evaluate.predict.protocols import FindEvents, FoundEvent, Offsets, TokenText
from khaldun.extract.scene import Scene, Sentence
from khaldun.extract.triggers import uncancelled

TAUGHT = ("geneva",)
"""Corpora whose events the model finds better than the lexicon: WikiEvents it was taught by offsets that drift."""


def predictor(corpus: str) -> FindEvents:
    """Return the function that finds a text's events by a corpus's types: the model's where there is one."""
    model = encoder()
    if model and corpus in TAUGHT:
        return Finder(model, corpus).find
    return _Finder(corpus, _tables()[corpus]).find


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = read_yaml("evaluate/events.yaml")
    return found


@dataclass(frozen=True, slots=True)
class _Finder:
    corpus: str
    table: Mapping[str, Any]

    def find(self, given: TokenText) -> Sequence[FoundEvent]:
        """Return the events of a text, with the arguments that stand in the sentence of the trigger."""
        text = document(given.text)
        scene = reader().extractor.scene(text, Words.of(given.text))
        if scene is None:
            return []
        read = reader().read(text)
        found: dict[tuple[str, Offsets], FoundEvent] = {}
        for sentence in scene.sentences:
            for kind, span in self._triggers(scene, sentence):
                arguments = self._arguments(kind, sentence.span, read)
                found[kind, offsets(span)] = FoundEvent(kind, offsets(span), arguments)
        return list(found.values())

    def _triggers(self, scene: Scene, sentence: Sentence) -> Iterator[tuple[str, Span]]:
        for family, hits in (("types", uncancelled(sentence)), ("harm", sentence.of("harm"))):
            for hit in hits:
                kind = self.table[family].get(hit.payload.label)
                if kind:
                    yield kind, scene.span(hit.first, hit.last)

    def _arguments(self, kind: str, sentence: Span, read: DocumentReading) -> list[tuple[str, Offsets]]:
        roles: Mapping[str, str] = self.table["roles"].get(kind, {})
        told = ((roles.get(r.statement.property), r.statement.span) for r in read.readings)
        return [(role, offsets(span)) for role, span in told if role and sentence.contains(span)]
