"""Places that the gazetteer lacks: kept by their words, located by what the text says they lie in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from khaldun.core.mention import Mention, MentionKind
from khaldun.core.span import Span
from khaldun.core.values import Place, PlacePrecision
from khaldun.core.words import is_arabic
from khaldun.resolve.places.arabic import cue_of
from khaldun.resolve.places.disambiguate import Context
from khaldun.resolve.places.english import romanizations
from khaldun.resolve.places.gazetteer import Gazetteer
from khaldun.resolve.places.keys import ARTICLES, arabic_forms, is_cyrillic
from khaldun.resolve.places.name import Name
from khaldun.resolve.places.relations import place_of
from khaldun.resolve.places.rows import PlaceKind
from khaldun.resolve.places.view import TextView

_ARTICLES = frozenset(("el", "la", "los", "las", "le", "les", "al"))
_MAX_WORDS = 3
_MAX_TIES = 6
_REACH = 60
"""How many characters may lie between an unknown place and what locates it, both in one sentence."""
_FALLBACK_KM = 300.0
_AT_HOME = 0.15


@dataclass(frozen=True, slots=True)
class _Run:
    """Tokens [first, last) of an unknown name; `strong`: a word for a settlement or site marks it."""

    first: int
    last: int
    strong: bool


class UnknownPlaces:
    """Places of one text that no known name covers."""

    def __init__(
        self, gazetteer: Gazetteer, view: TextView, names: Sequence[Name], accepted: Sequence[Name]
    ) -> None:
        self.gazetteer, self.view = gazetteer, view
        self._units = [n for n in accepted if n.admin is not None]
        self._covered = {k for n in accepted for k in range(n.first, n.last)}
        self._doubtful = {k for n in names if n.person or n.organization for k in range(n.first, n.last)}

    def mentions(self, known: Sequence[Mention], context: Context) -> list[Mention]:
        """Return mentions of unknown names that a cue marks as places."""
        found: list[Mention] = []
        for run in self._runs():
            span = self.view.words.span(run.first, run.last)
            place = self._romanized(run, context) or _locate(self.view, span, known, context, run.strong)
            if place is not None:
                words = span.of(self.view.text)
                found.append(Mention(MentionKind.PLACE, span, words, place, "not in the gazetteer"))
        return found

    def _runs(self) -> Iterator[_Run]:
        """Yield runs of capitalized words after a place cue, and Arabic names after a word for a settlement."""
        view, after, before = self.view, 1, _Run(0, 0, False)
        for i in view.starts():
            if i < after or i in self._covered:
                continue
            if not view.caps[i]:
                last = self._arabic_end(i)
                after = max(last, i)
                if last > i:
                    yield _Run(i, last, True)
                continue
            last = _run_end(view, i, self._covered)
            after = max(last, i + 1)
            if last == i or view.title[i]:
                continue
            cue = _cue_before(view, i) or self._unit_in(i, last)
            if cue != "strong" and any(k in self._doubtful for k in range(i, last)):
                continue
            cue = cue or _unit_after(view, last) or self._coordinated(i, before)
            if cue and _may_be_place(view, i, last, cue == "strong"):
                before = _Run(i, last, cue == "strong")
                yield before

    def _unit_in(self, first: int, last: int) -> str:
        """Return "strong" where a verb stands before, "in" and a unit after: "raided X in Anka district"."""
        view = self.view
        k = first - 1
        if k < 0 or not view.tied(first) or view.caps[k] or view.words.stems[k] in view.cues_at(first).titles:
            return ""
        joins = last < view.total and view.tied(last) and view.ties(last)
        unit = next((n for n in self._units if n.first == last + 1), None) if joins else None
        return "strong" if unit is not None and view.tied(last + 1) else ""

    def _coordinated(self, i: int, before: _Run) -> str:
        """Return the cue of the unknown name before "and": "between A and B"."""
        joins = (
            i - 1 == before.last > 0 and self.view.words.folded[i - 1] in self.view.cues_at(i).coordinators
        )
        return ("strong" if before.strong else "weak") if joins else ""

    def _arabic_end(self, i: int) -> int:
        """Return the end of an Arabic name that begins at the token, `i` where none does."""
        view, cues = self.view, self.view.arabic
        folded = view.words.folded
        if i == 0 or cue_of(folded[i - 1], cues) != "strong" or not view.tied(i):
            return i
        if cues.heads.isdisjoint(form for form, _ in arabic_forms(folded[i - 1])):
            return i
        if not is_arabic(folded[i]) or not self._arabic_name(i):
            return i
        last = i + 1
        while last - i < _MAX_WORDS and last < view.total and view.tied(last) and self._continues(i, last):
            last += 1
        return last if folded[last - 1] not in cues.compounds else i

    def _continues(self, first: int, k: int) -> bool:
        """Tell whether an Arabic word belongs to the name before it."""
        folded = self.view.words.folded
        if k in self._covered or not self._arabic_name(k):
            return False
        both = folded[k].startswith("ال") and folded[k - 1].startswith("ال")
        return folded[k - 1] in self.view.arabic.compounds or (both and folded[k].endswith(("يه", "ي")))

    def _arabic_name(self, k: int) -> bool:
        """Tell whether an Arabic word may be a name: no stop word, no cue, no adjective of a country."""
        view, word = self.view, self.view.words.folded[k]
        if k in view.taken or len(word) < 3 or word in view.stop.never or word in view.arabic.common:
            return False
        if word in view.arabic.compounds:
            return True
        if view.ties(k) or word in view.arabic.facility_heads or word in view.arabic.titles:
            return False
        return not any(c.entry.kind is PlaceKind.COUNTRY for c in self.gazetteer.lookup(word))

    def _romanized(self, run: _Run, context: Context) -> Place | None:
        """Return the place abroad that a Cyrillic name stands for, in a country that the text is about."""
        words = self.view.words.folded[run.first : run.last]
        if len(words) != 1 or run.last in self._covered or not is_cyrillic(words[0]) or len(words[0]) < 4:
            return None
        for key in romanizations(words[0]):
            for candidate in self.gazetteer.lookup(key):
                if context.share(candidate.entry.country) >= _AT_HOME:
                    return place_of(candidate.entry)
        return None


def _run_end(view: TextView, i: int, covered: AbstractSet[int]) -> int:
    last = i
    total = view.total
    while last < total and last - i < _MAX_WORDS + 1:
        if last in covered or last in view.taken or (last > i and not view.tied(last)):
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
    """Return the cue in a word for a unit or a village after a comma: "X, Kajuru LGA", "X, a village in"."""
    words = view.words
    gap = view.text[words.ends[last - 1] : words.starts[last]] if last < len(words) else ""
    if gap not in (", ", " ("):
        return ""
    cues = view.cues_at(last)
    if any(s in cues.villages for s in words.stems[last : last + 3]):
        return "strong"
    return "weak" if any(s in cues.admin for s in words.stems[last + 1 : last + 4]) else ""


def _is_head(stem: str, view: TextView, i: int) -> bool:
    cues = view.cues_at(i)
    return stem in cues.settlement or stem in cues.facility_heads


def _may_be_place(view: TextView, first: int, last: int, strong: bool) -> bool:
    words, cues = view.words, view.cues_at(first)
    if last - first > _MAX_WORDS or is_arabic(words.folded[first]):
        return False
    stems = words.stems[first + (last - first > 1 and words.folded[first] in _ARTICLES) : last]
    if any(s in view.stop.never or s in cues.titles for s in stems):
        return False
    if not strong and any(s in cues.organizations for s in stems):
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
        return _inside(words, follower, context)
    if not strong:
        return None
    near = [m for m in mentions if _same_sentence(view.text, m.span, span) and _narrow(m)]
    if near:
        return _inside(words, min(near, key=lambda m: (m.span.distance(span), m.span.start)), context)
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
    return len(between) <= _MAX_TIES and all(view.ties(k) for k in between)


def _same_sentence(text: str, one: Span, other: Span) -> bool:
    left, right = (one, other) if one.start < other.start else (other, one)
    gap = text[left.end : right.start]
    return len(gap) <= _REACH and not any(mark in gap for mark in (". ", "\n", "! ", "? "))


def _narrow(mention: Mention) -> bool:
    value = mention.value
    return isinstance(value, Place) and value.lat is not None and (value.radius_km or 0) < _FALLBACK_KM


def _inside(words: str, mention: Mention, context: Context) -> Place | None:
    value = mention.value
    if not isinstance(value, Place):
        return None
    precision = PlacePrecision.NEAR if value.precision is PlacePrecision.EXACT else value.precision
    radius = max(value.radius_km or 0.0, 15.0)
    country = value.country or context.main_country
    return replace(value, name=words, country=country, precision=precision, radius_km=radius, id=None)
