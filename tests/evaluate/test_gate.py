"""The gate: which figures pass their floors, and what is recorded."""

from __future__ import annotations

from pathlib import Path

from khaldun.evaluate.gate import Floors, check, digest_of_files, load_baseline, record, verdicts


def passed(name: str, figure: float, floors: Floors) -> bool:
    (verdict,) = verdicts(name, {next(iter(floors.floors)): figure}, floors)
    return verdict.passed


def test_a_figure_may_drop_by_the_tolerance_and_no_further() -> None:
    floors = Floors("", 1.5, {"en.detect": 90.0})
    assert passed("corpus", 88.5, floors)
    assert not passed("corpus", 88.4, floors)


def test_the_tolerance_of_the_speed_is_a_share_of_the_floor() -> None:
    floors = Floors("", 30.0, {"words per loop": 200.0})
    assert passed("speed", 140.0, floors)
    assert not passed("speed", 139.0, floors)


def test_grounding_tolerates_nothing() -> None:
    assert not passed("bank", 99.9, Floors("", 2.0, {"grounded": 100.0}))


def test_a_figure_that_is_no_longer_measured_fails() -> None:
    (verdict,) = verdicts("corpus", {}, Floors("", 1.0, {"en.detect": 90.0}))
    assert not verdict.passed
    assert "missing" in str(verdict)


def test_floors_of_other_files_are_not_compared() -> None:
    recorded = {"corpus": Floors("old", 1.0, {"en.detect": 90.0})}
    result, problems = check(recorded, {"corpus": Floors("new", 1.0, {"en.detect": 10.0})})
    assert result == []
    assert "make baseline" in problems[0]


def test_a_set_that_cannot_be_measured_here_is_passed_over() -> None:
    recorded = {"bank": Floors("b", 1.0, {"detect": 90.0}), "corpus": Floors("c", 1.0, {"en.detect": 90.0})}
    result, problems = check(recorded, {"corpus": Floors("c", 1.0, {"en.detect": 91.0})})
    assert [v.name for v in result] == ["corpus en.detect"]
    assert problems == []


def test_recording_keeps_tolerances_and_sets_that_were_not_measured(tmp_path: Path) -> None:
    path = tmp_path / "benchmarks" / "baseline.json"
    record(
        path, {"bank": Floors("b", 2.0, {"detect": 90.0}), "corpus": Floors("c", 1.5, {"en.detect": 80.0})}
    )
    record(path, {"corpus": Floors("d", 9.0, {"en.detect": 85.0})})
    assert load_baseline(path) == {
        "bank": Floors("b", 2.0, {"detect": 90.0}),
        "corpus": Floors("d", 1.5, {"en.detect": 85.0}),
    }


def test_without_a_baseline_the_gate_says_how_to_record_one(tmp_path: Path) -> None:
    result, problems = check(load_baseline(tmp_path / "none.json"), {})
    assert result == []
    assert "make baseline" in problems[0]


def test_the_digest_depends_on_names_and_contents_and_not_on_order(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("1", encoding="utf-8")
    two.write_text("2", encoding="utf-8")
    before = digest_of_files([one, two])
    assert before == digest_of_files([two, one])
    two.write_text("3", encoding="utf-8")
    assert before != digest_of_files([one, two])
