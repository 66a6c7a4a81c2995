"""A gazetteer of a few places, so that the rules can be tested without the packages' data."""

from __future__ import annotations

import csv
from pathlib import Path

from khaldun.core.document import Document
from khaldun.core.mention import Mention
from khaldun.core.span import Span
from khaldun.core.values import Place
from khaldun.core.words import Words
from khaldun.resolve.places.build import GazetteerBuilder
from khaldun.resolve.places.gazetteer import Gazetteer
from khaldun.resolve.places.rows import Entry, PlaceKind, PlaceRow
from khaldun.resolve.places.spotter import PlaceSpotter

WORLD = Path(__file__).with_name("places_world.csv")


def world_rows() -> list[PlaceRow]:
    """Return the rows of the small world."""
    with WORLD.open(encoding="utf-8", newline="") as file:
        return [_row(line) for line in csv.DictReader(file)]


def _row(line: dict[str, str]) -> PlaceRow:
    entry = Entry(
        line["gid"],
        line["name"],
        PlaceKind(line["kind"]),
        line["country"],
        float(line["lat"]),
        float(line["lon"]),
        float(line["radius_km"]),
        int(line["population"]),
        line["admin1"] or None,
        line["admin2"] or None,
    )
    return PlaceRow(entry, tuple(n for n in line["names"].split("|") if n))


def small_gazetteer(folder: Path) -> Gazetteer:
    """Compile the small world into a folder and open it."""
    path = GazetteerBuilder().add_all(world_rows()).write(folder / "gazetteer-small.sqlite", "small")
    return Gazetteer.open(path)


def spot(
    spotter: PlaceSpotter,
    text: str,
    language: str = "en",
    taken: tuple[Span, ...] = (),
    countries: dict[str, float] | None = None,
) -> list[Mention]:
    """Return the place mentions of a text."""
    document = Document(text, language=language)
    return spotter.spot_outside(document, Words.of(text), taken, countries)


def ids(mentions: list[Mention]) -> list[str | None]:
    """Return the gazetteer ids of the mentions."""
    return [place(m).id for m in mentions]


def place(mention: Mention) -> Place:
    """Return the mention's place."""
    assert isinstance(mention.value, Place)
    return mention.value
