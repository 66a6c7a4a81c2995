"""`khaldun codebook`: the event types and properties, readable."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from khaldun.cli import options
from khaldun.cli.terminal import data, show
from khaldun.core.codebook import Codebook, EventType
from khaldun.data.codebook import codebook
from khaldun.errors import UsageError


def show_codebook(
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="One event type in full, with what it excludes.")
    ] = None,
    archive: options.Archive = options.DEFAULT_ARCHIVE,
    as_json: options.Json = False,
) -> None:
    """Print the event types with their equivalents in ACLED, UCDP and PLOVER, and the properties."""
    book = codebook()
    if code is not None and code not in book.types:
        raise UsageError(f"{code!r} is no event type; `khaldun codebook` lists them")
    if as_json:
        shape = asdict(book.types[code]) if code else _shape(book)
        data([json.dumps(shape, ensure_ascii=False, indent=2)])
    elif code:
        show(partial(_print_type, found=book.types[code]))
    else:
        show(partial(_print_book, book=book))


def _shape(book: Codebook) -> dict[str, object]:
    return {
        "version": book.version,
        "types": [asdict(t) for t in book.types.values()],
        "properties": [asdict(p) for p in book.properties.values()],
    }


def _print_book(console: Console, book: Codebook) -> None:
    types = Table(
        title=f"Event types, codebook {book.version}",
        box=box.SIMPLE_HEAD,
        title_justify="left",
        pad_edge=False,
        expand=True,
    )
    types.add_column("Code and definition", overflow="fold", ratio=3)
    for head in ("ACLED", "UCDP", "PLOVER"):
        types.add_column(head, overflow="fold", ratio=1)
    for found in book.types.values():
        what = Text.assemble((found.code, "bold cyan"), "\n", found.definition)
        types.add_row(what, found.acled, found.ucdp or "–", found.plover)
    console.print(types)
    properties = Table(title="Properties", box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for head in ("Name", "What", "Value", "Unit", ""):
        properties.add_column(head, overflow="fold")
    for p in book.properties.values():
        properties.add_row(
            Text(p.name, "cyan"), p.label, p.value.value, p.unit or "", "protected" if p.protected else ""
        )
    console.print(properties)


def _print_type(console: Console, found: EventType) -> None:
    console.print(Text.assemble((found.label, "bold"), "  ", (found.code, "cyan")))
    console.print(Text(found.definition))
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    table.add_row("Example", Text(f"“{found.example}”"))
    table.add_row("ACLED", found.acled)
    table.add_row("UCDP", found.ucdp or "no equivalent")
    table.add_row("PLOVER", found.plover)
    for excluded in found.excludes:
        instead = f" It is {excluded.instead}." if excluded.instead else " It is no event."
        table.add_row("Not this", Text(f"{excluded.rule}: “{excluded.example}”{instead}"))
    console.print(table)
