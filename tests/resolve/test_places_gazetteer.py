"""A gazetteer file is whole or absent, read-only, and says what it was made from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from khaldun.data.kept import cache_folder
from khaldun.errors import DataError
from khaldun.resolve.places.build import GazetteerBuilder
from khaldun.resolve.places.gazetteer import Gazetteer, default_path
from khaldun.resolve.places.rows import Entry, PlaceKind, PlaceRow, city_radius, contains, distance_km
from khaldun.resolve.places.units import bare
from tests.resolve.places_world import small_gazetteer, world_rows


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return small_gazetteer(tmp_path_factory.mktemp("world"))


def test_places_of_one_name_come_largest_first(gazetteer: Gazetteer) -> None:
    found = [c.entry.country for c in gazetteer.lookup("tripoli")]
    assert found == ["LBY", "LBN"]


def test_a_unit_comes_before_its_town(gazetteer: Gazetteer) -> None:
    assert [c.entry.kind for c in gazetteer.lookup("homs")] == [PlaceKind.ADMIN1, PlaceKind.CITY]


def test_an_unknown_name_gives_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("atlantis") == ()


def test_prominent_arabic_names_are_known(gazetteer: Gazetteer) -> None:
    prominent = gazetteer.prominent(100_000, frozenset({"SDN", "SYR"}))
    assert {"دمشق", "السودان", "جنوب كردفان"} <= prominent
    assert "كادوقلي" not in prominent


def test_the_file_cannot_be_written_through_the_gazetteer(gazetteer: Gazetteer) -> None:
    with pytest.raises(sqlite3.OperationalError):
        gazetteer._dbs[0].execute("DELETE FROM name")


def test_a_failed_compilation_leaves_no_file(tmp_path: Path) -> None:
    def rows() -> Iterator[PlaceRow]:
        yield from world_rows()
        raise DataError("towns", "cannot be read")

    with pytest.raises(DataError):
        GazetteerBuilder().add_all(rows()).write(tmp_path / "gazetteer.sqlite", "x")
    assert list(tmp_path.iterdir()) == []


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    files = [GazetteerBuilder().add_all(world_rows()).write(tmp_path / f"{n}.sqlite", "x") for n in "ab"]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_the_digest_tells_imports_apart(tmp_path: Path, gazetteer: Gazetteer) -> None:
    small_gazetteer(tmp_path)
    GazetteerBuilder().add_all(world_rows()[:1]).write(tmp_path / "import-1.sqlite", "more")
    assert Gazetteer.open(tmp_path / "gazetteer-small.sqlite").digest != gazetteer.digest


def test_the_cache_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KHALDUN_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    assert default_path().parent == tmp_path
    assert default_path().name.startswith("gazetteer-")


@pytest.mark.parametrize(
    ("population", "radius"), [(0, 3.0), (500, 3.0), (100_000, 6.0), (1_000_000, 12.0), (30_000_000, 25.0)]
)
def test_a_town_has_the_radius_of_its_size(population: int, radius: float) -> None:
    assert city_radius(population) == radius


@pytest.mark.parametrize(
    ("name", "without_type"),
    [
        ("Gouvernement Homs", "Homs"),
        ("Kaduna State", "Kaduna"),
        ("محافظة حمص", "حمص"),
        ("de Homs", "Homs"),
        ("Donetsk", "Donetsk"),
    ],
)
def test_the_word_for_the_type_of_a_unit_is_cut_off(name: str, without_type: str) -> None:
    assert bare(name) == without_type


def test_containment_goes_by_unit_then_by_distance() -> None:
    area = Entry("a", "North", PlaceKind.ADMIN1, "SYR", 35.0, 38.0, 50.0)
    inside = Entry("b", "X", PlaceKind.CITY, "SYR", 35.1, 38.0, 3.0)
    named = Entry("c", "Y", PlaceKind.CITY, "SYR", 39.0, 38.0, 3.0, admin1="North")
    abroad = Entry("d", "Z", PlaceKind.CITY, "IRQ", 35.0, 38.0, 3.0, admin1="North")
    assert contains(area, inside)
    assert contains(area, named)
    assert not contains(area, abroad)
    assert not contains(area, area)


def test_distances_are_great_circles() -> None:
    assert distance_km(0, 0, 0, 90) == pytest.approx(10_007, abs=2)
    assert distance_km(10, 179.5, 10, -179.5) == pytest.approx(109.5, abs=1)


def test_an_acronym_is_marked_as_one(tmp_path: Path) -> None:
    row = PlaceRow(Entry("area:USA", "United States", PlaceKind.COUNTRY, "USA", 39.0, -98.0, 1900.0), ("US",))
    found = Gazetteer([GazetteerBuilder().add_all([row]).write(tmp_path / "g.sqlite", "x")])
    assert [c.acronym for c in found.lookup("us")] == [True]
    assert [c.acronym for c in found.lookup("united states")] == [False]


def test_a_damaged_gazetteer_is_compiled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[Path] = []

    def compile_again(path: Path) -> None:
        compiled.append(path)
        GazetteerBuilder().add_all([]).write(path, "digest")

    monkeypatch.setattr("khaldun.resolve.places.gazetteer.compile_gazetteer", compile_again)
    main = tmp_path / "gazetteer.sqlite"
    main.write_bytes(b"no database")
    assert Gazetteer.open(main).lookup("homs") == ()
    assert compiled == [main]


def test_a_damaged_import_is_named_with_the_way_out(tmp_path: Path) -> None:
    main = tmp_path / "gazetteer.sqlite"
    GazetteerBuilder().add_all([]).write(main, "digest")
    (tmp_path / "import-1.sqlite").write_bytes(b"junk")
    with pytest.raises(DataError, match=r"import-1\.sqlite.*delete it"):
        Gazetteer.open(main)
