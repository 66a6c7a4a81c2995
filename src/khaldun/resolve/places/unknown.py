"""Places that the gazetteer lacks: kept by their words, located by what the text says they lie in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from khaldun.core.mention import Mention, MentionKind
from khaldun.core.span import Span
from khaldun.core.values import Place, PlacePrecision
from khaldun.core.words import is_arabic
from khaldun.resolve.places.disambiguate import Context
from khaldun.resolve.places.keys import ARTICLES
from khaldun.resolve.places.name import Name
from khaldun.resolve.places.view import TextView

_ARTICLES = frozenset(("el", "la", "los", "las", "le", "les", "al"))
_MAX_WORDS = 3
_MAX_TIES = 4
_REACH = 60
"""How many characters may lie between an unknown place and what locates it, both in one sentence."""
_FALLBACK_KM = 300.0


def unknown_places(
    view: TextView,
    names: Sequence[Name],
    accepted: Sequence[Name],
    mentions: Sequence[Mention],
    context: Context,
) -> list[Mention]:
    """Return mentions of unknown names that a cue marks as places."""
    covered = [False] * len(view.words)
    for name in accepted:
        for k in range(name.first, name.last):
            covered[k] = True
    doubtful = {k for n in names if n.person or n.organization for k in range(n.first, n.last)}
    found: list[Mention] = []
    for first, last, strong in _runs(view, covered, doubtful):
        span = view.words.span(first, last)
        place = _locate(view, span, mentions, context, strong)
        if place is not None:
            found.append(Mention(MentionKind.PLACE, span, span.of(view.text), place, "not in the gazetteer"))
    return found


def _runs(view: TextView, covered: Sequence[bool], doubtful: set[int]) -> Iterator[tuple[int, int, bool]]:
    """Yield runs of capitalized words after a place cue, with whether the cue is a strong one."""
    after = 1
    for i, capital in enumerate(view.caps):
        if not capital or i < after or covered[i]:
            continue
        last = _run_end(view, i, covered)
        after = max(last, i + 1)
        if last == i or view.title[i] or any(k in doubtful for k in range(i, last)):
            continue
        cue = _cue_before(view, i) or _unit_after(view, last)
        if cue and _may_be_place(view, i, last):
            yield i, last, cue == "strong"


def _run_end(view: TextView, i: int, covered: Sequence[bool]) -> int:
    last = i
    total = len(view.words)
    while last < total and last - i < _MAX_WORDS + 1:
        if covered[last] or last in view.taken or (last > i and not view.tied(last)):
            break
        article = (
            last > i and view.words.folded[last] in ARTICLES and last + 1 < total and view.caps[last + 1]
        )
        if not view.caps[last] and not (article and view.tied(last + 1)):
            break
        last += 1
    return last


def _cue_before(view: TextView, i: int) -> str:
    """Return "strong" after a word for a settlement or site, "weak" after a preposition of place."""
    words, cues = view.words, view.cues_at(i)
    k = i - 1
    if k < 0 or not view.tied(i):
        return ""
    if (
        words.folded[k] in cues.connectors
        and k > 0
        and view.tied(k)
        and _is_head(words.stems[k - 1], view, i)
    ):
        return "strong"
    if _is_head(words.stems[k], view, i):
        return "strong"
    return "weak" if words.stems[k] in cues.prepositions else ""


def _unit_after(view: TextView, last: int) -> str:
    """Return "weak" where a comma, a name and a word for a unit follow: "Kurmin Wali, Kajuru LGA"."""
    words = view.words
    gap = view.text[words.ends[last - 1] : words.starts[last]] if last < len(words) else ""
    if gap not in (", ", " ("):
        return ""
    cues = view.cues_at(last)
    return "weak" if any(s in cues.admin for s in words.stems[last + 1 : last + 4]) else ""


def _is_head(stem: str, view: TextView, i: int) -> bool:
    cues = view.cues_at(i)
    return stem in cues.settlement or stem in cues.facility_heads


def _may_be_place(view: TextView, first: int, last: int) -> bool:
    words, cues = view.words, view.cues_at(first)
    if last - first > _MAX_WORDS or is_arabic(words.folded[first]):
        return False
    stems = words.stems[first + (last - first > 1 and words.folded[first] in _ARTICLES) : last]
    if any(s in view.stop.never or s in cues.organizations or s in cues.titles for s in stems):
        return False
    if (
        any(s in view.stop.names for s in stems)
        or words.text[words.starts[first] : words.ends[last - 1]].isupper()
    ):
        return False
    return max(map(len, stems)) > 2 and not any(s.isdigit() for s in stems)


def _locate(
    view: TextView, span: Span, mentions: Sequence[Mention], context: Context, strong: bool
) -> Place | None:
    """Return where an unknown place lies: in what follows, else (strong cue) in its sentence's area."""
    follower = min(
        (m for m in mentions if m.span.start >= span.end), key=lambda m: m.span.start, default=None
    )
    words = " ".join(span.of(view.text).split())
    if follower is not None and _appended(view, span.end, follower.span.start, strong):
        return _inside(words, follower)
    if not strong:
        return None
    near = [m for m in mentions if _same_sentence(view.text, m.span, span) and _narrow(m)]
    if near:
        return _inside(words, min(near, key=lambda m: (m.span.distance(span), m.span.start)))
    return (
        Place(words, context.main_country, precision=PlacePrecision.COUNTRY) if context.main_country else None
    )


def _appended(view: TextView, end: int, start: int, strong: bool) -> bool:
    """Tell whether only words of containment stand between an unknown name and the next place."""
    gap = view.text[end:start]
    opened = gap.startswith((",", " (")) or (strong and gap.startswith(" "))
    if not opened or not gap.strip() or any(c in gap for c in ".;:\n"):
        return False
    between = view.words.within(Span(end, start))
    return len(between) <= _MAX_TIES and all(_ties(view, k) for k in between)


def _ties(view: TextView, k: int) -> bool:
    cues, stem, folded = view.cues_at(k), view.words.stems[k], view.words.folded[k]
    return (
        folded in cues.connectors
        or stem in cues.prepositions
        or stem in cues.admin
        or stem in cues.settlement
    )


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
