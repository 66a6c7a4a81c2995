"""The event as a view: headline values by named rules, conflicts, and what still grows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from khaldun.core.days import as_day, bounds_of
from khaldun.core.digest import digest
from khaldun.core.document import Document
from khaldun.core.event import Event, Headline, MentionRecord
from khaldun.core.statement import Factuality, Reading, Stance
from khaldun.core.values import Count, DateRange, Place, Ref, Value
from khaldun.merge.copies import copies
from khaldun.merge.profile import Profile, best_date, best_places, exactness, rules

Told = Sequence[tuple[MentionRecord, Reading]]
"""What was read for one property, with the mentions it was read for."""
_FACTS = (Factuality.OCCURRED, Factuality.DENIED, Factuality.PLANNED, Factuality.HYPOTHETICAL)


def build(group: Sequence[Profile]) -> Event:
    """Return the event of a group of mentions; the same group always gives the same event."""
    records = sorted((p.record for p in group), key=_by_age)
    copied = copies(_documents(records))
    told = _by_property(records)
    type_ = _type(records)
    disputed, growing = _disputes(told, copied)
    factuality = _factuality(records)
    if factuality == Factuality.OCCURRED and any(r.mention.factuality is Factuality.DENIED for r in records):
        disputed = tuple(sorted({*disputed, "factuality"}))
    return Event(
        id=event_id(records),
        type=type_,
        scope=records[0].mention.scope.value,
        factuality=factuality,
        records=tuple(records),
        headlines=_headlines(told, type_, copied),
        conflicts=disputed,
        growing=growing,
        copies=copied,
        independent_sources=_independent(records, copied),
    )


def _by_age(record: MentionRecord) -> tuple[str, str, int, str]:
    document = record.document
    return (
        document.source.published or "9999",
        document.text_sha256,
        record.mention.anchors[0].start,
        record.mention.id,
    )


def event_id(records: Sequence[MentionRecord]) -> str:
    """Return the digest of the first mention by (published, document, start)."""
    first = min(records, key=_by_age)
    return digest("event", first.document.source.published or "", first.document.id, first.mention.id)


def _documents(records: Iterable[MentionRecord]) -> list[Document]:
    return list({r.document.id: r.document for r in records}.values())


def _type(records: Sequence[MentionRecord]) -> str:
    votes = Counter[str]()
    for record in records:
        votes[record.mention.type] += 1 + round(record.mention.confidence)
    top = max(votes.values())
    return next(r.mention.type for r in records if votes[r.mention.type] == top)


def _factuality(records: Sequence[MentionRecord]) -> str:
    told = {r.mention.factuality for r in records}
    return next(f for f in _FACTS if f in told).value


def _independent(records: Sequence[MentionRecord], copied: Mapping[str, str]) -> int:
    """Return the number of outlets and accounts that are no copies; each counts once."""
    originals = [r.document for r in records if r.document.id not in copied]
    return max(1, len({d.speaker or d.id for d in originals}))


def _by_property(records: Iterable[MentionRecord]) -> dict[str, Told]:
    found: dict[str, list[tuple[MentionRecord, Reading]]] = defaultdict(list)
    for record in records:
        for reading in record.readings:
            found[reading.statement.property].append((record, reading))
    return {name: found[name] for name in sorted(found)}


def _headlines(told: Mapping[str, Told], type_: str, copied: Mapping[str, str]) -> dict[str, Headline]:
    named = rules()["headline"]
    found: dict[str, Headline] = {}
    for name, pairs in told.items():
        if name == "type":
            found[name] = _headline(pairs, type_, named["type"])
        elif name == "date":
            found[name] = _date(pairs, named["date"])
        elif name == "place":
            found[name] = _place(pairs, named["place"])
        elif isinstance(pairs[0][1].value, Count):
            found[name] = _count(pairs, copied, named["count"])
    return found


def _headline(pairs: Told, value: Value | None, rule: str) -> Headline:
    return Headline(value, rule, _ids(r for _, r in pairs if r.value == value))


def _ids(readings: Iterable[Reading]) -> tuple[str, ...]:
    return tuple(sorted({r.statement.id for r in readings}))


def _date(pairs: Told, rule: str) -> Headline:
    """Return the date that most reports' dates meet; of equals the earliest: burials and statements come later."""
    per_report: list[DateRange] = []
    told_as: dict[DateRange, set[Value]] = defaultdict(set)
    for record, readings in _by_record(pairs):
        ranges = [r.value for r in readings if isinstance(r.value, DateRange)]
        if ranges:
            told = best_date(ranges)
            per_report.append(_by_then(told, record))
            told_as[per_report[-1]].add(told)
    if not per_report:
        return Headline(None, rule, _ids(r for _, r in pairs))
    chosen = best_date(sorted(per_report, key=lambda r: r.start))
    return Headline(chosen, rule, _ids(r for _, r in pairs if r.value in told_as[chosen] | {chosen}))


def _by_then(told: DateRange, record: MentionRecord) -> DateRange:
    """Return a month or year that a report is published in as the days of it up to then: what it tells has happened.

    Days, and what is only planned, stay as told.
    """
    bounds, published = bounds_of(told), as_day(record.document.source.published)
    happened = record.mention.factuality in (Factuality.OCCURRED, Factuality.DENIED)
    if not happened or bounds is None or published is None or told.start == bounds[0].isoformat():
        return told
    first, last = bounds
    if not first <= published < last:
        return told
    return DateRange(first.isoformat(), published.isoformat(), told.precision)


def _by_record(pairs: Told) -> Iterator[tuple[MentionRecord, list[Reading]]]:
    for _, group in groupby(pairs, key=lambda pair: pair[0].mention.id):
        told = list(group)
        yield told[0][0], [reading for _, reading in told]


def _place(pairs: Told, rule: str) -> Headline:
    """Return the place that most reports put first; of equals the most exact, then the first told."""
    firsts: list[Place] = []
    for _, readings in _by_record(pairs):
        firsts.extend(best_places(readings)[:1])
    if not firsts:
        return Headline(None, rule, _ids(r for _, r in pairs))
    votes = Counter(firsts)
    chosen = min(votes, key=lambda p: (_worth(p), -votes[p], firsts.index(p)))
    return _headline(pairs, chosen, rule)


def _worth(place: Place) -> int:
    """Return the rank of a place as a headline; one without a point comes after all that have one but a country."""
    return exactness(place) if place.lat is not None else 3


def _count(pairs: Told, copied: Mapping[str, str], rule: str) -> Headline:
    """Return the count most independent speakers give (of equals the latest), low and high the extremes told.

    A copy tells no count of its own: where its original was corrected, it still has the old one.
    """
    counted = [
        (rec, r, r.value) for rec, r in pairs if isinstance(r.value, Count) and r.stance is not Stance.DENIES
    ]
    said = [told for told in counted if told[0].document.id not in copied] or counted
    if not said:
        return Headline(None, rule, _ids(r for _, r in pairs))
    support: dict[Count, set[str]] = defaultdict(set)
    latest: dict[Count, str] = {}
    for record, reading, value in said:
        origin = copied.get(record.document.id, record.document.id)
        support[value].add(reading.attribution.speaker or origin)
        latest[value] = max(latest.get(value, ""), record.document.source.published or "")
    chosen = max(support, key=lambda c: (not c.vague, len(support[c]), latest[c], c.central or 0))
    shown = chosen if len(support) == 1 else _widest(support, chosen)
    return Headline(shown, rule, _ids(r for _, r, value in said if value == chosen))


def _widest(told: Collection[Count], chosen: Count) -> Count:
    """Return the chosen count between the extremes told; it stays open above where the highest is only a floor."""
    numbers = {n for c in told for n in (c.low, c.best, c.high) if n is not None}
    top = max(numbers, default=None)
    open_above = all(c.best is None and c.high is None for c in told if top in (c.low, c.best, c.high))
    return Count(min(numbers, default=None), chosen.best, None if open_above else top, chosen.vague)


def _disputes(told: Mapping[str, Told], copied: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the properties whose figures are at odds, and those whose figure grows from day to day."""
    conflicts: list[str] = []
    growing: list[str] = []
    for name, pairs in told.items():
        series = _series(pairs, copied)
        if len({number for _, number in series}) > 1:
            (growing if _grows(series) else conflicts).append(name)
    if _perpetrators_disputed(told):
        conflicts.append("actor")
    return tuple(sorted(conflicts)), tuple(growing)


def _series(pairs: Told, copied: Mapping[str, str]) -> list[tuple[str, int]]:
    """Return (published, number) of the figures that are told firmly, and not in a copy."""
    series = []
    for record, r in pairs:
        if isinstance(r.value, Count) and not r.value.vague and r.stance is not Stance.DENIES:
            number = r.value.central
            if number is not None and record.document.id not in copied:
                series.append((record.document.source.published or "", number))
    return series


def _grows(series: list[tuple[str, int]]) -> bool:
    """Tell whether each later publication gives no smaller figure than the one before, on more than one day."""
    days: dict[str, list[int]] = defaultdict(list)
    for published, number in series:
        days[published[:10]].append(number)
    if "" in days or len(days) < 2:
        return False
    ordered = [days[d] for d in sorted(days)]
    factor = float(rules()["growth"])
    return all(max(a) <= min(b) <= factor * max(a) for a, b in pairwise(ordered))


def _perpetrators_disputed(told: Mapping[str, Told]) -> bool:
    named = any(isinstance(r.value, Ref) for _, r in told.get("actor", ()))
    return named and "responsibility_denied" in told


def supported(
    event: Event, property: str, keep: Callable[[int, int], bool]
) -> list[tuple[Ref, list[Reading]]]:
    """Return an event's references for a property with their readings, those that `keep(reports, all)` accepts.

    Sorted by the number of reports that name them, then by name.
    """
    by_ref: dict[str, list[Reading]] = defaultdict(list)
    refs: dict[str, Ref] = {}
    reports: dict[str, set[str]] = defaultdict(set)
    for record in event.records:
        for r in record.readings:
            if r.statement.property == property and isinstance(r.value, Ref):
                key = r.value.id or r.value.name.casefold()
                refs.setdefault(key, r.value)
                by_ref[key].append(r)
                reports[key].add(record.document.id)
    total = len({r.document.id for r in event.records})
    kept = [k for k in by_ref if keep(len(reports[k]), total)]
    return [(refs[k], by_ref[k]) for k in sorted(kept, key=lambda k: (-len(reports[k]), refs[k].name))]


def place_of(event: Event) -> Place | None:
    """Return the event's headline place."""
    headline = event.headlines.get("place")
    return headline.value if headline and isinstance(headline.value, Place) else None


def date_of(event: Event) -> DateRange | None:
    """Return the event's headline date."""
    headline = event.headlines.get("date")
    return headline.value if headline and isinstance(headline.value, DateRange) else None
