"""Reports for measuring speed: the whole reports of `corpus/`, or its passages stitched together."""

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

    `quiet` is None where texts are drawn as they come. Passages without an event in `corpus/` all use the words of
    war, so that a share of them costs more than the same share of ordinary news; they are drawn where `whole` is false.
    """

    name: str
    quiet: float | None = None
    whole: bool = False
    """Whether whole reports are drawn as they are, rather than passages stitched to the length."""
    reports: int = 1000
    words: int = 400
    seed: int = 20_260_103


def drawn(corpus: Path, mix: Mix) -> Iterator[dict[str, str]]:
    """Yield the reports of a mix from the corpus; the same mix always gives the same reports."""
    return whole(corpus / "reports", mix) if mix.whole else stitched(corpus / "passages", mix)


def whole(folder: Path, mix: Mix) -> Iterator[dict[str, str]]:
    """Yield whole reports, each with another day of publication, from which its weekdays count."""
    known = list(passages(folder, "reports.jsonl"))
    pools = {
        True: [r for r in known if not r["incident_ids"]],
        False: [r for r in known if r["incident_ids"]],
    }
    draw = random.Random(mix.seed)  # noqa: S311 - an order, not a secret
    for number in range(mix.reports):
        report = draw.choice(pools[draw.random() < (mix.quiet or 0.0)])
        yield {**_named(number, report["language"], report, draw), "text": report["text"]}


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
    chosen, parts, missing = [], [], words
    while missing > 0:
        chosen.append(draw.choice(pool))
        cut = chosen[-1]["text"].split()[:missing]
        missing -= len(cut)
        parts.append(" ".join(cut))
    return {**_named(number, language, chosen[0], draw), "text": "\n\n".join(parts)}


def _named(number: int, language: str, first: Json, draw: random.Random) -> dict[str, str]:
    """Return what identifies a report: it is published on a day of its own."""
    published = _FIRST_DAY + timedelta(days=draw.randrange(_DAYS))
    return {
        "id": f"bench-{number:05d}",
        "outlet": first.get("outlet") or f"Outlet {number % 40}",
        "title": first.get("title") or "",
        "published": published.isoformat(),
        "language": language,
    }


def write_mix(corpus: Path, mix: Mix, path: Path) -> Path:
    """Write the reports of a mix, drawn from the corpus, as JSONL; return `path`."""
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(report, ensure_ascii=False) + "\n" for report in drawn(corpus, mix))
    return path
