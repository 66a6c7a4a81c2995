"""Missing, read-only, full and busy archives are told apart, in words that help."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from khaldun.core.digest import sha256
from khaldun.core.document import Capture
from khaldun.errors import (
    ArchiveBusy,
    ArchiveError,
    ArchiveFull,
    ArchiveNotFound,
    ArchiveReadOnly,
    UsageError,
)
from khaldun.store import ArchiveStore
from khaldun.store.engine import writing
from tests.factory import as_nobody
from tests.store.conftest import Server
from tests.store.factory import NOON, opened, quiet, report

CAPTURE = Capture(sha256(b"raw"), 3, "raw.txt", NOON, "tool")


def test_where_there_is_no_archive_it_is_said_and_nothing_made(address: str) -> None:
    with pytest.raises(ArchiveNotFound, match="there is no archive at"):
        ArchiveStore.open(address)
    with pytest.raises(ArchiveNotFound):
        ArchiveStore.open(address)
    assert not Path(address).exists()


def test_an_archive_whose_making_was_cut_off_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "archive.db").touch()
    with pytest.raises(ArchiveNotFound):
        ArchiveStore.open(tmp_path)
    with ArchiveStore.open(tmp_path, create=True) as store:
        assert store.verify().sound


def test_a_file_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("a report")
    with pytest.raises(UsageError, match="an archive is a folder"):
        ArchiveStore.open(path, create=True)


def test_other_databases_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="postgresql:// URL"):
        ArchiveStore.open("mysql://localhost/archive")
    with pytest.raises(ArchiveNotFound, match="cannot be reached"):
        ArchiveStore.open(f"postgresql://me:secret@/archive?host={tmp_path}")


def test_a_password_is_never_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveNotFound) as caught:
        ArchiveStore.open(f"postgresql://me:secret@/archive?host={tmp_path}")
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_bytes(b"no database at all " * 100)
    with pytest.raises(ArchiveError, match="not a database"):
        ArchiveStore.open(tmp_path, create=True)


def test_an_archive_of_a_newer_khaldun_is_left_alone(address: str, tmp_path: Path) -> None:
    with opened(address, tmp_path) as store, store._opened.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ArchiveError, match="a newer Khaldun"):
        ArchiveStore.open(address)


@pytest.fixture
def read_only() -> Iterator[Path]:
    """Return an archive with one document in a folder that all may read and nobody may write."""
    with tempfile.TemporaryDirectory(prefix="khaldun-") as place:
        folder = Path(place, "archive")
        with opened(str(folder), folder) as store:
            store.write_batch(quiet([report("r1", "A text")]))
        Path(place).chmod(0o755)
        (folder / "archive.db").chmod(0o444)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def test_a_read_only_archive_can_be_read_and_says_so_on_writing(read_only: Path) -> None:
    with as_nobody(), ArchiveStore.open(read_only, create=True) as store:
        assert not store.writable
        assert store.document("r1").document.text == "A text"
        assert store.verify().sound
        with pytest.raises(ArchiveReadOnly, match="cannot be written"):
            store.write_batch(quiet([report("r2", "Another")]))
        with pytest.raises(ArchiveReadOnly, match="cannot be written"):
            store.put_capture(CAPTURE, b"raw")


def test_a_read_only_archive_that_someone_writes_to_shows_what_is_new(read_only: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs two users")
    with opened(str(read_only), read_only) as writer:
        writer.write_batch(quiet([report("r2", "Another")]))
        with as_nobody(), ArchiveStore.open(read_only) as store:
            assert store.document("r2").document.text == "Another"


def test_no_archive_can_be_made_in_a_read_only_folder(read_only: Path) -> None:
    with as_nobody(), pytest.raises(ArchiveReadOnly, match="cannot be written"):
        ArchiveStore.open(read_only / "new", create=True)


def test_a_full_disk_keeps_what_was_committed(folder_archive: ArchiveStore) -> None:
    folder_archive.write_batch(quiet([report("r1", "A text")]))

    def confine(connection: sqlite3.Connection, *_: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    folder_archive.close()
    event.listen(folder_archive._opened.engine, "connect", confine)
    big = [report(f"b{i}", " ".join(sha256(f"{i} {j}".encode()) for j in range(200))) for i in range(50)]
    with pytest.raises(ArchiveFull, match="make room and run the command again"):
        folder_archive.write_batch(quiet(big))
    event.remove(folder_archive._opened.engine, "connect", confine)
    folder_archive.close()
    assert [d.document.text for d in folder_archive.documents()] == ["A text"]
    assert folder_archive.write_batch(quiet(big)).documents == 50
    assert folder_archive.verify().sound


def test_a_full_disk_shows_on_captures_too(archive: ArchiveStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("khaldun.store.captures.os.fsync", full)
    with pytest.raises(ArchiveFull, match="disk is full"):
        archive.put_capture(CAPTURE, b"raw")


def test_a_second_writer_waits_and_then_says_who_is_busy(
    archive: ArchiveStore, address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("khaldun.store.engine.BUSY_SECONDS", 0.05)
    batch = quiet([report("r1", "A text")])
    held = writing(archive._opened.engine)
    with opened(address, tmp_path) as second, held, pytest.raises(ArchiveBusy) as caught:
        second.write_batch(batch)
    assert "another process" in str(caught.value)
    assert archive.write_batch(batch).documents == 1


def test_two_writers_take_turns(archive: ArchiveStore, address: str, tmp_path: Path) -> None:
    with opened(address, tmp_path / "captures") as second:
        for i in range(6):
            (archive, second)[i % 2].write_batch(quiet([report(f"r{i}", f"Text {i}")]))
    assert [e.seq for e in archive.custody_log()] == [1, 2, 3, 4, 5, 6]
    assert archive.verify().sound


def test_a_url_without_a_folder_takes_no_captures(server: Server) -> None:
    with ArchiveStore.open(server.new_database(), create=True) as store:
        with pytest.raises(ArchiveReadOnly, match="needs a folder for its captures"):
            store.put_capture(CAPTURE, b"raw")
        assert store.verify().sound
