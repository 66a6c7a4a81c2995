"""Events as a table that fits the terminal, and as lines of tab-separated cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from khaldun.cli.terminal import safe, shown
from khaldun.publish.summary import Summary, flag_legend

_MARKS = {"conflict": "≠", "growing": "↑", "ai_image": "AI", "denied": "✗"}
_WIDE = 110
"""From this width on, every value has a column of its own."""


def print_table(console: Console, rows: Sequence[Summary]) -> None:
    """Print events as a table with a legend of its marks; a narrow one gives each event two lines."""
    if not rows:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    (_fill_wide if console.width >= _WIDE else _fill_narrow)(table, rows)
    console.print(table)
    _print_legend(console, rows)


def _fill_wide(table: Table, rows: Sequence[Summary]) -> None:
    table.add_column("Id", style="cyan", no_wrap=True)
    table.add_column("Date", no_wrap=True)
    table.add_column("Place", style="bold", min_width=12)
    table.add_column("Type", min_width=12)
    table.add_column("Actors", min_width=12)
    for head in ("Killed", "Injured", "Abducted", "Sources"):
        table.add_column(head, justify="right", min_width=6)
    table.add_column("", style="yellow", no_wrap=True)
    for row in rows:
        texts = (_place(row), row.type, row.actors, row.killed, row.injured, row.abducted)
        table.add_row(row.short_id, _days(row), *(Text(shown(t)) for t in texts), row.sources, _marks(row))


def _fill_narrow(table: Table, rows: Sequence[Summary]) -> None:
    table.add_column("Id", style="cyan", no_wrap=True)
    table.add_column("Date", no_wrap=True)
    table.add_column("Event")
    table.add_column("Sources", justify="right")
    table.add_column("", style="yellow", no_wrap=True)
    for row in rows:
        event = Text.assemble(row.type, ("  " + shown(_place(row)), "bold"))
        more = "  ".join(shown(t) for t in (row.actors, _figures(row)) if t)
        event.append(f"\n{more}" if more else "")
        table.add_row(row.short_id, _days(row), event, row.sources, _marks(row))


def _days(row: Summary) -> str:
    return row.date.replace("..", "\n")


def _place(row: Summary) -> str:
    return f"{row.place} {row.country}".strip()


def _figures(row: Summary) -> str:
    told = (("killed", row.killed), ("injured", row.injured), ("abducted", row.abducted))
    return ", ".join(f"{words} {name}" for name, words in told if words)


def _marks(row: Summary) -> str:
    return " ".join(_MARKS[flag] for flag in row.flags)


def _print_legend(console: Console, rows: Sequence[Summary]) -> None:
    used = {flag for row in rows for flag in row.flags}
    words = [f"{_MARKS[flag]} {meaning}" for flag, meaning in flag_legend().items() if flag in used]
    if words:
        console.print(Text("   ".join(words), style="dim"))


_FIELDS = (
    "id",
    "date",
    "place",
    "country",
    "type",
    "actors",
    "recipients",
    "killed",
    "injured",
    "abducted",
    "sources",
)


def tab_lines(rows: Sequence[Summary]) -> Iterator[str]:
    """Yield events as tab-separated lines with their full ids, a header first."""
    yield "\t".join((*_FIELDS, "flags"))
    for row in rows:
        cells = [safe(" ".join(str(getattr(row, name)).split())) for name in _FIELDS]
        yield "\t".join((*cells, ",".join(row.flags)))
