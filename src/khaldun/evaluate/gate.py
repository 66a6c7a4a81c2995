"""The quality gate: no figure may drop below its floor. `python -m khaldun.evaluate.gate SHARED [--all] [--record]`.

The sets and their floors lie in `eval/baseline.json`. Data below SHARED that is not there is passed over with a
message; a set whose files are others than those its floors were measured on fails until new floors are recorded.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from khaldun.evaluate.floors import SPEED, Floors, Verdict, digest_of_files, load, save, verdicts
from khaldun.evaluate.registry import evaluation
from khaldun.evaluate.report import Request
from khaldun.evaluate.speed import reading_speed
from khaldun.pipeline.reader import Reader

BASELINE = Path("eval/baseline.json")
_ROOT = Path()


def figures(wanted: Floors, folder: Path) -> dict[str, float]:
    """Return what a set measures now, by measure: all of them, or the headlines where it names none yet."""
    if wanted.evaluation == SPEED:
        return {"words per loop": reading_speed(Reader.lexicon(), folder.parent)}
    report = evaluation(wanted.evaluation)(Request(folder, wanted.split, wanted.limit))
    rows = (row for row in report.rows if wanted.floors or row.name in report.keys)
    return {row.name: row.tally.headline for row in rows}


def missing(wanted: Floors, folder: Path) -> bool:
    """Tell whether a set's data is not on this machine."""
    files = wanted.files(folder)
    return not files or not all(path.is_file() for path in files)


def check(name: str, wanted: Floors, folder: Path) -> tuple[list[Verdict], str | None]:
    """Return the verdicts on a set's floors, or what keeps them from being compared, in words."""
    if digest_of_files(wanted.files(folder)) != wanted.sha256:
        return [], f"{name}: its files are not those of its floors; `make baseline` records new ones"
    return verdicts(name, wanted, figures(wanted, folder)), None


def chosen(sets: Mapping[str, Floors], every: bool, only: str | None) -> Iterator[tuple[str, Floors]]:
    """Yield the sets to measure: the quick ones, or all of them, or one by name."""
    for name, wanted in sorted(sets.items()):
        if name == only if only else every or wanted.quick:
            yield name, wanted


def record(sets: Mapping[str, Floors], given: argparse.Namespace) -> dict[str, Floors]:
    """Return the sets with what is measured now as their floors; those without data stay as they are."""
    new = dict(sets)
    for name, wanted in chosen(sets, given.all, given.only):
        folder = wanted.folder(_ROOT, given.shared)
        if not missing(wanted, folder):
            new[name] = wanted.measured(digest_of_files(wanted.files(folder)), figures(wanted, folder))
            print(f"{name}: {len(new[name].floors)} floors", flush=True)
    return new


def compare(sets: Mapping[str, Floors], given: argparse.Namespace) -> int:
    """Print each figure, its floor and the verdict; return how many dropped or could not be compared."""
    passed = failed = 0
    print(f"{'figure':<44}{'measured':>9}{'floor':>9}")
    for name, wanted in chosen(sets, given.all, given.only):
        folder = wanted.folder(_ROOT, given.shared)
        if missing(wanted, folder):
            print(f"{name}: there is no {folder}; its floors are not checked")
            continue
        result, problem = check(name, wanted, folder)
        for verdict in result:
            print(verdict, flush=True)
        if problem:
            print(problem)
        failed += sum(not v.passed for v in result) + (problem is not None)
        passed += sum(v.passed for v in result)
    print(f"{passed} floors hold, {failed} do not")
    return failed


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="khaldun.evaluate.gate", description=__doc__)
    parser.add_argument("shared", type=Path, help="the folder of the data that is not the project's own")
    parser.add_argument("--all", action="store_true", help="all sets, not the quick ones alone")
    parser.add_argument("--only", metavar="SET", help="one set of eval/baseline.json")
    parser.add_argument("--record", action="store_true", help="make what is measured now the new floors")
    return parser.parse_args()


def main() -> None:
    """Check the floors, or record new ones; exit with 1 where one dropped."""
    given = _arguments()
    sets = load(BASELINE)
    if given.record:
        save(BASELINE, record(sets, given))
        return
    sys.exit(1 if compare(sets, given) else 0)


if __name__ == "__main__":
    main()
