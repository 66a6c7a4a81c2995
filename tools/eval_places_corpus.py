"""Measure the places of the project's own passages, in every language.

usage: eval_places_corpus.py [--passages FOLDER] [--gazetteer FILE] [--errors N] [--strangers N] [LANGUAGE...]

Each event of a passage may name its place: the words, the country and the English name. Prints, per language,
how many such words there are; the share that a mention overlaps; that a mention overlaps with the right
country; and, among those whose name the gazetteer knows in that country, the share resolved to it (within its
radius, at least 25 km) and the share shown by the same name. `strangers` is the share of all mentions that lie
in a country that no gold place of the passage lies in: most are rightly named, some are wrong picks.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from khaldun.core.document import Document
from khaldun.core.mention import Mention
from khaldun.core.span import Span
from khaldun.core.values import Place
from khaldun.core.words import Words
from khaldun.pipeline.reader import countries
from khaldun.resolve.names import CatalogueSpotter
from khaldun.resolve.places import Gazetteer, PlaceSpotter
from khaldun.resolve.places.keys import key_of
from khaldun.resolve.places.rows import Entry, distance_km

LANGUAGES = ("en", "fr", "ar", "es", "ru", "uk")
NEAR_KM = 25.0


@dataclass(slots=True)
class Tally:
    """The counts of one language, and what went wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    strangers: Counter[str] = field(default_factory=Counter)


class Measure:
    """Spots the places of passages as the pipeline does, and scores them."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.places, self.names = PlaceSpotter(gazetteer), CatalogueSpotter()

    def mentions(self, row: dict[str, Any], text: str) -> list[Mention]:
        """Return the place mentions of a text, given the catalogue's names in it."""
        document, words = Document(text, language=row["language"]), Words.of(text)
        names = list(self.names.spot(document, words))
        taken = [m.span for m in names if getattr(m.value, "kind", "") not in ("state", "state_capital")]
        return self.places.spot_outside(document, words, taken, countries(names))

    def passage(self, row: dict[str, Any], tally: Tally) -> None:
        """Score one passage; its title stands before its text, as in a report."""
        head = f"{row['title']}\n" if row.get("title") else ""
        text = head + row["text"]
        mentions = self.mentions(row, text)
        gold = [e["place"] for e in row["events"] if e.get("place")]
        homes = {g["country"] for g in gold}
        for mention in mentions:
            country = getattr(mention.value, "country", None)
            tally.counts["mentions"] += 1
            if country not in homes:
                tally.counts["strangers"] += 1
                tally.strangers[f"{mention.words} -> {shown(mention)}"] += 1
        for place in gold:
            at = text.find(place["words"], len(head))
            if at >= 0:
                self.place(place, Span(at, at + len(place["words"])), mentions, tally)

    def place(self, gold: dict[str, Any], span: Span, mentions: list[Mention], tally: Tally) -> None:
        """Score one gold place by the mentions that overlap its words."""
        hits = [m for m in mentions if m.span.meets(span)]
        right = [m for m in hits if getattr(m.value, "country", None) == gold["country"]]
        known = [
            c.entry for c in self.gazetteer.lookup(key_of(gold["name"])) if c.entry.country == gold["country"]
        ]
        resolved = [m for m in right if any(at(m, e) for e in known)]
        named = [m for m in right if key_of(getattr(m.value, "name", "")) == key_of(gold["name"])]
        marks = {
            "gold": True, "found": hits, "country": right, "known": known, "resolved": resolved,
            "named": named and known,
        }  # fmt: skip
        tally.counts.update(key for key, mark in marks.items() if mark)
        if not right or (known and not resolved):
            told = "; ".join(f"{m.words} -> {shown(m)}" for m in hits) or "nothing"
            tally.wrong.append(f"{gold['words']} ({gold['name']}, {gold['country']}): {told}")


def at(mention: Mention, entry: Entry) -> bool:
    """Tell whether the place found is the entry, or lies within its radius."""
    place = mention.value
    if not isinstance(place, Place) or place.lat is None or place.lon is None:
        return False
    reach = max(NEAR_KM, entry.radius_km)
    return place.id == entry.gid or distance_km(place.lat, place.lon, entry.lat, entry.lon) <= reach


def shown(mention: Mention) -> str:
    """Return a mention's place as a line of the lists shows it."""
    place = mention.value
    if not isinstance(place, Place):
        return ""
    return f"{place.name}, {place.country} [{mention.alias}]"


def passages(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the passages of a file."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("languages", nargs="*", default=LANGUAGES)
    parser.add_argument("--passages", type=Path, default=Path(__file__).parents[1] / "corpus/passages")
    parser.add_argument("--gazetteer", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--strangers", type=int, default=0)
    args = parser.parse_args()
    measure = Measure(Gazetteer.open(args.gazetteer))
    heads = ("gold", "found", "country", "known", "resolved", "named", "mentions", "strangers")
    print(f"{'language':12}" + "".join(f"{h:>10}" for h in heads))
    total = Tally()
    for language in args.languages:
        tally = Tally()
        for row in passages(args.passages / f"{language}.jsonl"):
            measure.passage(row, tally)
        report(language, tally, args.errors, args.strangers)
        total.counts.update(tally.counts)
    report("all", total, 0, 0)


def report(language: str, tally: Tally, errors: int, strangers: int) -> None:
    """Print one line of the table, and what went wrong."""
    c = tally.counts
    cells = f"{c['gold']:10}" + "".join(f"{share(c[k], c['gold']):10.1f}" for k in ("found", "country"))
    cells += f"{c['known']:10}" + "".join(f"{share(c[k], c['known']):10.1f}" for k in ("resolved", "named"))
    print(f"{language:12}{cells}{c['mentions']:10}{share(c['strangers'], c['mentions']):10.1f}")
    for line in tally.wrong[:errors]:
        print(f"    {line}")
    for line, number in tally.strangers.most_common(strangers):
        print(f"    stranger {number} {line}")


def share(part: int, whole: int) -> float:
    """Return a percentage, 0 of nothing."""
    return 100 * part / whole if whole else 0.0


if __name__ == "__main__":
    main()
