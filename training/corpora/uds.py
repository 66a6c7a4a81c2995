"""UDS-IH2 factuality: a graded judgement whether what a predicate says has happened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from training.corpora.tokens import placed
from training.examples import Builder, Example


def examples(folder: Path, stem: str = "train") -> Iterator[Example]:
    """Yield an example a sentence with a judged predicate."""
    for line in (folder / f"{stem}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans = placed(row["text"], row["tokens"])
        builder = Builder()
        for predicate in row["predicates"]:
            number = builder.span(*spans[predicate["token"]], "predicate")
            builder.values.append(("happened", number, predicate["factuality"]))
        if builder.values:
            yield builder.example("uds", row["id"], row["text"])
