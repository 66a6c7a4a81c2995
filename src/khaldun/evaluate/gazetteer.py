"""Scores where given place names are put: `python -m khaldun.evaluate.gazetteer DATA --split STEM`.

DATA is a folder of LGL, GeoVirus, TR-News or GeoWebNews, one document a line, in STEM.jsonl. The resolver is given
`text`, `title`, `url` or `domain`, and `start` and `end` of the `toponyms`; only the scorer sees their `lat`, `lon`,
`geonameid`, `name`, `wikipedia` and `normalised`. Scored are the toponyms that have coordinates.

A place is right within 161 km (100 miles) of the gold point. Where that point stands for a country or a
first-level unit, choosing this very area counts as 0 km: the packages lack GeoNames' points for them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from typing import Any
from urllib.parse import unquote

from khaldun.core.document import Document, Source
from khaldun.core.span import Span
from khaldun.errors import DataError
from khaldun.resolve.places import Gazetteer
from khaldun.resolve.places.given import resolve_given
from khaldun.resolve.places.keys import key_of
from khaldun.resolve.places.rows import Entry, PlaceKind, distance_km
from khaldun.resolve.places.sources import geonames_ids

NEAR_KM = 161.0
_SAME_TOWN_KM = 30.0
"""A gold point this near to a town of the name stands for the town, not for the unit named after it."""
_AREAS = (PlaceKind.COUNTRY, PlaceKind.ADMIN1)
_LANGUAGE = "en"
"""The language of the four corpora."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One gold toponym: how far off the place chosen lies, None without one, and whether the id is the same."""

    words: str
    km: float | None
    has_id: bool
    same_id: bool
    chosen: Entry | None

    @property
    def right(self) -> bool:
        """Tell whether the place chosen lies near enough."""
        return self.km is not None and self.km <= NEAR_KM


class GazetteerScorer:
    """Resolves the toponyms of documents and measures how far off they are."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._ids = geonames_ids()
        self._areas = {number: gid for gid, numbers in self._ids.items() for number in numbers}

    def document(self, row: Mapping[str, Any]) -> list[Scored]:
        """Resolve all toponyms of a document from its title and text, and score those that have coordinates."""
        head = f"{row['title']}\n" if row.get("title") else ""
        source = Source(url=row.get("domain") or row.get("url"))
        document = Document(head + row["text"], source, language=_LANGUAGE)
        located = [t for t in row["toponyms"] if t.get("lat") is not None and t.get("lon") is not None]
        spans = [Span(t["start"], t["end"]).shift(len(head)) for t in located]
        chosen = resolve_given(self._gazetteer, document, spans)
        return [self._scored(t, entry) for t, entry in zip(located, chosen, strict=True)]

    def _scored(self, gold: Mapping[str, Any], entry: Entry | None) -> Scored:
        km = None if entry is None else self.km(gold, entry)
        same = entry is not None and self.is_same(gold, entry)
        return Scored(gold["text"], km, gold.get("geonameid") is not None, same, entry)

    def is_same(self, gold: Mapping[str, Any], entry: Entry) -> bool:
        """Tell whether a place has the GeoNames id of a gold toponym."""
        number = gold.get("geonameid")
        return number is not None and int(number) in self._numbers(entry)

    def _numbers(self, entry: Entry) -> frozenset[int]:
        kind, _, number = entry.gid.partition(":")
        own = frozenset((int(number),)) if kind == "geonames" and number.isdecimal() else frozenset()
        return self._ids.get(entry.gid, frozenset()) | own

    def km(self, gold: Mapping[str, Any], entry: Entry) -> float:
        """Return how far in km a place lies from what a gold toponym means."""
        if self._is_area(gold, entry):
            return 0.0
        return distance_km(float(gold["lat"]), float(gold["lon"]), entry.lat, entry.lon)

    def _is_area(self, gold: Mapping[str, Any], entry: Entry) -> bool:
        """Tell whether the gold point stands for the country or first-level unit that was chosen."""
        if entry.kind not in _AREAS:
            return False
        number = gold.get("geonameid")
        if number is not None and int(number) in self._areas:
            return self._areas[int(number)] == entry.gid
        lat, lon = float(gold["lat"]), float(gold["lon"])
        if distance_km(lat, lon, entry.lat, entry.lon) > entry.radius_km:
            return False
        named = [c.entry for name in _names(gold) for c in self._gazetteer.lookup(key_of(name))]
        towns = [e for e in named if e.kind is PlaceKind.CITY]
        if any(distance_km(lat, lon, e.lat, e.lon) <= _SAME_TOWN_KM for e in towns):
            return False
        return any(e.gid == entry.gid for e in named)


def _names(gold: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the corpus calls the place: "Georgia (U.S. state)" is Georgia; without a name, the words."""
    title = unquote(str(gold.get("wikipedia") or "").rpartition("/")[2]).replace("_", " ")
    names = [n for n in (gold.get("name"), gold.get("normalised"), title) if n]
    for name in names or [gold["text"]]:
        yield name
        yield name.partition(" (")[0].partition(",")[0]


def evaluate(data: Path, split: str | None = None, gazetteer: Gazetteer | None = None) -> dict[str, Any]:
    """Return the figures of DATA/SPLIT.jsonl ("dev" where None), shares in 0..1, with the counts of each document.

    `acc161` counts a toponym without a place as wrong; `mean_km` and `median_km` are over those that have one.
    """
    scorer = GazetteerScorer(gazetteer or Gazetteer.open())
    documents = [(str(row.get("id", n)), scorer.document(row)) for n, row in enumerate(_rows(data, split))]
    found = figures([s for _, scored in documents for s in scored])
    return found | {"documents": [{"id": name} | counts(scored) for name, scored in documents]}


def _rows(data: Path, split: str | None) -> Iterator[dict[str, Any]]:
    path = data / f"{split or 'dev'}.jsonl"
    if not path.is_file():
        raise DataError(
            str(path), "it is not there; give a folder with the corpus and the stem of a file in it"
        )
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def figures(scored: Sequence[Scored]) -> dict[str, Any]:
    """Return the figures of toponyms."""
    with_id = [s for s in scored if s.has_id]
    km = [s.km for s in scored if s.km is not None]
    return {
        "acc161": _share((s.right for s in scored), len(scored)),
        "acc161_ids": _share((s.right for s in with_id), len(with_id)),
        "exact_ids": _share((s.same_id for s in with_id), len(with_id)),
        "resolved": _share((s.km is not None for s in scored), len(scored)),
        "mean_km": round(fmean(km), 1) if km else None,
        "median_km": round(median(km), 1) if km else None,
        "n": len(scored),
        "n_ids": len(with_id),
    }


def counts(scored: Sequence[Scored]) -> dict[str, int]:
    """Return what the figures of a document are made of, for a bootstrap over documents."""
    return {
        "n": len(scored),
        "right": sum(s.right for s in scored),
        "n_ids": sum(s.has_id for s in scored),
        "right_ids": sum(s.right and s.has_id for s in scored),
    }


def _share(marks: Iterable[bool], total: int) -> float | None:
    return round(sum(marks) / total, 4) if total else None


def main() -> None:
    """Print the figures as one JSON object."""
    parser = argparse.ArgumentParser(prog="khaldun.evaluate.gazetteer", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with the corpus")
    parser.add_argument("--split", default="dev", help="stem of the file in it")
    parser.add_argument("--documents", action="store_true", help="print the counts of each document as well")
    args = parser.parse_args()
    found = evaluate(args.data, args.split)
    if not args.documents:
        del found["documents"]
    json.dump(found, sys.stdout)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
