"""What tests of several folders share: records with the values a test names, and a user without rights."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from khaldun.core.document import Document, Source
from khaldun.core.event import MentionRecord
from khaldun.core.span import Span
from khaldun.core.statement import Attribution, EventMention, Factuality, Reading, Scope, Stance, Statement
from khaldun.core.values import Count, DatePrecision, DateRange, Place, PlacePrecision, Ref, Value

KADUGLI = Place("Kadugli", "SDN", "South Kordofan", 11.01, 29.72, 6.0, PlacePrecision.NEAR, "geonames:372753")
KHARTOUM = Place("Khartoum", "SDN", "Khartoum", 15.55, 32.53, 15.0, PlacePrecision.NEAR, "geonames:379252")
RSF = Ref("rapid-support-forces", "Rapid Support Forces", "militia", None, "SDN")
SAF = Ref("sudanese-armed-forces", "Sudanese Armed Forces", "armed_forces", None, "SDN")
DRONE = Ref("drone", "drone", "platform", "drone")


def day(text: str) -> DateRange:
    """Return the range of one day."""
    return DateRange(text, text, DatePrecision.DAY)


def record(
    report: str,
    *values: tuple[str, Value],
    type_: str = "air_drone_strike",
    published: str | None = "2025-12-14",
    outlet: str | None = None,
    text: str | None = None,
    stance: Stance = Stance.ASSERTS,
) -> MentionRecord:
    """Return the record of one report whose readings state `values` (property, value) in order."""
    source = Source(external_id=report, outlet=outlet or f"Outlet of {report}", published=published)
    words = text or " ".join(f"{report}{i}" for i in range(60))
    document = Document(words, source, "en")
    mention = EventMention(document.id, type_, (Span(0, 4),), Scope.INCIDENT, Factuality.OCCURRED, 0.8)
    readings = tuple(
        Reading(
            Statement.ground(document, name, Span(i, i + 3)),
            mention.id,
            value,
            Attribution(document.speaker),
            stance,
            Factuality.OCCURRED,
            0.7,
        )
        for i, (name, value) in enumerate(values)
    )
    return MentionRecord(mention, readings, document)


def killed(number: int) -> tuple[str, Count]:
    """Return the value "N killed"."""
    return "killed", Count.exactly(number)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Act as a user without rights where the tests run as root, to whom everything is writable."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
