"""Compares two event mentions: a score, the verdict it leads to, and the reasons in words."""

from __future__ import annotations

import math
from datetime import date

from khaldun.core.days import as_day
from khaldun.core.event import Judgement, Verdict
from khaldun.core.values import Place, PlacePrecision
from khaldun.merge.profile import Profile, rules, type_rules

TOO_LITTLE = "no place in common, and too little else"
AUTHOR = "khaldun.merge/1"
POINTLIKE = (PlacePrecision.EXACT, PlacePrecision.NEAR, PlacePrecision.ADMIN2)

_TOWNLIKE = (PlacePrecision.EXACT, PlacePrecision.NEAR)
_LEAP = 2024
"""A year that has all days."""

Clue = tuple[float, str]


class _Different(Exception):  # noqa: N818 - not an error: it ends the comparison with a reason
    """Two mentions contradict each other."""


def compare(a: Profile, b: Profile) -> Judgement:
    """Return the judgement on two mentions; the score is squeezed to [0, 1] with the bar at 0.5."""
    left, right = sorted((a.id, b.id))
    try:
        clues = [
            _type(a, b),
            _scope(a, b),
            _actors(a, b),
            _day(a, b),
            _place(a, b),
            *_page(a, b),
            *_shared(a, b),
        ]
        _enough(a, b, clues)
    except _Different as reason:
        return Judgement(left, right, Verdict.DIFFERENT, 0.0, (str(reason),), AUTHOR)
    total = sum(weight for weight, _ in clues)
    bar = float(rules()["bar"])
    verdict = Verdict.SAME if total >= bar else Verdict.UNDECIDED
    reasons = tuple(reason for weight, reason in clues if reason and weight != 0)
    return Judgement(left, right, verdict, round(1 / (1 + math.exp(bar - total)), 4), reasons, AUTHOR)


def _weight(name: str) -> float:
    return float(rules()["weights"][name])


def _scope(a: Profile, b: Profile) -> Clue:
    if a.record.document.id == b.record.document.id:
        raise _Different("one report tells them apart")
    if a.record.mention.scope is not b.record.mention.scope:
        raise _Different("one is an incident, the other a total")
    if a.record.mention.scope.value != "incident":
        raise _Different("totals are not joined")
    return 0.0, ""


def _type(a: Profile, b: Profile) -> Clue:
    if a.type == b.type:
        return _weight("same_type"), f"both are {a.type.replace('_', ' ')}"
    if a.family == b.family:
        name = "general_type" if "attack" in (a.type, b.type) else "same_family"
        return _weight(name), f"{a.type} and {b.type} are of one kind"
    if [a.family, b.family] in type_rules()["may_mix"] or [b.family, a.family] in type_rules()["may_mix"]:
        return _weight("mixed_family"), ""
    raise _Different(f"{a.type} and {b.type} are different kinds of event")


def _actors(a: Profile, b: Profile) -> Clue:
    shared = a.actors & b.actors
    if shared:
        return _weight("same_actor"), f"both name {', '.join(sorted(shared)[:3])}"
    rivals = a.asserted_actors and b.asserted_actors and not _related(a.asserted_actors, b.asserted_actors)
    if rivals and not (a.asserted_actors & b.recipients or b.asserted_actors & a.recipients):
        return _weight("rival_actors"), "they assert different perpetrators"
    return 0.0, ""


def _related(left: frozenset[str], right: frozenset[str]) -> bool:
    """Tell whether two groups of actors share a state: "USA" and "USA.armed_forces" do."""
    return bool({x.split(".")[0] for x in left} & {x.split(".")[0] for x in right})


def _day(a: Profile, b: Profile) -> Clue:
    if a.days is None or b.days is None:
        return _whatever_year(a, b)
    gap = max(0, (b.days.first - a.days.last).days, (a.days.first - b.days.last).days)
    if not (a.days.told and b.days.told):
        if gap > 2:
            raise _Different(f"the days lie at least {gap} days apart")
        return max(_told_together(a, b), _same_words(a, b))
    if gap > int(rules()["different_days"]):
        raise _Different(f"the days lie {gap} days apart")
    if gap == 0:
        wide = max((d.last - d.first).days for d in (a.days, b.days))
        return (_weight("same_day"), "the same day") if wide <= 7 else (0.4, "the same weeks")
    return (_weight("next_day"), "one day apart") if gap == 1 else (_weight("two_days"), f"{gap} days apart")


def _whatever_year(a: Profile, b: Profile) -> Clue:
    """Return the clue that lies in a month and day told without a year, against another day."""
    dated = a.yearless and b.yearless
    if not dated and not any(p.yearless and q.days and q.days.told for p, q in ((a, b), (b, a))):
        return _same_words(a, b)
    gap = _yearless_gap(a, b)
    if gap > int(rules()["different_days"]):
        raise _Different("the days of the year lie apart")
    return (_weight("same_yearless_day"), "the same day of the year") if gap <= 1 else (0.0, "")


def _yearless_gap(a: Profile, b: Profile) -> int:
    """Return the days between two days of the year, whatever their years."""
    return min(_apart(m, n) for m in _days_of_year(a) for n in _days_of_year(b))


def _days_of_year(p: Profile) -> list[int]:
    """Return the first and last day told as days of a leap year."""
    told = [p.yearless] if p.yearless else []
    if p.days is not None:
        told = [(day.month, day.day) for day in (p.days.first, p.days.last)]
    return [date(_LEAP, month, day).timetuple().tm_yday for month, day in told]


def _apart(m: int, n: int) -> int:
    return min(abs(m - n), 366 - abs(m - n))


def _same_words(a: Profile, b: Profile) -> Clue:
    """Return the clue that lies in the same words for a day whose year or week no anchor gives: "January 18"."""
    shared = a.day_words & b.day_words
    return (_weight("same_day_words"), f"both say {min(shared)}") if shared else (_weight("day_unknown"), "")


def _told_together(a: Profile, b: Profile) -> Clue:
    """Return the clue that lies in two reports, one without a day of its own, that appeared within some days."""
    published = [as_day(p.record.document.source.published) for p in (a, b)]
    if published[0] is None or published[1] is None:
        return _weight("day_unknown"), ""
    gap = abs((published[0] - published[1]).days)
    if gap <= int(rules()["told_together_days"]):
        return _weight("told_together"), f"published {gap} days apart" if gap else "published on the same day"
    return _weight("day_unknown"), ""


def _place(a: Profile, b: Profile) -> Clue:
    if not a.places or not b.places:
        return _weight("place_unknown"), ""
    towns, others = _towns(a), _towns(b)
    left, right = (towns, others) if towns and others else (a.places[:3], b.places[:3])
    best = max((_two_places(p, q) for p in left for q in right), key=lambda c: c[0])
    if best[0] <= _weight("other_country") and not (a.located and b.located):
        return _weight("maybe_apart"), f"{best[1]}, if they are where it happened"
    return best


def _towns(p: Profile) -> list[Place]:
    """Return the likeliest places that are as small as a town: where both name one, no region ties two reports."""
    return [place for place in p.places[:3] if place.precision in _TOWNLIKE and place.lat is not None]


def _two_places(p: Place, q: Place) -> Clue:
    if p.country and q.country and p.country != q.country:
        return _weight("other_country"), f"{p.name} and {q.name} lie in different countries"
    if is_named(p) and is_named(q) and (p.name == q.name or (p.id and p.id == q.id)):
        return _weight("same_place"), f"both at {p.name}"
    km = distance_km(p, q)
    return (_weight("place_unknown"), "") if km is None else _two_located(p, q, km)


def _two_located(p: Place, q: Place, km: float) -> Clue:
    if p.precision in POINTLIKE and q.precision in POINTLIKE:
        return _two_points(p, q, km)
    if PlacePrecision.COUNTRY in (p.precision, q.precision):
        return _weight("same_country"), f"both in {p.country}"
    if km <= (p.radius_km or 0) + (q.radius_km or 0):
        return _weight("containing_place"), f"{p.name} and {q.name} overlap"
    return _weight("apart"), f"{p.name} and {q.name} lie {km:.0f} km apart"


def is_named(place: Place) -> bool:
    """Tell whether a place is named more closely than by its country: a town, an area, or a name no gazetteer has."""
    return place.precision is not PlacePrecision.COUNTRY or place.lat is None


def _two_points(p: Place, q: Place, km: float) -> Clue:
    reach = max(float(rules()["same_place_km"]), (p.radius_km or 0) + (q.radius_km or 0))
    if km <= reach:
        return _weight("same_place"), f"{p.name} and {q.name} lie {km:.0f} km apart"
    if km > float(rules()["different_place_km"]):
        return _weight("other_country"), f"{p.name} and {q.name} lie {km:.0f} km apart"
    return _weight("apart"), f"{p.name} and {q.name} lie {km:.0f} km apart"


def distance_km(p: Place, q: Place) -> float | None:
    """Return the great-circle distance of two places in kilometres, None where a point is missing."""
    if p.lat is None or p.lon is None or q.lat is None or q.lon is None:
        return None
    a, b, c, d = map(math.radians, (p.lat, p.lon, q.lat, q.lon))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, h)))


def _page(a: Profile, b: Profile) -> list[Clue]:
    """Return the clue that lies in a post that stands in the other's page."""
    embedded = (
        a.record.document.parent == b.record.document.id or b.record.document.parent == a.record.document.id
    )
    return [(_weight("embedded"), "the one is embedded in the other's page")] if embedded else []


def _shared(a: Profile, b: Profile) -> list[Clue]:
    clues: list[Clue] = []
    figures = a.figures & b.figures
    if figures:
        name, number = min(figures)
        clues.append((_weight("same_figure"), f"both say {number} {name}"))
    if a.arms & b.arms:
        clues.append((_weight("same_weapon"), f"both name {min(a.arms & b.arms)}"))
    names = len(a.names & b.names)
    if names:
        clues.append((_weight("same_proper_name") * min(2, names), "they share proper names"))
    if a.recipients & b.recipients:
        clues.append((_weight("same_recipient"), "the same side was hit"))
    if a.targets & b.targets:
        clues.append((_weight("same_name"), f"both name a {min(a.targets & b.targets)}"))
    return clues


def _enough(a: Profile, b: Profile, clues: list[Clue]) -> None:
    """Refuse a pair that lies apart, or that shares no named place and too little else."""
    place = clues[4]
    if place[0] <= _weight("other_country"):
        raise _Different(place[1])
    tied = bool(a.figures & b.figures or a.arms & b.arms or a.targets & b.targets or a.actors & b.actors)
    told = a.days is not None and b.days is not None and a.days.told and b.days.told
    if (a.names & b.names and a.figures & b.figures) or (told and _page(a, b)):
        return
    if place[0] < _weight("containing_place") and not (told and tied):
        raise _Different(TOO_LITTLE)
