"""Events as a table that fits the terminal, and as lines of tab-separated cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from khaldun.cli.terminal import safe, shown
from khaldun.publish.summary import Summary, flag_legend

_MARKS = {"conflict": "≠", "growing": "↑", "ai_image": "AI", "denied": "✗"}
_WIDE = 110
"""From this width on, each figure has a column of its own."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the table: its head, its cell, its share of the room that is left, and its style."""

    head: str
    cell: Callable[[Summary], str]
    ratio: int = 0
    style: str = ""
    right: bool = False


def print_table(console: Console, rows: Sequence[Summary]) -> None:
    """Print events as a table with a legend of its marks; one line an event where the width allows."""
    if not rows:
        return
    columns = [c for c in _columns(console.width) if c.head != "" or any(r.flags for r in rows)]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), expand=False)
    for column in columns:
        table.add_column(
            column.head,
            ratio=column.ratio or None,
            style=column.style,
            no_wrap=not column.ratio,
            overflow="fold" if column.ratio else "ellipsis",
            justify="right" if column.right else "left",
        )
    for row in rows:
        table.add_row(*(Text(shown(column.cell(row))) for column in columns))
    console.print(table)
    _print_legend(console, rows)


def _columns(width: int) -> list[_Column]:
    """Return the columns for a width; figures share one where it is narrow."""
    first = [
        _Column("Id", lambda r: r.short_id, style="cyan"),
        _Column("Date", lambda r: r.date.replace("..", " ")),
        _Column("Place", _place, 3, "bold"),
        _Column("Type", lambda r: r.type, 3),
        _Column("Actors", lambda r: r.actors, 4),
    ]
    wide = [
        _Column("Killed", lambda r: r.killed, 2),
        _Column("Injured", lambda r: r.injured, 2),
        _Column("Abducted", lambda r: r.abducted, 2),
        _Column("Sources", lambda r: r.sources, right=True),
    ]
    narrow = [_Column("Figures", _figures, 3), _Column("Src", lambda r: r.sources, right=True)]
    return [*first, *(wide if width >= _WIDE else narrow), _Column("", _marks, style="yellow")]


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
