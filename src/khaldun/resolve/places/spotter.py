"""Spots the places of a document and resolves each to a point, a radius and a precision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from khaldun.core.digest import digest
from khaldun.core.document import Document
from khaldun.core.mention import Mention, MentionKind
from khaldun.core.span import Span
from khaldun.core.values import Place, PlacePrecision
from khaldun.core.words import Words
from khaldun.data.load import digest_of
from khaldun.resolve.places.disambiguate import Context, resolve
from khaldun.resolve.places.gazetteer import Gazetteer
from khaldun.resolve.places.name import Name
from khaldun.resolve.places.names import NameFinder
from khaldun.resolve.places.relations import Relation, halfway, place_of, relate, relation_index
from khaldun.resolve.places.rows import Entry, PlaceKind, contains
from khaldun.resolve.places.rules import DATA_FILES
from khaldun.resolve.places.sites import site_around
from khaldun.resolve.places.unknown import UnknownPlaces
from khaldun.resolve.places.view import TextView

VERSION = 2
CONTAINER = "container"
"""Alias of a mention that only says where the place before it lies: "Kadugli, South Kordofan"."""


class PlaceSpotter:
    """Finds place names and what is said of their whereabouts; implements `core.mention.Spotter`."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer or Gazetteer.open()
        self._relations = relation_index()

    @property
    def id(self) -> str:
        """Return the digest of the rules, their data and the gazetteer."""
        return digest("places", VERSION, digest_of(*DATA_FILES), self._gazetteer.digest)

    def spot(self, document: Document, words: Words) -> Iterable[Mention]:
        """Return the place mentions of the document, sorted by span."""
        return self.spot_outside(document, words, ())

    def spot_outside(
        self,
        document: Document,
        words: Words,
        taken: Sequence[Span],
        countries: Mapping[str, float] | None = None,
    ) -> list[Mention]:
        """Return the place mentions outside the `taken` spans, sorted by span.

        `countries` gives the weight of each country (ISO 3166 alpha-3) that other mentions point to.
        """
        view = TextView(words, document.language, taken)
        names = NameFinder(self._gazetteer, view).find()
        accepted, context = resolve(names, countries or {}, document.language)
        mentions = list(self._mentions(view, accepted))
        mentions += UnknownPlaces(self._gazetteer, view, names, accepted).mentions(mentions, context)
        mentions.sort(key=lambda m: (m.span.start, -m.span.end))
        return _without_nested(mentions)

    def _mentions(self, view: TextView, names: Sequence[Name]) -> Iterator[Mention]:
        containers = {id(n.container) for n in names if n.container is not None and _holds(n.container, n)}
        skip = -1
        for number, name in enumerate(names):
            if number == skip:
                continue
            following = names[number + 1] if number + 1 < len(names) else None
            between = self._between(view.words, name, following)
            if between is not None:
                skip = number + 1
                yield between
            else:
                yield self._mention(view, name, id(name) in containers)

    def _between(self, words: Words, left: Name, right: Name | None) -> Mention | None:
        """Return the mention of "between A and B"."""
        if right is None or left.first == 0 or left.chosen is None or right.chosen is None:
            return None
        link = words.stems[left.last : right.first]
        opening = words.stems[left.first - 1]
        if len(link) > 1 or ((opening,), link) not in self._relations.between:
            return None
        span = words.span(left.first - 1, right.last)
        value = halfway(left.chosen.entry, right.chosen.entry)
        return Mention(MentionKind.PLACE, span, span.of(words.text), value, "between")

    def _mention(self, view: TextView, name: Name, container: bool) -> Mention:
        words, entry = view.words, _entry(name)
        relation, last = self._relation(words, name, entry)
        place = place_of(entry) if relation is None else relate(entry, relation)
        first = name.first if relation is None else relation.first
        site = None
        if not entry.is_area or entry.kind is PlaceKind.ADMIN2:
            site = site_around(view, first, name.last)
        alias = CONTAINER if container else words.text[words.starts[name.first] : words.ends[name.last - 1]]
        if relation is not None:
            alias = f"{relation.kind}: {alias}"
        elif site is not None:
            first, last = site
            place = replace(place, precision=_at_site(place.precision, entry))
            alias = f"site in: {alias}"
        span = words.span(first, max(last, name.last))
        return Mention(MentionKind.PLACE, span, span.of(words.text), place, alias)

    def _relation(self, words: Words, name: Name, entry: Entry) -> tuple[Relation | None, int]:
        """Return the relation the words around a name state, and the end of what belongs to the name."""
        last = name.last
        relation = self._relations.before(words, name.first)
        if relation is None:
            relation = self._after(words, name)
            if relation is not None:
                last = name.last + 1
        if relation is not None and relation.kind == "countryside":
            end, bearing = self._relations.direction_after(words, name.last)
            if bearing is not None:
                relation, last = replace(relation, kind="direction", bearing=bearing), end
        if relation is not None and relation.kind == "border" and entry.kind is not PlaceKind.COUNTRY:
            return None, name.last
        return relation, last

    def _after(self, words: Words, name: Name) -> Relation | None:
        for kind, phrases in self._relations.after.items():
            for phrase in phrases:
                end = name.last + len(phrase)
                if (
                    end <= len(words)
                    and words.stems[name.last : end] == phrase
                    and not words.breaks_before(name.last)
                ):
                    return Relation(kind, name.first)
        return None


def _entry(name: Name) -> Entry:
    if name.chosen is None:
        raise ValueError("a name that was accepted has a place")
    return name.chosen.entry


def _holds(container: Name, name: Name) -> bool:
    return (
        container.chosen is not None
        and name.chosen is not None
        and contains(container.chosen.entry, name.chosen.entry)
    )


def _at_site(precision: PlacePrecision, entry: Entry) -> PlacePrecision:
    """A site is as exact as the gazetteer knows it: itself, else somewhere in its town."""
    if entry.kind in (PlaceKind.FACILITY, PlaceKind.CAMP):
        return precision
    return PlacePrecision.NEAR if precision is PlacePrecision.EXACT else precision


def _without_nested(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions without those that lie wholly within the one before."""
    kept: list[Mention] = []
    for mention in mentions:
        if kept and kept[-1].span.contains(mention.span):
            continue
        if kept and kept[-1].span.meets(mention.span):
            start = kept[-1].span.end
            trimmed = _trim(mention, start)
            if trimmed is not None:
                kept.append(trimmed)
            continue
        kept.append(mention)
    return kept


def _trim(mention: Mention, start: int) -> Mention | None:
    """Return a mention without the words that another one has already."""
    cut = mention.words[start - mention.span.start :]
    lead = len(cut) - len(cut.lstrip(" ,،"))
    if not cut.strip(" ,،"):
        return None
    return replace(mention, span=Span(start + lead, mention.span.end), words=cut[lead:])


__all__ = ["CONTAINER", "Context", "Place", "PlaceSpotter"]
