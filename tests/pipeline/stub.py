"""A reader of a few words that needs no lists: another id is another reader. Run as a script, it dies on time."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from typing import Any, cast

from khaldun.core.document import Document, Source
from khaldun.core.span import Span
from khaldun.core.statement import (
    Attribution,
    DocumentReading,
    EventMention,
    Factuality,
    Reading,
    Stance,
    Statement,
)
from khaldun.core.values import Count
from khaldun.pipeline.reader import Reader
from khaldun.pipeline.reread import reread
from khaldun.pipeline.run import Progress, merge_all, run_of
from khaldun.store.archive import ArchiveStore
from khaldun.store.batch import ReadBatch

TOWNS = ("Arda", "Bela", "Cira", "Dova", "Esra", "Fola", "Gola")


class Stub:
    """Finds an event at each of its triggers, and the number behind it as the dead."""

    def __init__(self, name: str, *triggers: str, dies_at: int = 0) -> None:
        self.id = name
        self.extractor = type("Extractor", (), {"id": f"{name}/extractor"})()
        self._pattern = re.compile(rf"(?:{'|'.join(triggers)})\b(?:.*?(\d+))?")
        self._triggers = re.compile("|".join(triggers))
        self._left = dies_at

    def read(self, document: Document) -> DocumentReading:
        """Read a document; the one at which the reader is to die kills the process as `kill -9` does."""
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        found = list(self._found(document))
        mentions = tuple(mention for mention, _ in found)
        return DocumentReading(document.id, self.extractor.id, mentions, tuple(r for _, r in found if r))

    def _found(self, document: Document) -> Iterator[tuple[EventMention, Reading | None]]:
        for match in self._pattern.finditer(document.text):
            trigger = self._triggers.match(match[0])
            assert trigger is not None
            anchor = Span(match.start(), match.start() + trigger.end())
            mention = EventMention(document.id, "attack", (anchor,))
            yield mention, _dead(document, mention, match) if match[1] else None


def _dead(document: Document, mention: EventMention, match: re.Match[str]) -> Reading:
    statement = Statement.ground(document, "killed", Span(*match.span(1)))
    said = (Attribution(document.speaker), Stance.ASSERTS, Factuality.OCCURRED, 0.9)
    return Reading(statement, mention.id, Count.exactly(int(match[1])), *said)


def older() -> Reader:
    """Return the reader that finds raids alone."""
    return cast("Reader", Stub("older", "raid"))


def newer(dies_at: int = 0) -> Reader:
    """Return the reader that finds shelling too, and raids by two words."""
    return cast("Reader", Stub("newer", "armed raid", "shelling", dies_at=dies_at))


def documents() -> list[Document]:
    """Return a report for each town: an armed raid in the first five, shelling in the last two."""
    texts = [
        f"In {town} an armed raid killed {i + 2} people."
        if i < 5
        else f"In {town} the shelling killed {i + 2}."
        for i, town in enumerate(TOWNS)
    ]
    return [
        Document(text, Source(town.lower(), outlet="Courier", published="2025-12-14"), "en")
        for text, town in zip(texts, TOWNS, strict=True)
    ]


def fill(store: ArchiveStore) -> None:
    """Let the older reader read the reports."""
    reader, found = older(), documents()
    store.write_batch(ReadBatch(run_of(reader), tuple(found), tuple(reader.read(d) for d in found)))
    merge_all(store)


def main(archive: str, dies_at: str) -> None:
    """Read an archive again and die at a document, or while merging where that is "merging"."""

    def progress(state: Progress) -> None:
        if state.stage == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    number = 0 if dies_at == "merging" else int(dies_at)
    options: dict[str, Any] = {"batch": 2, "progress": progress, "reader": newer(number)}
    with ArchiveStore.open(archive, actor="tester") as store:
        reread(store, **options)


if __name__ == "__main__":
    main(*sys.argv[1:])
