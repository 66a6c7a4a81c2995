"""The lexicon extractor: a document and its mentions in, event mentions and grounded readings out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from khaldun.core.digest import digest
from khaldun.core.document import Document
from khaldun.core.mention import Mention
from khaldun.core.statement import DocumentReading
from khaldun.core.words import Words
from khaldun.data.load import digest_of
from khaldun.extract import lexicon
from khaldun.extract.attribution import voices, without_speakers_places
from khaldun.extract.drafts import drafts
from khaldun.extract.figures import figures
from khaldun.extract.parting import parted
from khaldun.extract.portions import without_parts
from khaldun.extract.readings import read_drafts
from khaldun.extract.relevance import may_tell, tells_events
from khaldun.extract.scene import Scene, lay_out, with_mentions
from khaldun.extract.seen import trust
from khaldun.extract.seen_readings import counted
from khaldun.extract.sight import Sight
from khaldun.extract.signs import Evidence
from khaldun.extract.tolls import with_tolls
from khaldun.extract.triggers import triggers

_VERSION = "lexicon/2"


class Looker(Protocol):
    """A model that looks at a text; its id is the digest of weights and settings."""

    @property
    def id(self) -> str:
        """Return the digest of weights and settings."""
        ...

    def may_tell(self, words: Words) -> float:
        """Return the odds that a text tells an event, by a glance."""
        ...

    def look(self, words: Words) -> Sight:
        """Return what is seen in a text."""
        ...


class LexiconExtractor:
    """Reads by lists, and by what a model sees where one is given.

    Deterministic on one machine; knows nothing of files, network or database.
    """

    def __init__(self, looker: Looker | None = None) -> None:
        self._looker = looker
        self.id = digest(
            _VERSION,
            lexicon.version(),
            digest_of("extract/types.yaml", "extract/relevance.yaml", "extract/speakers.yaml"),
            *(() if looker is None else (looker.id, digest_of("extract/sight.yaml"))),
        )
        self._languages = frozenset(lexicon.languages())

    def reads(self, language: str | None) -> bool:
        """Tell whether the extractor has a lexicon for the language, or a model, which reads all."""
        return self._looker is not None or language in self._languages

    def read(
        self, document: Document, words: Words, mentions: Callable[[Sequence[range]], Sequence[Mention]]
    ) -> DocumentReading:
        """Return the event mentions and readings of a document; none where the text tells no event.

        `mentions` gives the document's mentions, sorted by span, and is asked only where the words of the text may
        tell an event: most news does not. It is given the sentences with a word of harm, as token ranges: those in
        which people need to be counted. A document in a language without a lexicon yields nothing.
        """
        scene = self._looked_at(document, words)
        if scene is None:
            return DocumentReading(document.id, self.id)
        evidence = self.evidence(scene, mentions(counted(scene)))
        if not tells_events(evidence):
            return DocumentReading(document.id, self.id)
        told = drafts(evidence.scene, evidence.spoken, evidence.triggers, evidence.counted)
        event_mentions, readings = read_drafts(evidence.scene, evidence.spoken, told)
        return DocumentReading(document.id, self.id, event_mentions, readings)

    def _looked_at(self, document: Document, words: Words) -> Scene | None:
        """Return the scene of a text that may tell an event, with what the model saw; None for any other text."""
        odds = self._looker.may_tell(words) if self._looker else math.inf
        if odds <= trust()["never"]:
            return None
        scene = self.scene(document, words)
        told = scene is not None and may_tell(scene)
        if self._looker is None or odds <= trust()["looks" if told else "may_tell"]:
            return scene if told else None
        if scene is None:
            lists = lexicon.load_or_blank(document.language)
            scene = lay_out(document, words, lists, lists.hits(words))
        return replace(scene, sight=self._looker.look(words))

    def scene(self, document: Document, words: Words) -> Scene | None:
        """Return a document laid out without mentions; None without a word of an event or a lexicon."""
        if document.language not in self._languages:
            return None
        lists = lexicon.load(document.language)
        hits = lists.hits(words)
        if not any(h.payload.family == "triggers" for h in hits):
            return None
        return lay_out(document, words, lists, hits)

    def evidence(self, scene: Scene, mentions: Sequence[Mention]) -> Evidence:
        """Return what a scene and the document's mentions tell."""
        told = parted(with_mentions(scene, mentions))
        told, spoken = without_speakers_places(told, voices(told))
        found = [triggers(told, s) for s in told.sentences]
        counted = without_parts([figures(told, v) for v in spoken])
        return Evidence(scene, told, spoken, found, with_tolls(told, counted))
