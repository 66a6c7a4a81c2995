"""Mixes: the same reports every time, of the length and kind that is asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from khaldun.evaluate.mix import Mix, stitched, whole, write_mix


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a corpus with passages in two languages, half of which tell no event."""
    folder = tmp_path / "passages"
    folder.mkdir()
    for language in ("en", "fr"):
        lines = [
            json.dumps(
                {"id": f"{language}-{n}", "language": language, "text": f"{word} {n} " * 9, "events": events}
            )
            for n, (word, events) in enumerate([("war", [{}]), ("peace", [])] * 3)
        ]
        folder.joinpath(f"{language}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_a_mix_is_the_same_every_time_and_another_with_another_seed(corpus: Path) -> None:
    mix = Mix("all", reports=20)
    assert list(stitched(corpus / "passages", mix)) == list(stitched(corpus / "passages", mix))
    assert list(stitched(corpus / "passages", mix)) != list(
        stitched(corpus / "passages", replace(mix, seed=1))
    )


def test_every_report_has_its_words_its_day_and_one_language(corpus: Path) -> None:
    reports = list(stitched(corpus / "passages", Mix("all", reports=20, words=50)))
    assert {len(r["text"].split()) for r in reports} == {50}
    assert len({r["id"] for r in reports}) == 20
    assert {r["language"] for r in reports} == {"en", "fr"}
    assert all("2024-01-01" <= r["published"] < "2026-01-01" for r in reports)


def _tells(report: Mapping[str, str]) -> bool:
    return "war" in report["text"]


def test_the_share_without_an_event_is_kept(corpus: Path) -> None:
    assert not any(_tells(r) for r in stitched(corpus / "passages", Mix("quiet", 1.0, reports=20)))
    telling = sum(_tells(r) for r in stitched(corpus / "passages", Mix("news", 0.9, reports=200)))
    assert 5 <= telling <= 40


def test_a_written_mix_is_one_report_a_line(corpus: Path, tmp_path: Path) -> None:
    path = write_mix(corpus, Mix("all", reports=3), tmp_path / "reports.txt")
    assert [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()] == [
        "bench-00000",
        "bench-00001",
        "bench-00002",
    ]


def test_whole_reports_are_drawn_as_they_are(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "language": "en", "text": "War.", "title": "T", "incident_ids": ["i"]},
        {"id": "b", "language": "fr", "text": "Paix.", "title": "P", "incident_ids": []},
    ]
    tmp_path.joinpath("reports.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    told = list(whole(tmp_path, Mix("reports", whole=True, reports=10)))
    assert {(r["language"], r["title"], r["text"]) for r in told} == {("en", "T", "War.")}
    assert len({r["id"] for r in told}) == 10
    assert {r["text"] for r in whole(tmp_path, Mix("news", 1.0, whole=True, reports=10))} == {"Paix."}
