"""Events as small HTML tables for notebooks; every text is escaped and isolated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from khaldun.publish.card import card
from khaldun.publish.summary import Summary, flag_legend
from khaldun.publish.wording import Json, property_label

_HEAD = ("Id", "Date", "Place", "Type", "Actors", "Killed", "Injured", "Abducted", "Sources", "Remarks")


def events_html(rows: Sequence[Summary], total: int) -> str:
    """Return a table of events, with the number of those that it leaves out."""
    body = "".join(_row(_cells(row)) for row in rows)
    head = "".join(f"<th>{name}</th>" for name in _HEAD)
    more = f"<p>{len(rows)} of {total} events shown</p>" if len(rows) < total else f"<p>{total} events</p>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cells(row: Summary) -> tuple[str, ...]:
    place = f"{row.place} ({row.country})" if row.country else row.place
    remarks = ", ".join(flag_legend()[flag] for flag in row.flags)
    figures = (row.killed, row.injured, row.abducted)
    return (row.short_id, row.date, place, row.type, row.actors, *figures, row.sources, remarks)


def _row(cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<td>{_isolated(cell)}</td>' for cell in cells)}</tr>"


def _isolated(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>" if text else ""


def event_html(shape: Json) -> str:
    """Return one event: its headline, then every statement with its words and its speaker."""
    shown = card(shape)
    figures = (f"{f.label}: {f.words}" for f in shown.figures)
    lines = (shown.type, shown.when, f"{shown.where} {shown.exactness}".strip(), *figures, shown.sources)
    told = "".join(_row(_told(statement)) for statement in shape["statements"])
    head = "<tr><th>Property</th><th>Words</th><th>Said by</th><th>Stance</th></tr>"
    return f"<p>{'<br>'.join(map(_isolated, lines))}</p><table>{head}{told}</table>"


def _told(statement: Json) -> tuple[str, ...]:
    name = property_label(statement["property"])
    return name, f"“{statement['quote']}”", statement.get("attributed_to", ""), statement["stance"]
