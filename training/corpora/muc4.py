"""MUC-4: role spans, which of them are one entity, which stand in one template, and the template's incident type.

The texts are all capitals and are lower-cased first (1.46 pieces a word in place of 2.27). GTT's view of the
templates is the gold: an entity is a list of mentions, each with its first offset; every other occurrence of the same
words is taken as a mention too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.examples import Builder, Example, occurrences

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")


def examples(folder: Path, stem: str = "train") -> Iterator[Example]:
    """Yield an example a document, those without a template too."""
    for line in (folder / f"{stem}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield _example(row["id"], row["gtt"]["doctext"].lower(), row["gtt"]["templates"])


def _example(name: str, text: str, templates: list[dict[str, Any]]) -> Example:
    builder = Builder()
    for template in templates:
        entities = [_mentions(builder, text, entity, role) for role in ROLES for entity in template[role]]
        for mentions in entities:
            builder.pairs.update(("same_entity", a, b) for a in mentions for b in mentions if a < b)
            kind = template["incident_type"].split(" / ")[0]
            builder.values += [("incident", number, kind) for number in mentions]
        flat = sorted({number for mentions in entities for number in mentions})
        builder.pairs.update(("same_template", a, b) for a in flat for b in flat if a < b)
    return builder.example("muc4", name, text, relevant=bool(templates))


def _mentions(builder: Builder, text: str, entity: list[list[Any]], role: str) -> list[int]:
    words = {mention[0].lower() for mention in entity}
    return [builder.span(*span, role) for mention in sorted(words) for span in occurrences(text, mention)]
