"""What an evaluation is asked and what it answers, whatever is evaluated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from khaldun.data.load import read_yaml
from khaldun.errors import MalformedRow
from khaldun.evaluate.tally import Tallies, Tally, by_measure, intervals


@dataclass(frozen=True, slots=True)
class Request:
    """Where the data lies, which split of it is asked for, and how many of its rows at most."""

    data: Path
    split: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: its sums, and the interval of its headline where documents can be drawn again."""

    name: str
    tally: Tally
    interval: tuple[float, float] | None = None

    def figures(self) -> dict[str, Any]:
        """Return the figures with the interval, rounded to what is meaningful."""
        shape: dict[str, Any] = {k: _rounded(v) for k, v in self.tally.figures().items()}
        if self.interval is not None:
            shape["interval"] = [_rounded(bound) for bound in self.interval]
        return shape


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one evaluation; `keys` names the measures that stand by a key of their own in JSON."""

    name: str
    split: str
    n: int
    rows: Sequence[Row]
    keys: Mapping[str, str]
    problems: Sequence[MalformedRow] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Further keys of the JSON object."""
    details: frozenset[str] = frozenset()
    """Measures that a table for people leaves out."""

    def row(self, name: str) -> Row | None:
        """Return a measure by name."""
        return next((row for row in self.rows if row.name == name), None)

    def shape(self) -> dict[str, Any]:
        """Return the report as a JSON object: the headlines first, then every measure in full."""
        found = {key: self.row(name) for name, key in self.keys.items()}
        headlines = {key: _rounded(row.tally.headline) if row else 0.0 for key, row in found.items()}
        measures = {row.name: row.figures() for row in self.rows}
        head = {"name": self.name, "split": self.split, "n": self.n, "skipped": len(self.problems)}
        return head | headlines | dict(self.extra) | {"measures": measures}


def made_of(units: Sequence[Tallies]) -> list[Row]:
    """Return a row for each measure of some units, which are what is drawn again for the intervals."""
    bounds = intervals(units)
    return [Row(name, tally, bounds[name]) for name, tally in by_measure(units).items()]


def _rounded(figure: float) -> float:
    return round(figure, 5)


@dataclass(frozen=True, slots=True)
class Published:
    """A figure that others published, in percent, and on what."""

    system: str
    figure: float
    note: str


@lru_cache(maxsize=1)
def _published() -> Mapping[str, Mapping[str, list[dict[str, Any]]]]:
    found: Mapping[str, Mapping[str, list[dict[str, Any]]]] = read_yaml("evaluate/published.yaml")
    return found


def published(name: str) -> dict[str, list[Published]]:
    """Return the published figures beside which a corpus's measures stand, by measure."""
    known = _published().get(name) or {}
    return {measure: [Published(**figure) for figure in figures] for measure, figures in known.items()}
