"""`khaldun version`: what is running."""

from __future__ import annotations

import json
import platform
import sqlite3

from khaldun.cli import options
from khaldun.cli.terminal import data
from khaldun.data.codebook import codebook
from khaldun.version import __version__


def show_version(
    archive: options.Archive = options.DEFAULT_ARCHIVE,
    as_json: options.Json = False,
) -> None:
    """Print the versions of Khaldun, its codebook, Python and SQLite."""
    versions = {
        "khaldun": __version__,
        "codebook": codebook().version,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }
    data([json.dumps(versions)] if as_json else [f"{name} {version}" for name, version in versions.items()])
