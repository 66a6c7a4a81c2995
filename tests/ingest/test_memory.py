"""What hostile and very large inputs cost; each is read in a process of its own."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import re, sys
from pathlib import Path
from khaldun.ingest import Captured, read_inputs
documents = 0
for incoming in read_inputs(sys.argv[1:]):
    for item in incoming.documents if isinstance(incoming, Captured) else ():
        documents += hasattr(item, "text")
peak = re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())
print(documents, int(peak[1]) // 1024)
"""
pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="peak memory is read from /proc"
)
SENTENCE = "The army said that a drone had killed three people near the village on Monday. "


def cost(path: Path) -> tuple[int, int]:
    """Return the documents of an input and the megabytes that reading it took."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path)], capture_output=True, text=True, check=True
    )
    documents, megabytes = done.stdout.split()
    return int(documents), int(megabytes)


@pytest.mark.parametrize("kind", ["jsonl", "txt", "html"])
def test_two_million_words_take_less_than_300_megabytes(tmp_path, kind):
    paragraphs = [SENTENCE * 4] * 34_000
    path = tmp_path / f"report.{kind}"
    if kind == "html":
        path.write_text("<html><body>" + "".join(f"<p>{p}</p>" for p in paragraphs) + "</body></html>")
    else:
        text = "\n\n".join(paragraphs)
        path.write_text(json.dumps({"text": text}) if kind == "jsonl" else text)
    documents, megabytes = cost(path)
    assert documents == 1
    assert megabytes < 300


@pytest.mark.parametrize(
    ("data", "documents"),
    [
        (b'{"text": "' + b"a" * 60_000_000 + "🇬".encode() + b'"}\n{"text": "good"}\n', 1),
        (b'{"text": "' + b"a" * 70_000_000 + b'"}\n{"text": "good"}\n', 1),
        (b'{"text": "a", "x": [' + b"[]," * 20_000_000 + b'0]}\n{"text": "good"}\n', 1),
        (b"a\n\n" * 6_000_000, 1),
        (gzip.compress(b"a" * 200_000_000, 1), 0),
        (b'id,text\n1,"abc\n' + b"lines of words\n" * 4_000_000, 0),
    ],
    ids=["emoji line", "long line", "arrays", "line ends", "bomb", "open quote"],
)
def test_hostile_inputs_take_less_than_a_gigabyte(tmp_path, data, documents):
    path = tmp_path / "hostile"
    path.write_bytes(data)
    found, megabytes = cost(path)
    assert found == documents
    assert megabytes < 1000
