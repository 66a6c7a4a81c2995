"""The card of an event on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from khaldun.cli.terminal import Isolated, is_rtl, safe, shown
from khaldun.publish.card import Card, Report, Section, Variant
from khaldun.publish.summary import ID_DIGITS
from khaldun.publish.voices import Voice

_COLUMN = 30
"""Columns of the screen that one side of a disagreement needs at least."""
_MARKS = {"conflict": ("≠ sources disagree", "bold yellow"), "growing": ("↑ grows from day to day", "yellow")}
_SHORT_VOICES = 2
_SHORT_VARIANTS = 4


def print_card(console: Console, card: Card) -> None:
    """Print all that is known of an event, with who says it."""
    _print_head(console, card)
    console.print()
    console.print(Rule("Who says what", align="left", style="dim"))
    for section in card.sections:
        console.print()
        _print_section(console, section)
    console.print()
    console.print(Rule("Reports", align="left", style="dim"))
    _print_reports(console, card.reports)


def print_short_card(console: Console, card: Card) -> None:
    """Print the headline of an event, and both sides where its sources disagree."""
    _print_head(console, card)
    for section in card.sections:
        if section.mark == "conflict":
            console.print()
            console.print(_section_head(section))
            _print_columns(console, section.variants[:_SHORT_VARIANTS], _SHORT_VOICES)
            if len(section.variants) > _SHORT_VARIANTS:
                left = len(section.variants) - _SHORT_VARIANTS
                console.print(Text(f"and {left} more value{'s' if left > 1 else ''}", style="dim"))
    for section in card.sections:
        if section.property in ("no_civilian_harm", "responsibility_denied") and section.mark != "conflict":
            console.print()
            console.print(_section_head(section))
            for voice in section.variants[0].voices[:_SHORT_VOICES]:
                console.print(Padding(_voice(voice, console.width - 4), (0, 0, 0, 4)))


def _print_head(console: Console, card: Card) -> None:
    console.print(Rule(style="bold"))
    title = Text.assemble((card.type, "bold"), "  ", (card.id[:ID_DIGITS], "cyan"))
    console.print(title)
    console.print(Text(shown(card.when)))
    console.print(Text.assemble(shown(card.where), (f"  {card.exactness}", "dim")))
    console.print(Text(" · ".join((card.sources, *card.standing)), style="dim"))
    for line in _warnings(card):
        console.print(Text(line, style="yellow"))
    console.print()
    console.print(_facts(card))


def _warnings(card: Card) -> Iterator[str]:
    if card.conflicts:
        yield f"≠ sources disagree on: {', '.join(card.conflicts)}"
    if card.growing:
        yield f"↑ growing: {', '.join(card.growing)}"
    for report in card.reports:
        for provenance, words in report.images:
            if provenance == "ai_generated":
                yield f"AI image in {shown(report.outlet)} (“{shown(words)}”): an illustration, not evidence"


def _facts(card: Card) -> Table:
    """Return the headline values, and the figures with the rule that chose them."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for fact in card.facts:
        words = Text("; ").join(_item(name, remark) for name, remark in fact.items)
        table.add_row(fact.label, Isolated(words))
    for figure in card.figures:
        mark, style = _MARKS.get(figure.mark, ("", ""))
        words = Text.assemble((figure.words, "bold"), (f"  rule {figure.rule}", "dim"))
        table.add_row(figure.label, words.append(f"  {mark}" if mark else "", style=style))
    return table


def _item(name: str, remark: str) -> Text:
    return Text.assemble(shown(name), (f" ({shown(remark)})" if remark else "", "dim"))


def _print_section(console: Console, section: Section) -> None:
    console.print(_section_head(section))
    if section.mark == "conflict" and len(section.variants) > 1:
        _print_columns(console, section.variants)
        return
    for variant in section.variants:
        indent = 2
        if variant.words:
            console.print(Padding(Isolated(Text(safe(variant.words), style="bold")), (0, 0, 0, 2)))
            indent = 4
        for voice in variant.voices:
            console.print(Padding(_voice(voice, console.width - indent), (0, 0, 0, indent)))


def _section_head(section: Section) -> Text:
    mark, style = _MARKS.get(section.mark, ("", ""))
    rule = f"  rule {section.rule}" if section.rule else ""
    return Text.assemble(
        (section.label, "bold underline"), (rule, "dim"), (f"  {mark}" if mark else "", style)
    )


def _print_columns(console: Console, variants: Sequence[Variant], most: int | None = None) -> None:
    """Print the sides of a disagreement beside each other, as many as the screen holds."""
    rows = -(-len(variants) // max(1, console.width // _COLUMN))
    at_once = -(-len(variants) // rows)
    for start in range(0, len(variants), at_once):
        part = variants[start : start + at_once]
        table = Table(box=box.SQUARE, show_header=True, expand=True, border_style="dim")
        width = console.width // len(part) - 4
        for variant in part:
            table.add_column(Isolated(Text(safe(variant.words or "as quoted"), style="bold")), ratio=1)
        table.add_row(*(_side(v.voices, width, most) for v in part))
        console.print(table)


def _side(voices: Sequence[Voice], width: int, most: int | None) -> Group:
    shown_voices = voices if most is None else voices[:most]
    parts: list[RenderableType] = [_voice(voice, width, stacked=True) for voice in shown_voices]
    left = len(voices) - len(shown_voices)
    return Group(*parts, *([Text(f"and {left} more", style="dim")] if left else []))


def _voice(voice: Voice, width: int, stacked: bool = False) -> RenderableType:
    """Return the quote and who says it: on one line where both fit and run the same way."""
    quote = Text(f"“{safe(' '.join(voice.quote.split()))}”")
    said = _said(voice)
    line = Text.assemble(quote, "  ", said)
    if not stacked and not is_rtl(quote.plain) and line.cell_len <= width:
        return line
    return Group(Isolated(quote), Padding(Isolated(said), (0, 0, 0, 2)))


def _said(voice: Voice) -> Text:
    cue = f" (“{shown(voice.cue)}”)" if voice.cue and voice.cue != voice.speaker else ""
    outlet = [shown(voice.outlet)] if voice.outlet and voice.outlet != voice.speaker else []
    origin = " ".join((*outlet, *(w for w in (voice.published, voice.language) if w)))
    parts = [f"{voice.verb}{cue}", *([f"told as {voice.factuality}"] if voice.factuality else []), origin]
    parts += ["a copy"] if voice.is_copy else []
    parts += [f"copied by {', '.join(map(shown, voice.copies))}"] if voice.copies else []
    return Text.assemble((shown(voice.speaker), "green"), (f" {' · '.join(p for p in parts if p)}", "dim"))


def _print_reports(console: Console, reports: Iterable[Report]) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for report in reports:
        name = Text(shown(report.outlet or "unnamed outlet"))
        if report.copy_of:
            name.append(f"  copy of {shown(report.copy_of)}", style="yellow")
        if report.url:
            name.append(f"\n{safe(report.url)}", style="dim")
        table.add_row(report.document[:ID_DIGITS], report.published[:10], report.language, name)
    console.print(table)
