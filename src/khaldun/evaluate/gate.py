"""The quality gate: no figure may drop below its floor. `python -m khaldun.evaluate.gate SHARED [--record]`.

Floors lie in `benchmarks/baseline.json` with the SHA-256 of the files they were measured on. Measured are
the corpus of this project by language, its banks and the one below SHARED where that holds a scorer, and the speed
of reading as a ratio, which depends little on the machine: words read while a reference loop of plain Python runs once.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from khaldun.evaluate.bank import Bank, measure
from khaldun.evaluate.corpus import document_of, score
from khaldun.evaluate.mix import Mix, drawn
from khaldun.pipeline.reader import Reader

BASELINE = Path("benchmarks/baseline.json")
CORPUS = Path("corpus")
OWN_BANKS = ("bank", "bank2", "heldout")
CORPUS_FIGURES = (
    "detect",
    "quiet",
    "type",
    "day",
    "country",
    "figures",
    "said_by",
    "actor",
    "weapon",
    "denials",
)
BANK_FIGURES = (
    *("detect", "quiet", "link", "found", "type", "day", "place", "country", "actors", "weapons", "figures"),
    *("said_by", "denials", "grounded", "verbatim"),
)
SPEED = "speed"
EXACT = ("grounded", "verbatim")
"""Figures that tolerate nothing: a quote stands in its text, or it does not."""
_MIX = Mix("gate", whole=True, reports=80)
_ROUNDS = 3
_LOOPS = 40_000


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors of one set of figures, the tolerance below them, and the digest of what they are for.

    The tolerance is in points, or for the speed in percent of the floor. `sha256` is empty where the figures
    depend on no files but those of another set.
    """

    sha256: str
    tolerance: float
    floors: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One figure beside its floor; `passed` is false where it dropped by more than the tolerance."""

    name: str
    figure: float | None
    floor: float
    passed: bool

    def __str__(self) -> str:
        found = "missing" if self.figure is None else f"{self.figure:.1f}"
        raised = (
            " (the floor may be raised)"
            if self.passed and self.figure and self.figure > self.floor + 1
            else ""
        )
        return f"{self.name:<24}{found:>10}{self.floor:>10.1f}  {'✓' if self.passed else '✗ dropped'}{raised}"


def verdicts(name: str, found: Mapping[str, float], wanted: Floors) -> list[Verdict]:
    """Return the verdict on each floor of a set, sorted by name; a figure that is missing fails."""
    result = []
    for key, floor in sorted(wanted.floors.items()):
        figure = found.get(key)
        slack = 0.0 if key in EXACT else wanted.tolerance * (floor / 100 if name == SPEED else 1)
        passed = figure is not None and round(figure, 1) >= round(floor - slack, 1)
        result.append(Verdict(f"{name} {key}", figure, floor, passed))
    return result


def digest_of_files(paths: Iterable[Path]) -> str:
    """Return one SHA-256 over the names and the contents of files."""
    hasher = hashlib.sha256()
    for path in sorted(paths):
        hasher.update(path.name.encode())
        hasher.update(hashlib.sha256(path.read_bytes()).digest())
    return hasher.hexdigest()


def corpus_figures(reader: Reader, corpus: Path) -> dict[str, float]:
    """Return the F1 of the corpus's passages as "language.figure", "all" being all languages."""
    scored = score(reader, corpus / "passages")
    return {
        f"{language}.{figure}": scored[language].tallies[figure].f1
        for language in sorted(scored)
        for figure in CORPUS_FIGURES
    }


def reading_speed(reader: Reader, corpus: Path) -> float:
    """Return how many words are read in the time of one reference loop; the best of some rounds."""
    documents = [document_of(report) for report in drawn(corpus, _MIX)]
    words = sum(len(d.text.split()) for d in documents)
    best = 0.0
    for _ in range(_ROUNDS):
        begun = time.process_time()
        for document in documents:
            reader.read(document)
        read = time.process_time()
        _reference_loop()
        best = max(best, words * (time.process_time() - read) / (read - begun))
    return best


def _reference_loop() -> int:
    """Do what reading does most, look words up and make small objects, so that machines compare alike."""
    counts: dict[str, int] = {}
    for number in range(_LOOPS):
        word = f"w{number % 997}"
        counts[word] = counts.get(word, 0) + len(word.casefold())
    return sum(sorted(counts.values()))


def measured(shared: Path) -> dict[str, Floors]:
    """Return everything measured, as floors with the usual tolerances."""
    reader = Reader.best()
    corpus = digest_of_files((CORPUS / "passages").glob("*.jsonl"))
    reports = digest_of_files((CORPUS / "reports").glob("*.jsonl"))
    found = {
        "corpus": Floors(corpus, 1.5, _rounded(corpus_figures(reader, CORPUS))),
        SPEED: Floors(reports, 30.0, {"words per loop": round(reading_speed(reader, CORPUS), 1)}),
    }
    bank = Bank.in_shared(shared)
    if bank is not None:
        found["bank-dev"] = _of_bank(bank)
        found |= {f"own {name}": _of_bank(Bank(CORPUS / name, bank.scorer)) for name in OWN_BANKS}
    return found


def _of_bank(bank: Bank) -> Floors:
    figures = measure(bank)
    kept = {name: figures[name] for name in BANK_FIGURES if name in figures}
    return Floors(digest_of_files(bank.files), 2.0, _rounded(kept))


def _rounded(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: round(figure, 1) for name, figure in figures.items()}


def load_baseline(path: Path) -> dict[str, Floors]:
    """Return the recorded floors, none where there is no file."""
    if not path.is_file():
        return {}
    recorded = json.loads(path.read_text(encoding="utf-8"))
    return {name: Floors(**floors) for name, floors in recorded.items()}


def record(path: Path, found: Mapping[str, Floors]) -> None:
    """Write what was measured as the new floors; tolerances set by hand, and sets not measured, stay."""
    before = load_baseline(path)
    kept = {n: replace(f, tolerance=before[n].tolerance) if n in before else f for n, f in found.items()}
    floors = {name: asdict(f) for name, f in sorted({**before, **kept}.items())}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(floors, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def check(recorded: Mapping[str, Floors], found: Mapping[str, Floors]) -> tuple[list[Verdict], list[str]]:
    """Return the verdicts on all floors, and what keeps them from being compared, in words."""
    result: list[Verdict] = []
    problems = [] if recorded else ["there are no floors yet; `make baseline` records them"]
    for name, wanted in sorted(recorded.items()):
        if name not in found:
            continue
        if found[name].sha256 != wanted.sha256:
            problems.append(
                f"{name}: measured on other files than its floors; `make baseline` records new ones"
            )
            continue
        result.extend(verdicts(name, found[name].floors, wanted))
    return result, problems


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="khaldun.evaluate.gate", description=__doc__)
    parser.add_argument(
        "shared", type=Path, help="the folder that holds bench/ and tools/; without it no bank is scored"
    )
    parser.add_argument("--record", action="store_true", help="make what is measured now the new floors")
    return parser.parse_args()


def main() -> None:
    """Print each figure, its floor and the verdict; exit with 1 where one dropped."""
    given = _arguments()
    found = measured(given.shared)
    if given.record:
        record(BASELINE, found)
    result, problems = check(load_baseline(BASELINE), found)
    print(f"{'figure':<24}{'measured':>10}{'floor':>10}")
    for verdict in result:
        print(verdict)
    if "bank-dev" not in found:
        print(f"no bank below {given.shared}: its floors are not checked")
    for problem in problems:
        print(problem)
    failed = sum(not v.passed for v in result)
    print(f"{len(result)} floors, {failed} dropped")
    sys.exit(1 if failed or problems else 0)


if __name__ == "__main__":
    main()
