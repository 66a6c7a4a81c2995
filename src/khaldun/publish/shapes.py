"""The contract's JSON shapes of events and documents; unknown keys are omitted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from typing import Any

from khaldun.core.days import as_day
from khaldun.core.document import Document, Media, Provenance, Segment
from khaldun.core.event import Event, MentionRecord
from khaldun.core.statement import Reading, Scope, Stance
from khaldun.core.values import Count, DateMention, DateRange, Place, Ref, Value
from khaldun.data.codebook import codebook
from khaldun.merge.view import date_of, place_of, supported
from khaldun.publish.arms import arms_of
from khaldun.publish.parties import most_telling, one_unnamed
from khaldun.store.records import StoredDocument

Json = dict[str, Any]
_UNTOLD_DAYS = 2
"""Where no report names a day, an event is shown on the day of its first report or this many days before."""
_STANCE_ORDER = (Stance.ASSERTS, Stance.CLAIMS, Stance.HEDGES, Stance.DENIES)


@lru_cache(maxsize=1)
def protected() -> frozenset[str]:
    """Return the properties that stand in no list, export or log: the names of private persons."""
    return frozenset(p.name for p in codebook().properties.values() if p.protected)


def event_shape(event: Event) -> Json:
    """Return an event as one line of `khaldun export --format jsonl`; protected properties are left out."""
    shape: Json = {"schema": 1, "id": event.id, "type": event.type, "scope": event.scope}
    shape |= {"factuality": event.factuality, "grade": event.grade}
    shape |= _when(event) | _where(event) | _who(event) | _what(event)
    shape |= _counts(event)
    shape["headline"] = {
        name: {"rule": found.rule, "statements": list(found.statements)}
        for name, found in event.headlines.items()
        if name not in protected()
    }
    shape["independent_sources"] = event.independent_sources
    shape["conflicts"], shape["growing"] = _public(event.conflicts), _public(event.growing)
    shape["reports"] = [_report(r, event) for r in _first_of_each_document(event)]
    shape["statements"] = [told for record in event.records for told in _statements(record)]
    return shape


def _public(names: Iterable[str]) -> list[str]:
    return [name for name in names if name not in protected()]


def _when(event: Event) -> Json:
    value = date_of(event)
    words = _words(event, "date", value)
    if value is None:
        bound = _untold_days(event)
        return {"date": {**bound, **({"words": words} if words else {})}} if bound or words else {}
    return {"date": _present({**value_shape(value), "words": words})}


def _untold_days(event: Event) -> Json:
    """Return the days up to the first publication where no report names an incident's day, marked by their rule.

    A total covers a period that nobody named, so it gets none.
    """
    if event.scope != Scope.INCIDENT.value:
        return {}
    days = [as_day(r.document.source.published, last=True) for r in event.records]
    last = min((day for day in days if day is not None), default=None)
    if last is None:
        return {}
    first = last - timedelta(days=_UNTOLD_DAYS)
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "precision": "few_days",
        "rule": "before-publication",
    }


def _words(event: Event, name: str, value: Value | None) -> str | None:
    for record in event.records:
        for r in record.readings:
            if r.statement.property == name and (value is None or r.value == value):
                return r.statement.quote
    return None


def _where(event: Event) -> Json:
    place = place_of(event)
    words = _words(event, "place", place)
    if place is None:
        return {"place": {"words": words}} if words else {}
    return {"place": _present({"name": place.name, "words": words, **place_shape(place)})}


def place_shape(place: Place) -> Json:
    """Return the resolved keys of a place."""
    return {
        "country": place.country,
        "admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
        "radius_km": place.radius_km,
        "precision": place.precision.value,
    }


def _who(event: Event) -> Json:
    return {
        "actors": _actors(event, "actor"),
        "recipients": _actors(event, "recipient"),
        "associated": _associated(event),
    }


def _often(reports: int, total: int) -> bool:
    """Keep what at least a fifth of the reports name."""
    return reports * 5 >= total


def _at_all(reports: int, total: int) -> bool:
    """Keep what any report names, and in large events what a tenth of them do."""
    return reports * 10 >= total


def _actors(event: Event, name: str) -> list[Json]:
    found = most_telling(supported(event, name, _often))
    return [
        _present({"id": ref.id, "name": ref.name, "kind": _shown_kind(ref), "words": rs[0].statement.quote})
        | {"stance": _stance(rs)}
        for ref, rs in (one_unnamed(found) if name == "actor" else found)
    ]


def _shown_kind(ref: Ref) -> str:
    return "state" if ref.kind in ("state_adjective", "state_capital") else ref.kind


def _stance(readings: list[Reading]) -> str:
    return min((r.stance for r in readings), key=_STANCE_ORDER.index).value


def _associated(event: Event) -> list[Json]:
    return [
        _present({"id": ref.id, "name": ref.name, "part": ref.klass, "words": rs[0].statement.quote})
        for ref, rs in supported(event, "associated", _often)
    ]


def _what(event: Event) -> Json:
    return arms_of(event, _at_all) | {
        "targets": sorted({r.statement.quote for r in _readings(event) if r.statement.property == "target"}),
    }


def _counts(event: Event) -> Json:
    shape: Json = {}
    for name, headline in sorted(event.headlines.items()):
        if isinstance(headline.value, Count):
            shape[name] = value_shape(headline.value)
    return shape


def _readings(event: Event) -> list[Reading]:
    return [r for record in event.records for r in record.readings]


def _first_of_each_document(event: Event) -> list[MentionRecord]:
    return list({r.document.id: r for r in reversed(event.records)}.values())[::-1]


def _report(record: MentionRecord, event: Event) -> Json:
    document = record.document
    shape = {"document": document.id, "external_id": external_id(record), **_source(document)}
    images = [_image(m) for m in document.media if m.provenance is not Provenance.UNKNOWN]
    copied = {"copy_of": event.copies.get(document.id)}
    return _present(shape) | copied | ({"images": images} if images else {})


def _image(media: Media) -> Json:
    """Return how an image of a report was made, as far as the report says."""
    shape = {"provenance": media.provenance.value, "words": media.provenance_words, "caption": media.caption}
    return _present(shape)


def external_id(record: MentionRecord) -> str | None:
    """Return the id that the input gave the document, or its parent where it is embedded in one."""
    if record.document.source.external_id is not None or record.parent is None:
        return record.document.source.external_id
    return record.parent.source.external_id


def _source(document: Document) -> Json:
    source = document.source
    return {
        "url": source.url,
        "outlet": source.outlet or source.author,
        "published": source.published,
        "language": document.language,
    }


def _statements(record: MentionRecord) -> list[Json]:
    """Return what was read for a mention, without what is protected."""
    named, hidden = external_id(record), protected()
    return [_statement(r, named) for r in record.readings if r.statement.property not in hidden]


def _statement(reading: Reading, named: str | None) -> Json:
    statement, said = reading.statement, reading.attribution
    return _present(
        {
            "id": statement.id,
            "property": statement.property,
            "value": value_shape(reading.value),
            "quote": statement.quote,
            "document": statement.document,
            "external_id": named,
            "start": statement.span.start,
            "end": statement.span.end,
            "attributed_to": said.speaker,
            "attributed_words": said.words,
            "cue": said.cue,
            "stance": str(reading.stance),
            "factuality": str(reading.factuality),
            "confidence": reading.confidence,
            "origins": ["lexicon"],
        }
    )


def value_shape(value: Value) -> Any:
    """Return a value as JSON: an object for counts, dates, places and references, else the words."""
    match value:
        case str():
            return value
        case Count():
            shape = _present({"low": value.low, "best": value.best, "high": value.high})
            return shape | ({"vague": True} if value.vague else {})
        case DateRange():
            return {"from": value.start, "to": value.end, "precision": value.precision.value}
        case DateMention():
            return value_shape(value.range) if value.range else None
        case Place():
            return _present({"name": value.name, **place_shape(value)})
        case Ref():
            return _present(
                {"id": value.id, "name": value.name, "kind": _shown_kind(value), "class": value.klass}
            )


def _present(shape: Json) -> Json:
    return {k: v for k, v in shape.items() if v is not None}


def document_shape(stored: StoredDocument, events: Iterable[str]) -> Json:
    """Return a document as one line of `khaldun export --format documents`."""
    document, parent, source = stored.document, stored.parent, stored.document.source
    shape: Json = {"document": document.id, "external_id": source.external_id, "url": source.url}
    shape |= {
        "outlet": source.outlet,
        "author": source.author,
        "handle": source.handle,
        "title": source.title,
    }
    shape |= {"published": source.published, "language": document.language, "text": document.text}
    shape |= {"supersedes": stored.supersedes, "superseded_by": stored.superseded_by}
    kept = _present(shape)
    if parent is not None:
        kept |= {"external_id": source.external_id}
        kept |= {"parent": parent.id, "parent_external_id": parent.source.external_id}
    if stored.retracted:
        kept["retracted"] = True
    kept["events"] = sorted(events)
    kept["segments"] = [_segment(s) for s in document.segments]
    kept["media"] = [_media(m) for m in document.media]
    return kept


def _segment(segment: Segment) -> Json:
    shape = {"kind": segment.kind.value, "start": segment.span.start, "end": segment.span.end}
    return _present({**shape, "language": segment.language, "document": segment.child})


def _media(media: Media) -> Json:
    shape: Json = {"caption": media.caption, "credit": media.credit, "provenance": media.provenance.value}
    shape |= {"provenance_words": media.provenance_words}
    if media.span is not None:
        shape |= {"start": media.span.start, "end": media.span.end}
    return _present(shape)
