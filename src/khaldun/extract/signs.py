"""Signs: what of a text speaks for an event that it tells, and against one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from khaldun.core.days import as_day, bounds_of
from khaldun.core.mention import MentionKind
from khaldun.core.statement import Factuality, Scope
from khaldun.core.values import Count, Place, PlacePrecision, Ref
from khaldun.extract.attribution import Voices
from khaldun.extract.counted import Figure
from khaldun.extract.scene import Scene, Sentence
from khaldun.extract.seen import trust
from khaldun.extract.telling import FRESH_DAYS
from khaldun.extract.trigger import Trigger
from khaldun.extract.triggers import rules, uncancelled
from khaldun.extract.when import LONGEST_EVENT, range_of

NOBODY = Count.exactly(0)
TOPIC = "topic."
SEEN = "seen"
_TOPICS = "topics."
_BRIEF = 6
"""Sentences of a text in which every word counts in full."""
_OLD_DAYS = 300
"""From here on a day is long past; short of a year, so that an anniversary is one. Set by hand, like the caps below."""
_UNREAL = (Factuality.PLANNED, Factuality.HYPOTHETICAL)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document as relevance is judged by: its scene, voices, triggers and figures; the last go by sentence."""

    laid_out: Scene
    """The scene before its sentences were parted, by whose words the sieve judges too."""
    scene: Scene
    spoken: list[Voices]
    triggers: Sequence[Sequence[Trigger]]
    counted: Sequence[Sequence[Figure]]

    @property
    def found(self) -> list[Trigger]:
        """Return all triggers."""
        return [trigger for told in self.triggers for trigger in told]

    @property
    def figures(self) -> list[Figure]:
        """Return all figures but those of nobody."""
        return [f for told in self.counted for f in told if f.count != NOBODY]

    @property
    def told_in(self) -> list[Sentence]:
        """Return the sentences with a trigger."""
        return [s for s, told in zip(self.scene.sentences, self.triggers, strict=True) if told]


BEST = {
    "armed_actor": 2,
    "arms": 2,
    "figure": 2,
    "total": 2,
    "place": 1,
    "bound": 1,
    "recent": 1,
    "spoken": 2,
}
"""The most that each sign which asks for mentions can be."""


def signs(evidence: Evidence) -> dict[str, float]:
    """Return every sign with its strength; those that are counted, up to a cap of their own."""
    found, figures = evidence.found, evidence.figures
    incident = [f for f in figures if f.scope is Scope.INCIDENT]
    armed, arms = _named(evidence.scene)
    recent, old = _days(evidence)
    deeds = {t.sentence.index for t in found}
    return {
        **lexical_signs(evidence.laid_out),
        "armed_actor": min(BEST["armed_actor"], armed),
        "arms": min(BEST["arms"], arms),
        "figure": min(BEST["figure"], len({f.property for f in incident})),
        "total": min(BEST["total"], len(figures) - len(incident)),
        "place": _names_place(evidence.told_in),
        "bound": any(f.sentence.index in deeds for f in figures),
        "told": any(f.sentence.index in deeds and _names_place([f.sentence]) for f in figures),
        "recent": recent,
        "spoken": min(BEST["spoken"], sum(bool(v.found) for v in evidence.spoken)),
        "old": old,
        **_seen(evidence.scene),
        "unreal": sum(t.factuality in _UNREAL for t in found) / len(found) if found else 0.0,
    }


def _seen(scene: Scene) -> dict[str, float]:
    """Return how surely the model takes the text to tell an event, up to a cap either way."""
    if scene.sight is None:
        return {}
    most = trust()["most"]
    return {SEEN: max(-most, min(most, scene.sight.relevance))}


def lexical_signs(scene: Scene) -> dict[str, float]:
    """Return the signs that the lexicon's words alone make."""
    strong, in_lead = set(), scene.leads
    for sentence in scene.sentences:
        strong |= {(h.phrase, sentence.index in in_lead) for h in uncancelled(sentence) if h.payload.strong}
    share = length_share(scene)
    return {
        "strong": min(3, len({phrase for phrase, _ in strong})),
        "strong_lead": any(leading for _, leading in strong),
        "harm": min(2, _count(scene, "harm", bool)),
        "background": min(2.0, share * _count(scene, "background", len)),
        "vetoed": min(3.0, share * _count(scene, "vetoes.overlap", len)),
        "vetoed_sentences": min(3.0, share * _count(scene, "vetoes.sentence", bool)),
        **_topics(scene, in_lead),
    }


def length_share(scene: Scene) -> float:
    """Return what a word against an event weighs in a text of this length: a long report touches on other things."""
    return min(1.0, _BRIEF / max(1, len(scene.sentences)))


def _count(scene: Scene, family: str, of: Callable[[Sequence[object]], int]) -> int:
    return sum(of(s.of(family)) for s in scene.sentences)


def _names_place(sentences: Sequence[Sentence]) -> bool:
    """Tell whether a sentence names a place smaller than a country."""
    values = (p.mention.value for s in sentences for p in s.placed(MentionKind.PLACE))
    return any(isinstance(v, Place) and v.precision is not PlacePrecision.COUNTRY for v in values)


def _named(scene: Scene) -> tuple[int, int]:
    """Return how many armed actors, and how many weapons and platforms, the text names."""
    unarmed: list[str] = rules()["unarmed_kinds"]
    armed, arms = set(), set()
    for sentence in scene.sentences:
        for placed in sentence.placed(MentionKind.ACTOR):
            value = placed.mention.value
            if isinstance(value, Ref) and value.kind not in unarmed:
                armed.add(value.id)
        arms |= {p.mention.words for p in sentence.placed(MentionKind.WEAPON, MentionKind.PLATFORM)}
    return len(armed), len(arms)


def _days(evidence: Evidence) -> tuple[bool, float]:
    """Return whether a sentence with a trigger names a day shortly before publication, and how many days are long past.

    Without a date of publication any short period counts as recent.
    """
    published = as_day(evidence.scene.document.source.published)
    recent, old = False, 0
    for sentence, told in zip(evidence.scene.sentences, evidence.triggers, strict=True):
        for first, last in _periods(sentence):
            age = (published - last).days if published else 0
            short = (last - first).days <= LONGEST_EVENT
            recent = recent or (bool(told) and short and -1 <= age <= FRESH_DAYS)
            old += age > _OLD_DAYS
    return recent, min(2.0, length_share(evidence.laid_out) * old)


def _periods(sentence: Sentence) -> list[tuple[date, date]]:
    ranges = (range_of(p) for p in sentence.placed(MentionKind.DATE))
    return [bounds for r in ranges if r is not None and (bounds := bounds_of(r)) is not None]


def _topics(scene: Scene, in_lead: frozenset[int]) -> dict[str, float]:
    """Return the words of each foreign topic, up to four; the heaviest topic; and those in title and first sentence."""
    weights: Mapping[str, float] = rules()["topics"]
    found: dict[str, set[str]] = defaultdict(set)
    lead = set()
    for sentence in scene.sentences:
        for family, hits in sentence.hits.items():
            if family.startswith(_TOPICS):
                phrases = {h.phrase for h in hits}
                found[family.removeprefix(_TOPICS)] |= phrases
                lead |= phrases if sentence.index in in_lead else set()
    share = length_share(scene)
    heaviest = share * max((weights.get(t, 1.0) * len(phrases) for t, phrases in found.items()), default=0.0)
    counted = {f"{TOPIC}{t}": min(4.0, share * len(phrases)) for t, phrases in found.items()}
    return {**counted, "topic": min(5.0, heaviest), "topic_lead": min(3, len(lead))}
