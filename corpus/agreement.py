"""Print how far the second annotator of a tenth of the passages agrees with the first.

Usage: ``python corpus/agreement.py``. The first annotator is taken for gold: F1 of event mentions (type, triggers that
meet), and of statements (property without the kind of people, quotes that meet by half or more, then with value, stance
and speaker); with Cohen's kappa of the kind of passage.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
HALF = 0.5
COUNTED = ("killed", "injured", "abducted", "missing", "displaced", "arrested", "freed")
Row = dict[str, Any]
Item = tuple[tuple[int, int], tuple[Any, ...]]


def read(folder: Path) -> dict[str, Row]:
    """Return the passages of a folder by id."""
    lines = (line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines())
    return {row["id"]: row for row in map(json.loads, lines)}


def span(text: str, row: Row, key: str) -> tuple[int, int]:
    """Return where the words under a key stand."""
    start = -1
    for _ in range(row.get(f"{key}_n", 1)):
        start = text.find(row[key], start + 1)
    return start, start + len(row[key])


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Return the share of what two spans cover together that both cover."""
    both = min(a[1], b[1]) - max(a[0], b[0])
    return max(0, both) / (max(a[1], b[1]) - min(a[0], b[0]))


def events(row: Row) -> list[Item]:
    """Return the event mentions with their types."""
    return [(span(row["text"], e, "trigger"), (e["type"],)) for e in row["events"]]


def statements(row: Row, *keys: str) -> list[Item]:
    """Return the statements with their properties and the values of some keys."""
    found = [s for e in row["events"] for s in e["statements"]]
    return [(span(row["text"], s, "quote"), (plain(s["property"]), *(s[k] for k in keys))) for s in found]


def plain(property_: str) -> str:
    """Return a property without the kind of people that it counts."""
    first = property_.split("_", maxsplit=1)[0]
    return first if first in COUNTED else property_


def matched(gold: Iterable[Item], found: Iterable[Item], least: float) -> int:
    """Return how many items agree, each taken once."""
    left, right = list(found), 0
    for place, labels in gold:
        hit = next((f for f in left if f[1] == labels and overlap(place, f[0]) >= least), None)
        if hit is not None:
            left.remove(hit)
            right += 1
    return right


def f1(pairs: list[tuple[Row, Row]], of: Callable[[Row], list[Item]], least: float) -> float:
    """Return F1 in percent over all passages."""
    right = sum(matched(of(a), of(b), least) for a, b in pairs)
    total = sum(len(of(a)) + len(of(b)) for a, b in pairs)
    return 200 * right / total if total else 0.0


def kappa(pairs: list[tuple[Row, Row]]) -> float:
    """Return Cohen's kappa of the kind of passage."""
    kinds = [(a["kind"], b["kind"]) for a, b in pairs]
    seen = sum(a == b for a, b in kinds) / len(kinds)
    first, second = Counter(a for a, _ in kinds), Counter(b for _, b in kinds)
    chance = sum(first[k] * second[k] for k in first) / len(kinds) ** 2
    return (seen - chance) / (1 - chance) if chance < 1 else 1.0


def main() -> int:
    """Print the agreement by language and of all."""
    first = read(HERE / "passages") | read(HERE / "test")
    second = read(HERE / "second")
    if not second:
        print("corpus/second holds no passages: nothing is annotated twice yet", file=sys.stderr)
        return 1
    pairs = [(first[name], row) for name, row in sorted(second.items()) if name in first]
    print(f"{'':6}{'n':>5}{'kind κ':>9}{'events':>9}{'words':>9}{'+value':>9}{'+stance':>9}{'+speaker':>10}")
    for language in (*sorted({a["language"] for a, _ in pairs}), "all"):
        some = [p for p in pairs if language in (p[0]["language"], "all")]
        figures = [f1(some, events, 0.01)] + [
            f1(some, lambda row, keys=keys: statements(row, *keys), HALF)
            for keys in ((), ("value",), ("stance",), ("speaker",))
        ]
        told = "".join(f"{figure:9.1f}" for figure in figures)
        print(f"{language:6}{len(some):5}{kappa(some):9.2f}{told}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
