"""`khaldun evaluate`: one JSON object or a table, and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from khaldun.cli import evaluate as command
from khaldun.errors import MalformedRow
from khaldun.evaluate.report import Report, Request, Row
from khaldun.evaluate.tally import Counts, Moments
from tests.cli.conftest import Run


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """Answer every evaluation with fixed figures; return what was asked."""
    requests: list[Request] = []

    def run_(request: Request) -> Report:
        requests.append(request)
        rows = [
            Row("spans", Counts(1, 2, 1, 4), (0.1, 0.6)),
            Row("factuality", Moments.of([0, 1, 2], [0, 1, 3])),
        ]
        problems = (
            [MalformedRow("dev.jsonl", "this is not a JSON object", line=7)] if request.limit == 9 else []
        )
        return Report("re3d", request.split or "dev", 2, rows, {"spans": "span_f1"}, problems)

    monkeypatch.setattr(command, "evaluation", lambda name: run_)
    monkeypatch.setattr(command, "ready_gazetteer", lambda quiet: None)
    return requests


def test_json_is_one_object_with_the_figures_as_shares(
    run: Run, asked: list[Request], tmp_path: Path
) -> None:
    done = run("evaluate", "re3d", "--data", str(tmp_path), "--split", "test", "--json")
    assert done.exit_code == 0
    shape = json.loads(done.stdout)
    assert (shape["name"], shape["split"], shape["n"]) == ("re3d", "test", 2)
    assert shape["span_f1"] == pytest.approx(1 / 3, abs=1e-4)
    assert shape["measures"]["spans"]["interval"] == [0.1, 0.6]
    assert asked == [Request(tmp_path, "test", None)]


def test_the_table_has_percentages_intervals_and_published_figures(
    run: Run, asked: list[Request], tmp_path: Path
) -> None:
    out = run("evaluate", "re3d", "--data", str(tmp_path)).stdout
    line = next(line for line in out.splitlines() if line.startswith(" spans"))
    assert line.split()[:6] == ["spans", "50.0", "25.0", "33.3", "10.0–60.0", "4"]
    assert "ConfliBERT 68.4" in line
    assert "r 0.982" in out


def test_broken_lines_are_named_and_the_exit_code_says_so(
    run: Run, asked: list[Request], tmp_path: Path
) -> None:
    done = run("evaluate", "re3d", "--data", str(tmp_path), "--limit", "9", "--json")
    assert done.exit_code == 3
    assert "dev.jsonl, line 7: this is not a JSON object; the line is passed over" in done.stderr
    assert json.loads(done.stdout)["skipped"] == 1


def test_an_unknown_name_is_a_wrong_command(run: Run, tmp_path: Path) -> None:
    done = run("evaluate", "re4d", "--data", str(tmp_path))
    assert done.exit_code == 2
    assert "muc4" in done.stderr


def test_a_folder_that_is_not_there_and_a_limit_of_nought_are_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "ready_gazetteer", lambda quiet: None)
    done = run("evaluate", "re3d", "--data", str(tmp_path / "none"))
    assert done.exit_code == 1
    assert "there is no such folder" in done.stderr
    assert run("evaluate", "re3d", "--data", str(tmp_path), "--limit", "0").exit_code == 2
