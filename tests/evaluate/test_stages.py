"""Stages: measured one by one, they read what the reader reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from khaldun.evaluate.bench import stage_table
from khaldun.evaluate.corpus import document_of
from khaldun.evaluate.meter import Meter, sampled
from khaldun.evaluate.mix import Mix, stitched
from khaldun.evaluate.stages import read_metered
from khaldun.pipeline.reader import Reader

CORPUS = Path(__file__).parents[2] / "corpus" / "passages"


@pytest.mark.full_gazetteer
def test_the_stages_one_by_one_read_what_the_reader_reads() -> None:
    reader, meter = Reader.lexicon(), Meter()
    documents = [document_of(report) for report in stitched(CORPUS, Mix("all", reports=6))]
    assert list(read_metered(reader, documents, meter)) == [reader.read(d) for d in documents]
    assert {"words", "names", "places", "dates", "counts", "extraction"} == set(meter.stages)


def test_a_meter_adds_up_a_stage_that_is_entered_twice() -> None:
    meter = Meter()
    for _ in range(2):
        with meter.stage("one"):
            sum(range(10_000))
    with meter.stage("two"):
        pass
    assert list(meter.stages) == ["one", "two"]
    assert meter.seconds == pytest.approx(sum(s.seconds for s in meter.stages.values()))
    assert "100.0%" in stage_table(meter, 1).splitlines()[-1]


def test_a_stage_inside_another_counts_for_itself_alone() -> None:
    meter = Meter()
    with meter.stage("outer"), meter.stage("inner"):
        sum(range(3_000_000))
    assert meter.stages["outer"].seconds < meter.stages["inner"].seconds


def test_sampled_stacks_are_lines_for_a_flame_graph(tmp_path: Path) -> None:
    path = tmp_path / "stacks.txt"
    with sampled(path, period=0.001):
        sum(n * n for n in range(3_000_000))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines
    assert all(line.rpartition(" ")[2].isdigit() and ";" in line for line in lines)
