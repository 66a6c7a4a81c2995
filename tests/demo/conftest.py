"""The demo reports as the pipeline reads them, by the names of their files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from khaldun.pipeline.archive import Archive
from khaldun.settings import Settings

Json = dict[str, Any]
REPORTS = Path(__file__).parents[2] / "demo" / "reports"
POST = "post"
"""What the post embedded in the article goes by."""
_NOT_YET = Path(__file__).with_name("not_yet.txt")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder that `not_yet.txt` names as expected to fail."""
    not_yet = frozenset(_NOT_YET.read_text(encoding="utf-8").splitlines())
    for item in items:
        if item.path.parent == _NOT_YET.parent and item.name in not_yet:
            item.add_marker(pytest.mark.xfail(reason="not yet", strict=True))


@dataclass(frozen=True)
class Demo:
    """The exports of an archive of the demo reports; documents by file name or id of the input."""

    events: list[Json]
    documents: dict[str, Json]
    failures: list[str] = field(default_factory=list)

    def of(self, *names: str) -> list[Json]:
        """Return the events that any of the documents tells of."""
        wanted = {self.documents[name]["document"] for name in names}
        return [e for e in self.events if wanted & {r["document"] for r in e["reports"]}]

    def event(self, type: str, *names: str) -> Json:
        """Return the one event of a type that all of the documents tell of."""
        wanted = {self.documents[name]["document"] for name in names}
        found = [e for e in self.of(*names) if e["type"] == type]
        [event] = [e for e in found if wanted <= {r["document"] for r in e["reports"]}]
        return event

    def statements(self, name: str, events: Iterable[Json] | None = None) -> list[Json]:
        """Return the statements of a document, in all events or in some."""
        document = self.documents[name]["document"]
        told = self.events if events is None else events
        return [s for e in told for s in e["statements"] if s["document"] == document]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Return what `khaldun read demo/reports` and the two exports give."""
    place = tmp_path_factory.mktemp("demo") / "archive"
    with Archive.open(Settings(str(place)), create=True) as archive:
        report = archive.read([REPORTS])
        assert archive.verify().sound
        events = [json.loads(line) for line in archive.export("jsonl")]
        documents = [json.loads(line) for line in archive.export("documents")]
    return Demo(events, {_name(d): d for d in documents}, [str(f.error) for f in report.failures])


def _name(document: Json) -> str:
    if document.get("handle"):
        return POST
    if document.get("external_id"):
        return str(document["external_id"])
    titled = [p.name for p in sorted(REPORTS.iterdir()) if document["title"] in p.read_text(encoding="utf-8")]
    return titled[0]
