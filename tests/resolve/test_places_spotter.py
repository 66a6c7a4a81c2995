"""Place names are found where they mean places, and resolved by what the text says around them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khaldun.core.mention import MentionKind
from khaldun.core.span import Span
from khaldun.core.values import PlacePrecision
from khaldun.resolve.places.spotter import CONTAINER, PlaceSpotter
from tests.resolve.places_world import WORLD, ids, place, small_gazetteer, spot


@pytest.fixture(scope="module")
def spotter(tmp_path_factory: pytest.TempPathFactory) -> PlaceSpotter:
    return PlaceSpotter(small_gazetteer(tmp_path_factory.mktemp("world")))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "A drone hit a post in Kadugli on Saturday.", ["geonames:1"]),
        ("fr", "Un drone a touché un poste à Kadugli samedi.", ["geonames:1"]),
        ("es", "Un dron alcanzó un puesto en Kadugli el sábado.", ["geonames:1"]),
        ("ar", "ضربت طائرة مسيرة موقعا في كادوقلي", ["geonames:1"]),
        ("ru", "В Харькове и под Авдеевкой слышны взрывы.", ["geonames:5", "geonames:6"]),
        (
            "uk",
            "У Харкові, Авдіївці та біля Куп’янська чути вибухи.",
            ["geonames:5", "geonames:6", "geonames:7"],
        ),
        ("uk", "У Кривому Розі є поранені.", ["geonames:21"]),
        ("ar", "وصل الوفد إلى دمشق ثم إلى حمص", ["geonames:17", "geonames:3"]),
        ("ar", "اشتباكات بجنوب كردفان في السودان", ["area:SD-KS", "area:SDN"]),
        ("ru", "В Южном Кордофане убиты пятеро.", ["area:SD-KS"]),
        ("en", "Fighters entered al-Mayadin at dawn.", ["geonames:22"]),
    ],
)
def test_a_name_is_found_as_its_language_writes_it(
    spotter: PlaceSpotter, language: str, text: str, expected: list[str]
) -> None:
    assert ids(spot(spotter, text, language)) == expected


def test_a_country_is_the_area_and_not_its_capital(spotter: PlaceSpotter) -> None:
    (found,) = spot(spotter, "Three people were killed in Syria.")
    assert place(found).precision is PlacePrecision.COUNTRY
    assert place(found).radius_km == 274


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Shells fell in Idlib.", PlacePrecision.EXACT),
        ("Shells fell in Idlib province.", PlacePrecision.ADMIN1),
        ("Shells fell in the province of Idlib.", PlacePrecision.ADMIN1),
        ("Shells fell in Idlib governorate.", PlacePrecision.ADMIN1),
    ],
)
def test_a_unit_is_meant_where_the_words_say_so(
    spotter: PlaceSpotter, text: str, kind: PlacePrecision
) -> None:
    assert place(spot(spotter, text)[0]).precision is kind


def test_a_list_shares_the_unit_at_its_end(spotter: PlaceSpotter) -> None:
    found = spot(spotter, "Missiles were aimed at the Lviv and Kharkiv regions.")
    assert ids(found) == ["area:UA-46", "area:UA-63"]


def test_the_unit_after_a_comma_is_marked_as_container(spotter: PlaceSpotter) -> None:
    town, unit = spot(spotter, "A drone hit a post in Kadugli, South Kordofan.")
    assert (place(town).id, place(unit).id) == ("geonames:1", "area:SD-KS")
    assert unit.alias == CONTAINER


@pytest.mark.parametrize(
    ("text", "countries", "expected"),
    [
        ("A bomb exploded in Tripoli.", {}, "LBY"),
        ("A bomb exploded in Tripoli, Lebanon.", {}, "LBN"),
        ("In Lebanon, troops moved on Tuesday. A bomb exploded in Tripoli.", {}, "LBN"),
        ("A bomb exploded in Tripoli.", {"LBN": 2.0}, "LBN"),
    ],
)
def test_the_country_of_the_text_chooses(
    spotter: PlaceSpotter, text: str, countries: dict[str, float], expected: str
) -> None:
    found = [place(m) for m in spot(spotter, text, countries=countries)]
    assert next(p.country for p in found if p.name == "Tripoli") == expected


def test_gaza_is_the_strip_unless_the_city_is_named(spotter: PlaceSpotter) -> None:
    assert ids(spot(spotter, "Four people died in Gaza, two of them in Gaza City.")) == [
        "area:PS-GZZ",
        "geonames:20",
    ]
    assert ids(spot(spotter, "غارة على مدينة غزة", "ar")) == ["geonames:20"]


@pytest.mark.parametrize(
    "text",
    [
        "General Herzi Halevi said the unit would stay.",
        "President Santiago Peña arrived on Monday.",
        "Best of all, nobody was hurt. Police said so on Friday.",
        "The Kharkiv Independent reported losses.",
        "Ali told us that he had fled.",
        "Soldiers of the Damascus Brigade withdrew.",
        "They told us that we must go.",
    ],
)
def test_persons_words_and_organizations_are_no_places(spotter: PlaceSpotter, text: str) -> None:
    assert spot(spotter, text) == []


def test_an_acronym_counts_in_capitals_only(spotter: PlaceSpotter) -> None:
    assert ids(spot(spotter, "The US and the U.S. are one.")) == ["area:USA", "area:USA"]
    assert spot(spotter, "Us and them.") == []


def test_a_headline_in_title_case_does_not_explode(spotter: PlaceSpotter) -> None:
    title = "Best Halevi Maro Peña Say Kharkiv Strike Killed Eight"
    text = f"{title}\nA strike on Kharkiv killed eight people, the mayor said."
    assert ids(spot(spotter, text)) == ["geonames:5", "geonames:5"]


def test_a_dateline_is_a_place(spotter: PlaceSpotter) -> None:
    assert ids(spot(spotter, "KADUGLI, Sudan (Agency) - Shelling went on for a third day."))[:1] == [
        "geonames:1"
    ]


def test_taken_words_are_left_alone(spotter: PlaceSpotter) -> None:
    text = "The Homs Media Office and the town of Homs"
    assert ids(spot(spotter, text, taken=(Span(4, 21),))) == ["geonames:3"]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Shells hit the general hospital in Kadugli.", "hospital in Kadugli"),
        ("en", "Shells hit Kadugli General Hospital.", "Kadugli General Hospital"),
        ("en", "Shells hit the Kadugli base.", "Kadugli base"),
        ("fr", "Des obus ont touché la mosquée de Kadugli.", "mosquée de Kadugli"),
        ("es", "Los proyectiles alcanzaron el hospital de Kadugli.", "hospital de Kadugli"),
        ("ar", "سقطت قذائف على مستشفى في كادوقلي", "مستشفى في كادوقلي"),
        ("ru", "Снаряды попали в больницу в Кадугли.", "больницу в Кадугли"),
    ],
)
def test_a_site_keeps_its_words_and_has_its_towns_point(
    spotter: PlaceSpotter, language: str, text: str, words: str
) -> None:
    (found,) = spot(spotter, text, language)
    assert found.words.endswith(words)
    assert (place(found).id, place(found).precision) == ("geonames:1", PlacePrecision.NEAR)


def test_a_site_in_the_gazetteer_is_exact(spotter: PlaceSpotter) -> None:
    (found,) = spot(spotter, "Shells hit Zamzam camp.")
    assert (place(found).id, place(found).precision) == ("own:zamzam", PlacePrecision.EXACT)


def test_an_unknown_village_is_located_by_what_it_lies_in(spotter: PlaceSpotter) -> None:
    village, district, state = spot(spotter, "Gunmen attacked Gidan Nowhere, Kajuru LGA, Kaduna state.")
    assert (village.words, place(village).id, place(village).country) == ("Gidan Nowhere", None, "NGA")
    assert place(village).precision is not PlacePrecision.EXACT
    assert (place(village).lat, place(village).radius_km) == (place(district).lat, 15)
    assert place(state).id == "area:NG-KD"


def test_a_village_abroad_gives_way_to_the_texts_own_country(spotter: PlaceSpotter) -> None:
    found = spot(spotter, "In Kaduna state, Nigeria, gunmen entered the village of Maro.")
    assert place(found[-1]).country == "NGA"
    assert place(found[-1]).id is None


def test_the_id_names_rules_and_gazetteer(spotter: PlaceSpotter) -> None:
    assert len(spotter.id) == 32


_PIECES = WORLD.read_text("utf-8").replace("|", ",").split(",")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(_PIECES),
            st.text(max_size=6),
            st.sampled_from([". ", ", ", "\n", " in ", " 12 km north of "]),
        )
    ),
    st.sampled_from(["en", "fr", "ar", "es", "ru", "uk", "de", "xx", ""]),
)
def test_any_text_gives_sorted_grounded_mentions(
    spotter: PlaceSpotter, pieces: list[str], language: str
) -> None:
    text = " ".join(pieces)
    mentions = spot(spotter, text, language)
    assert all(m.kind is MentionKind.PLACE and m.words == m.span.of(text) and m.words for m in mentions)
    assert [m.span for m in mentions] == sorted(m.span for m in mentions)
    assert all(a.span.end <= b.span.start for a, b in pairwise(mentions))


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "The village of Gidan Wawa, 20 km from Kadugli, was burned.", "Gidan Wawa"),
        ("en", "Gunmen raided Tarin Bakwa in Kajuru district.", "Tarin Bakwa"),
        ("fr", "L'attaque a visé Bandakoré, dans la région de Kaduna.", "Bandakoré"),
        ("es", "El ataque ocurrió en la vereda El Guamito, municipio de Kajuru.", "El Guamito"),
        ("ru", "Обстреляли село Малиновое Харьковской области.", "Малиновое"),
        ("uk", "Обстріляли село Весела Балка Харківської області.", "Весела Балка"),
        ("ar", "قصف على قرية كفر سجنة التابعة لمحافظة حمص", "كفر سجنة"),
    ],
)
def test_an_unknown_village_has_its_words_and_the_point_of_what_follows(
    spotter: PlaceSpotter, language: str, text: str, words: str
) -> None:
    village, area = spot(spotter, text, language)[:2]
    assert (village.words, place(village).name, place(village).id) == (words, words, None)
    assert place(village).lat is not None
    assert place(village).country == place(area).country
    assert (place(village).radius_km or 0) >= 15
    assert place(village).precision is not PlacePrecision.EXACT


def test_a_town_is_found_in_the_adjective_made_of_it(spotter: PlaceSpotter) -> None:
    assert ids(spot(spotter, "Вибухи в Авдіївській громаді.", "uk")) == ["geonames:6"]
    assert spot(spotter, "Авдіївські хлопці повернулися.", "uk") == []


def test_a_country_in_the_genitive_holds_the_name(spotter: PlaceSpotter) -> None:
    country, town = spot(spotter, "In Lebanon's Tripoli, a bomb exploded on Monday.")
    assert (country.alias, place(town).country) == (CONTAINER, "LBN")


def test_a_street_is_not_the_town_it_is_named_after(spotter: PlaceSpotter) -> None:
    assert ids(spot(spotter, "Troops shelled Tripoli Street in Homs.")) == ["geonames:3"]


def test_the_ends_of_a_road_are_two_places(spotter: PlaceSpotter) -> None:
    found = spot(spotter, "A mine exploded on the Kadugli-Homs road in Syria.")
    assert "geonames:3" in ids(found)


def test_states_at_war_abroad_lend_their_theater(spotter: PlaceSpotter) -> None:
    found = spot(spotter, "Обстріляли околиці Авдіївки.", "uk", countries={"RUS": 2.0})
    assert ids(found) == ["geonames:6"]
