"""Archives for the shared suite: SQLite in a folder, PostgreSQL on a server that the tests start."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from khaldun.store import ArchiveStore
from tests.store.factory import opened

_NAMES = count(1)


class Server:
    """A PostgreSQL server in a folder of its own, reached by a socket in it."""

    def __init__(self, programs: Path, folder: Path, user: str | None) -> None:
        self._programs, self.folder, self._user = programs, folder, user

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs as the user who owns the folder."""
        command = [str(self._programs / program), *arguments]
        subprocess.run(command, check=True, user=self._user, cwd=self.folder, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        """Make the data folder and start serving."""
        self.run(
            "initdb", "-D", "data", "-U", "khaldun", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
        )
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        self.run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")

    def stop(self) -> None:
        """Stop serving."""
        self.run("pg_ctl", "-D", "data", "-m", "immediate", "stop")

    def new_database(self) -> str:
        """Return the URL of an empty database."""
        psycopg = pytest.importorskip("psycopg")
        name = f"archive{next(_NAMES)}"
        with psycopg.connect(
            f"host={self.folder} user=khaldun dbname=postgres", autocommit=True
        ) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql://khaldun@/{name}?host={self.folder}"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Start Debian's PostgreSQL; skip what needs it where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="khaldun-pg-"))
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    running = Server(found[-1].parent, folder, user)
    try:
        running.start()
        yield running
        running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where a new archive may be made: a folder, then a PostgreSQL URL."""
    if request.param == "sqlite":
        return str(tmp_path / "archive")
    running: Server = request.getfixturevalue("server")
    return running.new_database()


@pytest.fixture
def archive(address: str, tmp_path: Path) -> Iterator[ArchiveStore]:
    """Return a new archive on either database."""
    with opened(address, tmp_path / "captures") as store:
        yield store


@pytest.fixture
def folder_archive(tmp_path: Path) -> Iterator[ArchiveStore]:
    """Return a new archive in a folder."""
    with opened(str(tmp_path / "archive"), tmp_path / "unused") as store:
        yield store
