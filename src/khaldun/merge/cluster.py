"""Groups event mentions into events: a pure function of the mentions and the judgements on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations
from typing import Protocol

from khaldun.core.event import Judgement, Verdict
from khaldun.merge.compare import TOO_LITTLE, compare, is_named, may_meet
from khaldun.merge.profile import Profile, rules

_WIDEST = 40
"""A mention that may lie on more days than this meets candidates by its place alone."""

_CROWD, _NEIGHBOURS = 60, 20
"""A block of more than 60 mentions is compared 20 neighbours wide; incidents with more reports are rare."""
_WITNESSES = 12
"""Mentions of each side that are asked whether two groups contradict each other."""

Key = tuple[str, str]


class CandidateIndex(Protocol):
    """Finds the mentions that a mention may be the same event as; the store implements it for archives."""

    def pairs(self, profiles: Sequence[Profile]) -> Iterable[tuple[int, int]]:
        """Yield the pairs of positions to compare, each once, sorted."""
        ...


class BlockIndex:
    """Candidates in memory: by country and day, and by town."""

    def pairs(self, profiles: Sequence[Profile]) -> Iterable[tuple[int, int]]:
        """Yield the pairs of positions that share a block, each once, sorted."""
        blocks: dict[Key, list[int]] = defaultdict(list)
        for i, p in enumerate(profiles):
            if p.record.mention.scope.value == "incident":
                for key in _keys(p):
                    blocks[key].append(i)
        return sorted({pair for members in blocks.values() for pair in _pairs(members)})


def _pairs(members: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a block; in a crowded one each mention meets its next neighbours and the block's first few.

    Mentions that tell the same join by way of these, so the pairs of an event with a thousand reports stay few.
    """
    if len(members) <= _CROWD:
        yield from combinations(members, 2)
        return
    for at, member in enumerate(members):
        for other in {*members[at + 1 : at + 1 + _NEIGHBOURS], *members[:_NEIGHBOURS]} - {member}:
            yield min(member, other), max(member, other)


def _keys(p: Profile) -> set[Key]:
    keys: set[Key] = {("name", name) for name in p.names}
    for place in p.places[:3]:
        if is_named(place):
            keys.add(("place", place.name))
        if (
            place.lat is not None
            and place.lon is not None
            and place.precision.value in ("exact", "near", "admin2")
        ):
            lat, lon = round(place.lat), round(place.lon)
            keys |= {("cell", f"{lat + i},{lon + j}") for i in (-1, 0, 1) for j in (-1, 0, 1)}
    if p.days is not None and (p.days.last - p.days.first).days <= _WIDEST and p.days.told:
        first = p.days.first - timedelta(days=int(rules()["different_days"]))
        span = (p.days.last - first).days
        keys |= {
            ("day", f"{country} {first + timedelta(days=k)}")
            for country in p.countries
            for k in range(span + 1)
        }
    return keys


def judge(profiles: Sequence[Profile], index: CandidateIndex) -> list[Judgement]:
    """Return the linker's judgements on all candidate pairs, the certain differences left out."""
    pairs = ((profiles[i], profiles[j]) for i, j in index.pairs(profiles))
    found = (compare(a, b) for a, b in pairs if may_meet(a, b))
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
