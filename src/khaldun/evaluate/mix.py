"""Reports for measuring speed, stitched together from the passages of `corpus/`."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from khaldun.evaluate.corpus import passages

Json = Mapping[str, Any]
_FIRST_DAY = date(2024, 1, 1)
_DAYS = 720
"""Reports are spread over two years, so that the same passage in two reports seldom makes one event."""


@dataclass(frozen=True, slots=True)
class Mix:
    """How many reports of how many words, and which share of them is made of texts that tell no event.

    `quiet` is None where passages are drawn as they come. The texts without an event in `corpus/` all use the
    words of war, so that a share of them costs more than the same share of ordinary news.
    """

    name: str
    quiet: float | None = None
    reports: int = 1000
    words: int = 400
    seed: int = 20_260_103


def stitched(folder: Path, mix: Mix) -> Iterator[dict[str, str]]:
    """Yield the reports of a mix, each in one language; the same mix always gives the same reports."""
    pools = _pools(folder)
    draw = random.Random(mix.seed)  # noqa: S311 - an order, not a secret
    languages = sorted({language for language, _ in pools})
    for number in range(mix.reports):
        language = draw.choice(languages)
        pool = pools[language, True] + pools[language, False]
        if mix.quiet is not None:
            pool = pools[language, draw.random() < mix.quiet]
        yield _report(number, language, pool, mix.words, draw)


def _pools(folder: Path) -> dict[tuple[str, bool], list[Json]]:
    """Return the passages by language and by whether they tell no event."""
    pools: dict[tuple[str, bool], list[Json]] = defaultdict(list)
    for passage in passages(folder):
        pools[passage["language"], not passage["events"]].append(passage)
    return pools


def _report(
    number: int, language: str, pool: Sequence[Json], words: int, draw: random.Random
) -> dict[str, str]:
    drawn, parts, missing = [], [], words
    while missing > 0:
        drawn.append(draw.choice(pool))
        cut = drawn[-1]["text"].split()[:missing]
        missing -= len(cut)
        parts.append(" ".join(cut))
    published = _FIRST_DAY + timedelta(days=draw.randrange(_DAYS))
    return {
        "id": f"bench-{number:05d}",
        "outlet": drawn[0].get("outlet") or f"Outlet {number % 40}",
        "title": drawn[0].get("title") or "",
        "published": published.isoformat(),
        "language": language,
        "text": "\n\n".join(parts),
    }


def write_mix(folder: Path, mix: Mix, path: Path) -> Path:
    """Write the reports of a mix as JSONL; return `path`."""
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(report, ensure_ascii=False) + "\n" for report in stitched(folder, mix))
    return path
