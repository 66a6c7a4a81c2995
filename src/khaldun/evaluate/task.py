"""A task: rows of a corpus, what a predictor may see of them, and how its answers are scored.

The predictor is given what `inputs` makes of a row and nothing else; `gold` is read by the scorer alone, after
the prediction was made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from khaldun.errors import MalformedRow
from khaldun.evaluate.report import Report, Request, made_of
from khaldun.evaluate.rows import Json, all_files, rows, split_file
from khaldun.evaluate.tally import Tallies, merged

I = TypeVar("I")  # noqa: E741 - what a predictor sees
G = TypeVar("G")
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Task(Generic[I, G, P]):
    """One corpus and how it is scored; `split` is the one that is read where none is named, None for all.

    `keys` gives the measures that stand by a key of their own in JSON. `unit` says which rows belong to one
    document: documents, not sentences, are drawn again for the intervals.
    """

    name: str
    inputs: Callable[[Json], I]
    gold: Callable[[Json], G]
    tally: Callable[[G, P], Tallies]
    predictor: Callable[[], Callable[[I], P]]
    keys: Mapping[str, str]
    split: str | None = "dev"
    unit: Callable[[Json], str] = lambda row: str(row["id"])
    count: str | None = None
    """The measure whose cases are what `n` counts; None where rows are counted."""
    more: Callable[[Report], Mapping[str, Any]] = lambda report: {}
    """Makes further keys of the JSON object."""
    details: Callable[[str], bool] = lambda name: False
    """Tells which measures are in JSON alone, and not in the table."""


def evaluate(task: Task[I, G, P], request: Request) -> Report:
    """Return the figures of a task's predictor on a split; raises InputError where there is no such split.

    A line that is no row of the corpus is passed over and named among the problems.
    """
    problems: list[MalformedRow] = []
    units, tallies = list[str](), list[Tallies]()
    predict = task.predictor()
    for path in _files(task, request):
        for number, row in rows(path, problems, _left(request, len(tallies))):
            try:
                given, unit, gold = task.inputs(row), task.unit(row), task.gold(row)
            except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
                problems.append(_malformed(path, number, error))
                continue
            tallies.append(task.tally(gold, predict(given)))
            units.append(unit)
    return _report(task, request, merged(units, tallies), len(tallies), problems)


def _report(
    task: Task[I, G, P], request: Request, units: Sequence[Tallies], n: int, problems: list[MalformedRow]
) -> Report:
    made = sorted(made_of(units), key=lambda row: row.name not in task.keys)
    details = frozenset(row.name for row in made if task.details(row.name))
    if task.count is not None:
        n = next((int(row.tally.figures()["gold"]) for row in made if row.name == task.count), 0)
    split = request.split or task.split or "all"
    bare = Report(task.name, split, n, made, task.keys, problems, details=details)
    return replace(bare, extra={"documents": len(units), **task.more(bare)})


def _files(task: Task[I, G, P], request: Request) -> list[Path]:
    stem = request.split or task.split
    return all_files(request.data) if stem is None else [split_file(request.data, stem)]


def _left(request: Request, read: int) -> int | None:
    return None if request.limit is None else max(0, request.limit - read)


def _malformed(path: Path, number: int, error: Exception) -> MalformedRow:
    what = f"the key {error} is missing" if isinstance(error, KeyError) else f"a value does not fit ({error})"
    return MalformedRow(str(path), what, line=number)
