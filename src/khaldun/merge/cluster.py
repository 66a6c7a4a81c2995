"""Groups event mentions into events: a pure function of the mentions and the judgements on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from khaldun.core.event import Judgement, Verdict
from khaldun.core.statement import Scope
from khaldun.merge.compare import POINTLIKE, TOO_LITTLE, compare, is_named
from khaldun.merge.profile import Profile, rules

_WIDEST = 40
"""A mention that may lie on more days than this meets candidates by its place alone."""

_CROWD, _NEIGHBOURS = 60, 20
"""A block of more than 60 mentions is compared 20 neighbours wide; incidents with more reports are rare."""
_WITNESSES = 12
"""Mentions of each side that are asked whether two groups contradict each other."""

Pair = tuple[int, int]
Key = tuple[object, ...]


class CandidateIndex(Protocol):
    """Finds the mentions that a mention may be the same event as; the store implements it for archives."""

    def pairs(self, profiles: Sequence[Profile]) -> Iterable[Pair]:
        """Yield the pairs of positions to compare, each once, sorted."""
        ...


class BlockIndex:
    """Candidates in memory: by country and day, and by town."""

    def pairs(self, profiles: Sequence[Profile]) -> Iterable[Pair]:
        """Return the pairs of positions that share a block, of two reports, on days that can be one event's."""
        blocks: dict[Key, list[int]] = defaultdict(list)
        for i, p in enumerate(profiles):
            if p.record.mention.scope is Scope.INCIDENT:
                for key in _keys(p):
                    blocks[key].append(i)
        windows = [_window(p) for p in profiles]
        documents = [p.record.document.id for p in profiles]
        distinct = {tuple(members) for members in blocks.values() if len(members) > 1}
        found = {pair for members in distinct for pair in _pairs(members, windows)}
        return sorted((i, j) for i, j in found if documents[i] != documents[j])


def _window(p: Profile) -> Pair:
    """Return the days, as ordinals, between which another mention of the same event may begin and end."""
    if p.days is None:
        return date.min.toordinal(), date.max.toordinal()
    return p.days.first.toordinal() - int(rules()["different_days"]), p.days.last.toordinal()


def _pairs(members: Sequence[int], windows: Sequence[Pair]) -> Iterator[Pair]:
    """Yield the pairs of a block whose windows meet, a few of them where it is crowded.

    There each mention meets its next neighbours and the block's first few. Mentions that tell the same join by way of
    these, so the pairs of an event with a thousand reports stay few.
    """
    lasting = [(m, *windows[m]) for m in members]
    crowded = len(members) > _CROWD
    for distance in range(1, 1 + _NEIGHBOURS if crowded else len(members)):
        for (i, first, last), (j, start, end) in zip(lasting, lasting[distance:], strict=False):
            if start <= last and first <= end:
                yield i, j
    for at, (i, first, last) in enumerate(lasting[:_NEIGHBOURS] if crowded else ()):
        yield from ((i, j) for j, start, end in lasting[at + 1 :] if start <= last and first <= end)


def _keys(p: Profile) -> set[Key]:
    keys: set[Key] = {("name", name) for name in p.names}
    for place in p.places[:3]:
        if is_named(place):
            keys.add(("place", place.name))
        if place.lat is not None and place.lon is not None and place.precision in POINTLIKE:
            lat, lon = round(place.lat), round(place.lon)
            keys |= {(lat + i, lon + j) for i in (-1, 0, 1) for j in (-1, 0, 1)}
    if p.days is not None and p.days.told and (p.days.last - p.days.first).days <= _WIDEST:
        first, last = _window(p)
        keys |= {("day", country, day) for country in p.countries for day in range(first, last + 1)}
    return keys


def judge(profiles: Sequence[Profile], index: CandidateIndex) -> list[Judgement]:
    """Return the linker's judgements on all candidate pairs, the certain differences left out."""
    found = (compare(profiles[i], profiles[j]) for i, j in index.pairs(profiles))
    return sorted((j for j in found if j.verdict is not Verdict.DIFFERENT), key=lambda j: (j.left, j.right))


def cluster(profiles: Sequence[Profile], judgements: Sequence[Judgement]) -> list[list[Profile]]:
    """Return groups of mentions, joined from the surest pair down while too few pairs contradict.

    Decisions of people bind: a "same" joins whatever the score, a "different" keeps apart.
    """
    by_id = {p.id: p for p in profiles}
    order = {p.id: by_content(p) for p in profiles}
    verdicts = {(j.left, j.right): j for j in judgements}
    group = {p.id: p.id for p in profiles}
    members = {p.id: [p.id] for p in profiles}
    binding = [j for j in judgements if j.verdict is Verdict.SAME and j.left in by_id and j.right in by_id]
    for judgement in sorted(binding, key=lambda j: _surest_first(j, order)):
        a, b = sorted((group[judgement.left], group[judgement.right]))
        if a != b and (_is_person(judgement) or _may_join(members[a], members[b], by_id, verdicts)):
            members[a].extend(members.pop(b))
            group.update(dict.fromkeys(members[a], a))
    return [[by_id[m] for m in sorted(ids)] for _, ids in sorted(members.items())]


Content = tuple[str, str, int]


def by_content(p: Profile) -> Content:
    """Return what orders mentions whatever their reports are called: publication, text and place in it."""
    document = p.record.document
    return (document.source.published or "9999", document.text_sha256, p.record.mention.anchors[0].start)


def _surest_first(
    judgement: Judgement, order: Mapping[str, Content]
) -> tuple[bool, float, list[Content], str, str]:
    ends = sorted((order[judgement.left], order[judgement.right]))
    return (not _is_person(judgement), -judgement.score, ends, judgement.left, judgement.right)


def _is_person(judgement: Judgement) -> bool:
    return judgement.author.startswith("person:")


def _may_join(
    left: list[str],
    right: list[str],
    by_id: Mapping[str, Profile],
    verdicts: Mapping[tuple[str, str], Judgement],
) -> bool:
    contradicted = 0
    left, right = sorted(left)[:_WITNESSES], sorted(right)[:_WITNESSES]
    for a in left:
        for b in right:
            known = verdicts.get((min(a, b), max(a, b)))
            judgement = known or compare(by_id[a], by_id[b])
            if judgement.verdict is Verdict.DIFFERENT:
                if _is_person(judgement):
                    return False
                contradicted += _is_contradiction(judgement)
    return contradicted <= float(rules()["contradicted_share"]) * len(left) * len(right)


def _is_contradiction(judgement: Judgement) -> bool:
    """Tell whether a pair is told apart by what it says, and not by how little it says."""
    return judgement.reasons[0] != TOO_LITTLE
