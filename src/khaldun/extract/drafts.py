"""Drafts of event mentions: which sentences of a document tell of one event."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from khaldun.core.mention import MentionKind
from khaldun.core.statement import Factuality, Scope
from khaldun.core.values import DateMention, DatePrecision, DateRange, DateRole, Place, PlacePrecision
from khaldun.extract.attribution import Voices
from khaldun.extract.figures import Figure
from khaldun.extract.scene import Placed, Scene, Sentence
from khaldun.extract.triggers import Trigger, family, rank, rules

_SAME_DAYS = 2
"""Dates at most this many days apart may be one event told twice."""
_YEAR = 365
_RECALL_DAYS = 60
"""A recalled event is kept as one of its own if it lies at most this far back: last month's attack, not last year's."""
_FRESH_DAYS = 14
"""An event told without a day is taken to lie at most this many days before the publication."""
_FAR_KM = 60.0
_GENERAL = ("attack", "arrests")
"""Types whose weak triggers say little: "killed", "struck"; any other type outweighs them."""
_POINTLIKE = (PlacePrecision.EXACT, PlacePrecision.NEAR)


@dataclass(slots=True)
class Draft:
    """An event mention in the making: its sentences, triggers, figures and the values that tell it apart."""

    scope: Scope = Scope.INCIDENT
    sentences: list[Sentence] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    recalled: bool = False
    kind: str = "other"
    """Type of a draft without a trigger of its own, from the event told before it."""

    def add(self, sentence: Sentence) -> None:
        """Add a sentence, once."""
        if sentence not in self.sentences:
            self.sentences.append(sentence)

    @property
    def code(self) -> str:
        """Return the type that the triggers weigh most for; figures decide between killing and abduction."""
        votes: dict[str, float] = {}
        for t in self.triggers:
            weight = 3.0 if t.strong else 0.3 if t.code in _GENERAL else 1.0
            first = t.sentence.index == self.triggers[0].sentence.index
            votes[t.code] = votes.get(t.code, 0.0) + weight * (1.5 if first else 1.0)
        if not votes:
            return self.kind
        best = min(votes, key=lambda code: (-votes[code], rank(code)))
        return self._by_figures(best, votes)

    def _by_figures(self, best: str, votes: dict[str, float]) -> str:
        taken, dead = self._most("abducted"), self._most("killed")
        if "abduction" in votes and taken > dead:
            return "abduction"
        if best == "abduction" and dead > taken and len(votes) > 1:
            return min((c for c in votes if c != "abduction"), key=lambda c: (-votes[c], rank(c)))
        return best

    def _most(self, harm: str) -> int:
        return max((f.count.central or 0 for f in self.figures if f.property.split("_")[0] == harm), default=0)

    @property
    def factuality(self) -> Factuality:
        """Return `occurred` if any trigger is told so, else what the first trigger says."""
        told = [t.factuality for t in self.triggers]
        return Factuality.OCCURRED if not told or Factuality.OCCURRED in told else told[0]


def drafts(
    scene: Scene, spoken: list[Voices], found: list[list[Trigger]], counted: list[list[Figure]]
) -> list[Draft]:
    """Return the drafts of a document in the order of the text; the arguments go by sentence."""
    result: list[Draft] = []
    for sentence, triggers, figures in zip(scene.sentences, found, counted, strict=True):
        incident = [f for f in figures if f.scope is Scope.INCIDENT]
        _add_totals(result, sentence, triggers, [f for f in figures if f.scope is not Scope.INCIDENT])
        draft = _draft_for(scene, result, sentence, triggers, incident)
        if draft is None:
            continue
        draft.add(sentence)
        draft.triggers.extend(triggers)
        draft.figures.extend(incident)
    return [d for d in result if (d.triggers or d.figures) and not (d.recalled and _is_long_ago(scene, d))]


def _is_long_ago(scene: Scene, draft: Draft) -> bool:
    """Tell whether a recalled event lies too far back, or too vaguely, to be news of its own."""
    anchor = day_of(scene.document.source.published)
    told = [v for s in draft.sentences for v in dates(s) if len(v.start) >= len("2026-01")]
    ends = [end for v in told if (end := last_day(v)) is not None]
    return anchor is None or not ends or (anchor - max(ends)).days > _RECALL_DAYS


def _add_totals(result: list[Draft], sentence: Sentence, triggers: list[Trigger], totals: list[Figure]) -> None:
    for scope in (Scope.AGGREGATE, Scope.CUMULATIVE):
        figures = [f for f in totals if f.scope is scope]
        if figures:
            result.append(Draft(scope, [sentence], list(triggers), figures))


def _draft_for(
    scene: Scene, result: list[Draft], sentence: Sentence, triggers: list[Trigger], figures: list[Figure]
) -> Draft | None:
    """Return the draft that a sentence speaks of: one told before, a new one, or none."""
    incidents = [d for d in result if d.scope is Scope.INCIDENT]
    if any(d.scope is not Scope.INCIDENT and sentence in d.sentences for d in result) and not figures:
        return None
    recalled = is_recalled(scene, sentence)
    if not triggers:
        if recalled or not incidents:
            return None
        latest = _latest(incidents, sentence)
        if latest is None or not figures or _days_agree(scene, latest, sentence) or not points(sentence):
            return latest
        result.append(Draft(kind=latest.code))
        return result[-1]
    for draft in reversed(incidents):
        if _fits(scene, draft, sentence, triggers, recalled):
            return draft
    result.append(Draft(recalled=recalled))
    return result[-1]


def _latest(incidents: list[Draft], sentence: Sentence) -> Draft | None:
    """Return the draft that a sentence without a trigger goes on with."""
    current = [d for d in incidents if not d.recalled]
    if not current:
        return None
    near = [d for d in current if d.sentences and sentence.index - d.sentences[-1].index <= 1]
    return near[-1] if near else current[0]


def is_recalled(scene: Scene, sentence: Sentence) -> bool:
    """Tell whether a sentence looks back: by its words, or by a date long before the publication."""
    anchor = day_of(scene.document.source.published)
    ends = [end for v in dates(sentence) if (end := last_day(v)) is not None]
    if anchor is None or not ends:
        return bool(sentence.of("background"))
    age = (anchor - max(ends)).days
    return age > _YEAR or (age > _FRESH_DAYS and bool(sentence.of("background")))


def _fits(scene: Scene, draft: Draft, sentence: Sentence, triggers: list[Trigger], recalled: bool) -> bool:
    """Tell whether a sentence may speak of the draft's event: family, day and place agree or are unsaid."""
    if recalled != draft.recalled and sentence.index > 0 and not draft.sentences[-1].is_title:
        return False
    families = {family(t.code) for t in triggers if t.strong} or {family(t.code) for t in triggers}
    mine = {family(t.code) for t in draft.triggers if t.strong} or {family(t.code) for t in draft.triggers}
    if mine and not families & mine and (not _may_mix(families, mine) or _has_other_day(draft, sentence)):
        return False
    return _days_agree(scene, draft, sentence) and _places_agree(draft, sentence)


def _has_other_day(draft: Draft, sentence: Sentence) -> bool:
    """Tell whether draft and sentence each name a day, and not the same."""
    mine, theirs = [v for s in draft.sentences for v in dates(s)], dates(sentence)
    return bool(mine and theirs) and not any(days_apart(a, b) == 0 for a in mine for b in theirs)


def _may_mix(left: set[str], right: set[str]) -> bool:
    mixes: list[list[str]] = rules()["may_mix"]
    return any(a in left and b in right or b in left and a in right for a, b in mixes)


def _days_agree(scene: Scene, draft: Draft, sentence: Sentence) -> bool:
    mine = [v for s in draft.sentences for v in dates(s)]
    theirs = dates(sentence)
    if not theirs:
        return True
    if not mine:
        published = day_of(scene.document.source.published)
        ends = [end for v in theirs if (end := last_day(v)) is not None]
        return published is None or any((published - end).days <= _FRESH_DAYS for end in ends)
    return any(days_apart(a, b) <= _SAME_DAYS for a in mine for b in theirs)


def _places_agree(draft: Draft, sentence: Sentence) -> bool:
    mine = [v for s in draft.sentences for v in points(s)]
    theirs = points(sentence)
    if not mine or not theirs:
        return True
    return any(near(a, b) for a in mine for b in theirs)


def points(sentence: Sentence) -> list[Place]:
    """Return the sentence's places that are as small as a town."""
    found = (p.mention.value for p in sentence.placed(MentionKind.PLACE))
    return [v for v in found if isinstance(v, Place) and v.precision in _POINTLIKE and v.lat is not None]


def near(a: Place, b: Place) -> bool:
    """Tell whether two points lie within reach of each other, by a flat-earth distance that is enough here."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return True
    return abs(a.lat - b.lat) * 111 < _FAR_KM and abs(a.lon - b.lon) * 85 < _FAR_KM


def dates(sentence: Sentence) -> list[DateRange]:
    """Return the resolved days of a sentence on which something happened."""
    return [v.range for p in sentence.placed(MentionKind.DATE) if (v := _on(p)) is not None and v.range is not None]


def _on(placed: Placed) -> DateMention | None:
    value = placed.mention.value
    return value if isinstance(value, DateMention) and value.role is DateRole.ON else None


def days_apart(a: DateRange, b: DateRange) -> int:
    """Return the days between two ranges, 0 where they meet; a month or year counts from its first day to its last."""
    a0, a1, b0, b1 = first_day(a), last_day(a), first_day(b), last_day(b)
    if a0 is None or a1 is None or b0 is None or b1 is None:
        return 0
    return max(0, (b0 - a1).days, (a0 - b1).days)


def day_of(text: str | None) -> date | None:
    """Return the day that an ISO date or date-time names."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def first_day(value: DateRange) -> date | None:
    """Return the first day of a range."""
    return day_of(value.start + {10: "", 7: "-01", 4: "-01-01"}.get(len(value.start), ""))


def last_day(value: DateRange) -> date | None:
    """Return the last day of a range."""
    if value.precision is DatePrecision.YEAR and len(value.end) == 4:
        return day_of(f"{value.end}-12-31")
    if len(value.end) == 7:
        first = day_of(f"{value.end}-28")
        return None if first is None else (first + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return day_of(value.end)
