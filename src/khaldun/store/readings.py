"""What a run read as rows: mentions, statements and readings, with the leaf of each document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from khaldun.core.statement import DocumentReading, Reading
from khaldun.core.values import Value
from khaldun.errors import UngroundedStatement
from khaldun.store.bulk import chunks, insert_tuples, next_key
from khaldun.store.intern import Kept, Pool, Voice, voice
from khaldun.store.leaves import Mention, Read, of_reading
from khaldun.store.rows import anchors_json
from khaldun.store.tables import event_mention, reading, reading_run, statement

Row = tuple[Any, ...]
_Place = tuple[int, str, int, int]
"""Key of the document, property, start, stop: what makes a statement."""


@dataclass(slots=True)
class Keys:
    """The next free key of each table that a batch of readings writes."""

    reading_run: int
    mention: int
    statement: int
    reading: int

    @classmethod
    def of(cls, connection: Connection) -> Keys:
        """Return the keys that follow the last ones used."""
        tables = (reading_run, event_mention, statement, reading)
        return cls(*(next_key(connection, table) for table in tables))


@dataclass(slots=True)
class NewReadings:
    """The rows of what was read, and the leaves of the documents it was read in."""

    keys: Keys
    values: Mapping[Value, Kept]
    voices: Mapping[Voice, Kept]
    statements: dict[_Place, int]
    """The statements that the archive holds already; new ones are added."""
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    """The rows by table, columns in its order; those of `reading_run` lack their batch, which comes last."""
    hashes: list[bytes] = field(default_factory=list)

    def add(self, document: int, text: str, read: DocumentReading, run: tuple[int, str]) -> None:
        """Add what a run (key, id) read in a document (key, text).

        Raises UngroundedStatement where a quote is not the text at its span.
        """
        key = self.keys.reading_run
        self.keys.reading_run += 1
        counts = (len(read.mentions), len(read.readings))
        self.rows["reading_run"].append((key, document, run[0], True, *counts))
        first, mentions = self.keys.mention, self._mentions(key, read)
        positions = {m[0]: i for i, m in enumerate(mentions)}
        told = [self._reading(document, text, r, (positions[r.mention], first)) for r in read.readings]
        self.hashes.append(of_reading(read.document, run[1], mentions, told))

    def insert(self, connection: Connection, batch: int) -> None:
        """Write the rows."""
        insert_tuples(connection, reading_run, [(*row, batch) for row in self.rows["reading_run"]])
        for table in (event_mention, statement, reading):
            insert_tuples(connection, table, self.rows[table.name])

    def _mentions(self, run: int, read: DocumentReading) -> list[Mention]:
        found: list[Mention] = []
        for m in read.mentions:
            told = (m.type, anchors_json(m), m.scope.value, m.factuality.value, float(m.confidence))
            self.rows["event_mention"].append((self.keys.mention, bytes.fromhex(m.id), run, *told))
            self.keys.mention += 1
            found.append((m.id, *told))
        return found

    def _reading(self, document: int, text: str, r: Reading, mention: tuple[int, int]) -> Read:
        said, span, cue = r.statement, r.statement.span, r.attribution.span
        if not said.quote or text[span.start : span.end] != said.quote:
            raise UngroundedStatement(said.quote, span.start, span.end, text[span.start : span.end])
        value, speaker = self.values[r.value], self.voices[voice(r.attribution)]
        words = (said.property, span.start, span.end)
        manner = (
            *((cue.start, cue.end) if cue else (None, None)),
            str(r.stance), str(r.factuality), float(r.confidence), str(r.scope), r.party,
        )  # fmt: skip
        told = (self._statement((document, *words), said.quote), value.pk, speaker.pk)
        self.rows["reading"].append((self.keys.reading, mention[0] + mention[1], *told, *manner))
        self.keys.reading += 1
        return (mention[0], *words, said.quote, value.digest, speaker.digest, *manner)

    def _statement(self, place: _Place, quote: str) -> int:
        found = self.statements.get(place)
        if found is None:
            found = self.statements[place] = self.keys.statement
            self.keys.statement += 1
            self.rows["statement"].append((found, *place, quote))
        return found


def new_readings(
    connection: Connection, readings: Sequence[DocumentReading], pools: tuple[Pool[Value], Pool[Voice]],
    reread: Sequence[int],
) -> NewReadings:  # fmt: skip
    """Return an empty set of rows for what was read; `reread` are keys of documents that were read before."""
    told = [r for read in readings for r in read.readings]
    values = pools[0].keep(connection, (r.value for r in told))
    voices = pools[1].keep(connection, (voice(r.attribution) for r in told))
    return NewReadings(Keys.of(connection), values, voices, _statements(connection, reread))


def _statements(connection: Connection, documents: Sequence[int]) -> dict[_Place, int]:
    found: dict[_Place, int] = {}
    for part in chunks(documents):
        for row in connection.execute(select(statement).where(statement.c.document.in_(part))):
            found[row.document, row.property, row.start, row.stop] = row.pk
    return found
