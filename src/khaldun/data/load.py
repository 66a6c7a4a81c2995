"""Reads the package's data files; a broken file is reported by name."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from khaldun.core.digest import digest
from khaldun.errors import DataError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def has(path: str) -> bool:
    """Tell whether the package carries a data file."""
    return files("khaldun.data").joinpath(path).is_file()


def read_bytes(path: str) -> bytes:
    """Return the bytes of a data file, given by its path below `khaldun/data`; raises DataError."""
    try:
        return files("khaldun.data").joinpath(path).read_bytes()
    except OSError as error:
        raise DataError(path, f"cannot be read ({error})") from error


def read_yaml(path: str) -> Any:
    """Return the content of a YAML file; raises DataError."""
    try:
        return yaml.load(read_bytes(path), Loader=_LOADER)  # noqa: S506 - the C build of the safe loader
    except yaml.YAMLError as error:
        raise DataError(path, f"is not YAML ({error})") from error


def read_csv(path: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file with a header line; raises DataError where a row is too long or short."""
    rows = list(csv.DictReader(io.StringIO(read_bytes(path).decode("utf-8"), newline="")))
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise DataError(path, f"line {number} has another number of cells than the header")
    return rows


def list_files(folder: str, suffix: str) -> list[str]:
    """Return the sorted paths of a data folder's files that end in `suffix`."""
    found = files("khaldun.data").joinpath(folder).iterdir()
    return sorted(f"{folder}/{f.name}" for f in found if f.name.endswith(suffix))


@lru_cache(maxsize=64)
def digest_of(*paths: str) -> str:
    """Return a digest of the named data files."""
    return digest(*(read_bytes(p) for p in sorted(paths)))
