"""What reaches the terminal: texts made safe to print, and right-to-left words kept in their place."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterable
from typing import BinaryIO

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

from khaldun.errors import UsageError

_FSI, _PDI = "\u2068", "\u2069"
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
# Controls that would move the cursor or color the screen, and overrides that would reverse what follows.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PIPE_WIDTH = 100
"""Columns of a card that goes into a pipe or file, unless COLUMNS says otherwise."""


def show(render: Callable[[Console], None]) -> None:
    """Let `render` print on standard output, in the colors and the width of the terminal.

    A pipe or file gets UTF-8 without colors, unless FORCE_COLOR asks for them, and no spaces at line ends.
    """
    if sys.stdout.isatty():
        render(Console(highlight=False, markup=False, emoji=False))
        return
    buffer = io.StringIO()
    width = int(os.environ["COLUMNS"]) if os.environ.get("COLUMNS", "").isdecimal() else _PIPE_WIDTH
    render(Console(file=buffer, width=width, highlight=False, markup=False, emoji=False))
    data(line.rstrip() for line in buffer.getvalue().splitlines())


def say(message: str) -> None:
    """Print a line for people on standard error."""
    print(safe(message), file=sys.stderr, flush=True)  # noqa: T201 - the one place that prints


def data(lines: Iterable[str]) -> None:
    """Print lines of data on standard output, in UTF-8 whatever the locale."""
    stream = binary_output()
    for line in lines:
        stream.write(line.encode("utf-8", "backslashreplace") + b"\n")
    stream.flush()


def binary_output() -> BinaryIO:
    """Return standard output as a stream of bytes; raises UsageError where it is closed."""
    if sys.stdout is None:
        raise UsageError("standard output is closed; there is nowhere to write to")
    sys.stdout.flush()
    return sys.stdout.buffer


def safe(text: str) -> str:
    """Return a text without controls that a terminal would obey; they are shown as a replacement mark."""
    return _CONTROL.sub("\ufffd", text)


def is_rtl(text: str) -> bool:
    """Tell whether a text has right-to-left letters."""
    return _RTL.search(text) is not None


def shown(text: str) -> str:
    """Return a text safe to print, isolated where it is written from right to left."""
    clean = safe(" ".join(text.split()))
    return f"{_FSI}{clean}{_PDI}" if is_rtl(clean) else clean


class Isolated:
    """A text that wraps like any other, each of its lines isolated from what stands beside it.

    Terminals order each line by itself, so an isolated name that is broken is closed and opened again.
    """

    def __init__(self, text: Text) -> None:
        self.text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        inside = False
        for line in self.text.wrap(console, options.max_width):
            line.rstrip()
            was_inside, inside = inside, _ends_inside(line.plain, inside)
            whole = Text.assemble(_FSI if was_inside else "", line, _PDI if inside else "")
            yield Text.assemble(_FSI, whole, _PDI) if is_rtl(line.plain) else whole

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, self.text)


def _ends_inside(line: str, inside: bool) -> bool:
    """Tell whether a line ends within an isolated name, given whether it begins within one."""
    opened, closed = line.rfind(_FSI), line.rfind(_PDI)
    return inside if opened == closed else opened > closed
