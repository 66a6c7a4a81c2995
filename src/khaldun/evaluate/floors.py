"""Floors: figures below which none may drop, each set with the digest of the files that it was measured on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

EXACT = ("grounded", "verbatim")
"""Figures that tolerate nothing: a quote stands in its text, or it does not."""
SPEED = "speed"
_SHARED = "shared/"


@dataclass(frozen=True, slots=True)
class Floors:
    """One set of figures: what is evaluated on which data, and the floors, as shares of 1.

    `data` is a folder of this project, or begins with "shared/" where it lies in a folder of its own. `quick` sets
    are checked by `make eval`, the others by `make eval-all` alone. The tolerance is in the unit of the figures; that
    of the speed is a share of the floor. `sha256` is empty before the first record, and `floors` names no measure
    where the headlines are wanted.
    """

    evaluation: str
    data: str
    split: str | None = None
    limit: int | None = None
    quick: bool = True
    tolerance: float = 0.02
    sha256: str = ""
    floors: Mapping[str, float] = field(default_factory=dict)

    def folder(self, root: Path, shared: Path) -> Path:
        """Return where the data lies."""
        inside = self.data.removeprefix(_SHARED)
        return root / self.data if inside == self.data else shared / inside

    def files(self, folder: Path) -> list[Path]:
        """Return the files that the figures depend on, sorted."""
        if self.evaluation == "bank":
            return [folder / "incidents.jsonl", folder / f"{self.split or 'reports'}.jsonl"]
        return [folder / f"{self.split}.jsonl"] if self.split else sorted(folder.glob("*.jsonl"))

    def measured(self, sha256: str, figures: Mapping[str, float]) -> Floors:
        """Return the set with new floors: of the measures that it names, of all where it names none."""
        names = self.floors or figures
        new = {name: round(figures[name], 4) for name in names if name in figures}
        return replace(self, sha256=sha256, floors=new)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One figure beside its floor; `passed` is false where it dropped by more than the tolerance."""

    name: str
    figure: float | None
    floor: float
    passed: bool

    def __str__(self) -> str:
        found = "missing" if self.figure is None else f"{self.figure:.3f}"
        mark = "✓" if self.passed else "✗ dropped"
        risen = self.passed and self.figure is not None and self.figure > self.floor * 1.01 + 0.005
        raised = " (the floor may be raised)" if risen else ""
        return f"{self.name:<44}{found:>9}{self.floor:>9.3f}  {mark}{raised}"


def verdicts(name: str, wanted: Floors, found: Mapping[str, float]) -> list[Verdict]:
    """Return the verdict on each floor of a set, sorted by name; a figure that is missing fails."""
    result = []
    for key, floor in sorted(wanted.floors.items()):
        figure = found.get(key)
        slack = 0.0 if key in EXACT else wanted.tolerance * (floor if wanted.evaluation == SPEED else 1)
        passed = figure is not None and round(figure, 4) >= round(floor - slack, 4)
        result.append(Verdict(f"{name}: {key}", figure, floor, passed))
    return result


def digest_of_files(paths: Iterable[Path]) -> str:
    """Return one SHA-256 over the names and the contents of files."""
    hasher = hashlib.sha256()
    for path in sorted(paths):
        hasher.update(path.name.encode())
        hasher.update(hashlib.sha256(path.read_bytes()).digest())
    return hasher.hexdigest()


def load(path: Path) -> dict[str, Floors]:
    """Return the recorded sets by name."""
    recorded = json.loads(path.read_text(encoding="utf-8"))
    return {name: Floors(**floors) for name, floors in recorded.items()}


def save(path: Path, sets: Mapping[str, Floors]) -> None:
    """Write sets of floors, sorted by name."""
    shape = {name: asdict(floors) for name, floors in sorted(sets.items())}
    path.write_text(json.dumps(shape, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
