"""`khaldun reread`: an archive read again with the present reader, and what that changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khaldun.cli import options
from khaldun.cli.differences import print_comparison, print_orphans
from khaldun.cli.progress import ProgressBar, ready_gazetteer
from khaldun.cli.session import interruptible, opened
from khaldun.cli.terminal import data, say
from khaldun.cli.terminal import show as render
from khaldun.errors import UsageError

if TYPE_CHECKING:
    from khaldun.pipeline.archive import Archive
    from khaldun.pipeline.compared import Comparison, Orphan
    from khaldun.pipeline.reread import RereadReport

INTERRUPTED = 130


def reread(
    runs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[RUN RUN]",
            help="With --compare: two runs by the first 6 digits of their ids, the older one first.",
            show_default=False,
        ),
    ] = None,
    compare: Annotated[
        bool,
        typer.Option(
            "--compare", help="Read nothing; show what two runs read differently, the last two by default."
        ),
    ] = False,
    orphans: Annotated[
        bool,
        typer.Option("--orphans", help="Read nothing; list people's decisions that found no event mention."),
    ] = False,
    archive: options.Archive = options.DEFAULT_ARCHIVE,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print errors only: no progress, no summary.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Read every document of the archive again with the present reader.

    What was read before is kept beside it. What this reader has read is skipped, so that a re-reading broken
    off goes on where it stopped.
    """
    asked = tuple(runs or ())
    _check(asked, compare, orphans)
    with opened(archive) as found:
        if compare:
            _compare(found, asked, as_json)
        elif orphans:
            _list_orphans(found.orphans(), as_json)
        else:
            _read_again(found, archive, quiet, as_json)


def _check(runs: tuple[str, ...], compare: bool, orphans: bool) -> None:
    if compare and orphans:
        raise UsageError("--compare and --orphans show different things; choose one of them")
    if runs and not compare:
        raise UsageError("runs are named to compare them: `khaldun reread --compare RUN RUN`")
    if len(runs) not in (0, 2):
        raise UsageError(f"a comparison needs two runs, not {len(runs)}; without any it takes the last two")


def _read_again(found: Archive, archive: str, quiet: bool, as_json: bool) -> None:
    with ProgressBar((), quiet) as bar:
        ready_gazetteer(quiet)
        try:
            with interruptible():
                report = found.reread(bar.tell)
        except KeyboardInterrupt:
            bar.close()
            say(
                f"\nkhaldun: interrupted; what was read in {bar.kept} is kept in {found.name}, and the events are as "
                "before. Run it again to go on from there."
            )
            raise typer.Exit(INTERRUPTED) from None
    if not quiet:
        for line in _summary(report, archive):
            say(line)
    if as_json:
        data([json.dumps(_shape(report), ensure_ascii=False)])


def _summary(report: RereadReport, archive: str) -> Iterator[str]:
    """Yield what the re-reading did, in a few lines."""
    parts = [f"{report.read} documents read"]
    parts += [f"{report.restored} given back their earlier reading by this reader"] if report.restored else []
    parts += [f"{report.known} read by this reader before"] if report.known else []
    yield f"{', '.join(parts)} in {report.seconds:.1f} s; {report.events} events in {archive}"
    if report.read or report.restored:
        hint = " (`khaldun reread --compare` shows how)" if report.changed else ""
        yield f"{report.unchanged} unchanged, {report.changed} changed{hint}"
    told = _decisions(report)
    if any(told.values()):
        hint = " (`khaldun reread --orphans` lists them)" if told["orphaned"] else ""
        yield f"judgements: {told['kept']} kept, {told['reattached']} re-attached, {told['orphaned']} orphaned{hint}"


def _shape(report: RereadReport) -> dict[str, Any]:
    shape = {
        "run": report.run,
        "read": report.read,
        "restored": report.restored,
        "known": report.known,
        "unchanged": report.unchanged,
        "changed": report.changed,
    }
    return {
        **shape,
        "judgements": _decisions(report),
        "events": report.events,
        "seconds": round(report.seconds, 3),
    }


def _decisions(report: RereadReport) -> dict[str, int]:
    return {state: report.decisions[state] for state in ("kept", "reattached", "orphaned")}


def _compare(found: Archive, runs: tuple[str, ...], as_json: bool) -> None:
    comparison = found.compare_runs(*runs)
    if as_json:
        data(_compared_lines(comparison))
    else:
        render(partial(print_comparison, comparison=comparison))


def _compared_lines(comparison: Comparison) -> Iterator[str]:
    """Yield a line for each document that differs, then one with the runs and the counts."""
    from khaldun.publish.differences import Counts, changes_shape  # noqa: PLC0415 - `khaldun --help` needs none

    counts = Counts()
    for document, changes in comparison.documents:
        counts.add(changes)
        yield json.dumps(changes_shape(document, changes), ensure_ascii=False)
    sides = {"before": comparison.left, "after": comparison.right}
    runs = {side: {"run": run.id, "started": run.started} for side, run in sides.items()}
    shared = comparison.shared
    read = {"both": shared.both, "before_only": shared.left_alone, "after_only": shared.right_alone}
    yield json.dumps({"runs": runs, "read_by": read, "counts": counts.shape}, ensure_ascii=False)


def _list_orphans(found: list[Orphan], as_json: bool) -> None:
    if as_json:
        data(json.dumps(orphan.shape, ensure_ascii=False) for orphan in found)
    elif found:
        render(partial(print_orphans, found=found))
    else:
        say("no judgement is orphaned")
