"""The lexicon extractor: a document and its mentions in, event mentions and grounded readings out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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
from khaldun.extract.readings import read_drafts
from khaldun.extract.relevance import tells_events
from khaldun.extract.scene import lay_out
from khaldun.extract.triggers import triggers

_VERSION = "lexicon/1"


class LexiconExtractor:
    """Reads by lists alone; deterministic, and knows nothing of files, network or database."""

    def __init__(self) -> None:
        self.id = digest(_VERSION, lexicon.version(), digest_of("extract/types.yaml"))
        self._languages = frozenset(lexicon.languages())

    def reads(self, language: str | None) -> bool:
        """Tell whether the extractor has a lexicon for the language."""
        return language in self._languages

    def read(
        self, document: Document, words: Words, mentions: Callable[[], Sequence[Mention]]
    ) -> DocumentReading:
        """Return the event mentions and readings of a document; none where the text tells no event.

        `mentions` gives the document's mentions, sorted by span, and is asked only where a trigger stands in the
        text: most news has none. A document in a language without a lexicon yields nothing.
        """
        nothing = DocumentReading(document.id, self.id)
        if document.language not in self._languages:
            return nothing
        lists = lexicon.load(document.language)
        hits = lists.hits(words)
        if not any(h.payload.family == "triggers" for h in hits):
            return nothing
        scene = lay_out(document, words, lists, hits, mentions())
        scene, spoken = without_speakers_places(scene, voices(scene))
        found = [triggers(scene, s) for s in scene.sentences]
        counted = [figures(scene, s) for s in scene.sentences]
        if not tells_events(scene, [t for ts in found for t in ts], [f for fs in counted for f in fs]):
            return nothing
        told = drafts(scene, spoken, found, counted)
        event_mentions, readings = read_drafts(scene, spoken, told)
        return DocumentReading(document.id, self.id, event_mentions, readings)
