"""Drafts of event mentions: which sentences of a document tell of one event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from khaldun.core.days import as_day, bounds_of, days_apart
from khaldun.core.mention import MentionKind
from khaldun.core.statement import Factuality, Scope
from khaldun.core.values import DateRange, Place, PlacePrecision
from khaldun.extract.attribution import Voices
from khaldun.extract.counted import Figure
from khaldun.extract.scene import Placed, Scene, Sentence
from khaldun.extract.triggers import Trigger, family, rank, rules
from khaldun.extract.when import dates_of, telling_days

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


@dataclass(frozen=True, slots=True)
class Telling:
    """What one sentence tells: its triggers and figures, and the days and places it names for them."""

    sentence: Sentence
    triggers: tuple[Trigger, ...]
    figures: tuple[Figure, ...]
    days: tuple[DateRange, ...]
    places: tuple[Place, ...]
    recalled: bool

    @property
    def points(self) -> list[Place]:
        """Return the places that are as small as a town."""
        return [p for p in self.places if p.precision in _POINTLIKE and p.lat is not None]

    def of_scope(self, scope: Scope) -> tuple[Figure, ...]:
        """Return the figures of a scope."""
        return tuple(f for f in self.figures if f.scope is scope)


@dataclass(slots=True)
class Draft:
    """An event mention in the making; `kind` is its type where it has no trigger of its own."""

    scope: Scope = Scope.INCIDENT
    tellings: list[Telling] = field(default_factory=list)
    recalled: bool = False
    kind: str = "other"
    sentences: list[Sentence] = field(default_factory=list)
    """The sentences that tell of it, in the order of the text, as the fields below."""
    triggers: list[Trigger] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    """The figures of the draft's scope."""
    points: list[Place] = field(default_factory=list)

    @classmethod
    def of(cls, scope: Scope, telling: Telling) -> Draft:
        """Return a draft that one sentence tells of."""
        draft = cls(scope)
        draft.add(telling)
        return draft

    def add(self, telling: Telling) -> None:
        """Take in what one more sentence tells."""
        self.tellings.append(telling)
        self.sentences.append(telling.sentence)
        self.triggers += telling.triggers
        self.figures += telling.of_scope(self.scope)
        self.points += telling.points

    @property
    def days(self) -> list[DateRange]:
        """Return the days told for the event, by sentences with a trigger if any of those names one."""
        telling = [d for t in self.tellings if t.triggers for d in t.days]
        return telling or [d for t in self.tellings for d in t.days]

    @property
    def families(self) -> set[str]:
        """Return the families of types told, by strong triggers if there are any."""
        return _families(self.triggers)

    @property
    def code(self) -> str:
        """Return the type that the triggers weigh most for; figures decide between killing and abduction."""
        votes = self._votes()
        if not votes:
            return self.kind
        best = min(votes, key=lambda code: (-votes[code], rank(code)))
        return self._by_figures(best, votes)

    def _votes(self) -> dict[str, float]:
        """Return the weight of each type; killing by hand gives way to a weapon's type that is told for sure."""
        found = self.triggers
        armed = any(t.strong and t.code in rules()["by_weapon"] for t in found)
        votes: dict[str, float] = {}
        for t in found:
            general = t.code in _GENERAL and (armed or not t.strong)
            weight = 0.3 if general else 3.0 if t.strong else 1.0
            first = t.sentence.index == found[0].sentence.index
            votes[t.code] = votes.get(t.code, 0.0) + weight * (1.5 if first else 1.0)
        harmless = rules()["without_deaths"]
        if self._most("killed") and any(code not in harmless for code in votes):
            votes = {code: weight for code, weight in votes.items() if code not in harmless}
        return votes

    def _by_figures(self, best: str, votes: dict[str, float]) -> str:
        taken, dead = self._most("abducted"), self._most("killed")
        if "abduction" in votes and taken > dead:
            return "abduction"
        if best == "abduction" and dead > taken and len(votes) > 1:
            return min((c for c in votes if c != "abduction"), key=lambda c: (-votes[c], rank(c)))
        return best

    def _most(self, harm: str) -> int:
        return max(
            (f.count.central or 0 for f in self.figures if f.property.split("_")[0] == harm), default=0
        )

    @property
    def factuality(self) -> Factuality:
        """Return `occurred` if any trigger is told so, else what the first trigger says."""
        told = [t.factuality for t in self.triggers]
        return Factuality.OCCURRED if not told or Factuality.OCCURRED in told else told[0]


def drafts(
    scene: Scene,
    spoken: Sequence[Voices],
    found: Sequence[Sequence[Trigger]],
    counted: Sequence[Sequence[Figure]],
) -> list[Draft]:
    """Return the drafts of a document in the order of the text; the arguments go by sentence."""
    result: list[Draft] = []
    last: Telling | None = None
    for voices, triggers, figures in zip(spoken, found, counted, strict=True):
        telling = _telling(scene, voices, triggers, figures)
        if last is not None and _looks_back_with(scene, last, telling, voices):
            telling = replace(telling, recalled=True)
        last = telling
        result.extend(Draft.of(scope, telling) for scope in _totals(telling))
        if _is_only_total(telling):
            continue
        draft = _draft_for(scene, result, telling)
        if draft is not None:
            draft.add(telling)
    return [d for d in result if (d.triggers or d.figures) and not (d.recalled and _is_long_ago(scene, d))]


def _telling(scene: Scene, spoken: Voices, triggers: Sequence[Trigger], figures: Sequence[Figure]) -> Telling:
    sentence = spoken.sentence
    days = tuple(dates_of(scene, spoken, triggers))
    named = (p.mention.value for p in sentence.placed(MentionKind.PLACE) if not _is_blamed(sentence, p))
    places = tuple(v for v in named if isinstance(v, Place))
    leads = any(t.strong for t in triggers) and _is_lead(scene, sentence)
    recalled = _is_recalled(scene, sentence, telling_days(scene, spoken, triggers), leads)
    return Telling(sentence, tuple(triggers), tuple(figures), days, places, recalled)


def _is_blamed(sentence: Sentence, placed: Placed) -> bool:
    """Tell whether a capital stands for its state behind a word of blame: "responsibility lies with Kyiv"."""
    blamed = any(h.last == placed.first for h in sentence.of("agents", "accused"))
    return blamed and any(p.first == placed.first for p in sentence.placed(MentionKind.ACTOR))


def _looks_back_with(scene: Scene, last: Telling, telling: Telling, spoken: Voices) -> bool:
    """Tell whether a sentence goes on with the past that the one before recalls.

    It stands in the same paragraph, names no day and no toll, and nobody speaks in it.
    """
    if not last.recalled or telling.recalled or telling.figures or spoken.found:
        return False
    sentence = telling.sentence
    between = scene.words.text[last.sentence.span.end : sentence.span.start]
    return "\n" not in between and not sentence.placed(MentionKind.DATE)


def _totals(telling: Telling) -> list[Scope]:
    return [s for s in (Scope.AGGREGATE, Scope.CUMULATIVE) if telling.of_scope(s)]


def _is_only_total(telling: Telling) -> bool:
    return bool(telling.figures) and not telling.of_scope(Scope.INCIDENT)


def _draft_for(scene: Scene, result: list[Draft], telling: Telling) -> Draft | None:
    """Return the draft that a sentence speaks of: one told before, a new one, or none."""
    incidents = [d for d in result if d.scope is Scope.INCIDENT]
    if not telling.triggers:
        return _goes_on(scene, result, incidents, telling)
    for draft in reversed(incidents):
        if _fits(scene, draft, telling):
            return draft
    return _new(result, Draft(recalled=telling.recalled))


def _goes_on(scene: Scene, result: list[Draft], incidents: list[Draft], telling: Telling) -> Draft | None:
    """Return the draft for a sentence without a trigger: the one told last, or a new one with its own day and town."""
    current = [d for d in incidents if not d.recalled]
    if telling.recalled:
        return None
    if not current:
        totals = [d for d in result if d.scope is not Scope.INCIDENT]
        told = bool(totals and telling.of_scope(Scope.INCIDENT) and telling.points and telling.days)
        return _new(result, Draft(kind=totals[-1].code)) if told else None
    near = [d for d in current if telling.sentence.index - d.sentences[-1].index <= 1]
    latest = near[-1] if near else current[0]
    if not telling.of_scope(Scope.INCIDENT) or not telling.points or _days_agree(scene, latest, telling):
        return latest
    return _new(result, Draft(kind=latest.code))


def _new(result: list[Draft], draft: Draft) -> Draft:
    result.append(draft)
    return draft


def _is_long_ago(scene: Scene, draft: Draft) -> bool:
    """Tell whether a recalled event lies too far back, or too vaguely, to be news of its own."""
    anchor = as_day(scene.document.source.published)
    told = (bounds_of(d) for d in draft.days if len(d.start) >= len("2026-01"))
    ends = [bounds[1] for bounds in told if bounds]
    return anchor is None or not ends or (anchor - max(ends)).days > _RECALL_DAYS


def _is_lead(scene: Scene, sentence: Sentence) -> bool:
    """Tell whether a sentence is the title or the first below it."""
    body = next((s for s in scene.sentences if not s.is_title), None)
    return sentence.is_title or sentence is body


def _is_recalled(scene: Scene, sentence: Sentence, days: Iterable[DateRange], leads: bool) -> bool:
    """Tell whether a sentence looks back: by its words, or by a date long before the publication.

    A lead that tells an event for sure looks back by its date alone.
    """
    anchor = as_day(scene.document.source.published)
    ends = [bounds[1] for d in days if (bounds := bounds_of(d))]
    if anchor is None or not ends:
        return bool(sentence.of("background")) and not leads
    age = (anchor - max(ends)).days
    return age > _YEAR or (age > _FRESH_DAYS and bool(sentence.of("background")))


def _fits(scene: Scene, draft: Draft, telling: Telling) -> bool:
    """Tell whether a sentence may speak of the draft's event: family, day and place agree or are unsaid.

    A title that names no day heads whatever the text tells, but for the past.
    """
    after_title = draft.sentences[-1].is_title
    if telling.recalled != draft.recalled and telling.sentence.index > 0 and not after_title:
        return False
    theirs = _families(telling.triggers)
    mixed = bool(draft.triggers) and not theirs & draft.families
    if mixed and (not _may_mix(theirs, draft.families) or _has_other_day(draft, telling)):
        return False
    heads = not (draft.days or telling.recalled) and all(s.is_title for s in draft.sentences)
    return (heads or _days_agree(scene, draft, telling)) and _places_agree(draft, telling)


def _families(triggers: Iterable[Trigger]) -> set[str]:
    found = list(triggers)
    return {family(t.code) for t in found if t.strong} or {family(t.code) for t in found}


def _has_other_day(draft: Draft, telling: Telling) -> bool:
    """Tell whether draft and sentence each name a day, and not the same."""
    mine, theirs = draft.days, telling.days
    return bool(mine and theirs) and not any(days_apart(a, b) == 0 for a in mine for b in theirs)


def _may_mix(left: set[str], right: set[str]) -> bool:
    mixes: list[list[str]] = rules()["may_mix"]
    return any((a in left and b in right) or (b in left and a in right) for a, b in mixes)


def _days_agree(scene: Scene, draft: Draft, telling: Telling) -> bool:
    mine, theirs = draft.days, telling.days
    if not theirs:
        return True
    if not mine:
        published = as_day(scene.document.source.published)
        ends = [bounds[1] for d in theirs if (bounds := bounds_of(d))]
        return published is None or any((published - end).days <= _FRESH_DAYS for end in ends)
    return any(days_apart(a, b) <= _SAME_DAYS for a in mine for b in theirs)


def _places_agree(draft: Draft, telling: Telling) -> bool:
    """Tell whether a sentence's towns lie near the draft's, or at least in a country that the draft names."""
    theirs, mine = telling.points, draft.points
    if not theirs:
        return True
    if mine:
        return any(are_near(a, b) for a in mine for b in theirs)
    countries = {p.country for t in draft.tellings for p in t.places if p.country}
    return not countries or any(p.country in countries for p in theirs)


def are_near(a: Place, b: Place) -> bool:
    """Tell whether two points lie within reach of each other, by a flat-earth distance that is enough here."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return True
    return abs(a.lat - b.lat) * 111 < _FAR_KM and abs(a.lon - b.lon) * 85 < _FAR_KM
