"""The compiled gazetteer: its size, its disputed territory, and the languages' own spellings."""

from __future__ import annotations

import pytest

from khaldun.resolve.places import Gazetteer, PlaceSpotter, default_path
from tests.resolve.places_world import place, spot

pytestmark = pytest.mark.full_gazetteer


@pytest.fixture(scope="session")
def spotter() -> PlaceSpotter:
    return PlaceSpotter(Gazetteer.open())


def test_the_file_is_small(spotter: PlaceSpotter) -> None:
    assert default_path().stat().st_size < 150_000_000


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("An explosion was heard in Simferopol.", "UKR"),
        ("An explosion was heard in Sevastopol.", "UKR"),
        ("An explosion was heard in Crimea.", "UKR"),
        ("An explosion was heard in Mariupol.", "UKR"),
        ("An explosion was heard in Luhansk.", "UKR"),
        ("An explosion was heard in Rafah.", "PSE"),
        ("An explosion was heard in Hebron.", "PSE"),
        ("An explosion was heard in East Jerusalem.", "PSE"),
        ("An explosion was heard in Majdal Shams.", "SYR"),
        ("An explosion was heard in Katzrin.", "SYR"),
        ("An explosion was heard in the Golan Heights.", "SYR"),
        ("An explosion was heard in Laayoune.", "ESH"),
        ("An explosion was heard in Western Sahara.", "ESH"),
        ("An explosion was heard in Sukhumi.", "GEO"),
        ("An explosion was heard in Abkhazia.", "GEO"),
        ("An explosion was heard in South Ossetia.", "GEO"),
        ("An explosion was heard in Tiraspol.", "MDA"),
        ("An explosion was heard in Hargeisa.", "SOM"),
        ("An explosion was heard in Somaliland.", "SOM"),
        ("An explosion was heard in Pristina.", "XKX"),
        ("An explosion was heard in Taipei.", "TWN"),
        ("An explosion was heard in Srinagar.", "IND"),
        ("An explosion was heard in Muzaffarabad.", "PAK"),
        ("An explosion was heard in Nagorno-Karabakh.", "AZE"),
        ("An explosion was heard in Northern Cyprus.", "CYP"),
        ("An explosion was heard in Abyei.", "SDN"),
    ],
)
def test_disputed_territory_follows_the_table(spotter: PlaceSpotter, text: str, country: str) -> None:
    assert [place(m).country for m in spot(spotter, text)] == [country]


@pytest.mark.parametrize(
    ("language", "text", "lat", "lon"),
    [
        ("en", "A strike hit Palmyra, Syria.", 34.55, 38.27),
        ("fr", "Une frappe a touché Goma, en République démocratique du Congo.", -1.67, 29.23),
        ("ar", "غارة على مدينة الفاشر", 13.63, 25.35),
        ("ar", "هجوم في الخرطوم", 15.55, 32.53),
        ("es", "Un ataque en Tibú, Norte de Santander.", 8.64, -72.73),
        ("ru", "Удар по Одессе.", 46.48, 30.73),
        ("uk", "Удар по Тернополю.", 49.55, 25.59),
        ("tr", "İdlib kentinde saldırı.", 35.8, 36.68),
        ("de", "Angriff auf die Stadt Charkiw.", 49.98, 36.25),
        ("it", "Attacco a Goma, nel Nord Kivu.", -1.67, 29.23),
        ("pt", "Ataque em Palma, Cabo Delgado.", -10.77, 40.47),
    ],
)
def test_a_town_is_found_in_the_texts_language(
    spotter: PlaceSpotter, language: str, text: str, lat: float, lon: float
) -> None:
    here = place(spot(spotter, text, language)[0])
    assert (here.lat, here.lon) == pytest.approx((lat, lon), abs=0.5)


@pytest.mark.parametrize(
    "name",
    [
        "Abu Shouk camp",
        "Zamzam camp",
        "Nuseirat camp",
        "Cité Soleil",
        "Bajo Cauca",
        "Donbas",
        "Cabo Delgado",
        "Sambisa Forest",
        "Waziristan",
        "Al-Shifa hospital",
    ],
)
def test_places_of_conflict_that_the_packages_lack_are_known(spotter: PlaceSpotter, name: str) -> None:
    (found,) = spot(spotter, f"Fighting went on near {name}.")
    assert place(found).lat is not None
