"""Scores a fresh archive against a bank of reports and incidents: `python -m khaldun.evaluate.bank SHARED`.

SHARED holds `bench/bank-dev` (reports.jsonl, incidents.jsonl) and `tools/score_bank.py`, the bank's own
scorer, which sees nothing but the two exports. Every figure is a percentage.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from khaldun.pipeline.run import read_into
from khaldun.publish.exports import as_bytes, export_lines
from khaldun.store.archive import ArchiveStore

TARGETS = Path("benchmarks/targets.json")
_INCIDENTS, _REPORTS = "incidents.jsonl", "reports.jsonl"


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank's folder and the program that scores exports against it."""

    folder: Path
    scorer: Path

    @classmethod
    def in_shared(cls, shared: Path) -> Bank | None:
        """Return the bank for development below `shared`, None where it is not there."""
        bank = cls(shared / "bench" / "bank-dev", shared / "tools" / "score_bank.py")
        present = bank.scorer.is_file() and all((bank.folder / f).is_file() for f in (_INCIDENTS, _REPORTS))
        return bank if present else None

    @property
    def files(self) -> tuple[Path, Path]:
        """Return the files that the bank's figures depend on."""
        return self.folder / _INCIDENTS, self.folder / _REPORTS


def measure(bank: Bank) -> dict[str, float]:
    """Return the bank's figures for a fresh archive: F1 where there is one, the share otherwise."""
    with tempfile.TemporaryDirectory(prefix="khaldun-bank-") as name:
        return _measured(bank, bank.folder, Path(name))


def measure_shuffled(bank: Bank, seed: int) -> dict[str, float]:
    """Return the figures with the reports in another order and under ids that tell nothing."""
    with tempfile.TemporaryDirectory(prefix="khaldun-bank-") as name:
        twin = Path(name, "bank")
        twin.mkdir()
        lines = bank.folder.joinpath(_REPORTS).read_text(encoding="utf-8").splitlines()
        twin.joinpath(_REPORTS).write_text("\n".join(shuffled(lines, seed)) + "\n", encoding="utf-8")
        twin.joinpath(_INCIDENTS).write_bytes(bank.folder.joinpath(_INCIDENTS).read_bytes())
        return _measured(bank, twin, Path(name))


def shuffled(lines: Sequence[str], seed: int) -> list[str]:
    """Return reports in the order that `seed` gives, each with a number in place of its id."""
    reports = [json.loads(line) for line in lines if line.strip()]
    random.Random(seed).shuffle(reports)  # noqa: S311 - an order, not a secret
    return [json.dumps({**r, "id": f"{n:05d}"}, ensure_ascii=False) for n, r in enumerate(reports, 1)]


def _measured(bank: Bank, folder: Path, work: Path) -> dict[str, float]:
    exports = export_reports(folder / _REPORTS, work)
    command = [sys.executable, str(bank.scorer), str(folder), *map(str, exports), "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - the bank's scorer
    return flat(json.loads(done.stdout))


def export_reports(reports: Path, work: Path) -> tuple[Path, Path]:
    """Read reports into a fresh archive below `work`; return its events and its documents as files."""
    events, documents = work / "events.jsonl", work / "documents.jsonl"
    with ArchiveStore.open(work / "archive", create=True, actor="evaluate") as store:
        read_into(store, [reports])
        for path, form in ((events, "jsonl"), (documents, "documents")):
            with path.open("wb") as out:
                out.writelines(map(as_bytes, export_lines(store, form)))
    return events, documents


def flat(scored: Mapping[str, Any]) -> dict[str, float]:
    """Return a scorer's answer as one percentage per name: the F1 of a triple; "detect.en" for a language."""
    found: dict[str, float] = {}
    for name, value in scored.items():
        if isinstance(value, list):
            found[name] = 100 * value[2]
        elif isinstance(value, float):
            found[name] = 100 * value
        elif name == "detect_by_language":
            found.update({f"detect.{language}": 100 * triple[2] for language, triple in value.items()})
    return found


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
    parser.add_argument("shared", type=Path, help="the folder that holds bench/ and tools/")
    parser.add_argument(
        "--bank", type=Path, metavar="DIR", help="another bank's folder, such as corpus/heldout"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument(
        "--shuffle", type=int, metavar="SEED", help="read once more, shuffled and with other ids"
    )
    return parser.parse_args()


def main() -> None:
    """Print the bank's figures beside their targets."""
    given = _arguments()
    bank = Bank.in_shared(given.shared)
    if bank is None:
        print(f"no bank below {given.shared}: nothing is measured", file=sys.stderr)
        return
    bank = Bank(given.bank or bank.folder, bank.scorer)
    found = measure(bank)
    twin = None if given.shuffle is None else measure_shuffled(bank, given.shuffle)
    if given.json:
        print(json.dumps({"bank": found} | ({"shuffled": twin} if twin else {}), indent=2))
        return
    print(table(found, json.loads(TARGETS.read_text(encoding="utf-8"))["bank"], twin))


if __name__ == "__main__":
    main()
