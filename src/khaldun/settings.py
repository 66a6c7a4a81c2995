"""What a user may set, by argument or by environment (KHALDUN_...)."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_ARCHIVE = "./archive"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the archive lies, how large a batch is, and who is working."""

    archive: str = field(default_factory=lambda: os.environ.get("KHALDUN_ARCHIVE", DEFAULT_ARCHIVE))
    """Path of the archive's folder, or a PostgreSQL URL."""
    captures: Path | None = None
    """Folder of the captures where the archive is a URL; inside the archive's folder otherwise."""
    batch: int = 200
    """Documents written in one transaction; at most 500, so that readers never wait long."""
    actor: str = field(
        default_factory=lambda: os.environ.get("KHALDUN_USER") or os.environ.get("USER", "unknown")
    )
    """Who is working, for the custody log."""
