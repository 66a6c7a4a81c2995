"""Readings of what the model saw: its words, the values that the spotters and lists give them, and who tells them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from khaldun.core.mention import MentionKind
from khaldun.core.statement import Attribution, Stance
from khaldun.core.values import UNNAMED, Count, Place, PlacePrecision, Ref, Value
from khaldun.extract.attribution import Voices, attribution
from khaldun.extract.counted import kind_at, people_at
from khaldun.extract.drafts import Draft
from khaldun.extract.scene import Placed, Scene, Sentence, harmed
from khaldun.extract.seen import NOTHING, trust
from khaldun.extract.sight import Seen
from khaldun.extract.when import range_of

COUNTED = ("killed", "injured", "abducted", "missing", "displaced", "arrested", "freed")
_PARTIES = (
    "actor",
    "recipient",
    "associated",
    "territory_control",
    "responsibility_claimed",
    "responsibility_attributed",
    "responsibility_denied",
)
_THINGS = {
    "weapon": (MentionKind.WEAPON, MentionKind.PLATFORM),
    "platform": (MentionKind.PLATFORM, MentionKind.WEAPON),
    "operation": (MentionKind.OPERATION,),
}
_FINE = tuple(PlacePrecision)


def taken(sentence: Sentence, seen: Seen) -> bool:
    """Tell whether what the model saw is sure enough to be a statement of its own: a place as a rule if unlisted."""
    takes: Mapping[str, float] = trust()["takes"]
    if seen.label == "place" and _place(sentence, seen) is None:
        return bool(seen.odds > trust()["unlisted"])
    return seen.label in takes and seen.odds > takes[seen.label]


def property_of(scene: Scene, sentence: Sentence, seen: Seen) -> str:
    """Return the property that a label stands for here: what is counted, with the kind of people."""
    if seen.label not in COUNTED:
        return seen.label
    placed = _inside(sentence, seen, MentionKind.COUNT)
    kind = kind_at(people_at(scene, sentence, placed[0])) if placed else None
    return f"{seen.label}_{kind}" if kind else seen.label


def value_of(scene: Scene, sentence: Sentence, seen: Seen) -> Value | None:
    """Return the value of the words seen; None where they need one and nothing gives it."""
    words = " ".join(scene.span(seen.first, seen.last).of(scene.words.text).split())
    if seen.label in COUNTED:
        counts = [p.mention.value for p in _inside(sentence, seen, MentionKind.COUNT)]
        return next((c for c in counts if isinstance(c, Count)), None)
    if seen.label == "date":
        ranges = [r for p in _inside(sentence, seen, MentionKind.DATE) if (r := range_of(p)) is not None]
        return min(ranges, key=lambda r: -len(r.start), default=words)
    if seen.label == "place":
        return _place(sentence, seen) or words
    if seen.label in _PARTIES:
        return _named(sentence, seen, MentionKind.ACTOR) or Ref(None, words, UNNAMED)
    if seen.label in _THINGS:
        return _named(sentence, seen, *_THINGS[seen.label]) or Ref(None, words, seen.label)
    return words


def certainty(seen: Seen) -> float:
    """Return the odds as a probability."""
    return round(1 / (1 + math.exp(-seen.odds)), 3)


def owner(scene: Scene, sentence: Sentence, number: int, told: Sequence[Draft]) -> Draft | None:
    """Return the draft that words belong to: by the event mention they are tied to, else by their sentence."""
    sight = scene.sight or NOTHING
    event = sight.tied.get(number)
    if event is not None:
        mention = sight.seen[event]
        for draft in told:
            if any(mention.overlaps(t.hit.first, t.hit.last) for t in draft.triggers):
                return draft
    return next((d for d in told if any(s.index == sentence.index for s in d.sentences)), None)


def _inside(sentence: Sentence, seen: Seen, *kinds: MentionKind) -> list[Placed]:
    return [p for p in sentence.placed(*kinds) if seen.overlaps(p.first, p.last)]


def _named(sentence: Sentence, seen: Seen, *kinds: MentionKind) -> Ref | None:
    """Return what the catalogue knows in the words; of several the longest, of a state and its army the army."""
    named = [p for p in _inside(sentence, seen, *kinds) if p.ref is not None]
    best = max(named, key=lambda p: (p.last - p.first, p.first), default=None)
    return best.ref if best else None


def _place(sentence: Sentence, seen: Seen) -> Place | None:
    """Return the finest place in the words, of equals the first."""
    found = [p.mention.value for p in _inside(sentence, seen, MentionKind.PLACE)]
    places = [p for p in found if isinstance(p, Place)]
    return min(places, key=lambda p: _FINE.index(p.precision), default=None)


def said_by(
    scene: Scene, voices: Mapping[int, Voices], sentence: Sentence, number: int
) -> tuple[Attribution, Stance]:
    """Return who tells the words that stand at a place of the sight, and how."""
    sight = scene.sight or NOTHING
    seen = sight.seen[number]
    who, stance = voices[sentence.index].of_figure(scene, seen.first)
    told = sight.said.get(number, {})
    pointed = [sight.seen[at] for label in ("speaker", "cue") if (at := told.get(label)) is not None]
    known = _voice(scene, voices, pointed) or _speaker(scene, pointed)
    return known or who, _stance(seen, stance)


def _stance(seen: Seen, ruled: Stance) -> Stance:
    return Stance(seen.classes["stance"]) if "stance" in seen.classes else ruled


def _voice(scene: Scene, voices: Mapping[int, Voices], pointed: Sequence[Seen]) -> Attribution | None:
    """Return the voice of the rules that the model points at, by its speaker or its cue."""
    for seen in pointed:
        for spoken in voices.values():
            for voice in spoken.found:
                if seen.overlaps(voice.cue.first, voice.cue.last) or seen.overlaps(
                    voice.speaker.first, voice.speaker.last
                ):
                    return attribution(scene, voice)
    return None


def _speaker(scene: Scene, pointed: Sequence[Seen]) -> Attribution | None:
    """Return the speaker that the model points at and no rule knows: by the catalogue's name, else by the words."""
    speaker = next((s for s in pointed if s.label == "speaker"), None)
    if speaker is None:
        return None
    cue = next((s for s in pointed if s.label == "cue"), None)
    span = scene.span(speaker.first, speaker.last)
    words = span.of(scene.words.text)
    ref = next(
        (r for s in scene.sentences if speaker.first in s.tokens and (r := _named(s, speaker, *_SPEAKERS))),
        None,
    )
    cued = scene.span(cue.first, cue.last).of(scene.words.text) if cue else None
    return Attribution(
        ref.name if ref else " ".join(words.split()), ref.id if ref else None, words, cued, span
    )


_SPEAKERS = (MentionKind.SPEAKER, MentionKind.ACTOR)


def numbered(scene: Scene, sentence: Sentence) -> Iterator[tuple[int, Seen]]:
    """Yield what the model saw in a sentence and is taken, with its place in the sight."""
    if scene.sight is None:
        return
    for number, seen in enumerate(scene.sight.seen):
        if seen.first in sentence.tokens and taken(sentence, seen):
            yield number, seen


def counted(scene: Scene) -> list[range]:
    """Return the token ranges of the sentences in which people need to be counted: of harm, or seen to be counted."""
    sight = scene.sight or NOTHING
    takes: Mapping[str, float] = trust()["takes"]
    seen = [s.first for s in sight.seen if s.label in COUNTED and s.odds > takes[s.label]]
    harmful = {tokens.start for tokens in harmed(scene)}
    return [
        s.tokens
        for s in scene.sentences
        if s.tokens.start in harmful or any(first in s.tokens for first in seen)
    ]
