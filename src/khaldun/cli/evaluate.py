"""`khaldun evaluate`: how good the reader is on an annotated corpus."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from khaldun.cli import options
from khaldun.cli.progress import ready_gazetteer
from khaldun.cli.terminal import data, say, show
from khaldun.evaluate.registry import NAMES, evaluation

if TYPE_CHECKING:
    from khaldun.evaluate.report import Published, Report, Row

SOME_FAILED = 3
_SHOWN = 5
"""Broken lines that are named; of more only the number is told."""


def evaluate(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"What to evaluate on: {', '.join(NAMES)}.")],
    folder: Annotated[
        Path, typer.Option("--data", metavar="DIR", help="Folder of the corpus, with a file for each split.")
    ],
    split: Annotated[
        str | None,
        typer.Option(
            "--split", metavar="STEM", help="Stem of the split's file in DIR; dev where it is not given."
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="Read the first N rows only.")
    ] = None,
    archive: options.Archive = options.DEFAULT_ARCHIVE,
    as_json: options.Json = False,
) -> None:
    """Print how good the reader is on an annotated corpus: precision, recall, F1, intervals, published figures."""
    from khaldun.evaluate.report import Request  # noqa: PLC0415 - the reader is slow to import

    run = evaluation(name)
    ready_gazetteer(quiet=False)
    report = run(Request(folder, split, limit))
    if as_json:
        data([json.dumps(report.shape(), ensure_ascii=False)])
    else:
        show(partial(_print, report=report))
    _tell_problems(report)
    if report.problems:
        raise typer.Exit(SOME_FAILED)


def _tell_problems(report: Report) -> None:
    for problem in report.problems[:_SHOWN]:
        say(f"khaldun: {problem}; the line is passed over")
    if len(report.problems) > _SHOWN:
        say(f"khaldun: {len(report.problems) - _SHOWN} more lines are passed over")


def _print(console: Console, report: Report) -> None:
    from khaldun.evaluate.report import published  # noqa: PLC0415 - the reader is slow to import

    known = published(report.name)
    table = Table(
        title=f"{report.name}, {report.split}: {report.n:,} cases",
        box=box.SIMPLE_HEAD,
        title_justify="left",
        pad_edge=False,
    )
    table.add_column("measure", overflow="fold")
    for head in ("precision", "recall", "F1", "95 %", "gold"):
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("published", overflow="fold")
    for row in (row for row in report.rows if row.name not in report.details):
        style = "bold" if row.name in report.keys else ""
        table.add_row(*_cells(row), _published(known.get(row.name, [])), style=style)
    console.print(table)
    for measure in known:
        for figure in known[measure] if report.row(measure) else ():
            console.print(f"{figure.system}, {measure}: {figure.figure:g}; {figure.note}", style="dim")


def _cells(row: Row) -> list[str]:
    found = row.tally.figures()
    parts = [_percent(found.get(name)) for name in ("precision", "recall")]
    scale, form = (1, ".3f") if "r" in found else (100, ".1f")
    figures = [f"{scale * figure:{form}}" for figure in (row.tally.headline, *(row.interval or ()))]
    mark = next((f"{mark} " for mark in ("r", "share") if mark in found), "")
    return [row.name, *parts, mark + figures[0], "–".join(figures[1:]) or "–", f"{found.get('gold', 0):,.0f}"]


def _percent(figure: float | None) -> str:
    return "–" if figure is None else f"{100 * figure:.1f}"


def _published(figures: list[Published]) -> str:
    return ", ".join(f"{p.system} {p.figure:g}" for p in figures)
