"""Places that the gazetteer lacks: kept by their words, located by what the text says they lie in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from khaldun.core.mention import Mention, MentionKind
from khaldun.core.span import Span
from khaldun.core.values import Place, PlacePrecision
from khaldun.resolve.places.disambiguate import Context
from khaldun.resolve.places.keys import is_arabic
from khaldun.resolve.places.names import Name, NameFinder

_MAX_WORDS = 3
_REACH = 60
"""How many characters may lie between an unknown place and what locates it, both in one sentence."""
_FALLBACK_KM = 300.0


def unknown_places(
    finder: NameFinder, names: Sequence[Name], accepted: Sequence[Name], mentions: Sequence[Mention], context: Context
) -> list[Mention]:
    """Return mentions of unknown names that a cue marks as places."""
    covered = [False] * len(finder.words)
    for name in accepted:
        for k in range(name.first, name.last):
            covered[k] = True
    doubtful = {k for n in names if n.person or n.organization for k in range(n.first, n.last)}
    found: list[Mention] = []
    for first, last, strong in _runs(finder, covered, doubtful):
        span = finder.words.span(first, last)
        place = _locate(finder, span, mentions, context, strong)
        if place is not None:
            found.append(Mention(MentionKind.PLACE, span, span.of(finder.text), place, "not in the gazetteer"))
    return found


def _runs(finder: NameFinder, covered: Sequence[bool], doubtful: set[int]) -> Iterator[tuple[int, int, bool]]:
    """Yield runs of capitalized words after a place cue, with whether the cue is a strong one."""
    after = 1
    for i, capital in enumerate(finder.caps):
        if not capital or i < after or covered[i]:
            continue
        last = _run_end(finder, i, covered)
        after = max(last, i + 1)
        if last == i or finder.title[i] or any(k in doubtful for k in range(i, last)):
            continue
        cue = _cue_before(finder, i) or _unit_after(finder, last)
        if cue and _may_be_place(finder, i, last):
            yield i, last, cue == "strong"


def _run_end(finder: NameFinder, i: int, covered: Sequence[bool]) -> int:
    last = i
    while last < len(finder.words) and last - i < _MAX_WORDS + 1:
        if covered[last] or last in finder.taken or not finder.caps[last] or (last > i and not finder.tied(last)):
            break
        last += 1
    return last


def _cue_before(finder: NameFinder, i: int) -> str:
    """Return "strong" after a word for a settlement or site, "weak" after a preposition of place."""
    words, cues = finder.words, finder.cues_at(i)
    k = i - 1
    if k < 0 or not finder.tied(i):
        return ""
    if words.folded[k] in cues.connectors and k > 0 and finder.tied(k) and _is_head(words.stems[k - 1], finder, i):
        return "strong"
    if _is_head(words.stems[k], finder, i):
        return "strong"
    return "weak" if words.stems[k] in cues.prepositions else ""


def _unit_after(finder: NameFinder, last: int) -> str:
    """Return "weak" where a comma, a name and a word for a unit follow: "Kurmin Wali, Kajuru LGA"."""
    words = finder.words
    gap = finder.text[words.ends[last - 1] : words.starts[last]] if last < len(words) else ""
    if gap not in (", ", " ("):
        return ""
    cues = finder.cues_at(last)
    return "weak" if any(s in cues.admin for s in words.stems[last + 1 : last + 4]) else ""


def _is_head(stem: str, finder: NameFinder, i: int) -> bool:
    cues = finder.cues_at(i)
    return stem in cues.settlement or stem in cues.facility_heads


def _may_be_place(finder: NameFinder, first: int, last: int) -> bool:
    words, cues = finder.words, finder.cues_at(first)
    if last - first > _MAX_WORDS or is_arabic(words.folded[first]):
        return False
    stems = words.stems[first:last]
    if any(s in finder.stop.never or s in cues.organizations or s in cues.titles for s in stems):
        return False
    if any(s in finder.stop.names for s in stems) or words.text[words.starts[first] : words.ends[last - 1]].isupper():
        return False
    return len(words.folded[first]) > 2 and not any(s.isdigit() for s in stems)


def _locate(
    finder: NameFinder, span: Span, mentions: Sequence[Mention], context: Context, strong: bool
) -> Place | None:
    """Return where an unknown place lies: in what follows it, else (after a strong cue) in its sentence's area."""
    follower = min((m for m in mentions if m.span.start >= span.end), key=lambda m: m.span.start, default=None)
    words = " ".join(span.of(finder.text).split())
    if follower is not None and _appended(finder.text[span.end : follower.span.start]):
        return _inside(words, follower)
    if not strong:
        return None
    near = [m for m in mentions if _same_sentence(finder.text, m.span, span) and _narrow(m)]
    if near:
        return _inside(words, min(near, key=lambda m: (m.span.distance(span), m.span.start)))
    return Place(words, context.main_country, precision=PlacePrecision.COUNTRY) if context.main_country else None


def _appended(gap: str) -> bool:
    """Tell whether what stands between a name and the next place ties the one to the other."""
    return len(gap) <= 25 and gap[:1] in (",", "(", " ") and gap.strip(" ,(") in _TIES and gap.strip() != ""


_TIES = frozenset(("", "in", "in the", "en", "dans le", "dans la", "dans l'", "dans l’", "near", "en el", "в", "у", "nel", "em"))


def _same_sentence(text: str, one: Span, other: Span) -> bool:
    left, right = (one, other) if one.start < other.start else (other, one)
    gap = text[left.end : right.start]
    return len(gap) <= _REACH and not any(mark in gap for mark in (". ", "\n", "! ", "? "))


def _narrow(mention: Mention) -> bool:
    value = mention.value
    return isinstance(value, Place) and value.lat is not None and (value.radius_km or 0) < _FALLBACK_KM


def _inside(words: str, mention: Mention) -> Place | None:
    value = mention.value
    if not isinstance(value, Place):
        return None
    precision = PlacePrecision.NEAR if value.precision is PlacePrecision.EXACT else value.precision
    radius = max(value.radius_km or 0.0, 15.0)
    return replace(value, name=words, precision=precision, radius_km=radius, id=None)
