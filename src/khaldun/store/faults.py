"""Turns the faults of disks and databases into the archive's own errors."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError

from khaldun.errors import ArchiveBusy, ArchiveError, ArchiveFull, ArchiveNotFound, ArchiveReadOnly

BUSY_SECONDS = 30
"""How long a writer waits for another one before it gives up."""

_FULL = {errno.ENOSPC, errno.EDQUOT}
_DENIED = {errno.EROFS, errno.EACCES, errno.EPERM}
_SQLITE: dict[int, type[ArchiveError]] = {
    sqlite3.SQLITE_BUSY: ArchiveBusy,
    sqlite3.SQLITE_LOCKED: ArchiveBusy,
    sqlite3.SQLITE_FULL: ArchiveFull,
    sqlite3.SQLITE_READONLY: ArchiveReadOnly,
    sqlite3.SQLITE_CANTOPEN: ArchiveReadOnly,
    sqlite3.SQLITE_PERM: ArchiveReadOnly,
}
_SQLSTATE: dict[str, type[ArchiveError]] = {
    "53100": ArchiveFull,
    "55P03": ArchiveBusy,
    "40P01": ArchiveBusy,
    "25006": ArchiveReadOnly,
    "42501": ArchiveReadOnly,
    "3D000": ArchiveNotFound,
}


@contextmanager
def translated(archive: str) -> Iterator[None]:
    """Raise ArchiveFull, ArchiveBusy, ArchiveReadOnly or ArchiveError for what goes wrong inside."""
    try:
        yield
    except DBAPIError as error:
        raise _of_database(archive, error) from error
    except OSError as error:
        kind = _of_system(error)
        if kind is None:
            raise
        raise _error(kind, archive, str(error)) from error


def read_only(archive: str) -> ArchiveReadOnly:
    """Return the error of an archive that was opened for reading only."""
    return ArchiveReadOnly(f"{archive}: {_MESSAGES[ArchiveReadOnly]}")


def no_archive(archive: str) -> ArchiveNotFound:
    """Return the error of an archive that is not there."""
    return ArchiveNotFound(f"there is no archive at {archive}; `khaldun read INPUT --archive PATH` makes one")


def _of_database(archive: str, error: DBAPIError) -> ArchiveError:
    original = error.orig
    code = getattr(original, "sqlite_errorcode", None)
    if code is not None:
        kind = ArchiveFull if code == sqlite3.SQLITE_IOERR_SHMSIZE else _SQLITE.get(code & 0xFF, ArchiveError)
        return _error(kind, archive, str(original))
    state = getattr(original, "sqlstate", None)
    unreachable = state is None and isinstance(error, OperationalError)
    kind = ArchiveNotFound if unreachable else _SQLSTATE.get(state or "", ArchiveError)
    return _error(kind, archive, str(original).strip())


def _of_system(error: OSError) -> type[ArchiveError] | None:
    if error.errno in _FULL:
        return ArchiveFull
    return ArchiveReadOnly if error.errno in _DENIED else None


def _error(kind: type[ArchiveError], archive: str, detail: str) -> ArchiveError:
    return kind(f"{archive}: {_MESSAGES.get(kind, 'the archive cannot be used')} ({detail})")


_MESSAGES: dict[type[ArchiveError], str] = {
    ArchiveFull: "the disk is full. What was written before is kept; make room and run the command again",
    ArchiveBusy: f"another process has been writing for {BUSY_SECONDS} seconds. Try again when it is done",
    ArchiveNotFound: "the archive cannot be reached. Check its address and that its server runs",
    ArchiveReadOnly: "the archive cannot be written. Check its permissions, or work on a copy",
}
