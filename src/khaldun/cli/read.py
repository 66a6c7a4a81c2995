"""`khaldun read`: reports go in."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khaldun.cli import options
from khaldun.cli.progress import ProgressBar, ready_gazetteer
from khaldun.cli.session import interruptible, opened
from khaldun.cli.terminal import data, say

if TYPE_CHECKING:
    from khaldun.pipeline.run import ReadReport

NOTHING_DONE, SOME_FAILED, INTERRUPTED = 1, 3, 130
_NAMED = 100
"""Failed inputs that are named one by one; the rest are counted, and --json names all."""


def read(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Files and folders of text, Markdown, HTML, JSONL or CSV, also gzip; - is standard input.",
        ),
    ],
    archive: options.Archive = options.DEFAULT_ARCHIVE,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print errors only: no progress, no notices, no summary.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Read reports into the archive, which is made where there is none.

    What was read before is skipped, so that a read broken off goes on where it stopped.
    """
    with opened(archive, create=True) as found, ProgressBar(inputs, quiet) as bar:
        ready_gazetteer(quiet)
        try:
            with interruptible():
                report = found.read(inputs, sys.stdin.buffer if sys.stdin else None, bar.tell)
        except KeyboardInterrupt:
            bar.close()
            say(f"\nkhaldun: interrupted; {bar.kept} kept in {found.name}. Run it again to go on from there.")
            raise typer.Exit(INTERRUPTED) from None
    _tell(report, archive, quiet)
    if as_json:
        data([json.dumps(_shape(report), ensure_ascii=False)])
    if report.failures:
        raise typer.Exit(NOTHING_DONE if report.nothing_done else SOME_FAILED)


def _tell(report: ReadReport, archive: str, quiet: bool) -> None:
    if not quiet:
        for notice in report.notices[:_NAMED]:
            say(f"note: {notice}")
        if report.noted > _NAMED:
            say(f"note: {report.noted - _NAMED} more notices; --json names the first thousand")
    for failure in report.failures[:_NAMED]:
        say(f"error: {failure.error}")
    more = report.failed - _NAMED
    if more > 0:
        say(f"error: {more} more inputs or rows failed; --json names the first thousand")
    if not quiet:
        say(_summary(report, archive))


def _summary(report: ReadReport, archive: str) -> str:
    """Return what the read did, in one line."""
    parts = [f"{report.read} documents read"]
    parts += [f"{report.known} known before"] if report.known else []
    parts += [f"{report.failed} failed"] if report.failed else []
    return f"{', '.join(parts)} in {report.seconds:.1f} s; {report.events} events in {archive}"


def _shape(report: ReadReport) -> dict[str, Any]:
    return {
        "read": report.read,
        "known": report.known,
        "events": report.events,
        "seconds": round(report.seconds, 3),
        "failed": report.failed,
        "failures": [
            {
                "origin": f.error.origin,
                "line": f.error.line,
                "problem": f.error.problem,
                "remedy": f.error.remedy,
            }
            for f in report.failures
        ],
        "notices": [str(n) for n in report.notices],
    }
