"""An archive is read again: what was read stays, what people decided finds its place, nothing is read twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest

from khaldun.core.event import Verdict
from khaldun.errors import UsageError
from khaldun.pipeline.compared import compare_runs, orphans
from khaldun.pipeline.reader import Reader
from khaldun.pipeline.reread import RereadReport, reread
from khaldun.pipeline.run import Progress, run_of
from khaldun.publish.differences import Kind
from khaldun.review.decisions import Grade, decide_pair, grade_event
from khaldun.store.archive import ArchiveStore
from tests.pipeline.reports import exports
from tests.pipeline.stub import Stub, documents, fill, newer, older


@pytest.fixture
def read(archive: ArchiveStore) -> ArchiveStore:
    """Return an archive on either database that the older reader has read."""
    fill(archive)
    return archive


def numbers(report: RereadReport) -> tuple[int, ...]:
    return (report.read, report.restored, report.known, report.unchanged, report.changed, report.events)


def first_mentions(store: ArchiveStore) -> list[str]:
    """Return the current mention of each report, in the order of the towns."""
    found = {r.document.id: r.mention.id for r in store.current_records()}
    return [found[d.id] for d in documents() if d.id in found]


def test_every_document_is_read_and_the_older_readings_stay(read: ArchiveStore) -> None:
    report = reread(read, batch=2, reader=newer())
    assert numbers(report) == (7, 0, 0, 0, 7, 7)
    assert [(run.documents, run.current) for run in read.runs()] == [(7, 7), (7, 0)]
    assert read.verify().sound


def test_former_ids_lead_to_the_events_read_in_their_place(read: ArchiveStore) -> None:
    reread(read, reader=newer())
    before = _event_ids(read)
    reread(read, reader=longer())
    assert len(set(before) - set(_event_ids(read))) == 5
    assert all(read.event_id(name) in _event_ids(read) for name in before)


def _event_ids(store: ArchiveStore) -> list[str]:
    return sorted({name for names in store.events_by_document().values() for name in names})


def test_a_second_time_nothing_is_read(read: ArchiveStore) -> None:
    reread(read, reader=newer())
    log, lines = list(read.custody_log()), list(read.event_lines())
    assert numbers(reread(read, reader=newer(dies_at=1))) == (0, 0, 7, 0, 0, 7)
    assert (list(read.custody_log()), list(read.event_lines())) == (log, lines)


def test_the_reader_that_read_them_is_known_at_once(read: ArchiveStore) -> None:
    assert numbers(reread(read, reader=older())) == (0, 0, 7, 0, 0, 5)


def test_an_earlier_reader_gets_its_readings_back_without_reading(read: ArchiveStore) -> None:
    lines = list(read.event_lines())
    reread(read, reader=newer())
    assert list(read.event_lines()) != lines
    report = reread(read, batch=3, reader=older())
    assert numbers(report) == (0, 7, 0, 0, 7, 5)
    assert list(read.event_lines()) == lines
    assert read.verify().sound


def test_progress_names_the_total_and_both_stages(read: ArchiveStore) -> None:
    told: list[tuple[str, int, int | None]] = []

    def progress(state: Progress) -> None:
        told.append((state.stage, state.documents, state.total))

    reread(read, batch=4, progress=progress, reader=newer())
    assert told == [
        ("reading", 0, 7),
        ("reading", 4, 7),
        ("reading", 7, 7),
        ("merging", 7, 7),
        ("merging", 7, 7),
    ]


def test_decisions_follow_their_words_and_orphans_wait(read: ArchiveStore) -> None:
    raids = first_mentions(read)
    pair = decide_pair((raids[0], raids[1]), Verdict.SAME, "Amal", "one convoy")
    read.decide(pair)
    read.decide(grade_event(raids[2], Grade.FAIR, "Bo", "two sources"))
    report = reread(read, reader=newer())
    assert report.decisions == {"orphaned": 2}
    assert [(o.shape["kind"], o.shape["judgement"], o.shape["person"]) for o in orphans(read)] == [
        ("pair", "same", "Amal"),
        ("grade", "fair", "Bo"),
    ]
    assert {p["quote"] for o in orphans(read) for p in o.shape["on"]} == {"raid"}
    report = reread(read, reader=older())
    assert report.decisions == {"kept": 2}
    assert orphans(read) == []
    assert read.decisions().links == (pair,)


def test_a_decision_taken_on_the_newer_words_joins_the_events_again(read: ArchiveStore) -> None:
    reread(read, reader=newer())
    raids = first_mentions(read)
    read.decide(decide_pair((raids[0], raids[1]), Verdict.SAME, "Amal", "one convoy"))
    report = reread(read, reader=longer())
    assert report.decisions == {"reattached": 1}
    told = read.events_by_document()
    first, second = (told[d.id] for d in documents()[:2])
    assert first == second


def test_only_what_differs_is_told(read: ArchiveStore) -> None:
    reread(read, reader=newer())
    reread(read, reader=longer())
    comparison = compare_runs(read)
    assert (comparison.left.id, comparison.right.id) == (run_of(newer()).id, run_of(longer()).id)
    found = list(comparison.documents)
    assert [d.id for d, _ in found] == sorted(d.id for d in documents()[:5])
    assert all([c.kind for c in changes] == [Kind.CHANGED] for _, changes in found)
    assert comparison.shared.both == 7


def test_two_runs_are_named_by_the_beginnings_of_their_ids(read: ArchiveStore) -> None:
    reread(read, reader=newer())
    ids = [run_of(reader).id for reader in (newer(), older())]
    there = compare_runs(read, [name[:8] for name in ids])
    assert [there.left.id, there.right.id] == ids
    lost = [c.after for _, changes in there.documents for c in changes if c.kind is Kind.LOST]
    assert len(lost) == 9
    with pytest.raises(UsageError, match=f"no run begins.*{ids[0][:8]}"):
        compare_runs(read, ["000000", ids[0]])


def test_one_run_is_nothing_to_compare(read: ArchiveStore) -> None:
    with pytest.raises(UsageError, match="nothing to compare"):
        compare_runs(read)


def longer() -> Reader:
    """Return a reader that finds the raids by three words."""
    return cast("Reader", Stub("longer", "an armed raid", "shelling"))


@pytest.mark.parametrize("moment", ["1", "4", "6", "merging"])
def test_a_rereading_that_was_killed_ends_as_one_that_was_not(tmp_path: Path, moment: str) -> None:
    for name in ("whole", "broken"):
        with ArchiveStore.open(tmp_path / name, create=True, actor="tester") as store:
            fill(store)
    before = exports(tmp_path / "broken")
    command = [sys.executable, "-m", "tests.pipeline.stub", str(tmp_path / "broken"), moment]
    killed = subprocess.run(command, cwd=Path(__file__).parents[2], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert exports(tmp_path / "broken") == before
    with ArchiveStore.open(tmp_path / "broken") as store:
        kept = {run.id: run.current for run in store.runs()}.get(run_of(newer()).id, 0)
        assert kept == {"1": 0, "4": 2, "6": 4, "merging": 7}[moment]
        assert numbers(reread(store, batch=2, reader=newer()))[:3] == (7 - kept, 0, kept)
    with ArchiveStore.open(tmp_path / "whole") as store:
        reread(store, batch=200, reader=newer())
    assert exports(tmp_path / "broken") == exports(tmp_path / "whole")
