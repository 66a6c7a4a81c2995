"""Catalogue names in a text: actors, speakers, weapons, platforms and operations by their aliases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import babel

from khaldun.core.digest import digest
from khaldun.core.document import Document
from khaldun.core.mention import Mention, MentionKind
from khaldun.core.phrases import Hit, PhraseIndex
from khaldun.core.values import Ref
from khaldun.core.words import Words
from khaldun.data.kept import kept, source_digest
from khaldun.resolve import catalogue
from khaldun.resolve.catalogue import SHADOW, SIX, Named

_SOURCES = ("core/phrases.py", "core/spelling.py", "core/words.py", "core/values.py", "resolve/catalogue.py")
_ARMS = (MentionKind.WEAPON, MentionKind.PLATFORM)
_FLIERS = ("air_force", "coalition")
_DOMINANT = 2.0
"""A body without a country is taken for that of the country named this many times as often as the next."""


def _compile() -> tuple[dict[str, str], dict[str, str], PhraseIndex[Named]]:
    """Return the names of states, the bodies with a name of their own, and the index of all names."""
    index = PhraseIndex(catalogue.phrases(), catalogue.classes(), cased=True)
    return catalogue.state_names(), catalogue.own_names(), index


class CatalogueSpotter:
    """Finds catalogue names, the longest at each place, and says by which alias."""

    def __init__(self) -> None:
        self.id = catalogue.version()
        key = digest(self.id, babel.__version__, source_digest(*_SOURCES))
        known = kept("catalogue", key, _compile)
        self._names, self._own_names, self._index = known

    def spot(self, document: Document, words: Words) -> Iterable[Mention]:
        """Yield the catalogue mentions in `words`, sorted by span."""
        last = -1
        for hit in self._index.longest(words):
            named = hit.payload
            if (
                hit.first == last
                or named.ref.kind == SHADOW.kind
                or not _is_of_language(named, document.language)
            ):
                continue
            last = hit.first
            span = hit.span(words)
            yield Mention(named.kind, span, span.of(words.text), self._resolve(hit), hit.phrase)
            if named.kind in _ARMS:
                yield from self._owners(words, hit)
            elif named.ref.kind in _FLIERS:
                yield from self._aircraft(words, hit)

    def _owners(self, words: Words, hit: Hit[Named]) -> Iterator[Mention]:
        """Yield the force or the state that a weapon's alias names: "RAF Typhoon", "مسيّرة إسرائيلية"."""
        inside = range(hit.first, hit.last)
        bodies = (b for b in self._index.find(words, inside) if b.first == hit.first and _is_body(b.payload))
        for body in bodies:
            span = body.span(words)
            yield Mention(MentionKind.ACTOR, span, span.of(words.text), self._resolve(body), body.phrase)
            return
        for owner in self._index.of_class("adj", words, inside):
            span = owner.span(words)
            iso3 = str(owner.payload)
            ref = Ref(iso3, self._names[iso3], "state_adjective", None, iso3)
            yield Mention(MentionKind.ACTOR, span, span.of(words.text), ref, owner.phrase)

    def _aircraft(self, words: Words, hit: Hit[Named]) -> Iterator[Mention]:
        """Yield the aircraft that an air force's alias names: "Israeli warplanes", "avions de la coalition"."""
        for arm in self._index.longest(words, range(hit.first, hit.last)[1:]):
            if arm.payload.kind is MentionKind.PLATFORM:
                span = arm.span(words)
                yield Mention(arm.payload.kind, span, span.of(words.text), arm.payload.ref, arm.phrase)
                return

    def _resolve(self, hit: Hit[Named]) -> Ref:
        """Fill in the state that a pattern such as "<adj> army" was bound to."""
        ref = hit.payload.ref
        return self._of_state(ref, str(hit.bound)) if ref.id is not None and ref.id.startswith("*.") else ref

    def _of_state(self, ref: Ref, iso3: str) -> Ref:
        body = f"{iso3}{str(ref.id)[1:]}"
        name = self._own_names.get(body) or ref.name.replace("{country}", self._names.get(iso3, iso3))
        return Ref(body, name, ref.kind, ref.klass, iso3)

    def in_context(
        self, mentions: Sequence[Mention], countries: Mapping[str, float], year: int | None = None
    ) -> Iterator[Mention]:
        """Yield the mentions with names such as "the army" and "the coalition" given their owner.

        That is the one entry of their kind that the text names; for a body, else, the state that the text is
        about; for a coalition, else, the one that acts in a country of the text in the year of its publication.
        `countries` weighs the countries that the text names; where none dominates, words are kept.
        """
        home = _home(mentions, countries)
        for mention in mentions:
            ref = mention.value
            if isinstance(ref, Ref) and ref.id is not None and ref.id.startswith("?."):
                yield replace(
                    mention, value=self._owned(ref, mentions, home) or _acting(ref, countries, year)
                )
            else:
                yield mention

    def _owned(self, ref: Ref, mentions: Sequence[Mention], home: str | None) -> Ref | None:
        named = {
            m.value
            for m in mentions
            if isinstance(m.value, Ref) and m.value.kind == ref.kind and _is_full(m.value)
        }
        if len(named) == 1:
            return named.pop()
        if home is not None and "{country}" in ref.name:
            return self._of_state(ref, home)
        return None


def _acting(ref: Ref, countries: Mapping[str, float], year: int | None) -> Ref:
    """Return the one entry of a kind that acts in the countries of a text, else the words; without a year today's."""
    known = catalogue.owners().get(ref.kind, ())
    when = catalogue.ALWAYS if year is None else year
    acting = {o.ref for o in known if o.country in countries and o.first <= when <= o.last}
    return acting.pop() if len(acting) == 1 else Ref(None, ref.name.replace("{country} ", ""), ref.kind)


def _is_body(named: Named) -> bool:
    return named.kind is MentionKind.ACTOR and named.ref.kind != SHADOW.kind


def _is_full(ref: Ref) -> bool:
    return ref.id is not None and not ref.id.startswith("?.")


def _home(mentions: Sequence[Mention], countries: Mapping[str, float]) -> str | None:
    """Return the country that a text is about, if it names one far more often than any other, and no other state."""
    ranked = sorted(countries.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] < _DOMINANT * ranked[1][1]):
        return None
    home = ranked[0][0]
    return None if any(_is_other_state(m, home) for m in mentions) else home


def _is_of_language(named: Named, language: str | None) -> bool:
    return named.language in (None, language) or (named.language == "other" and language not in SIX)


def _is_other_state(mention: Mention, iso3: str) -> bool:
    """Tell whether a mention names a state, or a body of one, that is not the given one."""
    ref = mention.value
    if not isinstance(ref, Ref) or not ref.country or "|" in ref.country or ref.country == iso3:
        return False
    return ref.kind.startswith("state") or ref.id is None or "." in ref.id
