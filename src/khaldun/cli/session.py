"""Opens the archive for a command; only then are the database and what lies below it loaded."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from khaldun.errors import UsageError
from khaldun.settings import Settings

if TYPE_CHECKING:
    from khaldun.pipeline.archive import Archive


@contextmanager
def opened(archive: str, create: bool = False) -> Iterator[Archive]:
    """Open the archive at a path or URL; the captures of a URL lie in the folder KHALDUN_CAPTURES."""
    from khaldun.pipeline.archive import Archive  # noqa: PLC0415 - `khaldun --help` needs no database

    if not archive.strip():
        raise UsageError("the archive's path is empty; name a folder, such as --archive ./archive")
    captures = os.environ.get("KHALDUN_CAPTURES")
    settings = Settings(archive=archive, captures=Path(captures) if captures else None)
    with Archive.open(settings, create) as found:
        yield found


@contextmanager
def interruptible() -> Iterator[None]:
    """Raise KeyboardInterrupt where Ctrl-C met a compiled library that was loading and told it as an ImportError."""
    try:
        yield
    except ImportError as error:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, KeyboardInterrupt):
            cause = cause.__cause__ or cause.__context__
        if cause is None:
            raise
        raise KeyboardInterrupt from error
