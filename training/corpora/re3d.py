"""re3d: typed spans of the war in Syria and Iraq, nested ones too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from training.examples import Builder, Example


def examples(folder: Path, stem: str = "train") -> Iterator[Example]:
    """Yield an example a document."""
    for line in (folder / f"{stem}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        builder = Builder()
        for entity in row["entities"]:
            builder.span(entity["start"], entity["end"], entity["type"])
        yield builder.example("re3d", row["id"], row["text"])
