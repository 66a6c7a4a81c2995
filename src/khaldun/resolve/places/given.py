"""Resolves names that are known to be places: the spans are given, only the place that each means is not."""

from __future__ import annotations

from collections.abc import Sequence

from khaldun.core.document import Document
from khaldun.core.span import Span
from khaldun.core.words import Words
from khaldun.resolve.places.disambiguate import choose, resolve
from khaldun.resolve.places.gazetteer import Gazetteer
from khaldun.resolve.places.name import Name
from khaldun.resolve.places.names import NameFinder
from khaldun.resolve.places.rows import Entry
from khaldun.resolve.places.view import TextView


def resolve_given(gazetteer: Gazetteer, document: Document, spans: Sequence[Span]) -> list[Entry | None]:
    """Return the place that each of the spans means, None where the gazetteer has no place of the name.

    The spans may come in any order and may lie within one another.
    """
    words = Words.of(document.text)
    finder = NameFinder(gazetteer, TextView(words, document.language))
    named: dict[Span, Name] = {}
    for span in sorted(set(spans)):
        inside = words.within(span)
        name = finder.name_at(inside.start, inside.stop) if len(inside) else None
        if name is not None:
            named[span] = name
    names = list(named.values())
    finder.note_lists(names)
    _, context = resolve(names, {}, document.language)
    for name in names:
        if name.chosen is None:
            # Hardly a place by its looks; here it is known to be one.
            choose(name, context)
    return [_entry(named.get(span)) for span in spans]


def _entry(name: Name | None) -> Entry | None:
    return None if name is None or name.chosen is None else name.chosen.entry
