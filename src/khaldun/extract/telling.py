"""What one sentence tells: its triggers and figures, its days and places, and whether it recalls the past."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from khaldun.core.days import as_day, bounds_of
from khaldun.core.mention import MentionKind
from khaldun.core.statement import Scope, Stance
from khaldun.core.values import DateRange, Place, PlacePrecision
from khaldun.extract.attribution import Voices
from khaldun.extract.counted import Figure
from khaldun.extract.scene import EntryHit, Placed, Scene, Sentence
from khaldun.extract.trigger import Trigger
from khaldun.extract.when import dates_of, telling_days

DAY = len("2026-01-01")
FRESH_DAYS = 14
"""An event told without a day is taken to lie at most this many days before the publication."""
_YEAR = 365
_RECALL_DAYS = 60
"""A recalled event is kept as one of its own if it lies at most this far back: last month's attack, not last year's."""
_BRIEF = 6
"""A text of up to this many sentences tells its event in all of them."""
_IN_DATELINE = 3
_DATELINE = re.compile(r"(?:[ ,]*\(?[^\W\d_]+\)?){0,2}\)?(?: ?,?[^—–:.\n]{0,20})? [—–-] ")
"""What follows the place in a dateline: the country, perhaps a date or an agency, and a dash."""
POINTLIKE = (PlacePrecision.EXACT, PlacePrecision.NEAR)
"""Precisions of what is as small as a town."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What one sentence tells: its triggers and figures, and the days and places it names for them."""

    sentence: Sentence
    triggers: tuple[Trigger, ...]
    figures: tuple[Figure, ...]
    days: tuple[DateRange, ...]
    places: tuple[Place, ...]
    asides: frozenset[int]
    """First tokens of the places that are not told as the event's: a dateline's, a speaker's."""
    telling_days: tuple[DateRange, ...]
    """The days nearest to a trigger, by which a sentence looks back or not."""
    reacts: bool
    """True where somebody denies."""
    recalled: bool

    @property
    def points(self) -> list[Place]:
        """Return the places that are as small as a town."""
        return [p for p in self.places if p.precision in POINTLIKE and p.lat is not None]

    @property
    def names_place(self) -> bool:
        """Tell whether a town is named, or a place that no gazetteer has."""
        return bool(self.points) or any(p.lat is None for p in self.places)

    def of_scope(self, scope: Scope) -> tuple[Figure, ...]:
        """Return the figures of a scope."""
        return tuple(f for f in self.figures if f.scope is scope)


def telling_of(
    scene: Scene, spoken: Voices, triggers: Sequence[Trigger], figures: Sequence[Figure]
) -> Telling:
    """Return what a sentence tells, given its triggers and figures."""
    sentence = spoken.sentence
    days = tuple(dates_of(scene, spoken, triggers))
    named = [p for p in sentence.placed(MentionKind.PLACE) if not _is_blamed(sentence, p)]
    done = [t.hit for t in triggers] + sentence.of("harm")
    asides = frozenset(
        p.first
        for p in named
        if _is_speakers(spoken, p, done) or _is_dateline(scene, sentence, p) or _acts(sentence, p)
    )
    places = tuple(v for p in named if p.first not in asides and isinstance(v := p.mention.value, Place))
    leads = any(t.strong for t in triggers) and is_lead(scene, sentence)
    nearest = tuple(telling_days(scene, spoken, triggers))
    recalled = _is_recalled(scene, sentence, nearest, leads)
    reacts = any(v.stance is Stance.DENIES for v in spoken.found)
    return Telling(sentence, tuple(triggers), tuple(figures), days, places, asides, nearest, reacts, recalled)


def _is_blamed(sentence: Sentence, placed: Placed) -> bool:
    """Tell whether a capital stands for its state behind a word of blame: "responsibility lies with Kyiv"."""
    blamed = any(h.last == placed.first for h in sentence.of("agents", "accused"))
    return blamed and any(p.first == placed.first for p in sentence.placed(MentionKind.ACTOR))


def _is_speakers(spoken: Voices, placed: Placed, done: Sequence[EntryHit]) -> bool:
    """Tell whether a place stands between a speaker and what it does: "a colonel in Zamboanga said"."""
    return any(
        v.first <= placed.first
        and placed.last <= v.last
        and not any(v.first <= h.first < v.last for h in done)
        for v in spoken.found
    )


def _acts(sentence: Sentence, placed: Placed) -> bool:
    """Tell whether a capital stands for its state, with no word such as "in" before it: "London and Paris strike"."""
    actor = any(p.first == placed.first for p in sentence.placed(MentionKind.ACTOR))
    return actor and not any(0 <= placed.first - h.last <= 1 for h in sentence.of("locative"))


def _is_dateline(scene: Scene, sentence: Sentence, placed: Placed) -> bool:
    """Tell whether a place opens the text and a dash sets it off, a country in brackets between: "KYIV (UA) —"."""
    if (
        sentence.is_title
        or not is_lead(scene, sentence)
        or placed.first - sentence.tokens.start > _IN_DATELINE
    ):
        return False
    text = scene.words.text
    return _DATELINE.match(text, placed.mention.span.end) is not None


def is_lead(scene: Scene, sentence: Sentence) -> bool:
    """Tell whether a sentence is the title or the first below it."""
    return sentence.index in scene.leads


def today_of(scene: Scene, told: Sequence[Telling]) -> date | None:
    """Return the day that the lead tells for its event, else for a longer text that of publication.

    In a brief text the sentences below the lead tell the event itself, which may lie months back.
    """
    for telling in told:
        if telling.triggers and is_lead(scene, telling.sentence):
            ends = [bounds[1] for d in telling.days if len(d.start) == DAY and (bounds := bounds_of(d))]
            if ends:
                return max(ends)
    return as_day(scene.document.source.published) if len(told) > _BRIEF else None


def is_of_past(scene: Scene, telling: Telling, today: date | None) -> bool:
    """Tell whether a sentence below the lead tells of a day long before that of the lead."""
    ends = [bounds[1] for d in telling.telling_days if (bounds := bounds_of(d))]
    if today is None or not ends or is_lead(scene, telling.sentence):
        return False
    return (today - max(ends)).days > _RECALL_DAYS


def looks_back_with(scene: Scene, last: Telling, telling: Telling, spoken: Voices) -> bool:
    """Tell whether a sentence goes on with the past that the one before recalls.

    It stands in the same paragraph, names no day and no toll, and nobody speaks in it.
    """
    if not last.recalled or telling.recalled or telling.figures or spoken.found:
        return False
    sentence = telling.sentence
    between = scene.words.text[last.sentence.span.end : sentence.span.start]
    return "\n" not in between and not sentence.placed(MentionKind.DATE)


def _is_recalled(scene: Scene, sentence: Sentence, days: Iterable[DateRange], leads: bool) -> bool:
    """Tell whether a sentence looks back: by its words, or by a date long before the publication.

    A lead that tells an event for sure looks back by its date alone.
    """
    anchor = as_day(scene.document.source.published)
    ends = [bounds[1] for d in days if (bounds := bounds_of(d))]
    if anchor is None or not ends:
        return bool(sentence.of("background")) and not leads
    age = (anchor - max(ends)).days
    return age > _YEAR or (age > FRESH_DAYS and bool(sentence.of("background")))


def is_long_ago(scene: Scene, days: Iterable[DateRange]) -> bool:
    """Tell whether a recalled event lies too far back, or too vaguely, to be news of its own."""
    anchor = as_day(scene.document.source.published)
    told = (bounds_of(d) for d in days if len(d.start) >= len("2026-01"))
    ends = [bounds[1] for bounds in told if bounds]
    return anchor is None or not ends or (anchor - max(ends)).days > _RECALL_DAYS
