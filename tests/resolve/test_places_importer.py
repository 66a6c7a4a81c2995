"""Villages that the packages lack are imported from a file; what is wrong with a file is said by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from khaldun.errors import EmptyInput, InputError, MalformedRow, UndecodableInput, UnsupportedInput
from khaldun.resolve.places.gazetteer import Gazetteer
from khaldun.resolve.places.importer import import_file
from khaldun.resolve.places.spotter import PlaceSpotter
from tests.resolve.places_world import place, small_gazetteer, spot

HEADER = "name,lat,lon,country,admin1,population,aliases\n"


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "villages.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_imported_villages_are_spotted(tmp_path: Path) -> None:
    small_gazetteer(tmp_path)
    done = import_file(
        write(tmp_path, HEADER + "Tell Nowhere,34.45,40.95,SY,Deir ez-Zor,5000,تل نووير|Tall Nuwhir\n"),
        tmp_path,
    )
    assert done.places == 1
    spotter = PlaceSpotter(Gazetteer.open(tmp_path / "gazetteer-small.sqlite"))
    (found,) = spot(spotter, "Fighting resumed in Tell Nowhere on Monday.")
    assert (place(found).country, place(found).lat, place(found).admin1) == ("SYR", 34.45, "Deir ez-Zor")
    (found,) = spot(spotter, "اندلعت معارك في قرية تل نووير", "ar")
    assert place(found).name == "Tell Nowhere"


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + "Tell Nowhere,34.45,40.95,SYR,,,\n")
    first = import_file(path, tmp_path)
    before = first.path.read_bytes()
    assert import_file(path, tmp_path) == first
    assert first.path.read_bytes() == before


def test_a_country_dump_is_read(tmp_path: Path) -> None:
    town = "9999|Al Bāghūz|Al Baghuz|Baghouz,الباغوز|34.45|40.95|P|PPL|SY||07||||5000||||"
    stream = "8888|Wadi|Wadi||34.0|40.0|H|STM|SY||07||||0||||"
    dump = f"{town}\n{stream}\n".replace("|", "\t")
    done = import_file(write(tmp_path, dump), tmp_path)
    (found,) = Gazetteer([done.path]).lookup("الباغوز")
    assert done.places == 1
    assert (found.entry.gid, found.entry.country, found.entry.population) == ("geonames:9999", "SYR", 5000)
    assert found.entry.admin1


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"", EmptyInput, "empty"),
        (HEADER, EmptyInput, "no place"),
        ("name,lat\nX,1\n", UnsupportedInput, "lon, country"),
        (HEADER + "X,1,2,SY,,,\nY,north,2,SY,,,\n", MalformedRow, "line 3"),
        (HEADER + "X,95,2,SY,,,\n", MalformedRow, "latitude"),
        (HEADER + "X,1,2,Syria,,,\n", MalformedRow, "ISO 3166"),
        (HEADER + ",1,2,SY,,,\n", MalformedRow, "name is empty"),
        (HEADER + "X,1,2,SY,,many,\n", MalformedRow, "population"),
        (b"name,lat\xff", UndecodableInput, "UTF-8"),
    ],
)
def test_a_bad_file_is_refused_with_the_way_out(
    tmp_path: Path, content: str | bytes, error: type[InputError], says: str
) -> None:
    with pytest.raises(error, match=says):
        import_file(write(tmp_path, content), tmp_path)
    assert not list(tmp_path.glob("*.sqlite"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.csv"):
        import_file(tmp_path / "nowhere.csv", tmp_path)
