"""The event view: a table derived from the records, replaced as a whole and written where it changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from khaldun.store.bulk import chunks, first_of_each, insert_rows, next_key
from khaldun.store.redirects import redirect_vanished
from khaldun.store.rows import Cells
from khaldun.store.tables import event, event_member
from khaldun.store.viewrows import Shown, event_cells, member_cells, unpack

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a replacement of the view changed."""

    added: int = 0
    changed: int = 0
    removed: int = 0


def replace_events(connection: Connection, shown: Iterable[Shown], rules: str) -> Replaced:
    """Make the view show these events and no others, within the caller's transaction.

    The id of an event that is no more leads to the event that has its first mention now, or to the one
    that has the next of its mentions, or a mention of a newer version of its documents.
    """
    stored = {
        row.id: (row.pk, row.digest)
        for row in connection.execute(select(event.c.id, event.c.pk, event.c.digest))
    }
    fresh, changed, seen = 0, 0, set[bytes]()
    key = next_key(connection, event)
    for part in _portions(shown):
        once = first_of_each(part, lambda s: bytes.fromhex(s.event.id))
        cells = [(s, event_cells(s, rules)) for name, s in once.items() if name not in seen]
        seen.update(c["id"] for _, c in cells)
        rewritten = [(s, c) for s, c in cells if stored.get(c["id"], (0, b""))[1] != c["digest"]]
        old = [stored[c["id"]][0] for _, c in rewritten if c["id"] in stored]
        _remove(connection, old)
        _insert(connection, rewritten, key)
        key += len(rewritten)
        changed += len(old)
        fresh += len(rewritten) - len(old)
    gone = sorted(set(stored) - seen)
    redirect_vanished(connection, gone, seen)
    _remove(connection, [stored[name][0] for name in gone])
    return Replaced(fresh, changed, len(gone))


def _portions(shown: Iterable[Shown]) -> Iterator[list[Shown]]:
    part: list[Shown] = []
    for item in shown:
        part.append(item)
        if len(part) == _AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def _insert(connection: Connection, events: Sequence[tuple[Shown, Cells]], key: int) -> None:
    insert_rows(connection, event, [{"pk": key + i, **cells} for i, (_, cells) in enumerate(events)])
    members = [
        {"event": key + i, **cells}
        for i, (shown, _) in enumerate(events)
        for cells in member_cells(shown.event)
    ]
    insert_rows(connection, event_member, members)


def _remove(connection: Connection, keys: Sequence[int]) -> None:
    for part in chunks(keys):
        connection.execute(delete(event_member).where(event_member.c.event.in_(part)))
        connection.execute(delete(event).where(event.c.pk.in_(part)))


def event_lines(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield (id, JSON) of all events, sorted by id."""
    names = list(connection.execute(select(event.c.id).order_by(event.c.id)).scalars())
    for part in chunks(names):
        query = select(event.c.id, event.c.shape).where(event.c.id.in_(part)).order_by(event.c.id)
        for row in connection.execute(query):
            yield row.id.hex(), unpack(row.shape)


def events_by_document(connection: Connection) -> dict[str, list[str]]:
    """Return document id -> ids of the events it tells of, sorted."""
    query = (
        select(event_member.c.document, event.c.id).join(event, event_member.c.event == event.c.pk).distinct()
    )
    found: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(query.order_by(event_member.c.document, event.c.id)):
        found[row.document.hex()].append(row.id.hex())
    return found
