"""The gazetteer's figures: what counts as right, and what a file that is not there is answered with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from khaldun.errors import DataError
from khaldun.evaluate.gazetteer import evaluate
from khaldun.resolve.places import Gazetteer
from tests.resolve.places_world import small_gazetteer

TEXT = "A lorry from Kadugli broke down in Kharkiv. Georgia sent a mechanic, and Qwertyville watched."


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return small_gazetteer(tmp_path_factory.mktemp("world"))


def toponym(words: str, lat: float | None, lon: float | None, **more: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, "lat": lat, "lon": lon, **more}


def folder(path: Path, *toponyms: dict[str, Any], name: str = "dev") -> Path:
    row = {"id": "one", "title": None, "text": TEXT, "toponyms": toponyms}
    path.joinpath(f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def test_a_toponym_is_right_within_161_km(tmp_path: Path, gazetteer: Gazetteer) -> None:
    near = toponym("Kadugli", 11.5, 30.0, geonameid=1)
    far = toponym("Kharkiv", 10.0, 10.0, geonameid=999)
    found = evaluate(folder(tmp_path, near, far), "dev", gazetteer)
    assert (found["acc161"], found["n"], found["exact_ids"], found["n_ids"]) == (0.5, 2, 0.5, 2)
    assert found["documents"] == [{"id": "one", "n": 2, "right": 1, "n_ids": 2, "right_ids": 1}]


def test_a_country_that_is_chosen_counts_as_found_wherever_its_point_lies(
    tmp_path: Path, gazetteer: Gazetteer
) -> None:
    """GeoNames' id of the country (614540) and a point 190 km from the gazetteer's own."""
    country = toponym("Georgia", 42.0, 41.2, geonameid=614540)
    state = toponym("Georgia", 42.0, 41.2, geonameid=4197000)
    (tmp_path / "other").mkdir()
    assert evaluate(folder(tmp_path, country), "dev", gazetteer)["mean_km"] == 0.0
    assert evaluate(folder(tmp_path / "other", state), "dev", gazetteer)["mean_km"] > 100.0


def test_a_name_alone_tells_a_country_from_a_town_of_the_name(tmp_path: Path, gazetteer: Gazetteer) -> None:
    page = toponym("Georgia", 42.0, 41.2, wikipedia="https://en.wikipedia.org/wiki/Georgia_(country)")
    assert evaluate(folder(tmp_path, page), "dev", gazetteer)["acc161"] == 1.0


def test_toponyms_without_a_point_are_not_scored(tmp_path: Path, gazetteer: Gazetteer) -> None:
    found = evaluate(folder(tmp_path, toponym("Kadugli", None, None)), "dev", gazetteer)
    assert (found["n"], found["acc161"], found["acc161_ids"], found["mean_km"]) == (0, None, None, None)


def test_another_split_is_another_file(tmp_path: Path, gazetteer: Gazetteer) -> None:
    folder(tmp_path, toponym("Kadugli", 11.0, 29.7), name="held")
    assert evaluate(tmp_path, "held", gazetteer)["acc161"] == 1.0
    with pytest.raises(DataError, match="not there"):
        evaluate(tmp_path, "dev", gazetteer)
