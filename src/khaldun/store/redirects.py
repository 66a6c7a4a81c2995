"""Old event ids: where each leads once its event has become part of another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection, delete, select, update

from khaldun.store.attach import successors
from khaldun.store.bulk import insert_rows
from khaldun.store.tables import document, event, event_member, redirect


def redirect_vanished(connection: Connection, gone: Sequence[bytes], alive: Collection[bytes]) -> None:
    """Lead the ids of vanished events, whose members are still stored, to the events that took these up.

    An id that lives again leads nowhere else.
    """
    for old in connection.execute(select(redirect.c.old)).scalars().all():
        if old in alive:
            connection.execute(delete(redirect).where(redirect.c.old == old))
    for old in gone:
        new = next(_successors(connection, old, alive), None)
        if new is not None:
            connection.execute(update(redirect).where(redirect.c.new == old).values(new=new))
            insert_rows(connection, redirect, [{"old": old, "new": new}])


def _successors(connection: Connection, old: bytes, alive: Collection[bytes]) -> Iterator[bytes]:
    """Yield the living events that have a mention of the old one, or took one up.

    First by the mention itself, then by the one that stands in its place after a new reading, then by a
    newer version of its document.
    """
    members = (
        select(event_member.c.mention, event_member.c.document)
        .join(event, event_member.c.event == event.c.pk)
        .where(event.c.id == old)
        .order_by(event_member.c.position)
    )
    rows = connection.execute(members).all()
    for row in rows:
        yield from _events_with(connection, event_member.c.mention == row.mention, alive)
    for name in successors(connection, [row.mention.hex() for row in rows]):
        yield from _events_with(connection, event_member.c.mention == bytes.fromhex(name), alive)
    for name in dict.fromkeys(row.document for row in rows):
        newest = _newest_version(connection, name)
        if newest is not None:
            yield from _events_with(connection, event_member.c.document == newest, alive)


def _events_with(connection: Connection, condition: object, alive: Collection[bytes]) -> Iterator[bytes]:
    query = (
        select(event.c.id)
        .join(event_member, event_member.c.event == event.c.pk)
        .where(condition)  # type: ignore[arg-type]
        .order_by(event_member.c.position, event.c.id)
    )
    yield from (name for name in connection.execute(query).scalars().all() if name in alive)


def _newest_version(connection: Connection, name: bytes) -> bytes | None:
    """Return the id of the newest version of a document, None where it is the newest itself."""
    query = select(document.c.superseded_by).where(document.c.id == name)
    following, newest = connection.execute(query).scalar(), None
    while following is not None:
        row = connection.execute(
            select(document.c.id, document.c.superseded_by).where(document.c.pk == following)
        ).one()
        newest, following = row.id, row.superseded_by
    return newest


def follow(connection: Connection, name: bytes) -> bytes:
    """Return the id that an id leads to: itself where it was never redirected."""
    found: bytes | None = connection.execute(select(redirect.c.new).where(redirect.c.old == name)).scalar()
    return name if found is None else found


def redirected(connection: Connection, low: bytes, high: bytes) -> list[tuple[bytes, bytes]]:
    """Return (old id, new id) of the redirects whose old id lies between two digests."""
    query = (
        select(redirect.c.old, redirect.c.new)
        .where(redirect.c.old.between(low, high))
        .order_by(redirect.c.old)
    )
    return [(row.old, row.new) for row in connection.execute(query)]
