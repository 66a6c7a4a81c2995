"""Merging: readings of many documents in, judgements and events out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from khaldun.core.event import Event, Judgement, MentionRecord
from khaldun.merge.cluster import BlockIndex, CandidateIndex, cluster, judge
from khaldun.merge.profile import profile
from khaldun.merge.view import build

__all__ = ["BlockIndex", "CandidateIndex", "merge"]


def merge(
    records: Iterable[MentionRecord], decided: Sequence[Judgement] = (), index: CandidateIndex | None = None
) -> tuple[list[Judgement], list[Event]]:
    """Return the linker's judgements and the events, both sorted; `decided` are people's judgements."""
    profiles = sorted((profile(r) for r in records), key=lambda p: p.id)
    found = judge(profiles, index or BlockIndex())
    bound = {(j.left, j.right) for j in decided}
    judgements = [*decided, *(j for j in found if (j.left, j.right) not in bound)]
    events = [build(group) for group in cluster(profiles, judgements)]
    return found, sorted(events, key=lambda e: e.id)
