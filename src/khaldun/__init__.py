"""Khaldun keeps the record of armed conflict straight: every event once, every figure with who said it.

import khaldun

with khaldun.open("archive") as archive:
    archive.read(["reports/"])
    for event in archive.events(country="SYR"):
        print(event, event.statements("killed"))
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from khaldun.errors import KhaldunError
from khaldun.version import __version__

if TYPE_CHECKING:
    from khaldun.pipeline.archive import Archive

__all__ = ["Archive", "KhaldunError", "__version__", "open"]


def open(  # noqa: A001 - `khaldun.open` reads as what it does, and the builtin is not used here
    path: str | Path, create: bool = False, *, captures: Path | None = None, actor: str | None = None
) -> Archive:
    """Open the archive in a folder or at a PostgreSQL URL, whose captures lie in the folder `captures`.

    Where there is none, `create` makes it at once, and the first `read` in any case; all else raises
    ArchiveNotFound until then. `actor` signs what is written in the custody log, the user's name by default.
    Raises ArchiveReadOnly, ArchiveFull or ArchiveBusy.
    """
    from khaldun.pipeline.archive import Archive  # noqa: PLC0415 - `import khaldun` stays light
    from khaldun.settings import Settings  # noqa: PLC0415

    given: dict[str, Any] = {"actor": actor} if actor else {}
    settings = Settings(archive=str(path), captures=captures, **given)
    return Archive.open(settings, create) if create else Archive.at(settings)


def __getattr__(name: str) -> Any:
    if name == "Archive":
        from khaldun.pipeline.archive import Archive  # noqa: PLC0415 - `import khaldun` stays light

        return Archive
    raise AttributeError(f"module 'khaldun' has no attribute {name!r}")
