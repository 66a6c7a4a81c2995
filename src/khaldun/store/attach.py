"""People's decisions brought to the mentions of today: kept, re-attached, or orphaned and waiting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select

from khaldun.core.anchors import Anchor, reattached
from khaldun.core.event import Judgement
from khaldun.core.statement import EventMention
from khaldun.store.bulk import chunks
from khaldun.store.judgements import Decided, Decisions, Grading, decided
from khaldun.store.records import mention_by_id
from khaldun.store.rows import mention_of
from khaldun.store.tables import document, event_mention, reading_run


class Attachment(StrEnum):
    """What became of a decision when its documents were read anew."""

    KEPT = "kept"
    REATTACHED = "reattached"
    ORPHANED = "orphaned"


@dataclass(frozen=True, slots=True)
class Attached:
    """A decision with the ids of the current mentions it means, in the decision's order; () for an orphan."""

    decided: Decided
    mentions: tuple[str, ...]

    @property
    def state(self) -> Attachment:
        """Tell whether the decision means the mentions it was taken on, others, or none any more."""
        if not self.mentions:
            return Attachment.ORPHANED
        return Attachment.KEPT if self.mentions == self.decided.mentions else Attachment.REATTACHED


def attached_decisions(connection: Connection) -> list[Attached]:
    """Return all that people decided, in order, each with the current mentions it means."""
    found = decided(connection)
    current = current_mentions(connection, (a.document for d in found for a in d.anchors))
    return [Attached(d, attach(d.anchors, current)) for d in found]


def attach(anchors: Sequence[Anchor], current: Mapping[str, Sequence[EventMention]]) -> tuple[str, ...]:
    """Return the ids of the mentions that anchors mean, given the current mentions by document.

    Empty where one of them means none, or two mean the same: a decision on a pair needs two mentions.
    """
    found = [reattached(anchor, current.get(anchor.document, ())) for anchor in anchors]
    names = tuple(mention.id for mention in found if mention is not None)
    return names if len(set(names)) == len(anchors) else ()


def people_decisions(connection: Connection) -> Decisions:
    """Return people's last word on each pair (sorted) and on each mention (in the order it was given)."""
    pairs: dict[tuple[str, ...], Judgement] = {}
    grades: dict[str, Grading] = {}
    orphaned: list[Judgement | Grading] = []
    for found in attached_decisions(connection):
        if not found.mentions:
            orphaned.append(found.decided.decision)
            continue
        match found.decided.moved_to(found.mentions):
            case Judgement() as link:
                pairs[link.left, link.right] = link
            case Grading() as grading:
                grades.pop(grading.mention, None)
                grades[grading.mention] = grading
    return Decisions(tuple(pairs[k] for k in sorted(pairs)), tuple(grades.values()), tuple(orphaned))


def current_mentions(connection: Connection, documents: Iterable[str]) -> dict[str, list[EventMention]]:
    """Return the mentions of the current readings by document; superseded documents have none."""
    found: dict[str, list[EventMention]] = defaultdict(list)
    for part in chunks([bytes.fromhex(name) for name in sorted(set(documents))]):
        query = (
            select(event_mention, document.c.id.label("document_id"))
            .join(reading_run, event_mention.c.reading_run == reading_run.c.pk)
            .join(document, reading_run.c.document == document.c.pk)
            .where(document.c.id.in_(part), document.c.current, reading_run.c.current)
            .order_by(event_mention.c.pk)
        )
        for row in connection.execute(query):
            found[row.document_id.hex()].append(mention_of(row, row.document_id.hex()))
    return found


def successors(connection: Connection, mentions: Iterable[str]) -> Iterator[str]:
    """Yield the ids of the current mentions that have taken the place of others, in their order."""
    for name in mentions:
        found = mention_by_id(connection, name)
        if found is not None:
            anchor = Anchor.of(found[0])
            mention = reattached(anchor, current_mentions(connection, [anchor.document])[anchor.document])
            if mention is not None:
                yield mention.id
