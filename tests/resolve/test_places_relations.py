"""What stands before a name moves its point and widens its radius honestly, in every language."""

from __future__ import annotations

import pytest

from khaldun.core.values import PlacePrecision
from khaldun.resolve.places.rows import distance_km
from khaldun.resolve.places.spotter import PlaceSpotter
from tests.resolve.places_world import place, small_gazetteer, spot

HOMS = (34.72, 36.73)


@pytest.fixture(scope="module")
def spotter(tmp_path_factory: pytest.TempPathFactory) -> PlaceSpotter:
    return PlaceSpotter(small_gazetteer(tmp_path_factory.mktemp("world")))


@pytest.mark.parametrize(
    ("language", "text", "km", "north", "east"),
    [
        ("en", "A bomb exploded 12 km south-west of Homs on Friday.", 12, -1, -1),
        ("en", "A bomb exploded some 20 miles north of the city of Homs.", 32, 1, 0),
        ("fr", "Une bombe a explosé à 12 km au nord de Homs vendredi.", 12, 1, 0),
        ("fr", "Une bombe a explosé à 30 kilomètres à l'est de Homs.", 30, 0, 1),
        ("es", "La bomba explotó a 15 kilómetros al sur de Homs.", 15, -1, 0),
        ("ru", "Взрыв произошел в 20 км к северу от Хомса.", 20, 1, 0),
        ("ar", "وقع الانفجار على بعد 12 كلم شمال حمص", 12, 1, 0),
        ("ar", "وقع الانفجار على بعد 25 كيلومترا جنوب غربي مدينة حمص", 25, -1, -1),
    ],
)
def test_a_distance_and_a_direction_move_the_point(
    spotter: PlaceSpotter, language: str, text: str, km: float, north: int, east: int
) -> None:
    (found,) = spot(spotter, text, language)
    here = place(found)
    assert here.lat is not None
    assert here.lon is not None
    assert here.radius_km is not None
    assert distance_km(*HOMS, here.lat, here.lon) == pytest.approx(km, rel=0.05)
    assert _sign(here.lat - HOMS[0]) == north
    assert _sign(here.lon - HOMS[1]) == east
    assert here.precision is PlacePrecision.NEAR
    assert here.radius_km > 0.3 * km


def _sign(value: float) -> int:
    return 0 if abs(value) < 0.01 else (1 if value > 0 else -1)


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "Jets struck a site in the mountains north of Palmyra.", "terrain"),
        ("en", "Jets struck a site north of Palmyra.", "direction"),
        ("en", "Jets struck a site near Palmyra.", "near"),
        ("en", "Jets struck a site on the outskirts of Palmyra.", "outskirts"),
        ("fr", "Des avions ont frappé un site près de Palmyre.", "near"),
        ("fr", "Des avions ont frappé un site dans les montagnes au nord de Palmyre.", "terrain"),
        ("fr", "Des avions ont frappé un site au nord de Palmyre.", "direction"),
        ("es", "Los aviones atacaron un sitio cerca de Palmira.", "near"),
        ("es", "Los aviones atacaron un sitio en zona rural de Palmira.", "countryside"),
        ("ru", "Самолеты ударили по объекту под Пальмирой, недалеко от Пальмиры.", "near"),
        ("uk", "Літаки вдарили по об'єкту поблизу Пальміри.", "near"),
        ("ar", "استهدفت طائرات موقعا قرب تدمر", "near"),
        ("ar", "استهدفت طائرات موقعا شمال تدمر", "direction"),
        ("ar", "استهدفت طائرات موقعا في الجبال شمال تدمر", "terrain"),
        ("ar", "استهدفت طائرات موقعا في ريف حمص", "countryside"),
    ],
)
def test_a_relation_is_read_in_each_language(
    spotter: PlaceSpotter, language: str, text: str, kind: str
) -> None:
    found = spot(spotter, text, language)[-1]
    assert found.alias is not None
    assert found.alias.startswith(f"{kind}: ")
    assert place(found).precision in (PlacePrecision.NEAR, PlacePrecision.ADMIN1)


def test_the_mention_covers_the_words_of_the_relation(spotter: PlaceSpotter) -> None:
    (found,) = spot(spotter, "Jets struck a site in the mountains north of Palmyra.")
    assert found.words == "in the mountains north of Palmyra"


def test_a_direction_after_the_name_counts_in_arabic(spotter: PlaceSpotter) -> None:
    (found,) = spot(spotter, "قصف على ريف إدلب الجنوبي", "ar")
    assert found.words == "ريف إدلب الجنوبي"
    assert (place(found).lat or 99) < 35.9


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Shelling hit the north of Syria."),
        ("en", "Shelling hit northern Syria."),
        ("fr", "Des tirs ont visé le nord de la Syrie."),
        ("ar", "قصف شمال سوريا"),
        ("ru", "Обстрел на севере Сирии."),
    ],
)
def test_a_side_of_a_country_is_smaller_than_the_country(
    spotter: PlaceSpotter, language: str, text: str
) -> None:
    (found,) = spot(spotter, text, language)
    assert (place(found).lat or 0) > 35.8
    assert 100 < (place(found).radius_km or 0) < 200
    assert place(found).precision is PlacePrecision.ADMIN1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A convoy was hit between Homs and Palmyra."),
        ("fr", "Un convoi a été touché entre Homs et Palmyre."),
        ("ru", "Колонна попала под удар между Хомсом и Пальмирой."),
    ],
)
def test_between_two_places_is_half_way(spotter: PlaceSpotter, language: str, text: str) -> None:
    (found,) = spot(spotter, text, language)
    assert (place(found).lat, place(found).lon) == pytest.approx((34.64, 37.505), abs=0.01)
    assert (place(found).radius_km or 0) == pytest.approx(72, abs=3)


def test_near_does_not_move_the_point(spotter: PlaceSpotter) -> None:
    (found,) = spot(spotter, "Jets struck a site near Palmyra.")
    assert (place(found).lat, place(found).lon) == (34.56, 38.28)
    assert (place(found).radius_km or 0) > 10
