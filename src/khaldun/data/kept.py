"""What is slow to build from data files is built once and kept in the user's cache."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from platformdirs import user_cache_path

from khaldun.core.digest import digest

T = TypeVar("T")
_PROTOCOL = 5


def cache_folder() -> Path:
    """Return the folder of what was compiled from data: `$KHALDUN_CACHE`, else the platform's cache folder."""
    if chosen := os.environ.get("KHALDUN_CACHE"):
        return Path(chosen)
    return user_cache_path("khaldun", appauthor=False)


@lru_cache(maxsize=16)
def source_digest(*modules: str) -> str:
    """Return the digest of this package's modules ("core/phrases.py"), since what other code built is not used."""
    return digest(*(files("khaldun").joinpath(module).read_bytes() for module in modules))


def kept(name: str, key: str, build: Callable[[], T]) -> T:
    """Return what `build` makes: from the cache where it was kept under the key, else built and kept.

    A cache that cannot be read or written costs time and nothing else. The file is the user's own, like the program.
    """
    path = cache_folder() / f"{name}-{key[:32]}.pickle"
    try:
        found: T = pickle.loads(path.read_bytes())  # noqa: S301 - written by this program, in the user's own cache
    except Exception:
        found = build()
        _keep(path, name, found)
    return found


def _keep(path: Path, name: str, value: object) -> None:
    """Write a value in one step, in place of those kept under other keys."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=path.stem) as folder:
            whole = Path(folder, path.name)
            with whole.open("wb") as out:
                pickle.dump(value, out, _PROTOCOL)
            whole.replace(path)
        for other in path.parent.glob(f"{name}-*.pickle"):
            if other != path:
                other.unlink(missing_ok=True)
    except OSError:
        return
