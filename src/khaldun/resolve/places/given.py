"""Resolves names that are known to be places: the spans are given, only the place that each means is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from khaldun.core.document import Document
from khaldun.core.span import Span
from khaldun.core.words import Words
from khaldun.resolve.places.forms import FormFinder, is_dotted
from khaldun.resolve.places.gazetteer import Gazetteer
from khaldun.resolve.places.name import Name
from khaldun.resolve.places.names import NameFinder
from khaldun.resolve.places.rank import Choice, rank
from khaldun.resolve.places.rows import Candidate, Entry, PlaceKind
from khaldun.resolve.places.sources import country_of_domain
from khaldun.resolve.places.view import TextView

_NEAR_KM = 50.0
"""Radius given to a place that is put where the other names lie."""
_ABBREVIATION = 6


def resolve_given(gazetteer: Gazetteer, document: Document, spans: Sequence[Span]) -> list[Entry | None]:
    """Return the place that each of the spans means, None where neither the name nor the text says where it lies.

    The spans may come in any order and may lie within one another. Other names of the text, its title line among
    them, are context, and so is the country of the outlet's address. A place that the gazetteer lacks is put where
    the other names lie: its id is then that of the place it is near to, after "near:".
    """
    names, named = given_names(gazetteer, document, spans)
    choices = {id(c.name): c for c in rank(names, home_of(document.source.url))}
    chosen = {span: _placed(choices[id(name)], span.of(document.text)) for span, name in named.items()}
    return [chosen.get(span) for span in spans]


def home_of(address: str | None) -> dict[str, float]:
    """Return the country whose top-level domain an address has, with its weight."""
    host = urlsplit(address if "//" in address else f"//{address}").hostname if address else None
    country = country_of_domain().get((host or "").rpartition(".")[2])
    return {} if country is None else {country: 1.0}


def _placed(choice: Choice, words: str) -> Entry | None:
    """Return the place chosen; one that is only near to a known place gets the words as its name."""
    entry = choice.place()
    if entry is None or any(c.entry.gid == entry.gid for c in choice.candidates):
        return entry
    name = " ".join(words.split())
    return replace(
        entry, gid=f"near:{entry.gid}", name=name, kind=PlaceKind.CITY, radius_km=_NEAR_KM, population=0
    )


def given_names(
    gazetteer: Gazetteer, document: Document, spans: Sequence[Span]
) -> tuple[list[Name], Mapping[Span, Name]]:
    """Return all names of the text in order, and the name at each span that may mean a known place."""
    words = Words.of(document.text)
    finder = NameFinder(gazetteer, TextView(words, document.language))
    reader = _SpanReader(finder, FormFinder(gazetteer), words)
    found = {span: reader.name(span) for span in sorted(set(spans))}
    named = {span: name for span, name in found.items() if name is not None}
    for name in named.values():
        name.sure = True
    taken = {k for name in named.values() for k in range(name.first, name.last)}
    others = [n for n in finder.find() if taken.isdisjoint(range(n.first, n.last))]
    names = sorted((*named.values(), *others), key=lambda n: (n.first, n.last))
    apart = [n for n, before in zip(names, [None, *names], strict=False) if not _overlaps(before, n)]
    finder.note_lists(apart)
    return names, named


def _overlaps(before: Name | None, name: Name) -> bool:
    return before is not None and name.first < before.last


class _SpanReader:
    """Reads the name at a span, by whatever form the place is named."""

    def __init__(self, finder: NameFinder, forms: FormFinder, words: Words) -> None:
        self._finder, self._forms, self._words = finder, forms, words

    def name(self, span: Span) -> Name | None:
        """Return the name at a span with the places that it may mean, None where there is none."""
        inside = self._words.within(span)
        if not len(inside):
            return None
        text = self._words.text
        written, follows = span.of(text), text[span.end : span.end + 1]
        special = self._forms.special(written, follows)
        if special and is_dotted(written, follows) and len(written) <= _ABBREVIATION:
            return self._finder.name_of(inside.start, inside.stop, special)
        plain = self._finder.name_at(inside.start, inside.stop)
        if plain is not None or special:
            others = () if plain is None else plain.candidates
            return self._finder.name_of(inside.start, inside.stop, _joined(special, others))
        return self._otherwise(inside)

    def _otherwise(self, inside: range) -> Name | None:
        """Return the name that the words stand for when they are written out or cut."""
        tokens = self._words.folded[inside.start : inside.stop]
        for first, last, key in self._forms.other_keys(tokens):
            found = self._finder.named(key)
            if not found:
                begin, end = (
                    self._words.starts[inside.start + first],
                    self._words.ends[inside.start + last - 1],
                )
                found = self._forms.special(self._words.text[begin:end], "")
            if found:
                return self._finder.name_of(inside.start + first, inside.start + last, found)
        return self._finder.name_of(inside.start, inside.stop, ())


def _joined(special: Sequence[Candidate], others: Sequence[Candidate]) -> tuple[Candidate, ...]:
    known = {c.entry.gid for c in special}
    return (*special, *(c for c in others if c.entry.gid not in known))
