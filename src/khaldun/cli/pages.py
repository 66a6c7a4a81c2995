"""A document on the terminal: its text with the statements marked, then the statements."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from khaldun.cli.terminal import Isolated, safe, shown
from khaldun.publish.marked import Block, MarkedDocument, Note, NoteLine, Piece
from khaldun.publish.summary import ID_DIGITS
from khaldun.publish.wording import Json

_WIDEST = 100
"""Columns of running text; longer lines are hard to read."""
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_STYLES = {"title": "bold", "boilerplate": "dim", "caption": "italic", "credit": "italic"}
_SHADES = ("", "underline", "underline cyan", "underline bold cyan")
"""How a stretch looks by the number of statements it belongs to."""


def print_document(console: Console, page: MarkedDocument) -> None:
    """Print a document with its statements marked: in color where there is color, in brackets where not."""
    console.width = min(console.width, _WIDEST)
    console.print(Rule(style="bold"))
    for line in _source(page.document):
        console.print(line)
    colored = console.color_system is not None
    for block in page.blocks:
        text = _block_text(block, colored)
        if text.plain.strip() or block.child:
            console.print()
            _print_block(console, block, text)
    console.print()
    console.print(Rule(f"{len(page.notes)} marked passages", align="left", style="dim"))
    _print_notes(console, page.notes, name_events=len(page.document["events"]) > 1)


def _source(document: Json) -> Iterator[Text]:
    """Yield what is known of where a document comes from."""
    names = [document[k] for k in ("outlet", "author", "handle") if document.get(k)]
    when = [document[k] for k in ("published", "language") if document.get(k)]
    yield Text.assemble(("Document ", "dim"), (document["document"], "cyan"))
    yield Text(" · ".join(shown(w) for w in (*dict.fromkeys(names), *when)) or "origin unknown")
    if document.get("url"):
        yield Text(safe(document["url"]), style="dim")
    if document.get("parent"):
        yield Text(f"embedded in document {document['parent'][:ID_DIGITS]}", style="dim")
    if document.get("superseded_by"):
        yield Text(f"corrected: document {document['superseded_by'][:ID_DIGITS]} is newer", style="yellow")
    if document.get("supersedes"):
        yield Text(f"corrects document {document['supersedes'][:ID_DIGITS]}", style="dim")
    if document.get("retracted"):
        yield Text("retracted by its publisher", style="bold yellow")
    for image in document["media"]:
        if image["provenance"] != "unknown":
            made = image["provenance"].replace("_", " ").replace("ai ", "AI ")
            yield Text(f"image: {made} (“{shown(image.get('provenance_words', ''))}”)", style="yellow")
    events = ", ".join(e[:ID_DIGITS] for e in document["events"])
    yield Text(f"tells of event {events}" if events else "tells of no event", style="dim")


def _block_text(block: Block, colored: bool) -> Text:
    text = Text(style=_STYLES.get(block.kind, ""))
    for piece in block.pieces:
        if colored:
            text.append(safe(piece.text), style=_SHADES[min(piece.depth, len(_SHADES) - 1)])
            text.append(_superscript(piece.closes), style="bold cyan")
        else:
            text.append(_bracketed(piece))
    text.rstrip()
    return text


def _superscript(numbers: tuple[int, ...]) -> str:
    return "⁻".join(str(n).translate(_SUPERSCRIPT) for n in numbers)


def _bracketed(piece: Piece) -> str:
    return "[" * piece.opens + safe(piece.text) + "".join(f"]({n})" for n in piece.closes)


def _print_block(console: Console, block: Block, text: Text) -> None:
    """Print a segment; what is no ordinary paragraph is labeled and set in."""
    if not block.label:
        console.print(Isolated(text))
        return
    child = f", document {block.child[:ID_DIGITS]} (its statements are marked there)" if block.child else ""
    console.print(Text(f"{block.label}{child}", style="magenta"))
    console.print(Padding(Isolated(text), (0, 0, 0, 4)))


def _print_notes(console: Console, notes: tuple[Note, ...], name_events: bool) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="bold cyan", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for note in notes:
        for i, line in enumerate(note.lines):
            words = _note_words(line, note)
            if name_events:
                words.append(f"  event {line.event[:ID_DIGITS]}", style="dim")
            table.add_row(str(note.number) if i == 0 else "", line.property, words)
    console.print(table)


def _note_words(line: NoteLine, note: Note) -> Text:
    cue = f" (“{shown(line.cue)}”)" if line.cue else ""
    value = shown(line.value) if line.value and line.value != note.quote else f"“{shown(note.quote)}”"
    said = Text.assemble((f"  {shown(line.speaker)}", "green"), (f" {line.verb}{cue}", "dim"))
    return Text.assemble((value or "not resolved", "bold"), said)
