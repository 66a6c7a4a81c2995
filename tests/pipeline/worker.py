"""A process that reads inputs into archives in forked children, and kills a child where it is told to.

A read takes a tenth of the time that a new process takes to load its lists, and a test that kills fifty
reads would spend its minutes on loading. So this process loads everything once, by a read of its own, and
then forks: each child begins with the lists in memory, as a process of its own that can be killed like any
other. It is a process apart from the tests because forking one that runs threads is unsafe. The children
inherit only the connection to the gazetteer, which is opened as immutable: it takes no locks and writes
nothing.

Orders come as one line of JSON each on standard input, and answers go out likewise.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NoReturn, Self

from khaldun.pipeline.reader import Reader
from khaldun.pipeline.run import Progress, read_into
from khaldun.store.archive import ArchiveStore

DEMO = Path(__file__).parents[2] / "demo" / "reports"
READING, MERGING = "reading", "merging"
_MARKS = {READING: b"r", MERGING: b"m"}


@dataclass(frozen=True, slots=True)
class Order:
    """Read `inputs` into `archive`; kill the reader some seconds after it began a stage, or never."""

    archive: str
    inputs: tuple[str, ...]
    after: float | None = None
    stage: str = READING
    batch: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a read: the seconds to its merge and to its end, and the documents that it read."""

    merged_after: float
    seconds: float
    read: int | None
    """None where the reader was killed before its end."""

    @property
    def killed(self) -> bool:
        """Tell whether the kill came before the end."""
        return self.read is None


class Worker:
    """The worker process as the tests see it."""

    def __init__(self) -> None:
        root = Path(__file__).parents[2]
        command = [sys.executable, "-m", "tests.pipeline.worker"]
        self._process = subprocess.Popen(
            command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def read(self, order: Order) -> Answer:
        """Let a child carry out an order."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(asdict(order)), file=self._process.stdin, flush=True)
        return Answer(**json.loads(self._process.stdout.readline()))


def serve() -> None:
    """Carry out the orders on standard input, one after the other."""
    reader = _warm()
    for line in sys.stdin:
        answer = _carried_out(reader, Order(**json.loads(line)))
        sys.stdout.write(json.dumps(asdict(answer)) + "\n")
        sys.stdout.flush()


def _warm() -> Reader:
    """Return a reader that has read in each language, so that no list is left to load."""
    reader = Reader.lexicon()
    with tempfile.TemporaryDirectory() as place:
        order = Order(str(Path(place, "archive")), (str(DEMO),))
        _read(reader, order, os.open(os.devnull, os.O_WRONLY))
    return reader


def _carried_out(reader: Reader, order: Order) -> Answer:
    told, tell = os.pipe()
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(told)
        _end(reader, order, tell)
    os.close(tell)
    try:
        merged_at, done = _watch(child, told, order)
    finally:
        os.close(told)
    _, status = os.waitpid(child, 0)
    if status and not os.WIFSIGNALED(status):
        raise SystemExit("a read that nobody killed failed; its error stands above")
    return Answer(merged_at - begun, time.monotonic() - begun, done)


def _end(reader: Reader, order: Order, tell: int) -> NoReturn:
    """Read in a child and leave it without a look at what the parent had open."""
    code = 1
    try:
        _read(reader, order, tell)
        code = 0
    except Exception:  # a child must never come back into its parent's loop
        traceback.print_exc()
    finally:
        os._exit(code)


def _read(reader: Reader, order: Order, tell: int) -> None:
    """Do the work of a child: read, and tell of each stage and of the end."""

    def progress(state: Progress) -> None:
        os.write(tell, _MARKS[state.stage])

    with ArchiveStore.open(order.archive, create=True, actor="tester") as store:
        report = read_into(store, order.inputs, batch=order.batch, progress=progress, reader=reader)
    os.write(tell, b"%d" % report.read)


def _watch(child: int, told: int, order: Order) -> tuple[float, int | None]:
    """Follow a child and kill it when its time has come; return when its merge began, and what it read."""
    deadline = _deadline(order.after) if order.stage == READING else None
    merged_at, heard = 0.0, b""
    while True:
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        ready, _, _ = select.select([told], [], [], left)
        if not ready:
            os.kill(child, signal.SIGKILL)
            return merged_at, None
        marks = os.read(told, 4096)
        if not marks:
            read = heard.strip(b"rm")
            return merged_at, int(read) if read else None
        heard += marks
        if _MARKS[MERGING] in marks and not merged_at:
            merged_at = time.monotonic()
            deadline = _deadline(order.after) if order.stage == MERGING else deadline


def _deadline(after: float | None) -> float | None:
    return None if after is None else time.monotonic() + after


def orders(archive: Path, inputs: Sequence[Path]) -> Order:
    """Return the order to read inputs into the archive in a folder, with nobody killed."""
    return Order(str(archive), tuple(map(str, inputs)))


if __name__ == "__main__":
    serve()
