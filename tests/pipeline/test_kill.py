"""A read that is killed at any moment and run again ends as one that was never disturbed."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import TypedDict

import pytest

from khaldun.pipeline.reader import Reader
from khaldun.store.archive import ArchiveStore
from tests.pipeline import reports
from tests.pipeline.reports import exports, read, row, write_rows
from tests.pipeline.worker import DEMO, MERGING, READING, Answer, Worker, orders

pytestmark = pytest.mark.full_gazetteer

_KILLS = 50
_IN_A_ROW = 5
"""Kills that one archive bears before it is left in peace."""
_TOWNS = ("Kadugli", "El Fasher", "Nyala", "Khartoum", "Port Sudan", "Kassala", "El Obeid")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as running:
        yield running


@pytest.fixture
def inputs(tmp_path: Path) -> list[Path]:
    """Return rows with corrections, repeats and a bad line, a packed file, a page with a post, the demo."""
    rows = [
        row(f"r{i - (i % 7 == 6)}", reports.KADUGLI.replace("Kadugli", town).replace("12", str(12 + i)))
        for i, town in enumerate(_TOWNS * 3)
    ]
    plain = write_rows(tmp_path / "rows.jsonl", [*rows, rows[0], rows[3]])
    with plain.open("a", encoding="utf-8") as file:
        file.write('{"id": "cut", "text": "A drone\n')
    packed = tmp_path / "packed.jsonl.gz"
    others = (reports.MAIDUGURI, reports.GAO, reports.FINNISH, reports.COUNCIL)
    other = write_rows(tmp_path / "other.jsonl", [row(f"o{i}", text) for i, text in enumerate(others)])
    packed.write_bytes(gzip.compress(other.read_bytes()))
    other.unlink()
    page = tmp_path / "page.html"
    page.write_text(reports.POST, encoding="utf-8")
    return [plain, packed, page, DEMO]


class Moment(TypedDict):
    """When a read is killed: the stage, and the seconds after its beginning."""

    stage: str
    after: float


def _captures(archive: Path) -> list[str]:
    return sorted(path.name for path in (archive / "captures").rglob("*.gz"))


def test_fifty_kills_leave_no_trace(worker: Worker, inputs: list[Path], tmp_path: Path) -> None:
    whole = orders(tmp_path / "whole", inputs)
    undisturbed = worker.read(whole)
    expected = exports(Path(whole.archive))
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    kills = archives = 0
    while kills < _KILLS:
        archives += 1
        calm = replace(whole, archive=str(tmp_path / f"broken{archives}"))
        times = _moments(chance, undisturbed)
        kills += sum(
            1 for _ in takewhile(lambda a: a.killed, (worker.read(replace(calm, **t)) for t in times))
        )
        assert not worker.read(calm).killed
        assert exports(Path(calm.archive)) == expected
        assert _captures(Path(calm.archive)) == _captures(Path(whole.archive))
    assert archives < _KILLS


def _moments(chance: random.Random, undisturbed: Answer) -> Iterator[Moment]:
    """Yield when to kill the reads of one archive: while they read, every third while it merges."""
    for number in range(_IN_A_ROW):
        if number % 3 == 2:
            merge = undisturbed.seconds - undisturbed.merged_after
            yield {"stage": MERGING, "after": chance.uniform(0, merge)}
        else:
            # What is kept already is not read again, so each read is shorter than the one before.
            yield {"stage": READING, "after": chance.uniform(0, undisturbed.merged_after / (1 + number / 2))}


def test_a_read_killed_in_an_archive_that_held_something_loses_nothing(
    worker: Worker, reader: Reader, inputs: list[Path], tmp_path: Path
) -> None:
    first, rest = inputs[0], inputs[1:]
    for name in ("whole", "broken"):
        read(reader, tmp_path / name, first)
    whole = orders(tmp_path / "whole", rest)
    lasts = worker.read(whole).seconds
    calm = replace(whole, archive=str(tmp_path / "broken"))
    chance = random.Random(8)  # noqa: S311
    kills = sum(worker.read(replace(calm, after=chance.uniform(0, lasts))).killed for _ in range(5))
    with ArchiveStore.open(tmp_path / "broken") as store:
        assert store.verify().sound
        assert len(list(store.documents())) >= 19
    worker.read(calm)
    assert kills
    assert exports(tmp_path / "broken") == exports(tmp_path / "whole")


def test_after_a_kill_nothing_is_read_again_that_was_kept(
    worker: Worker, inputs: list[Path], tmp_path: Path
) -> None:
    whole = worker.read(orders(tmp_path / "whole", inputs))
    calm = orders(tmp_path / "archive", inputs)
    assert worker.read(replace(calm, after=whole.merged_after * 0.7)).killed
    with ArchiveStore.open(tmp_path / "archive") as store:
        kept = len(list(store.documents()))
    assert whole.read is not None
    assert 0 < kept < whole.read
    assert worker.read(calm).read == whole.read - kept
