"""Finds events and documents by the beginning of their id, as people type it."""

from __future__ import annotations

import re

from sqlalchemy import Connection, Table, or_, select

from khaldun.errors import UsageError
from khaldun.store.redirects import follow, redirected
from khaldun.store.tables import document, event

SHORTEST = 6
"""Hex digits that an id has to begin with; fewer name too many."""

_DIGITS = 32
_SHOWN = 10
_HEX = re.compile(rf"[0-9a-f]{{{SHORTEST},{_DIGITS}}}")


class UnknownId(UsageError):  # noqa: N818 - named as the other errors are
    """Nothing in the archive has this id."""

    def __init__(self, what: str, asked: str) -> None:
        self.what, self.asked = what, asked
        super().__init__(
            f"there is no {what} {asked!r} in the archive (give {SHORTEST} digits of its id or more)"
        )


class AmbiguousId(UsageError):  # noqa: N818 - named as the other errors are
    """Several ids begin like this."""

    def __init__(self, what: str, asked: str, candidates: tuple[str, ...]) -> None:
        self.what, self.asked, self.candidates = what, asked, candidates
        more = "" if len(candidates) < _SHOWN else " and perhaps more"
        super().__init__(f"{asked!r} may be any {what} of {', '.join(candidates)}{more}; write more digits")


def event_id(connection: Connection, asked: str) -> str:
    """Return the id of the event whose id, or former id, begins with what was asked.

    Raises UnknownId or AmbiguousId.
    """
    bounds = _bounds(asked)
    if bounds is None:
        raise UnknownId("event", asked)
    found = set(_between(connection, event, bounds))
    found |= {follow(connection, new).hex() for _, new in redirected(connection, *bounds)}
    return _only("event", asked, found)


def document_id(connection: Connection, asked: str) -> str:
    """Return the id of the document that came with this id or URL, or whose own id begins like this.

    Of several versions it is the current one. Raises UnknownId or AmbiguousId.
    """
    if not _is_text(asked):
        raise UnknownId("document", ascii(asked))
    named = or_(document.c.external_id == asked, document.c.url == asked)
    current = select(document.c.id).where(named, document.c.current, document.c.parent.is_(None))
    found = {name.hex() for name in connection.execute(current).scalars()}
    if not found and (bounds := _bounds(asked)) is not None:
        found = set(_between(connection, document, bounds))
    return _only("document", asked, found)


def _only(what: str, asked: str, found: set[str]) -> str:
    if not found:
        raise UnknownId(what, asked)
    if len(found) > 1:
        raise AmbiguousId(what, asked, tuple(sorted(found)[:_SHOWN]))
    return found.pop()


def _bounds(asked: str) -> tuple[bytes, bytes] | None:
    """Return the least and the greatest id that begin like this, None where no id does."""
    digits = asked.strip().lower()
    if not _HEX.fullmatch(digits):
        return None
    return bytes.fromhex(digits.ljust(_DIGITS, "0")), bytes.fromhex(digits.ljust(_DIGITS, "f"))


def _between(connection: Connection, table: Table, bounds: tuple[bytes, bytes]) -> list[str]:
    query = select(table.c.id).where(table.c.id.between(*bounds)).order_by(table.c.id).limit(_SHOWN)
    return [name.hex() for name in connection.execute(query).scalars()]


def _is_text(asked: str) -> bool:
    """Tell whether what was typed can be written as UTF-8: a terminal may pass on bytes that are none."""
    try:
        asked.encode()
    except UnicodeEncodeError:
        return False
    return True
