"""Judgements as rows: the linker's are replaced as a whole, people's are added and never lost.

A person's judgement remembers where its mentions stand, so that it finds them again after a new reading
(`khaldun.store.attach`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from khaldun.core.anchors import Anchor
from khaldun.core.event import Judgement, Verdict
from khaldun.core.span import Span
from khaldun.core.statement import Scope
from khaldun.errors import UsageError
from khaldun.store.bulk import insert_rows, next_key
from khaldun.store.codec import compact
from khaldun.store.records import mention_by_id
from khaldun.store.rows import Cells
from khaldun.store.tables import judgement

PERSON = "person:"
"""What the author of a person's judgement begins with."""

LINK, GRADE = "link", "grade"
DECIDE = "decide"
"""What the custody log calls a person's decision."""


@dataclass(frozen=True, slots=True)
class Grading:
    """A person's grade for the event that a mention belongs to, on Airwars' scale, with the reason."""

    mention: str
    grade: str
    author: str
    reason: str = ""


def replace_links(connection: Connection, found: Iterable[Judgement]) -> None:
    """Store the linker's judgements in place of the earlier ones; people's stay."""
    connection.execute(delete(judgement).where(judgement.c.author.not_like(f"{PERSON}%")))
    ordered = sorted((j for j in found if not j.author.startswith(PERSON)), key=lambda j: (j.left, j.right))
    key = next_key(connection, judgement)
    insert_rows(connection, judgement, [{"pk": key + i, **_cells(j)} for i, j in enumerate(ordered)])


def add_decision(connection: Connection, decided: Judgement | Grading, at: str) -> None:
    """Add a person's judgement; raises UsageError where a mention is unknown or the author no person."""
    if not decided.author.startswith(PERSON):
        raise UsageError(f"a decision needs a person as its author, {PERSON}NAME, not {decided.author!r}")
    names = [decided.mention] if isinstance(decided, Grading) else [decided.left, decided.right]
    anchors = compact([_anchor(connection, name) for name in names])
    row = {"pk": next_key(connection, judgement), **_cells(decided), "at": at, "anchors": anchors}
    insert_rows(connection, judgement, [row])


def _cells(decided: Judgement | Grading) -> Cells:
    if isinstance(decided, Grading):
        return _row(GRADE, (decided.mention, None), decided.grade, (1.0, (decided.reason,)), decided.author)
    about = (decided.score, decided.reasons)
    return _row(LINK, (decided.left, decided.right), decided.verdict.value, about, decided.author)


def _row(
    kind: str, mentions: tuple[str, str | None], value: str, about: tuple[float, Sequence[str]], author: str
) -> Cells:
    return {
        "kind": kind,
        "left": bytes.fromhex(mentions[0]),
        "right": bytes.fromhex(mentions[1]) if mentions[1] else None,
        "value": value,
        "score": about[0],
        "reasons": compact([r for r in about[1] if r]),
        "author": author,
    }


def _anchor(connection: Connection, name: str) -> list[object]:
    found = mention_by_id(connection, name)
    if found is None:
        raise UsageError(f"there is no mention {name} in the archive")
    mention = found[0]
    first = mention.anchors[0]
    return [mention.document, mention.type, mention.scope.value, first.start, first.end]


def links(connection: Connection) -> list[Judgement]:
    """Return the linker's judgements, sorted by their mentions."""
    query = select(judgement).where(judgement.c.kind == LINK, judgement.c.author.not_like(f"{PERSON}%"))
    return sorted((_judgement(row) for row in connection.execute(query)), key=lambda j: (j.left, j.right))


@dataclass(frozen=True, slots=True)
class Decisions:
    """People's decisions, re-attached to the current mentions; `orphaned` are those that found none."""

    links: tuple[Judgement, ...] = ()
    grades: tuple[Grading, ...] = ()
    orphaned: tuple[Judgement | Grading, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """A person's decision as it was taken: when, and where its mentions stood."""

    decision: Judgement | Grading
    at: str
    anchors: tuple[Anchor, ...]

    @property
    def mentions(self) -> tuple[str, ...]:
        """Return the ids of the mentions it was taken on."""
        match self.decision:
            case Judgement():
                return (self.decision.left, self.decision.right)
            case Grading():
                return (self.decision.mention,)

    def moved_to(self, mentions: tuple[str, ...]) -> Judgement | Grading:
        """Return the decision as one on other mentions."""
        match self.decision:
            case Judgement():
                left, right = sorted(mentions)
                return replace(self.decision, left=left, right=right)
            case Grading():
                return replace(self.decision, mention=mentions[0])


def decided(connection: Connection) -> list[Decided]:
    """Return all that people decided, in order, with the places they decided on."""
    return [_as_decided(row) for row in _decided(connection)]


def _as_decided(row: Row[Any]) -> Decided:
    anchors = tuple(
        Anchor(name, Span(start, end), type_, Scope(scope))
        for name, type_, scope, start, end in json.loads(row.anchors)
    )
    return Decided(_decision(row), row.at, anchors)


def all_decisions(connection: Connection) -> list[Judgement | Grading]:
    """Return all that people decided, as they did, in order."""
    return [_decision(row) for row in _decided(connection)]


def _decided(connection: Connection) -> Sequence[Row[Any]]:
    query = select(judgement).where(judgement.c.author.like(f"{PERSON}%")).order_by(judgement.c.pk)
    return connection.execute(query).all()


def _decision(row: Row[Any]) -> Judgement | Grading:
    return _judgement(row) if row.kind == LINK else _grading(row)


def _judgement(row: Row[Any]) -> Judgement:
    right = row.right.hex() if row.right else ""
    return Judgement(
        row.left.hex(), right, Verdict(row.value), row.score, tuple(json.loads(row.reasons)), row.author
    )


def _grading(row: Row[Any]) -> Grading:
    return Grading(row.left.hex(), row.value, row.author, "".join(json.loads(row.reasons)))


def decision_payload(decided: Judgement | Grading) -> dict[str, object]:
    """Return what the custody log keeps of a decision."""
    if isinstance(decided, Grading):
        return {"mention": decided.mention, "grade": decided.grade, "reason": decided.reason}
    shape = {"mention": decided.left, "other": decided.right, "verdict": decided.verdict.value}
    return {**shape, "reasons": list(decided.reasons)}
