"""Buildings and sites named after a town or standing in it: their words are kept with the place."""

from __future__ import annotations

from khaldun.resolve.places.names import NameFinder
from khaldun.resolve.places.rules import Cues

_MAX_CONNECTORS = 3
_MAX_PROPER = 3
"""Words of a site's own name: "Mrauk-U General Hospital", "Al-Ahli Arab Hospital in Gaza City"."""


def site_around(finder: NameFinder, first: int, last: int) -> tuple[int, int] | None:
    """Return the tokens of the site with the town name [first, last) in it, None where there is none."""
    cues = finder.cues_at(first)
    after = _site_after(finder, last, cues)
    if after is not None:
        return first, after
    before = _site_before(finder, first, cues)
    return None if before is None else (before, last)


def _site_after(finder: NameFinder, last: int, cues: Cues) -> int | None:
    """Return the end of a site word after the name: "Kadugli base", "Mrauk-U General Hospital"."""
    words = finder.words
    for end in range(last, min(len(words), last + _MAX_PROPER)):
        if not finder.tied(end) or end in finder.taken:
            return None
        found = _facility_from(finder, end, cues)
        if found is not None:
            return found
        if not (finder.caps[end] or words.folded[end] == "s"):
            return None
    return None


def _facility_from(finder: NameFinder, first: int, cues: Cues) -> int | None:
    """Return the end of the longest facility phrase that begins at the token."""
    words = finder.words
    for size in (3, 2, 1):
        last = first + size
        if last <= len(words) and words.stems[first:last] in cues.facilities:
            if all(finder.tied(k) for k in range(first + 1, last)):
                return last
    return None


def _site_before(finder: NameFinder, first: int, cues: Cues) -> int | None:
    """Return the first token of a site before the name: "hospital in", "mosquée de", "مستشفى"."""
    words = finder.words
    k = first - 1
    steps = 0
    while k >= 0 and steps < _MAX_CONNECTORS and finder.tied(k + 1) and _connects(finder, k, cues):
        k, steps = k - 1, steps + 1
    if k < 0 or not finder.tied(k + 1):
        return None
    begin = _facility_to(finder, k + 1, cues)
    if begin is None:
        begin = _named_facility_to(finder, k + 1, cues)
    if begin is None:
        return None
    while begin > 0 and finder.tied(begin) and finder.caps[begin - 1] and finder.caps[begin] and begin - 1 not in finder.taken:
        if words.stems[begin - 1] in finder.stop.never or first - begin > 6:
            break
        begin -= 1
    return begin


def _connects(finder: NameFinder, k: int, cues: Cues) -> bool:
    stem, folded = finder.words.stems[k], finder.words.folded[k]
    return folded in cues.connectors or stem in cues.connectors or stem in cues.settlement and stem not in cues.facility_heads


def _facility_to(finder: NameFinder, end: int, cues: Cues) -> int | None:
    """Return the first token of the longest facility phrase that ends before token `end`."""
    for size in (3, 2, 1):
        first = end - size
        if first >= 0 and _stems(finder, first, end) in cues.facilities and all(finder.tied(k) for k in range(first + 1, end)):
            return first
    return None


def _stems(finder: NameFinder, first: int, last: int) -> tuple[str, ...]:
    found = list(finder.words.stems[first:last])
    if finder.cues_at(first) is finder.arabic:
        head = found[0]
        for proclitic in ("ب", "ل", "و", "ال"):
            if (head,) not in finder.arabic.facilities and head.startswith(proclitic) and (head[len(proclitic) :],) in finder.arabic.facilities:
                found[0] = head[len(proclitic) :]
    return tuple(found)


def _named_facility_to(finder: NameFinder, end: int, cues: Cues) -> int | None:
    """Return the start of a facility with a name of its own between it and the town: "mosquée Al-Nour de Fambita"."""
    words = finder.words
    k = end - 1
    while k >= 0 and end - k <= _MAX_PROPER and finder.caps[k] and finder.tied(k + 1) and k not in finder.taken:
        begin = _facility_to(finder, k, cues) if finder.tied(k) else None
        if begin is not None:
            return begin
        if words.stems[k] in cues.titles:
            return None
        k -= 1
    return None
