"""A bank's figures beside their targets: `python -m khaldun.evaluate.bank DIR [--shuffle SEED]`.

DIR holds a bank's reports.jsonl and incidents.jsonl. `khaldun evaluate bank` prints the same figures with their
intervals; this command has the targets, and reads the reports once more in another order and under other ids,
which must change little.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from khaldun.evaluate.report import Request, Row
from khaldun.evaluate.rows import Json
from khaldun.evaluate.tasks.bank import Bank, figures, read

TARGETS = Path("benchmarks/targets.json")


def percentages(rows: Sequence[Row]) -> dict[str, float]:
    """Return the headline of each measure in percent."""
    return {row.name: 100 * row.tally.headline for row in rows}


def measure(bank: Bank) -> dict[str, float]:
    """Return the bank's figures for a fresh archive: F1 where there is one, the share otherwise."""
    return percentages(figures(bank, read(bank.reports)))


def measure_shuffled(bank: Bank, seed: int) -> dict[str, float]:
    """Return the figures with the reports in another order and under ids that tell nothing."""
    return measure(replace(bank, reports=shuffled(bank.reports, seed)))


def shuffled(reports: Sequence[Json], seed: int) -> list[Json]:
    """Return reports in the order that `seed` gives, each with a number in place of its id."""
    order = list(reports)
    random.Random(seed).shuffle(order)  # noqa: S311 - an order, not a secret
    return [{**report, "id": f"{n:05d}"} for n, report in enumerate(order, 1)]


def table(
    found: Mapping[str, float], targets: Mapping[str, float], twin: Mapping[str, float] | None = None
) -> str:
    """Return the figures as lines, each beside its target, and the figure of the shuffled bank if given."""
    head = f"{'figure':<12}{'measured':>10}{'target':>10}   "
    lines = [head + ("  shuffled   change" if twin else "")]
    for name, figure in found.items():
        goal = targets.get(name)
        mark = " " if goal is None else "✓" if round(figure, 1) >= goal else "✗"
        line = f"{name:<12}{figure:>10.1f}{'' if goal is None else f'{goal:.1f}':>10} {mark} "
        if twin:
            line += f"{twin[name]:>10.1f}{twin[name] - figure:>+9.1f}"
        lines.append(line.rstrip())
    return "\n".join(lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="khaldun.evaluate.bank", description=__doc__)
    parser.add_argument("bank", type=Path, metavar="DIR", help="a bank's folder, such as corpus/heldout")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument(
        "--shuffle", type=int, metavar="SEED", help="read once more, shuffled and with other ids"
    )
    return parser.parse_args()


def main() -> None:
    """Print the bank's figures beside their targets."""
    given = _arguments()
    bank = Bank.load(Request(given.bank))
    found = measure(bank)
    twin = None if given.shuffle is None else measure_shuffled(bank, given.shuffle)
    if given.json:
        print(json.dumps({"bank": found} | ({"shuffled": twin} if twin else {}), indent=2))
        return
    print(table(found, json.loads(TARGETS.read_text(encoding="utf-8"))["bank"], twin))


if __name__ == "__main__":
    main()
