"""Opens the database: SQLite in WAL mode by path, PostgreSQL by URL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import QueuePool

from khaldun.errors import ArchiveError
from khaldun.store.faults import BUSY_SECONDS

_WRITER_LOCK = 0x6B68616C  # "khal": the advisory lock that keeps PostgreSQL's writers in line


def is_url(archive: str) -> bool:
    """Tell whether an archive is named by a URL and not by a path."""
    return "://" in archive


def sqlite_engine(database: Path, writable: bool) -> Engine:
    """Return an engine on an SQLite file, which is created if it may be written and is not there."""
    mode = "rwc" if writable else _reading_mode(database)
    address = f"{database.absolute().as_uri()}?mode={mode}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            _set_up(connection, writable)
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _reading_mode(database: Path) -> str:
    """Return how to open a file that may not be written: with its log, or as one that nobody changes."""
    log = database.with_name(database.name + "-wal")
    return "ro" if log.exists() else "ro&immutable=1"


def _set_up(connection: sqlite3.Connection, writable: bool) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -65536")
    if writable:
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")


def _begin_sqlite(connection: Connection) -> None:
    """Begin as a writer where the transaction will write, so that two writers queue up and never deadlock."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def postgresql_engine(url: str) -> Engine:
    """Return an engine on a PostgreSQL database by psycopg 3."""
    parsed: URL = make_url(url)
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    try:
        return create_engine(parsed, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise ArchiveError("a PostgreSQL archive needs psycopg: pip install 'khaldun[postgresql]'") from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Hold the archive's one writing transaction; it is committed at the end, or nothing of it is."""
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER_LOCK})
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Hold a transaction that sees one state of the archive from its first query on."""
    options: dict[str, Any] = (
        {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    )
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection
