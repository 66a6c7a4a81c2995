"""The gate: which figures pass their floors, what is recorded, and what is passed over."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from khaldun.evaluate import gate
from khaldun.evaluate.floors import Floors, digest_of_files, load, save, verdicts
from khaldun.evaluate.registry import NAMES

ROOT = Path(__file__).parents[2]


def passed(figure: float, floors: Floors) -> bool:
    (verdict,) = verdicts("set", floors, {next(iter(floors.floors)): figure})
    return verdict.passed


def test_a_figure_may_drop_by_the_tolerance_and_no_further() -> None:
    floors = Floors("corpus", "corpus", tolerance=0.015, floors={"detect": 0.9})
    assert passed(0.885, floors)
    assert not passed(0.884, floors)


def test_the_tolerance_of_the_speed_is_a_share_of_the_floor() -> None:
    floors = Floors("speed", "corpus/reports", tolerance=0.3, floors={"words per loop": 200.0})
    assert passed(140.0, floors)
    assert not passed(139.0, floors)


def test_grounding_tolerates_nothing() -> None:
    assert not passed(0.999, Floors("bank", "x", floors={"grounded": 1.0}))


def test_a_figure_that_is_no_longer_measured_fails() -> None:
    (verdict,) = verdicts("set", Floors("corpus", "x", floors={"detect": 0.9}), {})
    assert not verdict.passed
    assert "missing" in str(verdict)


def test_new_floors_are_those_of_the_named_measures_or_of_all_where_none_is_named() -> None:
    figures = {"spans": 0.41237, "spans Weapon": 0.2}
    assert Floors("re3d", "x", floors={"spans": 0.3}).measured("d", figures).floors == {"spans": 0.4124}
    assert Floors("re3d", "x").measured("d", figures).floors == {"spans": 0.4124, "spans Weapon": 0.2}


def test_saved_floors_are_loaded_again(tmp_path: Path) -> None:
    sets = {
        "b": Floors("bank", "corpus/bank", floors={"detect": 0.9}),
        "a": Floors("re3d", "x", "dev", 9, False),
    }
    save(tmp_path / "baseline.json", sets)
    assert load(tmp_path / "baseline.json") == sets


def test_the_digest_depends_on_names_and_contents_and_not_on_order(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("1", encoding="utf-8")
    two.write_text("2", encoding="utf-8")
    before = digest_of_files([one, two])
    assert before == digest_of_files([two, one])
    two.write_text("3", encoding="utf-8")
    assert before != digest_of_files([one, two])


def test_shared_data_lies_in_the_folder_that_is_given(tmp_path: Path) -> None:
    floors = Floors("re3d", "shared/bench/re3d", "dev")
    assert floors.folder(Path("root"), tmp_path) == tmp_path / "bench" / "re3d"
    assert Floors("bank", "corpus/bank").folder(Path("root"), tmp_path) == Path("root/corpus/bank")


def given(shared: Path, **options: object) -> Namespace:
    return Namespace(**{"shared": shared, "all": False, "only": None, "record": False} | options)


def test_data_that_is_not_there_is_passed_over_with_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sets = {"re3d dev": Floors("re3d", "shared/bench/re3d", "dev", floors={"spans": 0.9})}
    assert gate.compare(sets, given(tmp_path)) == 0
    assert "its floors are not checked" in capsys.readouterr().out
    assert gate.record(sets, given(tmp_path)) == sets


def test_other_files_than_those_of_the_floors_fail_and_new_floors_help(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "figures", lambda wanted, folder: {"spans": 0.5})
    tmp_path.joinpath("dev.jsonl").write_text("{}\n", encoding="utf-8")
    sets = {"re3d dev": Floors("re3d", "shared/", "dev", sha256="old", floors={"spans": 0.9})}
    assert gate.compare(sets, given(tmp_path)) == 1
    assert "make baseline" in capsys.readouterr().out
    new = gate.record(sets, given(tmp_path))
    assert new["re3d dev"].floors == {"spans": 0.5}
    assert gate.compare(new, given(tmp_path)) == 0


def test_slow_sets_are_measured_on_request_only() -> None:
    sets = {"a": Floors("uds", "x"), "b": Floors("uds", "x", quick=False)}
    assert [name for name, _ in gate.chosen(sets, every=False, only=None)] == ["a"]
    assert [name for name, _ in gate.chosen(sets, every=True, only=None)] == ["a", "b"]
    assert [name for name, _ in gate.chosen(sets, every=False, only="b")] == ["b"]


def test_the_baseline_names_evaluations_and_has_floors_for_each() -> None:
    sets = load(ROOT / gate.BASELINE)
    assert {s.evaluation for s in sets.values()} <= {*NAMES, "speed"}
    assert all(s.floors and s.sha256 for s in sets.values())
