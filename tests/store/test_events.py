"""The event view: found by filter, by id and by former id."""

from __future__ import annotations

import json

import pytest

from khaldun.core.event import Event
from khaldun.core.span import Span
from khaldun.errors import UsageError
from khaldun.store import AmbiguousId, ArchiveStore, EventFilter, Replaced, Shown, UnknownId
from tests.factory import killed, record
from tests.store.factory import batch, event_of, moved, report, shown

SUDAN: dict[str, object] = {
    "date": {"from": "2025-12-13", "to": "2025-12-13", "precision": "day"},
    "place": {"name": "Kadugli", "country": "SDN", "lat": 11.01, "lon": 29.72},
    "actors": [{"id": "rsf", "name": "Rapid Support Forces", "words": "قوات الدعم السريع"}],
    "conflicts": ["killed"],
}
FIJI: dict[str, object] = {
    "date": {"from": "2026-01", "to": "2026-01", "precision": "month"},
    "place": {"name": "Suva", "country": "FJI", "lat": -18.1, "lon": 178.4},
    "recipients": [{"name": "Police of Fiji"}],
    "conflicts": [],
    "statements": [
        {"property": "target", "quote": "Hôtel de l’Océan"},
        {"property": "victim", "quote": "Jane Doe"},
    ],
}
NOWHERE: dict[str, object] = {"date": {"words": "some day"}}


def _three(archive: ArchiveStore) -> list[Event]:
    events = [event_of(record(f"r{i}", killed(i + 2))) for i in range(3)]
    archive.write_batch(batch(r for e in events for r in e.records))
    keys: list[dict[str, object]] = [SUDAN, FIJI, NOWHERE]
    archive.replace_events([shown(e, **k) for e, k in zip(events, keys, strict=True)], "rules/1")
    return events


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (EventFilter(), [1, 0, 2]),
        (EventFilter(type="air_drone_strike"), [1, 0, 2]),
        (EventFilter(type="armed_clash"), []),
        (EventFilter(country="SDN"), [0]),
        (EventFilter(first="2025-12-14"), [1]),
        (EventFilter(last="2026-01-01"), [1, 0]),
        (EventFilter(first="2025-12", last="2025"), [0]),
        (EventFilter(first="2026-01-31", last="2026-02"), [1]),
        (EventFilter(box=(29, 10, 31, 12)), [0]),
        (EventFilter(box=(170, -20, -170, -10)), [1]),
        (EventFilter(actor="rapid support"), [0]),
        (EventFilter(actor="قوات الدعم"), [0]),
        (EventFilter(actor="POLICE"), [1]),
        (EventFilter(text="kadugli"), [0]),
        (EventFilter(text="ocean HOTEL"), [1]),
        (EventFilter(text="100%"), []),
        (EventFilter(text="Jane Doe"), []),
        (EventFilter(has_conflict=True), [0]),
        (EventFilter(has_conflict=False), [1, 2]),
        (EventFilter(scope="aggregate"), []),
        (EventFilter(factuality="occurred", country="FJI"), [1]),
    ],
)
def test_a_filter_finds(archive: ArchiveStore, wanted: EventFilter, expected: list[int]) -> None:
    events = _three(archive)
    page = archive.find_events(wanted)
    assert [json.loads(e)["id"] for e in page.events] == [events[i].id for i in expected]
    assert page.total == len(expected)


def test_a_page_is_a_part_of_what_was_found(archive: ArchiveStore) -> None:
    events = _three(archive)
    page = archive.find_events(EventFilter(), offset=1, limit=1)
    assert [json.loads(e)["id"] for e in page.events] == [events[0].id]
    assert (page.total, page.offset) == (3, 1)


@pytest.mark.parametrize("wanted", [EventFilter(first="yesterday"), EventFilter(box=(0, 50, 10, 40))])
def test_a_filter_that_makes_no_sense_is_refused(archive: ArchiveStore, wanted: EventFilter) -> None:
    with pytest.raises(UsageError):
        archive.find_events(wanted)


def test_events_are_exported_sorted_and_as_they_were_given(archive: ArchiveStore) -> None:
    events = _three(archive)
    lines = list(archive.event_lines())
    assert [json.loads(line)["id"] for line in lines] == sorted(e.id for e in events)
    assert archive.event_json(events[0].id)["actors"][0]["words"] == "قوات الدعم السريع"


def test_an_event_has_its_records_and_a_document_its_events(archive: ArchiveStore) -> None:
    records = [record(f"r{i}", killed(3)) for i in range(3)]
    archive.write_batch(batch(records))
    event = event_of(records[2], records[0], records[1])
    archive.replace_events([shown(event)], "rules/1")
    assert archive.records_of_event(event.id) == list(event.records)
    assert archive.events_by_document() == {r.document.id: [event.id] for r in records}


def test_only_what_changed_is_written(archive: ArchiveStore) -> None:
    events = _three(archive)
    view = [shown(events[0], **SUDAN), shown(events[1], **FIJI)]
    assert archive.replace_events(view, "rules/1") == Replaced(removed=1)
    assert archive.replace_events(view, "rules/1") == Replaced()
    assert archive.replace_events([view[0], shown(events[1], **NOWHERE)], "rules/1") == Replaced(changed=1)
    assert archive.replace_events([view[0], shown(events[1], **NOWHERE)], "rules/2") == Replaced(changed=2)
    assert archive.find_events(EventFilter(country="FJI")).total == 0


def test_the_id_of_a_merged_event_leads_to_the_one_that_took_it_up(archive: ArchiveStore) -> None:
    a, b, c = (event_of(record(f"r{i}", killed(2))) for i in range(3))
    archive.write_batch(batch(r for e in (a, b, c) for r in e.records))
    archive.replace_events([shown(a), shown(b), shown(c)], "rules/1")
    archive.replace_events([shown(_joined(a, b)), shown(c)], "rules/1")
    assert archive.event_json(b.id)["id"] == a.id
    archive.replace_events([shown(_joined(c, a, b))], "rules/1")
    assert [archive.redirect_of(e.id) for e in (a, b, c)] == [c.id] * 3
    assert archive.event_id(b.id[:12]) == c.id
    archive.replace_events([shown(a), shown(b), shown(c)], "rules/1")
    assert [archive.redirect_of(e.id) for e in (a, b, c)] == [a.id, b.id, c.id]


def _joined(first: Event, *others: Event) -> Event:
    records = tuple(r for e in (first, *others) for r in e.records)
    return Event(first.id, first.type, first.scope, first.factuality, records)


def test_a_corrected_report_leads_its_old_event_to_the_new_one(archive: ArchiveStore) -> None:
    old = record("r1", killed(6), text="Six were killed in the town")
    archive.write_batch(batch([old]))
    archive.replace_events([shown(event_of(old))], "rules/1")
    new = moved(old, report("r1", "Six were killed in the city"), Span(0, 3))
    archive.write_batch(batch([new]))
    archive.replace_events([shown(event_of(new))], "rules/1")
    assert archive.event_id(event_of(old).id) == event_of(new).id


def test_an_event_that_is_gone_is_unknown(archive: ArchiveStore) -> None:
    events = _three(archive)
    archive.replace_events([], "rules/1")
    with pytest.raises(UnknownId, match="there is no event"):
        archive.event_json(events[0].id)


def test_the_beginning_of_an_id_is_enough_where_it_is_the_only_one(archive: ArchiveStore) -> None:
    found = record("r1", killed(2))
    archive.write_batch(batch([found]))
    ids = ["abcdef1" + "0" * 25, "abcdef2" + "0" * 25]
    events = [Event(i, "attack", "incident", "occurred", (found,)) for i in ids]
    archive.replace_events([shown(e) for e in events], "rules/1")
    assert archive.event_id("ABCDEF1") == ids[0]
    with pytest.raises(AmbiguousId, match="write more digits") as caught:
        archive.event_id("abcdef")
    assert caught.value.candidates == tuple(ids)
    for asked in ("abcde", "abcdef3", "not an id", "0" * 33):
        with pytest.raises(UnknownId):
            archive.event_id(asked)


def test_a_document_is_found_by_its_own_id_its_given_id_and_its_url(archive: ArchiveStore) -> None:
    document = report("r1", "A text", url="https://example.org/a")
    archive.write_batch(batch([moved(record("r1", killed(2)), document, Span(0, 1))]))
    for asked in ("r1", "https://example.org/a", document.id, document.id[:6]):
        assert archive.document(asked).document == document
    with pytest.raises(UnknownId, match="there is no document 'r2'"):
        archive.document("r2")


def test_an_event_given_twice_is_kept_once(archive: ArchiveStore) -> None:
    events = _three(archive)
    one: Shown = shown(events[0])
    archive.replace_events([one, one], "rules/1")
    assert archive.find_events(EventFilter()).total == 1
