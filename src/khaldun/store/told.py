"""Readings made again of their rows; what repeats (speakers, values, manners) is made once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, select

from khaldun.core.span import Span
from khaldun.core.statement import Attribution, Factuality, Reading, Scope, Stance, Statement
from khaldun.store.bulk import chunks
from khaldun.store.codec import decode
from khaldun.store.tables import attribution, reading, statement, value

_decoded = lru_cache(maxsize=50_000)(decode)


def readings_of(connection: Connection, owners: Mapping[int, tuple[str, str]]) -> dict[int, list[Reading]]:
    """Return the readings by the key of their mention, in the order they were read.

    `owners` maps that key to the ids of the mention's document and of the mention.
    """
    found: dict[int, list[Reading]] = defaultdict(list)
    said: dict[int, Statement] = {}
    for part in chunks(sorted(owners)):
        for row in connection.execute(_rows(part)).all():
            key, place, property_, start, stop, quote, json, *rest, confidence = row
            document_id, mention_id = owners[key]
            if place not in said:
                said[place] = Statement(document_id, property_, Span(start, stop), quote)
            speaker, stance, factuality, scope, party = _manner(tuple(rest))
            told = Reading(
                said[place],
                mention_id,
                _decoded(json),
                speaker,
                stance,
                factuality,
                confidence,
                scope,
                party,
            )
            found[key].append(told)
    return found


def _rows(mentions: Sequence[int]) -> Select[Any]:
    r, s, a = reading.c, statement.c, attribution.c
    where = (r.mention, s.pk, s.property, s.start, s.stop, s.quote, value.c.json)
    speaker = (a.speaker, a.speaker_id, a.words, a.cue, r.cue_start, r.cue_stop)
    manner = (r.stance, r.factuality, r.scope, r.party, r.confidence)
    return (
        select(*where, *speaker, *manner)
        .join(statement, r.statement == s.pk)
        .join(value, r.value == value.c.pk)
        .join(attribution, r.attribution == a.pk)
        .where(r.mention.in_(mentions))
        .order_by(r.pk)
    )


@lru_cache(maxsize=50_000)
def _manner(cells: tuple[Any, ...]) -> tuple[Attribution, Stance, Factuality, Scope, str | None]:
    speaker, speaker_id, words, cue, start, stop, stance, factuality, scope, party = cells
    span = None if start is None else Span(start, stop)
    said = Attribution(speaker, speaker_id, words, cue, span)
    return said, Stance(stance), Factuality(factuality), Scope(scope), party
