"""`khaldun events`: the list of events."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from khaldun.cli import options
from khaldun.cli.listing import print_table, tab_lines
from khaldun.cli.session import opened
from khaldun.cli.terminal import data, say, show
from khaldun.errors import UsageError
from khaldun.publish.summary import summary

if TYPE_CHECKING:
    from khaldun.pipeline.archive import Box
    from khaldun.publish.views import Events

_PER_PAGE = 50


def events(  # noqa: PLR0913, PLR0917 - one argument an option, which is how Typer declares them
    type: Annotated[
        str | None, typer.Option("--type", metavar="CODE", help="Event type, as in `khaldun codebook`.")
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="ISO3", help="Country, such as SYR.")
    ] = None,
    bbox: Annotated[
        str | None,
        typer.Option("--bbox", metavar="W,S,E,N", help="Box in degrees: west, south, east, north."),
    ] = None,
    date_from: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="On or after: 2025, 2025-03 or 2025-03-24.")
    ] = None,
    date_to: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="On or before, likewise.")
    ] = None,
    actor: Annotated[
        str | None, typer.Option("--actor", metavar="WORDS", help="Part of the name of a side.")
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="WORDS", help="Words of places, names, quotes, titles.")
    ] = None,
    has_conflict: Annotated[
        bool | None,
        typer.Option(
            "--has-conflict/--no-conflict", help="Only events whose sources disagree, or only the others."
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", min=1, metavar="N", help=f"Events a page: {_PER_PAGE} on a terminal, all in a pipe."
        ),
    ] = None,
    page: Annotated[int, typer.Option("--page", min=1, metavar="N", help="Page to show.")] = 1,
    archive: options.Archive = options.DEFAULT_ARCHIVE,
    as_json: options.Json = False,
) -> None:
    """List events, the newest day first.

    A table on a terminal; in a pipe one event a line, its cells between tabs; with --json as exported.
    """
    with opened(archive) as found:
        chosen = found.events(
            type=type,
            country=country,
            bbox=parse_box(bbox),
            date_from=date_from,
            date_to=date_to,
            actor=actor,
            text=text,
            has_conflict=has_conflict,
        )
        size = limit or (_PER_PAGE if sys.stdout.isatty() and not as_json else max(1, len(chosen)))
        _print(chosen, slice((page - 1) * size, page * size), as_json)


def parse_box(text: str | None) -> Box | None:
    """Return the box of an option's text; raises UsageError."""
    if text is None:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise UsageError(f"--bbox {text!r}: four numbers are needed, west,south,east,north") from None
    return west, south, east, north


def _print(chosen: Events, wanted: slice, as_json: bool) -> None:
    part = chosen[wanted]
    if as_json:
        data(part.lines())
        return
    rows = [summary(event.data) for event in part]
    if sys.stdout.isatty():
        show(partial(print_table, rows=rows))
    else:
        data(tab_lines(rows))
    remark = _remark(part, chosen, wanted)
    if remark:
        say(remark)


def _remark(part: Sequence[object], chosen: Sequence[object], wanted: slice) -> str:
    """Return what is shown of how many; empty in a pipe that carries all."""
    if not chosen:
        return "no event matches"
    if len(part) == len(chosen):
        return f"{len(chosen)} event{'s' if len(chosen) > 1 else ''}" if sys.stdout.isatty() else ""
    if not part:
        return f"there is no such page; {len(chosen)} events match"
    page = wanted.stop // (wanted.stop - wanted.start)
    more = f"; --page {page + 1} shows the next" if wanted.stop < len(chosen) else ""
    return f"events {wanted.start + 1} to {wanted.start + len(part)} of {len(chosen)}{more}"
