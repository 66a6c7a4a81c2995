"""Buildings and sites named after a town or standing in it: their words are kept with the place."""

from __future__ import annotations

from khaldun.resolve.places.rules import Cues
from khaldun.resolve.places.view import TextView

_MAX_CONNECTORS = 3
_MAX_PROPER = 3
"""Words of a site's own name: "Mrauk-U General Hospital", "Al-Ahli Arab Hospital in Gaza City"."""


def site_around(view: TextView, first: int, last: int) -> tuple[int, int] | None:
    """Return the tokens of the site with the town name [first, last) in it, None where there is none."""
    cues = view.cues_at(first)
    after = _site_after(view, last, cues)
    if after is not None:
        return first, after
    before = _site_before(view, first, cues)
    return None if before is None else (before, last)


def _site_after(view: TextView, last: int, cues: Cues) -> int | None:
    """Return the end of a site word after the name: "Kadugli base", "Mrauk-U General Hospital"."""
    words = view.words
    for end in range(last, min(view.total, last + _MAX_PROPER)):
        if not view.tied(end) or end in view.taken:
            return None
        found = _facility_from(view, end, cues)
        if found is not None:
            return found
        if not (view.caps[end] or words.folded[end] == "s"):
            return None
    return None


def _facility_from(view: TextView, first: int, cues: Cues) -> int | None:
    """Return the end of the longest facility phrase that begins at the token."""
    words = view.words
    for size in (3, 2, 1):
        last = first + size
        known = last <= view.total and words.stems[first:last] in cues.facilities
        if known and all(view.tied(k) for k in range(first + 1, last)):
            return last
    return None


def _site_before(view: TextView, first: int, cues: Cues) -> int | None:
    """Return the first token of a site before the name: "hospital in", "mosquée de", "مستشفى"."""
    words = view.words
    k = first - 1
    steps = 0
    while k >= 0 and steps < _MAX_CONNECTORS and view.tied(k + 1) and _connects(view, k, cues):
        k, steps = k - 1, steps + 1
    if k < 0 or not view.tied(k + 1):
        return None
    begin = _facility_to(view, k + 1, cues)
    if begin is None:
        begin = _named_facility_to(view, k + 1, cues)
    if begin is None:
        return None
    while (
        begin > 0
        and view.tied(begin)
        and view.caps[begin - 1]
        and view.caps[begin]
        and begin - 1 not in view.taken
    ):
        if words.stems[begin - 1] in view.stop.never or first - begin > 6:
            break
        begin -= 1
    return begin


def _connects(view: TextView, k: int, cues: Cues) -> bool:
    stem, folded = view.words.stems[k], view.words.folded[k]
    return (
        folded in cues.connectors
        or stem in cues.connectors
        or (stem in cues.settlement and stem not in cues.facility_heads)
    )


def _facility_to(view: TextView, end: int, cues: Cues) -> int | None:
    """Return the first token of the longest facility phrase that ends before token `end`."""
    for size in (3, 2, 1):
        first = end - size
        if (
            first >= 0
            and _stems(view, first, end) in cues.facilities
            and all(view.tied(k) for k in range(first + 1, end))
        ):
            return first
    return None


def _stems(view: TextView, first: int, last: int) -> tuple[str, ...]:
    found = list(view.words.stems[first:last])
    if view.cues_at(first) is view.arabic:
        head = found[0]
        for proclitic in ("ب", "ل", "و", "ال"):
            if (
                (head,) not in view.arabic.facilities
                and head.startswith(proclitic)
                and (head[len(proclitic) :],) in view.arabic.facilities
            ):
                found[0] = head[len(proclitic) :]
    return tuple(found)


def _named_facility_to(view: TextView, end: int, cues: Cues) -> int | None:
    """Return the start of a facility whose own name stands before the town: "mosquée Al-Nour de Gao"."""
    words = view.words
    k = end - 1
    while k >= 0 and end - k <= _MAX_PROPER and view.caps[k] and view.tied(k + 1) and k not in view.taken:
        begin = _facility_to(view, k, cues) if view.tied(k) else None
        if begin is not None:
            return begin
        if words.stems[k] in cues.titles:
            return None
        k -= 1
    return None
