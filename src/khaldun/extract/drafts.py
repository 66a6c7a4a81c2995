"""Drafts of event mentions: which sentences of a document tell of one event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from khaldun.core.days import as_day, bounds_of, days_apart
from khaldun.core.mention import MentionKind
from khaldun.core.statement import Factuality, Scope
from khaldun.core.values import DateRange, Place
from khaldun.extract.attribution import Voices
from khaldun.extract.counted import Figure
from khaldun.extract.scene import Scene, Sentence
from khaldun.extract.seen import trust
from khaldun.extract.telling import (
    DAY,
    FRESH_DAYS,
    Telling,
    is_lead,
    is_long_ago,
    is_of_past,
    looks_back_with,
    telling_of,
    today_of,
)
from khaldun.extract.trigger import Trigger
from khaldun.extract.triggers import family, rank, rules

_SAME_DAYS = 2
"""Dates at most this many days apart may be one event told twice."""
_FAR_KM = 60.0
_SCENE_SENTENCES = 3
"""An event that begins below this many sentences is not the one that title and lead set the scene of."""
_HARM = ("killed", "injured")
_GENERAL = ("attack", "arrests")
"""Types whose weak triggers say little: "killed", "struck"; any other type outweighs them."""


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
    _code: str | None = None
    """The type, once it is asked for; forgotten with the next telling."""

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
        self._code = None

    def add_before(self, telling: Telling) -> None:
        """Take in a sentence above all others that tells no deed, though perhaps of dead and hurt."""
        harmed = (f for f in telling.of_scope(self.scope) if f.property.startswith(_HARM))
        self.figures[:0] = harmed
        self.tellings.insert(0, telling)
        self.sentences.insert(0, telling.sentence)
        self.points[:0] = telling.points

    @property
    def first_points(self) -> list[Place]:
        """Return the towns of the first sentences that name any: the title, and the one below it."""
        naming = [t for t in self.tellings if t.points]
        last = max(naming[0].sentence.index, 1) if naming else 0
        leading = [t for t in naming if t.sentence.index <= last]
        return [p for t in leading for p in t.points]

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
        if self._code is None:
            self._code = self._weighed()
        return self._code

    def _weighed(self) -> str:
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
            if t.seen is not None and t.seen > trust()["sure"]:
                weight = trust()["weight"]
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
    told = [telling_of(scene, *of) for of in zip(spoken, found, counted, strict=True)]
    today = today_of(scene, told)
    for voices, plain in zip(spoken, told, strict=True):
        telling = replace(plain, recalled=plain.recalled or is_of_past(scene, plain, today))
        if last is not None and looks_back_with(scene, last, telling, voices):
            telling = replace(telling, recalled=True)
        last = telling
        result.extend(Draft.of(scope, telling) for scope in _totals(telling))
        if _is_only_total(telling):
            continue
        draft = _draft_for(scene, result, telling)
        if draft is not None:
            draft.add(telling)
    _set_scene(scene, result, told)
    return [
        d for d in result if (d.triggers or d.figures) and not (d.recalled and is_long_ago(scene, d.days))
    ]


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
    return _new(result, Draft(recalled=telling.recalled)) if _may_open(scene, incidents, telling) else None


def _may_open(scene: Scene, incidents: Sequence[Draft], telling: Telling) -> bool:
    """Tell whether a sentence may tell an event besides those told before: it names its own day or town, and a deed.

    "After the strikes, the militia arrested civilians" tells another although it names neither.
    """
    if not incidents or telling.recalled or is_lead(scene, telling.sentence):
        return True
    named = telling.days or telling.names_place
    sure = any(t.strong for t in telling.triggers) or telling.of_scope(Scope.INCIDENT)
    answered = telling.sentence.of("afterwards") and telling.sentence.placed(MentionKind.ACTOR)
    return bool(answered or (sure and named)) and not telling.reacts


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
    if telling.sentence.is_parted and not _places_agree(latest, telling):
        return _new(result, _beside(latest))
    if not telling.of_scope(Scope.INCIDENT) or not telling.points or _days_agree(scene, latest, telling):
        return latest
    return _new(result, Draft(kind=latest.code))


def _beside(other: Draft) -> Draft:
    """Return a draft told side by side with another: what heads both, and names no town, heads it too.

    The words of the deed stay the other's: they tell the two mentions apart.
    """
    draft = Draft(kind=other.code)
    for telling in other.tellings:
        if telling.triggers and not telling.points and not telling.figures:
            draft.add(replace(telling, triggers=()))
    return draft


def _new(result: list[Draft], draft: Draft) -> Draft:
    result.append(draft)
    return draft


def _set_scene(scene: Scene, result: list[Draft], told: Sequence[Telling]) -> None:
    """Let title and lead set the scene of the event that is told next, where they tell no deed of their own.

    "Gressier was plunged into horror on Tuesday night. Heavily armed men ..."
    """
    first = next((d for d in result if d.scope is Scope.INCIDENT and not d.recalled), None)
    if first is None or first.tellings[0].sentence.index > _SCENE_SENTENCES:
        return
    start = first.tellings[0].sentence.index
    for telling in reversed(told[:start]):
        idle = not telling.triggers and not _is_only_total(telling) and not telling.recalled
        if idle and _days_agree(scene, first, telling) and _places_agree(first, telling):
            first.add_before(telling)


def _fits(scene: Scene, draft: Draft, telling: Telling) -> bool:
    """Tell whether a sentence may speak of the draft's event: family, day and place agree or are unsaid.

    A title that names no day heads whatever the text tells, but for the past; and the sentence below it, though that
    may name another town, tells what it heads.
    """
    after_title = draft.sentences[-1].is_title
    if telling.recalled != draft.recalled and telling.sentence.index > 0 and not after_title:
        return False
    theirs = _families(telling.triggers)
    mixed = bool(draft.triggers) and not theirs & draft.families
    if mixed and (not _may_mix(theirs, draft.families) or _has_other_day(draft, telling)):
        return False
    heads = not (draft.days or telling.recalled) and all(s.is_title for s in draft.sentences)
    if heads and not mixed and is_lead(scene, telling.sentence):
        return True
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
        return published is None or any((published - end).days <= FRESH_DAYS for end in ends)
    return any(_is_same_day(a, b) for a in mine for b in theirs)


def _is_same_day(a: DateRange, b: DateRange) -> bool:
    """Tell whether two days may be one event's: two days apart at most, none where one is a whole month."""
    return days_apart(a, b) <= (_SAME_DAYS if len(a.start) == len(b.start) == DAY else 0)


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
