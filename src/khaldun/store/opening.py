"""Finds an archive, or makes one, and opens its database."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from khaldun.errors import ArchiveNotFound, UsageError
from khaldun.store.engine import is_url, postgresql_engine, sqlite_engine
from khaldun.store.faults import translated
from khaldun.store.schema import bring_up

DATABASE = "archive.db"
CAPTURES = "captures"


@dataclass(frozen=True, slots=True)
class Opened:
    """An open archive: its name for messages, its engine, its captures' folder, and if it may be written."""

    name: str
    engine: Engine
    captures: Path | None
    writable: bool


def open_archive(archive: str | Path, create: bool, captures: Path | None) -> Opened:
    """Open the archive at a path or URL.

    Raises ArchiveNotFound where there is none and none is to be made, ArchiveReadOnly, ArchiveFull or
    ArchiveBusy where the database says so, UsageError where the path is something else.
    """
    name = str(archive)
    opened = _by_url(name, captures) if is_url(name) else _by_path(Path(archive), create)
    try:
        with translated(opened.name):
            bring_up(opened.engine, opened.name, opened.writable)
    except BaseException:
        opened.engine.dispose()
        raise
    return opened


def _by_url(url: str, captures: Path | None) -> Opened:
    if not url.startswith(("postgresql://", "postgresql+psycopg://", "postgres://")):
        raise UsageError(f"{url.partition('://')[0]}: an archive is a folder or a postgresql:// URL")
    engine = postgresql_engine(url)
    return Opened(engine.url.render_as_string(hide_password=True), engine, captures, writable=True)


def _by_path(folder: Path, create: bool) -> Opened:
    database = folder / DATABASE
    if not database.is_file():
        if not create:
            raise ArchiveNotFound(
                f"there is no archive at {folder}; make one: khaldun read INPUT --archive {folder}"
            )
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder} is a file; an archive is a folder")
        with translated(str(folder)):
            folder.mkdir(parents=True, exist_ok=True)
    writable = os.access(folder, os.W_OK) and (not database.exists() or os.access(database, os.W_OK))
    if not writable and not database.exists():
        writable = True  # the attempt to create it tells why it cannot be
    return Opened(str(folder), sqlite_engine(database, writable), folder / CAPTURES, writable)
