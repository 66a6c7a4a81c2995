"""The bank: a scorer's answer made flat, the table beside the targets, and the shuffled twin."""

from __future__ import annotations

import json
from pathlib import Path

from khaldun.evaluate.bank import TARGETS, Bank, export_reports, flat, shuffled, table

REPORT = {"id": "a", "language": "en", "published": "2026-02-02", "outlet": "Desk"}


def test_a_triple_is_known_by_its_f1_and_a_share_by_itself() -> None:
    scored = {"detect": [0.5, 1.0, 0.66], "quiet": 0.9, "n": {"reports": 3}, "documents_missing": 0}
    languages = {"detect_by_language": {"en": [1.0, 1.0, 1.0]}}
    assert flat(scored | languages) == {"detect": 66.0, "quiet": 90.0, "detect.en": 100.0}


def test_the_table_ticks_what_reaches_its_target() -> None:
    lines = table(
        {"detect": 89.96, "quiet": 79.9, "link_b3": 1.0}, {"detect": 90.0, "quiet": 80.0}
    ).splitlines()
    assert lines[1].endswith("✓")
    assert lines[2].endswith("✗")
    assert lines[3].endswith("1.0")


def test_the_table_shows_what_shuffling_changed() -> None:
    lines = table({"detect": 90.0}, {}, {"detect": 88.5}).splitlines()
    assert lines[1].split()[-2:] == ["88.5", "-1.5"]


def test_shuffled_reports_keep_everything_but_order_and_ids() -> None:
    lines = [json.dumps(REPORT | {"id": name, "text": name * 3}) for name in "abcdefgh"]
    twin = [json.loads(line) for line in shuffled(lines, 7)]
    assert shuffled(lines, 7) == shuffled(lines, 7)
    assert [r["id"] for r in twin] == [f"{n:05d}" for n in range(1, 9)]
    assert [r["text"] for r in twin] != [name * 3 for name in "abcdefgh"]
    assert sorted(r["text"] for r in twin) == [name * 3 for name in "abcdefgh"]


def test_without_a_bank_there_is_nothing_to_measure(tmp_path: Path) -> None:
    assert Bank.in_shared(tmp_path) is None


def test_every_target_is_a_number() -> None:
    targets = json.loads(Path(__file__).parents[2].joinpath(TARGETS).read_text(encoding="utf-8"))
    assert all(isinstance(goal, float) for goal in targets["bank"].values())


def test_reports_are_read_into_a_fresh_archive_and_both_exports_are_written(tmp_path: Path) -> None:
    reports = tmp_path / "reports.jsonl"
    reports.write_text(json.dumps(REPORT | {"text": "The cat sat on the mat."}) + "\n", encoding="utf-8")
    events, documents = export_reports(reports, tmp_path)
    assert events.read_text(encoding="utf-8") == ""
    (document,) = map(json.loads, documents.read_text(encoding="utf-8").splitlines())
    assert document["external_id"] == "a"
