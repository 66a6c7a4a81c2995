"""Killed at any moment and run again, an archive ends as one that was never disturbed."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from khaldun.core.event import MentionRecord
from khaldun.merge import merge
from khaldun.store import ArchiveStore, Shown
from tests.factory import KADUGLI, day, killed, record
from tests.store.factory import RUN, batch, opened

_SIZE = 5
_PROGRAM = "from tests.store.test_kill import work; print(flush=True); work({path!r})"


def _records() -> list[MentionRecord]:
    """Return reports of which every tenth is a correction of the one before."""
    names = [f"r{i - (i % 10 == 9)}" for i in range(120)]
    values = (("date", day("2025-12-13")), ("place", KADUGLI))
    return [
        record(name, *values, killed(2 + i % 7), text=f"Report {i} " + "of the strike " * (5 + i))
        for i, name in enumerate(names)
    ]


def work(path: str) -> None:
    """Read all reports into the archive as the pipeline does: known ones are left out, the view made last."""
    records = _records()
    with opened(path, Path(path)) as store:
        for start in range(0, len(records), _SIZE):
            part = records[start : start + _SIZE]
            known = store.known_documents([r.document.id for r in part], RUN)
            store.write_batch(batch(r for r in part if r.document.id not in known))
        judgements, events = merge(store.current_records(), store.decisions().links)
        store.save_judgements(judgements)
        store.replace_events((Shown(e, _shape(e.id, len(e.records))) for e in events), "rules/1")


def _shape(name: str, reports: int) -> dict[str, object]:
    return {"id": name, "type": "attack", "scope": "incident", "factuality": "occurred", "reports": [reports]}


def _content(path: Path) -> tuple[object, ...]:
    with ArchiveStore.open(path) as store:
        assert store.verify().problems == ()
        documents, records = list(store.documents()), list(store.current_records())
        return documents, records, store.judgements(), list(store.event_lines()), store.events_by_document()


def _killed(path: Path, after: float) -> bool:
    """Start the work, kill it after some seconds, and tell whether that came before its end."""
    command = [sys.executable, "-c", _PROGRAM.format(path=str(path))]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
    return process.returncode == -signal.SIGKILL


def test_a_killed_archive_ends_the_same(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    started = time.monotonic()
    work(str(whole))
    lasts = time.monotonic() - started
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    kills = 0
    for trial in range(4):
        broken = tmp_path / f"broken{trial}"
        for _ in range(3):
            kills += _killed(broken, chance.uniform(0, lasts))
        work(str(broken))
        assert _content(broken) == _content(whole)
    assert kills
