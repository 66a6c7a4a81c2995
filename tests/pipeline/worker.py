"""A process that reads inputs into archives in forked children, and kills a child where it is told to.

A read takes a tenth of the time that a new process takes to load its lists, and a test that kills fifty
reads would spend its minute on loading. So this process loads the reader once and then forks: each child
begins with the lists in memory, as a process of its own that can be killed like any other. It is a process
apart from the tests because forking one that runs threads is unsafe. The children inherit only the
connection to the gazetteer, which is opened as immutable, so that it takes no locks and writes nothing.

Orders come as one line of JSON each on standard input, and answers go out likewise.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from khaldun.pipeline.reader import Reader
from khaldun.pipeline.run import Progress, read_into
from khaldun.store.archive import ArchiveStore

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
    """Whether the reader was killed before its end, and the seconds to its merge and to its end."""

    killed: bool
    merged_after: float
    seconds: float


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
    reader = Reader.lexicon()
    for line in sys.stdin:
        order = Order(**json.loads(line))
        print(json.dumps(asdict(_carried_out(reader, order))), flush=True)


def _carried_out(reader: Reader, order: Order) -> Answer:
    told, tell = os.pipe()
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(told)
        os._exit(_read(reader, order, tell))
    os.close(tell)
    try:
        merged_after = _watch(child, told, order)
    finally:
        os.close(told)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("a read that nobody killed failed; its error stands above")
    return Answer(os.WIFSIGNALED(status), merged_after - begun, time.monotonic() - begun)


def _read(reader: Reader, order: Order, tell: int) -> int:
    """Do the work of a child; return its exit code."""

    def progress(state: Progress) -> None:
        os.write(tell, _MARKS[state.stage])

    with ArchiveStore.open(order.archive, create=True, actor="tester") as store:
        read_into(store, order.inputs, batch=order.batch, progress=progress, reader=reader)
    return 0


def _watch(child: int, told: int, order: Order) -> float:
    """Follow a child to its end, and kill it when its time has come; return when its merge began."""
    deadline = _deadline(order.after) if order.stage == READING else None
    merged_at = 0.0
    while True:
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        ready, _, _ = select.select([told], [], [], left)
        if not ready:
            os.kill(child, signal.SIGKILL)
            return merged_at
        marks = os.read(told, 4096)
        if not marks:
            return merged_at
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
