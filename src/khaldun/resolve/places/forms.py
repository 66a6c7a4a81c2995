"""The places that words may mean which are known to name one: abbreviations, adjectives, words around a name.

Running text is not searched for these forms: "Ind.", "Western" or "SA" are ordinary words far more often.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from khaldun.data.load import read_csv, read_yaml
from khaldun.resolve.places.gazetteer import Gazetteer
from khaldun.resolve.places.keys import key_of
from khaldun.resolve.places.rows import Candidate, Entry, PlaceKind

GIVEN, WIDE, STATES = "places/given.yaml", "places/wide.csv", "catalogue/states.csv"
_MOST_FORMS = 16
_LEAST_BASE = 4
_SHORT = 2
"""Length up to which a form without full stops must be written in capitals."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The data: squashed abbreviation -> area ids, key of an adjective -> area ids, wide regions by key."""

    units: Mapping[str, tuple[str, ...]]
    adjectives: Mapping[str, tuple[str, ...]]
    wide: Mapping[str, Entry]
    short: Mapping[str, tuple[str, ...]]
    before: frozenset[tuple[str, ...]]
    after: frozenset[tuple[str, ...]]
    generic: frozenset[str]
    """Words that name no place by themselves."""
    inhabitants: tuple[str, ...]
    """Endings of the inhabitants of a town."""


@cache
def forms() -> Forms:
    """Return the forms of the data files, read once."""
    data = read_yaml(GIVEN)
    units = _inverted((squashed(w), gid) for gid, words in data["units"].items() for w in words)
    adjectives = [(key_of(str(w)), gid) for gid, words in data["adjectives"].items() for w in words]
    for row in read_csv(STATES):
        adjectives += [(key_of(w), f"area:{row['iso3']}") for w in row["adj_en"].split("|") if w]
    around = data["around"]
    return Forms(
        units, _inverted(adjectives), dict(_wide()),
        {str(k): tuple(map(str, words)) for k, words in data["short"].items()},
        frozenset(tuple(key_of(w).split()) for w in around["before"]),
        frozenset(tuple(key_of(w).split()) for w in around["after"]),
        frozenset(map(str, data["generic"])),
        tuple(map(str, data["inhabitants"])),
    )  # fmt: skip


def _wide() -> Iterator[tuple[str, Entry]]:
    """Yield key and entry of the regions that are too wide to say where an event took place."""
    for row in read_csv(WIDE):
        entry = Entry(
            row["id"], row["name"], PlaceKind.REGION, None,
            float(row["lat"]), float(row["lon"]), float(row["radius_km"]),
        )  # fmt: skip
        for name in row["names"].split("|"):
            yield key_of(name), entry


def _inverted(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for key, gid in pairs:
        found.setdefault(key, {})[gid] = None
    return {key: tuple(gids) for key, gids in found.items()}


def squashed(words: str) -> str:
    """Return the letters of a form: "N.C.", "NC" and "n. c." are one."""
    return "".join(c for c in words.casefold() if c.isalnum())


class FormFinder:
    """Finds the places that given words may mean, by whatever form they are named."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer, self._forms = gazetteer, forms()

    def special(self, words: str, follows: str) -> tuple[Candidate, ...]:
        """Return the places that the words abbreviate, that they are an adjective of, or that are wide regions.

        `follows` is the character after the words, which may be the full stop of an abbreviation.
        """
        known, key = self._forms, key_of(words)
        found = [self._gazetteer.unit(gid) for gid in self._abbreviated(words, follows)]
        singular = key.removesuffix("s")
        gids = known.adjectives.get(key) or known.adjectives.get(singular, ())
        found += [self._gazetteer.unit(gid) for gid in gids]
        found.append(known.wide.get(key))
        return tuple(Candidate(e, special=True) for e in dict.fromkeys(found) if e is not None)

    def _abbreviated(self, words: str, follows: str) -> tuple[str, ...]:
        form = squashed(words)
        if len(form) <= _SHORT and not (words.isupper() or is_dotted(words, follows)):
            return ()
        return self._forms.units.get(form, ())

    def other_keys(self, tokens: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Yield first token, end and key of other names that the tokens may stand for, the likeliest first.

        A word is written out ("St." Saint), an inhabitant is named after the town, words around the name are left
        off ("Township", "University of"), and at last every stretch within is tried, the longest first.
        """
        yield from ((0, len(tokens), " ".join(written)) for written in self._written_out(tokens))
        yield from ((0, len(tokens), key) for key in self._homes(tokens))
        for first, last in dict.fromkeys((*self._bared(tokens), *_within(len(tokens)))):
            if last - first > 1 or tokens[first] not in self._forms.generic:
                for written in self._written_out(tokens[first:last]):
                    yield first, last, " ".join(written)

    def _homes(self, tokens: Sequence[str]) -> Iterator[str]:
        """Yield the towns that inhabitants may be named after: New Londoners, New London."""
        for ending in self._forms.inhabitants:
            base = tokens[-1].removesuffix(ending)
            if base != tokens[-1] and len(base) >= _LEAST_BASE:
                yield " ".join((*tokens[:-1], base))

    def _written_out(self, tokens: Sequence[str]) -> Iterator[tuple[str, ...]]:
        choices = [dict.fromkeys((t, *self._forms.short.get(t, ()))) for t in tokens]
        for number, written in enumerate(product(*choices)):
            if number >= _MOST_FORMS:
                return
            yield written

    def _bared(self, tokens: Sequence[str]) -> list[tuple[int, int]]:
        """Return the stretches left when words around a name are left off, before and after."""
        total = len(tokens)
        firsts = [k for k in range(1, total) if tuple(tokens[:k]) in self._forms.before]
        lasts = [k for k in range(1, total) if tuple(tokens[k:]) in self._forms.after]
        found = [(0, k) for k in lasts] + [(k, total) for k in reversed(firsts)]
        return found + [(f, k) for f in reversed(firsts) for k in lasts if f < k]


def is_dotted(words: str, follows: str) -> bool:
    """Tell whether words are written as an abbreviation: with a full stop in or after them."""
    return "." in words or follows == "."


def _within(total: int) -> Iterator[tuple[int, int]]:
    for size in range(total - 1, 0, -1):
        for first in range(total - size + 1):
            yield first, first + size
