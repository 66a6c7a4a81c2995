"""What two runs read differently, and orphaned decisions, on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from khaldun.cli.terminal import Isolated, shown

if TYPE_CHECKING:
    from khaldun.core.document import Document
    from khaldun.pipeline.compared import Comparison, Orphan
    from khaldun.publish.differences import Change, Counts

_DIGITS = 8
_SIGNS = {"gained": ("+", "green"), "lost": ("−", "red"), "changed": ("~", "yellow")}
_KEYS = {"attributed_to": "speaker", "party": "whose", "quote": "words"}
"""What a key is called for people."""


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print what differs, document by document, and the counts at the end."""
    from khaldun.publish.differences import Counts  # noqa: PLC0415 - `khaldun --help` needs none

    counts = Counts()
    left, right = comparison.left, comparison.right
    console.print(Text(f"− run {left.id[:_DIGITS]} of {left.started}", style="red"))
    console.print(Text(f"+ run {right.id[:_DIGITS]} of {right.started}", style="green"))
    for document, changes in comparison.documents:
        counts.add(changes)
        console.print()
        console.print(_heading(document))
        _print_changes(console, changes)
    console.print()
    for line in _totals(comparison, counts):
        console.print(Text(line))


def _heading(document: Document) -> Text:
    source = document.source
    names = (source.external_id, document.speaker, source.published)
    return Text.assemble(
        ("Document ", "dim"), (document.id[:_DIGITS], "cyan"), "  ", " · ".join(shown(n) for n in names if n)
    )


def _print_changes(console: Console, changes: tuple[Change, ...]) -> None:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for change in changes:
        sign, style = _SIGNS[change.kind.value]
        table.add_row(Text(sign, style=style), Text(_name(change), style="bold"), Isolated(_told(change)))
    console.print(table)


def _name(change: Change) -> str:
    from khaldun.publish.wording import property_label  # noqa: PLC0415 - likewise

    return property_label(change.name) if change.name else "Event"


def _told(change: Change) -> Text:
    """Return what was gained or lost, or each key that changed with both its values."""
    shape = change.after or change.before or {}
    quote = f"“{shown(shape['quote'])}”"
    if not change.differs:
        return Text(f"{quote}  {_manner(shape)}")
    before, after = change.before or {}, change.after or {}
    pairs = (
        f"{_KEYS.get(key, key)}: {_value(key, before.get(key))} → {_value(key, after.get(key))}"
        for key in change.differs
    )
    return Text(f"{quote}  {'; '.join(pairs)}")


def _manner(shape: dict[str, Any]) -> str:
    """Return what a mention or statement says besides its words."""
    keys = ("type", "value", "scope", "factuality", "attributed_to", "stance")
    told = {key: _value(key, shape[key]) for key in keys if shape.get(key) is not None}
    usual = ("occurred", "incident", shown(shape["quote"]))
    return ", ".join(words for words in told.values() if words not in usual)


def _value(key: str, value: Any) -> str:
    from khaldun.publish.wording import type_label, value_words  # noqa: PLC0415 - likewise

    if value is None:
        return "not resolved" if key == "value" else "none"
    if key == "event":
        return f"{type_label(value['type'])} “{shown(value['quote'])}”"
    if key == "quote":
        return f"“{shown(value)}”"
    return shown(type_label(value)) if key == "type" else shown(value_words(value))


def _totals(comparison: Comparison, counts: Counts) -> Iterator[str]:
    shared = comparison.shared
    alone = [
        f"{n} by the {run} run only" for n, run in ((shared.left_alone, "−"), (shared.right_alone, "+")) if n
    ]
    yield f"{counts.documents} of {shared.both} documents differ" + "".join(
        f"; {words} read" for words in alone
    )
    for name, told in (("events", counts.shape["mentions"]), ("statements", counts.shape["statements"])):
        differs = ", ".join(f"{_KEYS.get(key, key)} {n}" for key, n in told["differs"].items())
        numbers = f"{told['gained']} gained, {told['lost']} lost, {told['changed']} changed"
        yield f"{name}: {numbers}" + (f" ({differs})" if differs else "")


def print_orphans(console: Console, found: list[Orphan]) -> None:
    """Print decisions that wait for a mention, with the words that they were taken on."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for head in ("When", "Who", "Judgement", "On", "Reason"):
        table.add_column(head)
    for orphan in found:
        shape = orphan.shape
        places = "\n".join(f"“{shown(p['quote'])}” in {p['document'][:_DIGITS]}" for p in shape["on"])
        reasons = "; ".join(shape["reasons"])
        cells = (shape["at"][:10], shape["person"], shape["judgement"])
        table.add_row(*(Text(shown(c)) for c in cells), Isolated(Text(places)), Text(shown(reasons)))
    console.print(table)
