"""The rows of a split: DIR/STEM.jsonl, one JSON object a line; a broken line is named and passed over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from khaldun.errors import InputError, MalformedRow

Json = dict[str, Any]


def split_file(data: Path, stem: str) -> Path:
    """Return the file of a split; raises InputError that names the splits that there are."""
    if not data.is_dir():
        raise InputError(str(data), "there is no such folder", "--data names the folder of the split's file")
    path = data / f"{stem}.jsonl"
    if not path.is_file():
        there = ", ".join(sorted(p.stem for p in data.glob("*.jsonl"))) or "none"
        raise InputError(str(path), "there is no such split", f"--split names one of: {there}")
    return path


def all_files(data: Path) -> list[Path]:
    """Return all splits of a folder, sorted; raises InputError where there is none."""
    if not data.is_dir():
        raise InputError(str(data), "there is no such folder", "--data names the folder of the splits' files")
    found = sorted(data.glob("*.jsonl"))
    if not found:
        raise InputError(
            str(data), "there is no JSONL file in the folder", "--data names the folder of the splits' files"
        )
    return found


def rows(path: Path, problems: list[MalformedRow], limit: int | None = None) -> Iterator[tuple[int, Json]]:
    """Yield the number and the object of each line that holds one, `limit` at most; add the others to `problems`."""
    given = 0
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            if limit is not None and given >= limit:
                return
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if isinstance(row, dict):
                given += 1
                yield number, row
            else:
                problems.append(MalformedRow(str(path), "this is not a JSON object", line=number))
