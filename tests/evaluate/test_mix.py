"""Mixes: the same reports every time, of the length and kind that is asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from khaldun.evaluate.mix import Mix, stitched, write_mix


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a folder with passages in two languages, half of which tell no event."""
    for language in ("en", "fr"):
        lines = [
            json.dumps(
                {"id": f"{language}-{n}", "language": language, "text": f"{word} {n} " * 9, "events": events}
            )
            for n, (word, events) in enumerate([("war", [{}]), ("peace", [])] * 3)
        ]
        tmp_path.joinpath(f"{language}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_a_mix_is_the_same_every_time_and_another_with_another_seed(corpus: Path) -> None:
    mix = Mix("all", reports=20)
    assert list(stitched(corpus, mix)) == list(stitched(corpus, mix))
    assert list(stitched(corpus, mix)) != list(stitched(corpus, replace(mix, seed=1)))


def test_every_report_has_its_words_its_day_and_one_language(corpus: Path) -> None:
    reports = list(stitched(corpus, Mix("all", reports=20, words=50)))
    assert {len(r["text"].split()) for r in reports} == {50}
    assert len({r["id"] for r in reports}) == 20
    assert {r["language"] for r in reports} == {"en", "fr"}
    assert all("2024-01-01" <= r["published"] < "2026-01-01" for r in reports)


def _tells(report: Mapping[str, str]) -> bool:
    return "war" in report["text"]


def test_the_share_without_an_event_is_kept(corpus: Path) -> None:
    assert not any(_tells(r) for r in stitched(corpus, Mix("quiet", 1.0, reports=20)))
    telling = sum(_tells(r) for r in stitched(corpus, Mix("news", 0.9, reports=200)))
    assert 5 <= telling <= 40


def test_a_written_mix_is_one_report_a_line(corpus: Path, tmp_path: Path) -> None:
    path = write_mix(corpus, Mix("all", reports=3), tmp_path / "reports.txt")
    assert [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()] == [
        "bench-00000",
        "bench-00001",
        "bench-00002",
    ]
