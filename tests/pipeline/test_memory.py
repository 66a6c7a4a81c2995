"""What very long and very many reports cost; each is read in a process of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from khaldun.pipeline.passages import READ
from tests.pipeline import reports
from tests.pipeline.reports import Row, row, write_rows

# The peak is taken from /proc and not from getrusage, which counts the parent's pages before the exec too.
_SCRIPT = """
import json, re, sys
from pathlib import Path
from khaldun.pipeline.run import read_into
from khaldun.store.archive import ArchiveStore

def megabytes():
    return int(re.search(r"VmHWM:\\\\s*(\\\\d+)", Path("/proc/self/status").read_text())[1]) // 1024

peaks = []
with ArchiveStore.open(sys.argv[1], create=True) as store:
    report = read_into(store, sys.argv[2:], progress=lambda p: peaks.append((p.documents, megabytes())))
notices = [str(n) for n in report.notices]
print(json.dumps({"read": report.read, "events": report.events, "peaks": peaks, "notices": notices}))
""".replace("\\\\", "\\")
pytestmark = [
    pytest.mark.full_gazetteer,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc"),
]


def _cost(archive: Path, path: Path) -> dict[str, object]:
    """Return what a read did, and its peaks of memory in megabytes by documents read."""
    command = [sys.executable, "-c", _SCRIPT, str(archive), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _peaks(found: dict[str, object]) -> list[tuple[int, int]]:
    peaks = found["peaks"]
    assert isinstance(peaks, list)
    return [(int(documents), int(megabytes)) for documents, megabytes in peaks]


def test_a_report_of_two_million_words_takes_less_than_a_gigabyte(tmp_path: Path) -> None:
    quiet = "\n\n".join([" ".join([reports.COUNCIL] * 60)] * 38)
    text = "\n\n".join([f"{reports.KADUGLI}\n\n{quiet}"] * 52)
    assert len(text.split()) > 2_000_000
    path = write_rows(tmp_path / "long.jsonl", [row("long", text, language="en"), row("short", reports.GAO)])
    found = _cost(tmp_path / "archive", path)
    assert found["read"] == 2
    assert max(megabytes for _, megabytes in _peaks(found)) < 1000
    told = f"long has {len(text):,} characters, of which the first {READ:,} were read for events"
    assert told in str(found["notices"])
    [kept] = [d for d in reports.documents(tmp_path / "archive") if d["external_id"] == "long"]
    assert kept["text"] == text
    assert kept["events"]


def _news(count: int) -> Iterator[Row]:
    """Yield news of which one report in fifty tells an event."""
    for number in range(count):
        text = reports.KADUGLI if number % 50 == 0 else reports.COUNCIL
        yield row(f"r{number}", f"{text} This is report {number}.", language="en")


def test_twenty_thousand_reports_stream_through(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "news.jsonl", _news(20_000))
    peaks = _peaks(_cost(tmp_path / "archive", path))
    early = next(megabytes for documents, megabytes in peaks if documents >= 2_000)
    late = next(megabytes for documents, megabytes in peaks if documents >= 20_000)
    assert late - early < 80
    assert max(megabytes for _, megabytes in peaks) < 1000


def test_many_large_reports_are_not_held_together(tmp_path: Path) -> None:
    large = [row(f"large {i}", f"{i} {reports.FINNISH} " * 20_000, language="fi") for i in range(40)]
    path = write_rows(tmp_path / "large.jsonl", large)
    found = _cost(tmp_path / "archive", path)
    assert found["read"] == 40
    assert max(megabytes for _, megabytes in _peaks(found)) < 500
    assert len(re.findall(rb"\n", path.read_bytes())) == 40
