"""Meters of a running program: time and memory by stage, and stacks for a flame graph."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

_KIB_PER_MIB = 1024
_PERIOD = 0.005


def peak_mib() -> float:
    """Return the most memory that the process has held so far, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / _KIB_PER_MIB / (_KIB_PER_MIB if sys.platform == "darwin" else 1)


def keep_to_one_core() -> bool:
    """Bind the process to the last core it may use; tell whether the system can."""
    if not hasattr(os, "sched_setaffinity"):
        return False
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return True


@dataclass(slots=True)
class Stage:
    """What one stage took: seconds of processor time, and by how many MiB the peak of memory rose in it."""

    seconds: float = 0.0
    grown: float = 0.0


@dataclass(slots=True)
class Meter:
    """The stages of a run, in the order in which they were first left; one inside another counts for itself alone."""

    stages: dict[str, Stage] = field(default_factory=dict)
    _inner: Stage = field(default_factory=Stage)
    """What the stages inside the one at hand have taken so far."""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add what is done inside to a stage, without what is done in stages inside it."""
        around, self._inner = self._inner, Stage()
        begun, peak = time.process_time(), peak_mib()
        yield
        seconds, grown = time.process_time() - begun, peak_mib() - peak
        stage = self.stages.setdefault(name, Stage())
        stage.seconds += seconds - self._inner.seconds
        stage.grown += grown - self._inner.grown
        self._inner = Stage(around.seconds + seconds, around.grown + grown)

    @property
    def seconds(self) -> float:
        """Return the processor time of all stages."""
        return sum(s.seconds for s in self.stages.values())


@contextmanager
def sampled(path: Path, period: float = _PERIOD) -> Iterator[None]:
    """Write the stacks of the main thread, one a `period` in seconds of processor time, as lines "a;b;c count".

    The system's timer interrupts the program: a second thread would see it only where it lets go of the
    interpreter's lock, and would find it hashing or writing nearly always. Needs Unix, and the main thread.
    """
    stacks: Counter[str] = Counter()

    def sample(_: int, frame: FrameType | None) -> None:
        stacks[_collapsed(frame)] += 1

    before = signal.signal(signal.SIGPROF, sample)
    signal.setitimer(signal.ITIMER_PROF, period, period)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        lines = (f"{stack} {count}\n" for stack, count in sorted(stacks.items()))
        path.write_text("".join(lines), encoding="utf-8")


def _collapsed(frame: FrameType | None) -> str:
    """Return a stack, outermost call first, as `module:function` joined by semicolons."""
    calls = []
    while frame is not None:
        calls.append(f"{frame.f_globals.get('__name__', '?')}:{frame.f_code.co_qualname}")
        frame = frame.f_back
    return ";".join(reversed(calls))
