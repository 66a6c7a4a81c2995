"""Time and memory of each stage for 1,000 reports of 400 words: `python -m khaldun.evaluate.bench`.

Three mixes are read on one core: whole reports of an incident each; the same as news, of which nine texts in ten tell
none; and passages stitched together, each report with four or five events: a stress for the merge.
Leaves a profile in `build/profile.pstats` and stacks for a flame graph in `build/stacks.txt`.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import shutil
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from khaldun.evaluate.bank import TARGETS
from khaldun.evaluate.meter import Meter, keep_to_one_core, peak_mib, sampled
from khaldun.evaluate.mix import Mix, write_mix
from khaldun.evaluate.stages import metered_read
from khaldun.pipeline.reader import Reader
from khaldun.pipeline.run import read_into
from khaldun.store.archive import ArchiveStore

CORPUS = Path("corpus")
MIXES = (
    Mix("reports of an incident", whole=True),
    Mix("news, 90 % without an event", quiet=0.9, whole=True),
    Mix("stitched passages, several events a report"),
)
_PROFILED = 300


@dataclass(frozen=True, slots=True)
class Speed:
    """How long a whole read took: by the clock, and in processor time, in seconds."""

    reports: int
    events: int
    wall: float
    cpu: float

    @property
    def per_second(self) -> float:
        """Return the reports read a second of processor time."""
        return self.reports / self.cpu


def whole_read(reports: Path, work: Path) -> Speed:
    """Read a file of reports into a fresh archive below `work`, as `khaldun read` does."""
    archive = work / "archive"
    shutil.rmtree(archive, ignore_errors=True)
    wall, cpu = time.perf_counter(), time.process_time()
    with ArchiveStore.open(archive, create=True, actor="evaluate") as store:
        report = read_into(store, [reports])
    return Speed(report.read, report.events, time.perf_counter() - wall, time.process_time() - cpu)


def stage_table(meter: Meter, reports: int) -> str:
    """Return time per report, share of the time and growth of memory of each stage, as lines."""
    lines = [f"{'stage':<14}{'ms/report':>10}{'share':>8}{'peak memory':>14}"]
    for name, stage in meter.stages.items():
        share = 100 * stage.seconds / meter.seconds
        grown = f"+{stage.grown:.1f} MiB"
        lines.append(f"{name:<14}{1000 * stage.seconds / reports:>10.3f}{share:>7.1f}%{grown:>14}")
    lines.append(f"{'all':<14}{1000 * meter.seconds / reports:>10.3f}{100:>7.1f}%{peak_mib():>10.1f} MiB")
    return "\n".join(lines)


def speed_line(speed: Speed, target: float) -> str:
    """Return the rate of a whole read beside the target, as one line."""
    rate = speed.reports / speed.wall
    mark = "✓" if rate >= target else "✗"
    return (
        f"whole read: {speed.reports} reports, {speed.events} events in {speed.wall:.1f} s by the clock, "
        f"{speed.cpu:.1f} s of processor\n"
        f"{rate:.0f} reports/s by the clock (target {target:.0f} {mark}), "
        f"{speed.per_second:.0f}/s of processor time"
    )


def _bench(mix: Mix, work: Path, target: float) -> None:
    reports = write_mix(CORPUS, mix, work / "reports.jsonl")
    print(f"\n== {mix.name}: {mix.reports} reports of {mix.words} words ==")
    speed = whole_read(reports, work)
    print(speed_line(speed, target), end="\n\n")
    meter = Meter()
    shutil.rmtree(work / "archive")
    with ArchiveStore.open(work / "archive", create=True, actor="evaluate") as store:
        metered_read(store, reports, meter)
    print(stage_table(meter, mix.reports))


def _profile(mix: Mix, work: Path, build: Path) -> None:
    build.mkdir(exist_ok=True)
    with sampled(build / "stacks.txt"):
        whole_read(write_mix(CORPUS, mix, work / "reports.jsonl"), work)
    few = write_mix(CORPUS, replace(mix, reports=min(_PROFILED, mix.reports)), work / "reports.jsonl")
    profile = cProfile.Profile()
    profile.runcall(whole_read, few, work)
    profile.dump_stats(build / "profile.pstats")
    print(f"\nprofile: {build / 'profile.pstats'}; stacks for a flame graph: {build / 'stacks.txt'}")


def _start_up() -> None:
    begun = time.process_time()
    reader = Reader.best()
    made = time.process_time()
    print(f"start: reader {1000 * (made - begun):.0f} ms, its id {reader.id[:12]}, {peak_mib():.0f} MiB held")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="khaldun.evaluate.bench", description=__doc__)
    parser.add_argument("--reports", type=int, default=1000, help="how many reports each mix has")
    parser.add_argument("--no-profile", action="store_true", help="measure only")
    return parser.parse_args()


def main() -> None:
    """Measure the mixes and print what was found."""
    given = _arguments()
    target = float(json.loads(TARGETS.read_text(encoding="utf-8"))["reports_per_second"])
    bound = keep_to_one_core()
    print("one process on one core" if bound else "one process; this system cannot bind it to a core")
    _start_up()
    mixes = [replace(mix, reports=given.reports) for mix in MIXES]
    with tempfile.TemporaryDirectory(prefix="khaldun-bench-") as name:
        for mix in mixes:
            _bench(mix, Path(name), target)
        if not given.no_profile:
            _profile(mixes[0], Path(name), Path("build"))


if __name__ == "__main__":
    main()
