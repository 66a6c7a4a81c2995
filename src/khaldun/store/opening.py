"""Finds an archive, or makes one, and opens its database."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from khaldun.errors import UsageError
from khaldun.store.engine import is_url, postgresql_engine, sqlite_engine
from khaldun.store.faults import no_archive, translated
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
            bring_up(opened.engine, opened.name, create, opened.writable)
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
    with translated(str(folder)):
        if not database.is_file():
            _make_folder(folder, create)
        writable = not database.exists() or (_may_write(folder) and _may_write(database))
    return Opened(str(folder), sqlite_engine(database, writable), folder / CAPTURES, writable)


def _make_folder(folder: Path, create: bool) -> None:
    if not create:
        raise no_archive(str(folder))
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; an archive is a folder")
    folder.mkdir(parents=True, exist_ok=True)


def _may_write(path: Path) -> bool:
    """Tell whether the user that the process acts as may write; a full disk or a lock shows later."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
