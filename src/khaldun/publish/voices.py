"""Who says so: the voices behind one value, copies of a report folded into the report they copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from khaldun.publish.wording import Json, layout


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker's words for a value, as one report has them."""

    quote: str
    speaker: str
    """Name of the speaker; the outlet where nobody else speaks."""
    verb: str
    """What the speaker did: stated, claimed, hedged, denied."""
    cue: str
    factuality: str
    """Empty where the event is told as having happened."""
    outlet: str
    published: str
    language: str
    document: str
    copies: tuple[str, ...] = ()
    """Outlets that reprint these words."""
    is_copy: bool = False


def voices(statements: Sequence[Json], reports: Sequence[Json]) -> tuple[Voice, ...]:
    """Return the voices of statements that share a value, originals first and the oldest first among them."""
    by_document = {r["document"]: r for r in reports}
    found: dict[tuple[str, str, str], Voice] = {}
    for statement in sorted(statements, key=lambda s: _age(s, by_document)):
        report = by_document.get(statement["document"], {})
        voice = _voice(statement, report)
        key = (report.get("copy_of") or voice.document, voice.quote, voice.verb)
        earlier = found.get(key)
        if earlier is None:
            found[key] = voice
        elif voice.is_copy and voice.outlet not in (earlier.outlet, *earlier.copies):
            found[key] = replace(earlier, copies=(*earlier.copies, voice.outlet))
    return tuple(found.values())


def _age(statement: Json, reports: dict[str, Json]) -> tuple[bool, str, str, int]:
    report = reports.get(statement["document"], {})
    return (
        bool(report.get("copy_of")),
        report.get("published", "9999"),
        statement["document"],
        statement["start"],
    )


def _voice(statement: Json, report: Json) -> Voice:
    outlet = report.get("outlet", "")
    factuality = statement["factuality"]
    return Voice(
        quote=statement["quote"],
        speaker=statement.get("attributed_to") or outlet or "unnamed source",
        verb=layout()["told"][statement["stance"]],
        cue=statement.get("cue", ""),
        factuality="" if factuality == "occurred" else factuality,
        outlet=outlet,
        published=report.get("published", "")[:10],
        language=report.get("language", ""),
        document=statement["document"],
        is_copy=bool(report.get("copy_of")),
    )
