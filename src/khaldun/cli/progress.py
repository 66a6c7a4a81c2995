"""How far a read has come: a bar with rate and time left, on a terminal only."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.text import Text

from khaldun.cli.terminal import safe, say

if TYPE_CHECKING:
    from khaldun.pipeline.run import Progress

_ROW_FILES = (".jsonl", ".ndjson", ".csv", ".tsv")
_CHUNK = 1 << 20


class _Rate(ProgressColumn):
    """Reports read per second."""

    def render(self, task: Task) -> Text:
        """Return the rate, empty until there is one."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "", style="dim")


class ProgressBar:
    """Shows the progress of a read on standard error; silent in a pipe and where it is not wanted."""

    def __init__(self, inputs: Sequence[str], quiet: bool) -> None:
        console = Console(stderr=True)
        self._bar: Bar | None = None
        self._done = 0
        if console.is_terminal and not quiet:
            columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            self._bar = Bar(*columns, _Rate(), TimeRemainingColumn(), console=console, transient=True)
            self._task = self._bar.add_task("reading", total=count_reports(inputs))

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Take the bar off the screen."""
        if self._bar is not None:
            self._bar.stop()

    def tell(self, progress: Progress) -> None:
        """Show how far a read has come."""
        self._done = progress.documents + progress.known
        if self._bar is not None:
            words = safe(Path(progress.origin).name) if progress.stage == "reading" else "merging into events"
            self._bar.update(self._task, completed=self._done, description=f"{words[:30]:30}")
            if progress.total is not None:
                self._bar.update(self._task, total=progress.total)

    @property
    def kept(self) -> str:
        """Return how many documents are in the archive for good, in words."""
        return "1 document" if self._done == 1 else f"{self._done} documents"


def count_reports(inputs: Sequence[str]) -> int | None:
    """Return about how many reports the inputs hold, None where that cannot be told before reading."""
    total = 0
    for item in inputs:
        path = Path(item)
        if item == "-" or not path.exists():
            return None
        for file in _files(path):
            if file.suffix.casefold() in _ROW_FILES:
                total += _count_lines(file)
            elif file.suffix.casefold() in (".gz", ".json"):
                return None
            else:
                total += 1
    return total


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for folder, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(folder, name) for name in names if not name.startswith("."))


def _count_lines(file: Path) -> int:
    try:
        with file.open("rb") as stream:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(_CHUNK), b""))
    except OSError:
        return 0  # the read itself will say what is wrong with it


def ready_gazetteer(quiet: bool) -> None:
    """Compile the gazetteer where that is still to be done, which takes half a minute once."""
    from khaldun.resolve.places.gazetteer import compile_gazetteer, default_path  # noqa: PLC0415 - slow to import

    path = default_path()
    if path.exists():
        return
    if not quiet:
        say(f"compiling the gazetteer of places into {path} (once, about half a minute)")
        sys.stderr.flush()
    compile_gazetteer(path)
