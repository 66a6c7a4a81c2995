"""Reads one document: mentions are spotted and resolved, then the extractor makes statements of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from khaldun.core.days import as_day
from khaldun.core.digest import digest
from khaldun.core.document import Document
from khaldun.core.mention import Mention, MentionKind
from khaldun.core.statement import DocumentReading
from khaldun.core.words import Words
from khaldun.extract import LexiconExtractor
from khaldun.extract.neural.encoder import ModelFiles
from khaldun.extract.neural.look import ModelLooker
from khaldun.extract.neural.shipped import model_files
from khaldun.resolve.counts import CountSpotter
from khaldun.resolve.dates import DateSpotter
from khaldun.resolve.names import CatalogueSpotter
from khaldun.resolve.places import PlaceSpotter, setting


@dataclass(frozen=True, slots=True)
class Reader:
    """The spotters and the extractor of a run; `id` names them all."""

    names: CatalogueSpotter
    dates: DateSpotter
    counts: CountSpotter
    places: PlaceSpotter
    extractor: LexiconExtractor

    @classmethod
    def lexicon(cls) -> Reader:
        """Return the reader that needs no model."""
        return cls(CatalogueSpotter(), DateSpotter(), CountSpotter(), PlaceSpotter(), LexiconExtractor())

    @classmethod
    def best(cls) -> Reader:
        """Return the reader with the package's model, or by the lexicons alone where none is wanted."""
        files = model_files()
        return cls.with_model(files) if files else cls.lexicon()

    @classmethod
    def with_model(cls, files: ModelFiles) -> Reader:
        """Return the reader whose lexicons are joined by a model."""
        extractor = LexiconExtractor(ModelLooker(files))
        return cls(CatalogueSpotter(), DateSpotter(), CountSpotter(), PlaceSpotter(), extractor)

    @property
    def id(self) -> str:
        """Return the digest of the extractor and of every resolver."""
        return digest(
            "reader", self.extractor.id, *(s.id for s in (self.names, self.places, self.dates, self.counts))
        )

    def read(self, document: Document) -> DocumentReading:
        """Return the event mentions and readings of a document."""
        if not self.extractor.reads(document.language):
            return DocumentReading(document.id, self.extractor.id)
        words = Words.of(document.text)
        return self.extractor.read(document, words, lambda harmed: self.mentions(document, words, harmed))

    def mentions(self, document: Document, words: Words, harmed: Sequence[range]) -> Sequence[Mention]:
        """Return all mentions of a document, sorted by span; people are counted in the token ranges `harmed` alone."""
        names = list(self.names.spot(document, words))
        places = self.located(document, words, names)
        found = [*self.told_apart(document, names, places), *places, *self.dates.spot(document, words)]
        found.extend(self.counts.spot(document, words, harmed))
        return sorted(found, key=lambda m: (m.span, m.kind))

    def located(self, document: Document, words: Words, names: Sequence[Mention]) -> list[Mention]:
        """Return the places of a document whose catalogue names are known: none lies inside another name."""
        taken = [m.span for m in names if not _may_be_place(m)]
        return list(self.places.spot_outside(document, words, taken, countries(names)))

    def told_apart(
        self, document: Document, names: Sequence[Mention], places: Sequence[Mention]
    ) -> Iterator[Mention]:
        """Yield the names, with bodies such as "the army" given to the country that the text is about."""
        published = as_day(document.source.published)
        return self.names.in_context(
            names, countries([*names, *places]), published.year if published else None
        )


def _may_be_place(mention: Mention) -> bool:
    return mention.kind is MentionKind.ACTOR and getattr(mention.value, "kind", "") in (
        "state",
        "state_capital",
    )


def countries(mentions: Sequence[Mention]) -> dict[str, float]:
    """Return the weight of each country that places, actors and offices point to: a hint at where a text plays."""
    weights: dict[str, float] = {}
    for mention in mentions:
        country = getattr(mention.value, "country", None)
        is_office = getattr(mention.value, "kind", None) in setting().offices
        if country and (is_office or mention.kind in (MentionKind.ACTOR, MentionKind.PLACE)):
            codes = country.split("|")
            for code in codes:
                weights[code] = weights.get(code, 0.0) + 1 / len(codes)
    return weights
