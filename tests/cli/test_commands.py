"""The other commands, exit codes, and how errors reach the user."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from khaldun.cli import progress, read
from khaldun.cli.app import app
from khaldun.cli.events import parse_box
from khaldun.core.document import Document
from khaldun.core.statement import DocumentReading
from khaldun.errors import ArchiveFull
from khaldun.pipeline import run as pipeline
from khaldun.pipeline.archive import Archive
from tests.cli.conftest import Run

REPORT = '{"id": "a", "text": "Shelling hit the market of Tora on Monday, killing two people."}\n'


class Still:
    """A reader that finds nothing, so that no gazetteer is needed."""

    id = "still/1"
    extractor = type("Extractor", (), {"id": "still/1"})()

    def read(self, document: Document) -> DocumentReading:
        return DocumentReading(document.id, "still/1")


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.Reader, "lexicon", classmethod(lambda _: Still()))
    monkeypatch.setattr(read, "ready_gazetteer", lambda _: None)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    path = tmp_path / "reports.jsonl"
    path.write_text(REPORT, "utf-8")
    return path


@pytest.mark.usefixtures("still")
def test_reading_says_what_it_did_on_standard_error(run: Run, reports: Path, tmp_path: Path) -> None:
    result = run("read", str(reports), "--archive", str(tmp_path / "new"))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("1 documents read")


@pytest.mark.usefixtures("still")
def test_reading_again_changes_nothing(run: Run, reports: Path, tmp_path: Path) -> None:
    archive = str(tmp_path / "new")
    run("read", str(reports), "--archive", archive)
    first = run("export", "--format", "documents", "--archive", archive).stdout
    assert "1 known before" in run("read", str(reports), "--archive", archive).stderr
    assert run("export", "--format", "documents", "--archive", archive).stdout == first


@pytest.mark.usefixtures("still")
def test_quiet_is_quiet_and_json_is_data(run: Run, reports: Path, tmp_path: Path) -> None:
    result = run("read", str(reports), "--quiet", "--json", "--archive", str(tmp_path / "new"))
    assert result.stderr == ""
    assert json.loads(result.stdout)["read"] == 1


@pytest.mark.usefixtures("still")
def test_some_inputs_failed_is_3_and_all_failed_is_1(run: Run, reports: Path, tmp_path: Path) -> None:
    archive = str(tmp_path / "new")
    some = run("read", str(reports), str(tmp_path / "none.txt"), "--archive", archive)
    assert some.exit_code == 3
    assert "none.txt" in some.stderr
    everything = run("read", str(tmp_path / "none.txt"), "--quiet", "--archive", archive)
    assert everything.exit_code == 1
    assert everything.stderr.startswith("error: ")


@pytest.mark.usefixtures("still")
def test_a_broken_line_is_named_and_the_others_are_read(run: Run, tmp_path: Path) -> None:
    result = run(
        "read",
        "-",
        "--json",
        "--archive",
        str(tmp_path / "new"),
        input=f'{REPORT}{{"id": "b", "text": '.encode(),
    )
    assert result.exit_code == 3
    assert "standard input, line 2" in result.stderr
    assert json.loads(result.stdout)["failures"][0]["line"] == 2


@pytest.mark.usefixtures("still")
def test_ctrl_c_says_what_is_kept(
    run: Run, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Archive, "read", interrupted)
    result = run("read", str(reports), "--archive", str(tmp_path / "new"))
    assert result.exit_code == 130
    assert "0 documents kept" in result.stderr
    assert "Run it again" in result.stderr


def test_an_error_is_one_line_without_a_traceback(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = run("events", "--archive", str(tmp_path / "none"))
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert missing.stderr.count("\n") == 1
    assert "khaldun read" in missing.stderr

    def full(*_: object) -> None:
        raise ArchiveFull("the disk is full; what was committed is kept")

    monkeypatch.setattr(Archive, "verify", full)
    result = run("verify")
    assert (result.exit_code, result.stderr) == (1, "khaldun: the disk is full; what was committed is kept\n")


@pytest.mark.parametrize(
    "arguments", [("frobnicate",), ("read",), ("export", "--format", "xml"), ("events", "--nope")]
)
def test_a_wrong_call_is_2(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")


def test_an_export_to_a_file_is_complete_or_not_there(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    result = run("export", "--format", "csv", "-o", str(file))
    assert result.stdout == ""
    assert "SHA-256" in result.stderr
    assert file.read_text("utf-8") == run("export", "--format", "csv").stdout
    assert [p.name for p in tmp_path.iterdir()] == ["events.csv"]
    nowhere = run("export", "-o", str(tmp_path / "none" / "events.csv"))
    assert nowhere.exit_code == 2
    assert "cannot be written" in nowhere.stderr


def test_verify_prints_the_head_of_the_chain(run: Run) -> None:
    result = run("verify")
    assert result.exit_code == 0
    assert "the archive is sound" in result.stdout
    assert json.loads(run("verify", "--json").stdout)["head"] in result.stdout


def test_the_codebook_is_a_table_and_a_page_for_each_type(run: Run) -> None:
    text = run("codebook").stdout
    assert "excessive_force_against_protesters" in text
    assert "killed_civilians" in text
    assert "protected" in text
    assert "It is no event." in run("codebook", "air_drone_strike").stdout
    assert len(json.loads(run("codebook", "--json").stdout)["types"]) == 25
    assert run("codebook", "no_such").exit_code == 2


def test_version_names_what_runs(run: Run) -> None:
    assert json.loads(run("version", "--json").stdout)["python"] in run("version").stdout


def test_a_village_is_imported(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHALDUN_CACHE", str(tmp_path / "cache"))
    file = tmp_path / "villages.csv"
    file.write_text("name,lat,lon,country\nBaghuz,34.47,40.95,SYR\n", "utf-8")
    result = run("gazetteer", "import", str(file))
    assert (result.exit_code, result.stderr) == (0, f"1 places added from {file}\n")
    assert len(list((tmp_path / "cache").glob("import-*.sqlite"))) == 1
    assert run("gazetteer", "import", str(tmp_path / "none.csv")).exit_code == 1


def test_reports_are_counted_before_they_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(REPORT * 3, "utf-8")
    (tmp_path / "b.html").write_text("<p>x</p>", "utf-8")
    (tmp_path / ".hidden").write_text("x", "utf-8")
    assert progress.count_reports([str(tmp_path)]) == 4
    assert progress.count_reports(["-"]) is None
    (tmp_path / "c.jsonl.gz").write_bytes(b"x")
    assert progress.count_reports([str(tmp_path)]) is None


def test_a_box_is_four_numbers() -> None:
    assert parse_box("35, 32,42.5,37") == (35.0, 32.0, 42.5, 37.0)


def khaldun(*arguments: str, **more: object) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "khaldun.cli.app", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)  # type: ignore[call-overload, no-any-return]


def test_help_is_quick_and_loads_neither_database_nor_extractor() -> None:
    code = (
        "import sys\nfrom khaldun.cli.app import app\n"
        "try: app(['--help'])\nexcept SystemExit: pass\n"
        "heavy = ('sqlalchemy', 'lxml', 'khaldun.store', 'khaldun.extract')\n"
        "print([m for m in sys.modules if m in heavy], file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"
    assert "codebook" in ran.stdout


def test_a_closed_pipe_ends_quietly(sample: Path) -> None:
    process = khaldun("export", "--archive", str(sample))
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 0
    assert errors == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_one_line_and_exit_code_1(sample: Path) -> None:
    command = [sys.executable, "-m", "khaldun.cli.app", "export", "--archive", str(sample)]
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert ran.returncode == 1
    assert ran.stderr.count(b"\n") == 1
    assert b"No space left" in ran.stderr


def test_data_is_utf_8_in_any_locale(sample: Path) -> None:
    environment = {
        **os.environ,
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    process = khaldun("export", "--archive", str(sample), env=environment)
    out, errors = process.communicate()
    assert (process.returncode, errors) == (0, b"")
    assert "٢٧٠" in out.decode("utf-8")


@pytest.mark.usefixtures("still")
def test_ctrl_c_while_a_library_loads_ends_with_130(
    run: Run, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(*_: object) -> None:
        raise ImportError("initialization failed") from KeyboardInterrupt()

    monkeypatch.setattr(Archive, "read", load)
    result = run("read", str(reports), "--archive", str(tmp_path / "new"))
    assert result.exit_code == 130
    assert "Run it again" in result.stderr


@pytest.mark.usefixtures("still")
def test_a_library_that_cannot_be_loaded_is_no_interruption(
    run: Run, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(*_: object) -> None:
        raise ImportError("no such library")

    monkeypatch.setattr(Archive, "read", load)
    result = run("read", str(reports), "--archive", str(tmp_path / "new"))
    assert isinstance(result.exception, ImportError)


def test_ctrl_c_on_a_running_read_ends_with_130(tmp_path: Path) -> None:
    start = (
        "import signal, sys; from khaldun.cli import read\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it\n"
        "read.ready_gazetteer = lambda _: print('go', file=sys.stderr, flush=True)\n"
        f"sys.argv = ['khaldun', 'read', '-', '--archive', {str(tmp_path / 'a')!r}]\n"
        "from khaldun.cli.app import main; main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", start], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == b"go\n"
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=60)
        finally:
            process.kill()
        errors = process.stderr.read()
    assert process.returncode == 130, errors.decode("utf-8", "replace")
    assert b"Run it again" in errors
    assert b"Traceback" not in errors


def test_an_archive_without_a_name_is_refused(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Shelling killed nine people in Nyala on Monday.", encoding="utf-8")
    done = CliRunner().invoke(app, ["read", str(report), "--archive", ""])
    assert done.exit_code == 2
    assert "path is empty" in done.stderr


def test_bytes_that_are_no_text_name_nothing(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Shelling killed nine people in Nyala on Monday.", encoding="utf-8")
    archive = str(tmp_path / "archive")
    CliRunner().invoke(app, ["read", str(report), "--archive", archive])
    done = CliRunner().invoke(app, ["show", "\udcff\udcfe", "--archive", archive])
    assert done.exit_code == 2
    assert "there is no" in done.stderr
