"""Tells what two runs of an archive read differently, and which decisions of people wait for a mention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from khaldun.core.anchors import Anchor
from khaldun.core.document import Document
from khaldun.core.event import Judgement
from khaldun.errors import UsageError
from khaldun.publish.differences import Change, differences
from khaldun.store.archive import ArchiveStore
from khaldun.store.attach import Attached, Attachment
from khaldun.store.bulk import chunks
from khaldun.store.judgements import PERSON
from khaldun.store.lookup import SHORTEST
from khaldun.store.runs import KnownRun, Shared

_AT_ONCE = 20
"""Documents loaded at a time: texts may be as long as books."""
_COMPARED = 100
"""Documents compared at a time."""
_NAMED = 10
"""Runs that an error names."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs, the documents that both read, and, one document after the other, what they read differently."""

    left: KnownRun
    right: KnownRun
    shared: Shared
    documents: Iterator[tuple[Document, tuple[Change, ...]]]
    """Documents with a difference, sorted by id; each is loaded when its turn comes."""


def compare_runs(store: ArchiveStore, asked: Sequence[str] = ()) -> Comparison:
    """Compare two runs by their ids or the beginnings of them; without any, the last one with the one before.

    Raises UsageError where there are no two runs, or an id means none or several.
    """
    left, right = _two_runs(store, asked)
    shared = store.shared_documents(left.id, right.id)
    return Comparison(left, right, shared, _compared(store, (left.id, right.id), shared.documents))


def _compared(
    store: ArchiveStore, runs: tuple[str, str], names: Sequence[str]
) -> Iterator[tuple[Document, tuple[Change, ...]]]:
    for part in chunks(names, _COMPARED):
        before, after = (store.records_by_document(part, run) for run in runs)
        for name in part:
            changes = differences(before.get(name, ()), after.get(name, ()))
            if changes:
                yield (before.get(name) or after[name])[0].document, changes


def _two_runs(store: ArchiveStore, asked: Sequence[str]) -> tuple[KnownRun, KnownRun]:
    known = store.runs()
    if asked:
        left, right = (_run(known, name) for name in asked)
        return left, right
    if len(known) < 2:
        raise UsageError(
            f"{store.name} was read by {len(known)} reader, so there is nothing to compare; `khaldun reread` "
            "reads it with the present one"
        )
    return known[1], known[0]


def _run(known: Sequence[KnownRun], asked: str) -> KnownRun:
    found = [run for run in known if len(asked) >= SHORTEST and run.id.startswith(asked.lower())]
    if len(found) == 1:
        return found[0]
    told = ", ".join(f"{run.id[:8]} of {run.started}" for run in known[:_NAMED]) or "none"
    problem = f"{len(found)} runs begin" if found else "no run begins"
    raise UsageError(f"{problem} with {asked!r} (give {SHORTEST} digits or more); there are: {told}")


@dataclass(frozen=True, slots=True)
class Orphan:
    """A decision that found no mention, with the words it was taken on."""

    found: Attached
    words: tuple[str, ...]

    @property
    def shape(self) -> dict[str, Any]:
        """Return the decision as JSON: who took it when, what it says, and on which words."""
        decision, anchors = self.found.decided.decision, self.found.decided.anchors
        if isinstance(decision, Judgement):
            said, reasons = decision.verdict.value, list(decision.reasons)
        else:
            said, reasons = decision.grade, [decision.reason] if decision.reason else []
        told = {"at": self.found.decided.at, "person": decision.author.removeprefix(PERSON)}
        places = [_place(a, words) for a, words in zip(anchors, self.words, strict=True)]
        kind = "pair" if isinstance(decision, Judgement) else "grade"
        return {**told, "kind": kind, "judgement": said, "reasons": reasons, "on": places}


def _place(anchor: Anchor, words: str) -> dict[str, Any]:
    span = {"start": anchor.span.start, "end": anchor.span.end}
    return {"document": anchor.document, "type": anchor.type, "quote": words, **span}


def orphans(store: ArchiveStore) -> list[Orphan]:
    """Return people's decisions that wait for a mention, in the order they were taken."""
    waiting = [a for a in store.attached_decisions() if a.state is Attachment.ORPHANED]
    names = sorted({anchor.document for a in waiting for anchor in a.decided.anchors})
    texts = {d.id: d.text for part in chunks(names, _AT_ONCE) for d in store.texts_of(part)}
    return [Orphan(a, tuple(x.span.of(texts[x.document]) for x in a.decided.anchors)) for a in waiting]
