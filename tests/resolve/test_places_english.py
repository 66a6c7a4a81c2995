"""Places are shown by their English newsroom names, whatever the sources call them."""

from __future__ import annotations

from pathlib import Path

import pytest

from khaldun.resolve.places.build import GazetteerBuilder
from khaldun.resolve.places.english import english_name, plain, reviewed_names, romanizations, romanized
from khaldun.resolve.places.gazetteer import Gazetteer
from khaldun.resolve.places.rows import Entry, PlaceKind, PlaceRow


@pytest.mark.parametrize(
    ("name", "country", "others", "expected"),
    [
        ("Ar Rastan", "SYR", (), "Al-Rastan"),
        ("Al Ḩamrā’", "SYR", (), "Al-Hamra"),
        ("Dayr Ḩāfir", "SYR", (), "Dayr Hafir"),
        ("Bayt al Faqīh", "YEM", (), "Bayt al-Faqih"),
        ("El Obeid", "SDN", (), "El Obeid"),
        ("Jalālābād", "AFG", (), "Jalalabad"),
        ("Zhukovskiy", "RUS", (), "Zhukovsky"),
        ("Kostyantynivka", "UKR", ("Константиновка", "Костянтинівка"), "Kostiantynivka"),
        ("Kupyansk", "UKR", ("Куп’янськ", "Купянск"), "Kupiansk"),
        ("Melitopol", "UKR", ("Мелитополь", "Мелітополь"), "Melitopol"),
        ("Quibdó", "COL", (), "Quibdó"),
        ("Ménaka", "MLI", (), "Ménaka"),
        ("Gabès", "TUN", (), "Gabès"),
        ("Diyarbakır", "TUR", (), "Diyarbakır"),
    ],
)
def test_a_name_is_made_english_by_rule(
    name: str, country: str, others: tuple[str, ...], expected: str
) -> None:
    assert english_name("geonames:0", name, country, others) == expected


def test_the_reviewed_table_comes_first() -> None:
    assert english_name("geonames:163808", "Tadmur", "SYR") == "Palmyra"
    assert len(reviewed_names()) >= 500
    assert all(gid.startswith(("geonames:", "area:")) and name for gid, name in reviewed_names().items())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Запоріжжя", "Zaporizhzhia"),
        ("Згурівка", "Zghurivka"),
        ("Юр’ївка", "Yurivka"),
        ("Єнакієве", "Yenakiieve"),
    ],
)
def test_ukrainian_follows_the_national_transliteration(name: str, expected: str) -> None:
    assert romanized(name) == expected


def test_marks_of_transliteration_are_dropped() -> None:
    assert plain("Şa‘dah Ts’khinvali") == "Sadah Tskhinvali"


def test_a_foreign_name_is_romanized_in_several_ways() -> None:
    assert "diafarabe" in set(romanizations("диафарабе"))
    assert "kermanshah" in set(romanizations("керманшаху"))


def test_the_name_shown_does_not_change_what_matches(tmp_path: Path) -> None:
    entry = Entry("geonames:1", "Palmyra", PlaceKind.CITY, "SYR", 34.6, 38.3, 5.0, 50_000)
    path = (
        GazetteerBuilder().add_all([PlaceRow(entry, ("تدمر",), "Tadmur")]).write(tmp_path / "g.sqlite", "x")
    )
    found = Gazetteer([path])
    assert [c.primary for c in found.lookup("tadmur")] == [True]
    assert [c.primary for c in found.lookup("palmyra")] == [False]
    assert found.lookup("تدمر")[0].entry.name == "Palmyra"
