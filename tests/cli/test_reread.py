"""`khaldun reread` as a user meets it: what it says, compares and lists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from khaldun.cli import reread
from khaldun.cli.differences import _told
from khaldun.core.event import Verdict
from khaldun.pipeline import run as pipeline
from khaldun.pipeline.archive import Archive
from khaldun.pipeline.run import run_of
from khaldun.publish.differences import Change, Kind
from khaldun.review.decisions import Grade, decide_pair, grade_event
from khaldun.store.archive import ArchiveStore
from tests.cli.conftest import Run
from tests.pipeline.stub import fill, newer, older


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return an archive that an older reader has read, and let the present reader be a newer one."""
    monkeypatch.setattr(pipeline.Reader, "best", classmethod(lambda _: newer()))
    monkeypatch.setattr(reread, "ready_gazetteer", lambda _: None)
    with ArchiveStore.open(tmp_path / "archive", create=True, actor="tester") as store:
        fill(store)
        raids = [r.mention.id for r in store.current_records()]
        store.decide(decide_pair((raids[0], raids[1]), Verdict.DIFFERENT, "Amal", "two towns"))
        store.decide(grade_event(raids[2], Grade.FAIR, "Bo", ""))
    return str(tmp_path / "archive")


def test_it_says_what_it_did_on_standard_error(run: Run, archive: str) -> None:
    result = run("reread", "--archive", archive)
    assert (result.exit_code, result.stdout) == (0, "")
    first, second, third = result.stderr.splitlines()
    assert first.startswith("7 documents read in ")
    assert first.endswith(f"7 events in {archive}")
    assert second == "0 unchanged, 7 changed (`khaldun reread --compare` shows how)"
    assert third == "judgements: 0 kept, 0 re-attached, 2 orphaned (`khaldun reread --orphans` lists them)"


def test_again_it_reads_nothing(run: Run, archive: str) -> None:
    run("reread", "--archive", archive)
    again = run("reread", "--archive", archive).stderr
    assert again.startswith("0 documents read, 7 read by this reader before in ")
    assert "unchanged" not in again


def test_quiet_is_quiet_and_json_is_data(run: Run, archive: str) -> None:
    result = run("reread", "--archive", archive, "--quiet", "--json")
    assert result.stderr == ""
    told = json.loads(result.stdout)
    assert (told["read"], told["changed"], told["events"]) == (7, 7, 7)
    assert told["judgements"] == {"kept": 0, "reattached": 0, "orphaned": 2}


def test_what_differs_is_shown_with_quotes_and_counts(run: Run, archive: str) -> None:
    run("reread", "--archive", archive)
    result = run("reread", "--archive", archive, "--compare")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith(f"− run {run_of(older()).id[:8]}")
    assert lines[1].startswith(f"+ run {run_of(newer()).id[:8]}")
    assert result.stdout.count("“shelling”") == 2
    assert sum(line.startswith("− Event") and "“raid”" in line for line in lines) == 5
    assert lines[-3:] == [
        "7 of 7 documents differ",
        "events: 7 gained, 5 lost, 0 changed",
        "statements: 2 gained, 0 lost, 5 changed (event 5)",
    ]


def test_words_that_are_their_own_value_are_printed_once() -> None:
    shape = {"value": "سوق", "quote": "سوق", "start": 0, "end": 3, "stance": "claims"}
    told = _told(Change(Kind.LOST, "target", shape, None)).plain
    assert told.count("سوق") == 1
    assert told.endswith("claims")


def test_the_comparison_is_lines_of_json_for_programs(run: Run, archive: str) -> None:
    run("reread", "--archive", archive)
    ids = [run_of(reader).id for reader in (newer(), older())]
    result = run("reread", "--archive", archive, "--json", "--compare", *(name[:8] for name in ids))
    *documents, total = map(json.loads, result.stdout.splitlines())
    assert [d["document"] for d in documents] == sorted(d["document"] for d in documents)
    assert [total["runs"][side]["run"] for side in ("before", "after")] == ids
    assert total["read_by"] == {"both": 7, "before_only": 0, "after_only": 0}
    assert total["counts"]["documents"] == len(documents) == 7
    (lost,) = (d for d in documents if d["external_id"] == "gola")
    assert [m["change"] for m in lost["mentions"]] == ["lost"]
    assert lost["statements"][0]["before"]["value"] == {"low": 8, "best": 8, "high": 8}


def test_orphans_are_listed_with_the_words_they_were_taken_on(run: Run, archive: str) -> None:
    none = run("reread", "--archive", archive, "--orphans")
    assert (none.exit_code, none.stdout, none.stderr) == (0, "", "no judgement is orphaned\n")
    run("reread", "--archive", archive)
    table = run("reread", "--archive", archive, "--orphans").stdout
    assert table.count("“raid” in ") == 3
    for words in ("Amal", "different", "two towns", "Bo", "fair"):
        assert words in table
    pair, grade = map(
        json.loads, run("reread", "--archive", archive, "--orphans", "--json").stdout.splitlines()
    )
    assert (pair["kind"], pair["person"], pair["judgement"], len(pair["on"])) == (
        "pair",
        "Amal",
        "different",
        2,
    )
    assert (grade["kind"], grade["judgement"], grade["reasons"]) == ("grade", "fair", [])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--compare", "--orphans"), "choose one"),
        (("abcdef", "abcdef"), "--compare RUN RUN"),
        (("--compare", "abcdef"), "two runs, not 1"),
        (("--compare", "abcdef", "abcdef"), "no run begins"),
        (("--compare",), "nothing to compare"),
    ],
)
def test_a_call_that_makes_no_sense_is_2(
    run: Run, archive: str, arguments: tuple[str, ...], words: str
) -> None:
    result = run("reread", "--archive", archive, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_ctrl_c_says_what_is_kept(run: Run, archive: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Archive, "reread", interrupted)
    result = run("reread", "--archive", archive)
    assert result.exit_code == 130
    assert "0 documents is kept" in result.stderr
    assert "Run it again" in result.stderr


def test_there_has_to_be_an_archive(run: Run, tmp_path: Path) -> None:
    result = run("reread", "--archive", str(tmp_path / "none"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert not (tmp_path / "none").exists()
