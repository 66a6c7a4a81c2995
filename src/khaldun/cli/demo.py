"""`make demo`: reads the demo reports into a fresh archive and prints the cards of the main events."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from rich.console import Console

from khaldun.cli.cards import print_short_card
from khaldun.cli.progress import ready_gazetteer
from khaldun.cli.session import opened
from khaldun.cli.terminal import data, say, show
from khaldun.errors import KhaldunError, UsageError
from khaldun.pipeline.archive import Archive
from khaldun.publish.card import Card, card
from khaldun.publish.summary import ID_DIGITS
from khaldun.publish.views import EventView
from khaldun.store.opening import DATABASE

_CARDS = 6
_WELL_TOLD = 10
"""Statements that make an event of one source worth a card."""
FAILED = 1


def demo(reports: Path, archive: Path) -> None:
    """Read reports into a new archive in place of the one that an earlier demo left; raises KhaldunError."""
    _clear(archive)
    ready_gazetteer(quiet=False)
    say(f"reading {reports}")
    with opened(str(archive), create=True) as found:
        done = found.read([str(reports)])
        for failure in done.failures:
            say(f"error: {failure.error}")
        data([f"{done.read} documents read in {done.seconds:.1f} s, {done.events} events; the main ones:"])
        chosen = main_events(found)
    for event in chosen:
        show(partial(_print, shown=card(event.data)))
    data(["", *_hints(archive, chosen)])


def _clear(archive: Path) -> None:
    """Remove the archive of an earlier demo; raises UsageError where the folder holds something else."""
    if archive.exists() and any(archive.iterdir()) and not (archive / DATABASE).is_file():
        raise UsageError(f"{archive} holds something else than an archive; name another folder")
    shutil.rmtree(archive, ignore_errors=True)


def main_events(archive: Archive) -> list[EventView]:
    """Return the incidents with the most sources, of equals the best told; plans and totals are left out."""
    told = [e for e in archive.events() if _is_main(e)]
    return sorted(told, key=lambda e: (-e["independent_sources"], -len(e.statements()), e.id))[:_CARDS]


def _is_main(event: EventView) -> bool:
    happened = (event["scope"], event["factuality"]) == ("incident", "occurred") and event.place
    return bool(happened and (event["independent_sources"] > 1 or len(event.statements()) >= _WELL_TOLD))


def _print(console: Console, shown: Card) -> None:
    console.print()
    print_short_card(console, shown)


def _hints(archive: Path, events: Sequence[EventView]) -> list[str]:
    """Return the commands to try next."""
    khaldun = _command()
    where = f"--archive {archive}"
    first = events[0].id[:ID_DIGITS] if events else "ID"
    return [
        "Try next:",
        f"  {khaldun} events {where}",
        f"  {khaldun} show {first} {where}",
        f"  {khaldun} events --has-conflict {where}",
        f"  {khaldun} export --format csv {where}",
    ]


def _command() -> str:
    """Return how to call khaldun from here: by its path where the environment is not on PATH."""
    path = Path(sys.executable).parent / "khaldun"
    if shutil.which("khaldun") == str(path):
        return "khaldun"
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def main(arguments: Sequence[str]) -> int:
    """Run the demo; return the exit code."""
    if len(arguments) != 2:
        say("usage: python -m khaldun.cli.demo REPORTS ARCHIVE")
        return 2
    try:
        demo(Path(arguments[0]), Path(arguments[1]))
    except KhaldunError as error:
        say(f"khaldun: {error}")
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
