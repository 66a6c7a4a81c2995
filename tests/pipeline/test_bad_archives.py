"""An archive that is missing, locked away, full or damaged: one line says so, and nothing is lost."""

from __future__ import annotations

import gzip
import json
import random
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import khaldun
from khaldun.cli.app import app
from khaldun.errors import ArchiveError
from khaldun.pipeline.reader import Reader
from khaldun.resolve.places.gazetteer import default_path
from tests.factory import as_nobody
from tests.pipeline import reports
from tests.pipeline.reports import exports, read, row, write_rows

pytestmark = pytest.mark.full_gazetteer

FAILED, SOME_FAILED = 1, 3
READING = (["events"], ["show", "abcdef"], ["export"], ["verify"])
_MEGABYTE = 1 << 20

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command as a shell would, on an archive that it names."""
    monkeypatch.delenv("KHALDUN_ARCHIVE", raising=False)
    runner = CliRunner()

    def khaldun(archive: Path, *arguments: str) -> Result:
        return runner.invoke(app, [*arguments, "--archive", str(archive)])

    return khaldun


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "rows.jsonl", [row("kadugli", reports.KADUGLI), row("gao", reports.GAO)])


@pytest.fixture
def archive(reader: Reader, tmp_path: Path, rows: Path) -> Path:
    """Return an archive of two reports."""
    read(reader, tmp_path / "archive", rows)
    return tmp_path / "archive"


def _says(result: Result, words: str, code: int = FAILED) -> None:
    """Check that a command failed with one line on standard error, and no data."""
    assert result.exit_code == code
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


# Missing


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
def test_a_missing_archive_is_named_and_not_made(run: Run, tmp_path: Path, command: list[str]) -> None:
    _says(run(tmp_path / "gone", *command), f"there is no archive at {tmp_path / 'gone'}")
    assert not (tmp_path / "gone").exists()


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
def test_a_folder_of_other_things_is_no_archive(run: Run, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    _says(run(tmp_path, *command), "there is no archive at")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_report_in_the_place_of_the_archive_is_left_alone(run: Run, rows: Path) -> None:
    before = rows.read_bytes()
    _says(run(rows, "read", str(rows)), "an archive is a folder", code=2)
    assert rows.read_bytes() == before


def test_a_database_that_is_none_is_left_alone(run: Run, rows: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "archive.db").write_bytes(b"these are not the pages of a database" * 100)
    before = (other / "archive.db").read_bytes()
    for command in (["read", str(rows)], ["events"], ["verify"]):
        _says(run(other, *command), "not a database")
    assert (other / "archive.db").read_bytes() == before


# Read-only


@pytest.fixture
def locked(reader: Reader, rows: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return an archive that all may read and nobody may write, in a place where nobody gets in."""
    with tempfile.TemporaryDirectory(prefix="khaldun-") as place:
        folder = Path(place, "archive")
        read(reader, folder, rows)
        Path(place).chmod(0o755)
        # The gazetteer of the one who runs the tests need not be open to others. It is not needed here.
        monkeypatch.setenv("KHALDUN_CACHE", place)
        default_path().touch()
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield folder
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755)


def test_a_read_only_archive_answers_and_refuses_to_grow(
    run: Run, archive: Path, locked: Path, rows: Path
) -> None:
    commands: list[list[str]] = [["events"], ["export"], ["export", "--format", "documents"], ["verify"]]
    for command in commands:
        run(archive, *command)  # loads what a user without rights may not be able to load from here
    with as_nobody():
        answers = [run(locked, *command) for command in commands]
        refused = [run(locked, "read", str(rows)), run(locked, "reread")]
    assert [answer.exit_code for answer in answers] == [0] * len(commands)
    assert answers[1].stdout_bytes == exports(locked)["jsonl"]
    assert answers[2].stdout_bytes == exports(locked)["documents"]
    assert "not in it" in answers[1].stderr
    for one in refused:
        _says(one, "the archive cannot be written. Check its permissions, or work on a copy")


def test_no_archive_is_made_where_nobody_may_write(run: Run, locked: Path, rows: Path) -> None:
    with as_nobody():
        refused = run(locked / "new", "read", str(rows))
    _says(refused, "cannot be written")
    assert not (locked / "new").exists()


# Full


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of two megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "khaldun-test", str(disk)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk takes root")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def _bulky(path: Path, numbers: range) -> Path:
    """Write reports that do not pack well."""
    found = []
    for number in numbers:
        chance = random.Random(number)  # noqa: S311
        signs = " ".join(f"{chance.getrandbits(64):x}" for _ in range(800))
        found.append(row(f"bulky {number}", f"{reports.COUNCIL}\n\nSigns: {signs}", language="en"))
    return write_rows(path, found)


def test_a_full_disk_keeps_what_was_written_and_goes_on_when_there_is_room(
    run: Run, reader: Reader, small_disk: Path, rows: Path, tmp_path: Path
) -> None:
    archive = small_disk / "archive"
    bulky = [_bulky(tmp_path / f"bulky{i}.jsonl", range(20 * i, 20 * i + 20)) for i in range(16)]
    assert run(archive, "read", str(rows)).exit_code == 0
    full = run(archive, "read", "--quiet", *map(str, bulky))
    _says(full, "the disk is full. What was written before is kept; make room and run the command again")
    assert "sound" in run(archive, "verify").stdout
    assert "kadugli" in run(archive, "export", "--format", "documents").stdout
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    assert run(archive, "read", *map(str, bulky)).exit_code == 0
    read(reader, tmp_path / "roomy", rows, *bulky)
    assert exports(archive) == exports(tmp_path / "roomy")


def test_a_disk_too_small_for_an_archive_says_so(run: Run, small_disk: Path, rows: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(2 * _MEGABYTE - 20_000))
    _says(run(small_disk / "archive", "read", "--quiet", str(rows)), "the disk is full")
    (small_disk / "ballast").unlink()
    assert run(small_disk / "archive", "read", str(rows)).exit_code == 0


# Damaged


def _capture(archive: Path) -> Path:
    [path] = (archive / "captures").rglob("*.gz")
    return path


def _verified(run: Run, archive: Path, words: str) -> None:
    """Check that `khaldun verify` finds one thing wrong, says what, and that the rest can be used."""
    result = run(archive, "verify")
    assert result.exit_code == FAILED
    assert words in result.stderr
    assert "1 problems found" in result.stdout or "1 problem found" in result.stdout
    assert run(archive, "export").exit_code == 0
    found = json.loads(run(archive, "verify", "--json").stdout)
    assert not found["sound"]
    assert len(found["problems"]) == 1


def test_a_capture_with_other_bytes_is_found(run: Run, archive: Path) -> None:
    _capture(archive).write_bytes(gzip.compress(b"other bytes"))
    name = _capture(archive).parent.name + _capture(archive).stem
    _verified(run, archive, f"capture {name}: its bytes have another SHA-256")


def test_a_capture_that_is_cut_off_is_found(run: Run, archive: Path) -> None:
    _capture(archive).write_bytes(_capture(archive).read_bytes()[:-20])
    _verified(run, archive, "cannot be unpacked")


def test_a_capture_that_is_gone_is_found(run: Run, archive: Path) -> None:
    _capture(archive).unlink()
    _verified(run, archive, "its file is missing")


def test_reading_the_input_again_brings_a_lost_capture_back(run: Run, archive: Path, rows: Path) -> None:
    _capture(archive).unlink()
    assert run(archive, "read", str(rows)).exit_code == 0
    assert run(archive, "verify").exit_code == 0


def test_a_figure_changed_behind_khalduns_back_is_found(run: Run, archive: Path) -> None:
    with sqlite3.connect(archive / "archive.db") as database:
        database.execute("UPDATE statement SET quote = 'at least 90 people' WHERE property LIKE 'killed%'")
    database.close()
    result = run(archive, "verify")
    assert result.exit_code == FAILED
    assert "is not the text at its span" in result.stderr
    assert "its rows are not what was written" in result.stderr


# Bad inputs beside good ones


def test_what_fails_is_named_with_its_line_and_its_remedy(run: Run, rows: Path, tmp_path: Path) -> None:
    with rows.open("a", encoding="utf-8") as file:
        file.write('{"id": "cut", "text": "A drone')
    (tmp_path / "empty.html").touch()
    result = run(tmp_path / "archive", "read", str(tmp_path))
    assert result.exit_code == SOME_FAILED, result.stderr
    assert result.stdout == ""
    assert f"{rows}, line 3: the line breaks off before its end. The file was cut off" in result.stderr
    assert str(tmp_path / "empty.html") in result.stderr
    assert "2 documents read, 2 failed" in result.stderr


def test_an_archive_in_the_folder_that_is_read_is_not_read_itself(
    run: Run, rows: Path, tmp_path: Path
) -> None:
    for _ in range(2):
        result = run(tmp_path / "archive", "read", str(tmp_path))
        assert result.exit_code == 0, result.stderr
    assert "this is the archive itself; its files are left out" in result.stderr
    assert "0 documents read, 2 known before" in result.stderr


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        db.execute("CREATE TABLE foo (x)")
        db.commit()
    with pytest.raises(ArchiveError, match="another program"):
        khaldun.open(folder, create=True)
