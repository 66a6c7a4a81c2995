"""Words that are known to name a place are resolved by what they are called and by the other names of the text."""

from __future__ import annotations

import pytest

from khaldun.core.document import Document, Source
from khaldun.core.span import Span
from khaldun.data import load
from khaldun.errors import DataError
from khaldun.resolve.places import Gazetteer, rank
from khaldun.resolve.places.forms import forms
from khaldun.resolve.places.given import home_of, resolve_given
from khaldun.resolve.places.rank import weights
from khaldun.resolve.places.rows import Entry
from tests.resolve.places_world import small_gazetteer


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return small_gazetteer(tmp_path_factory.mktemp("world"))


def resolved(gazetteer: Gazetteer, text: str, *words: str, url: str | None = None) -> list[Entry | None]:
    """Return the places of some words of a text, each at its first occurrence."""
    spans = [Span(text.index(w), text.index(w) + len(w)) for w in words]
    return resolve_given(gazetteer, Document(text, Source(url=url), language="en"), spans)


def ids(entries: list[Entry | None]) -> list[str | None]:
    return [None if e is None else e.gid for e in entries]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The Ukrainian crew landed on Friday.", "Ukrainian", "area:UKR"),
        ("Two Syrians were among the guests.", "Syrians", "area:SYR"),
        ("The rally moved on to Macon, Ga., by bus.", "Ga.", "area:US-GA"),
        ("Ministers from the Middle East met at noon.", "Middle East", "wide:middle-east"),
        ("The Kadugli Polytechnic opened its doors.", "Kadugli Polytechnic", "geonames:1"),
        ("The town of Kadugli has a new well.", "town of Kadugli", "geonames:1"),
    ],
)
def test_a_place_is_known_by_its_other_forms(
    gazetteer: Gazetteer, text: str, words: str, expected: str
) -> None:
    assert ids(resolved(gazetteer, text, words)) == [expected]


def test_the_other_names_of_the_text_choose_among_places_of_one_name(gazetteer: Gazetteer) -> None:
    beirut = "The choir from Tripoli sang in Lebanon for a week. Lebanese families came."
    desert = "The choir from Tripoli sang in Libya for a week. Libyan families came."
    assert ids(resolved(gazetteer, beirut, "Tripoli", "Lebanon", "Lebanese"))[0] == "geonames:12"
    assert ids(resolved(gazetteer, desert, "Tripoli"))[0] == "geonames:11"


def test_a_place_that_the_gazetteer_lacks_lies_where_the_other_names_do(gazetteer: Gazetteer) -> None:
    text = "The school in Novoselivka Persha, a bus ride from Kharkiv and Kupyansk, has reopened."
    village, *_ = resolved(gazetteer, text, "Novoselivka Persha", "Kharkiv", "Kupyansk")
    assert village is not None
    assert village.name == "Novoselivka Persha"
    assert village.gid in ("near:geonames:5", "near:geonames:7")
    assert village.radius_km >= 50


def test_a_place_without_a_name_or_a_neighbor_stays_unknown(gazetteer: Gazetteer) -> None:
    assert resolved(gazetteer, "Everybody likes Qwertyville.", "Qwertyville") == [None]


def test_spans_may_lie_within_each_other_and_come_in_any_order(gazetteer: Gazetteer) -> None:
    text = "Doctors of the Homs General Hospital, Syria, spoke first."
    found = resolved(gazetteer, text, "Syria", "Homs General Hospital", "Homs")
    assert found[0] is not None
    assert found[0].gid == "area:SYR"
    assert {e.country for e in found if e is not None} == {"SYR"}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.example.co.uk/story", {"GBR": 1.0}),
        ("example.com.lb", {"LBN": 1.0}),
        ("https://example.com/ua", {}),
        ("https://example.tv", {}),
        (None, {}),
    ],
)
def test_the_country_of_an_address_is_a_hint(address: str | None, expected: dict[str, float]) -> None:
    assert home_of(address) == expected


def test_weights_that_lack_a_feature_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rank, "read_yaml", lambda _: {"alone": {}, "together": {}})
    weights.cache_clear()
    try:
        with pytest.raises(DataError, match="fit_places"):
            weights()
    finally:
        weights.cache_clear()
    assert load.read_yaml(rank.RANKING)["alone"].keys() == set(rank.ALONE)


@pytest.mark.full_gazetteer
def test_every_area_that_a_form_stands_for_is_in_the_gazetteer() -> None:
    known, gazetteer = forms(), Gazetteer.open()
    gids = {g for table in (known.units, known.adjectives) for ids in table.values() for g in ids}
    assert [gid for gid in sorted(gids) if gazetteer.unit(gid) is None] == []
