"""Who says so: the voices of each sentence, and which of them speaks a given word."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from khaldun.core.mention import MentionKind
from khaldun.core.statement import Stance
from khaldun.extract.anaphora import Named
from khaldun.extract.cues import voices_in
from khaldun.extract.scene import Scene, Sentence
from khaldun.extract.voice import Voice, Voices, attribution, outlet

__all__ = [
    "Voice",
    "Voices",
    "attribution",
    "denials",
    "is_speaker",
    "outlet",
    "voices",
    "without_speakers_places",
]

_ARMS = (MentionKind.WEAPON, MentionKind.PLATFORM)
_SEMICOLONS = {";", "؛"}


def voices(scene: Scene) -> list[Voices]:
    """Return the voices of every sentence; a pronoun stands for the last speaker named before."""
    named, default = Named.of(scene), outlet(scene.document)
    result = [
        Voices(s, tuple(voices_in(scene, s, named)), default, cuts=_cuts(scene, s)) for s in scene.sentences
    ]
    return _spoken_on(scene, _spoken_backward(scene, result))


def _spoken_on(scene: Scene, spoken: list[Voices]) -> list[Voices]:
    """Return the voices with a sentence in which nobody speaks left to the speaker before, if it goes on."""
    result = list(spoken)
    for at, (before, here) in enumerate(itertools.pairwise(spoken), 1):
        if before.found and not here.found and _goes_on(scene, before, here):
            carried = attribution(scene, before.found[-1])
            arms, distanced = before.sentence.placed(*_ARMS), before.sentence.of("distanced")
            result[at] = replace(here, carried=carried, of_arms=bool(arms), distanced=bool(distanced))
        elif not here.found and result[at - 1].carried and _continues(scene, spoken, at):
            result[at] = replace(here, carried=result[at - 1].carried)
    return result


def _continues(scene: Scene, spoken: Sequence[Voices], at: int) -> bool:
    """Tell whether a list of losses goes on: both this sentence and the one before count people."""
    before, here = spoken[at - 1].sentence, spoken[at].sentence
    counts = all(s.of("harm") and s.placed(MentionKind.COUNT) for s in (before, here))
    marked = here.of("agents", "unclaimed") or any(here.of(f) for f in ("develops", "background", "nobody"))
    return counts and not marked and not _is_apart(scene, spoken, at - 1)


def _goes_on(scene: Scene, before: Voices, here: Voices) -> bool:
    """Tell whether a sentence adds details to what was said in the one before, in the same paragraph.

    Not after a denial or an accusation, which only react, and not where it tells a later development, what is not
    known, that nobody was hurt, or the past.
    """
    if before.found[-1].stance in (Stance.DENIES, Stance.CLAIMS):
        return False
    sentence = here.sentence
    if sentence.of("agents", "unclaimed") or any(
        sentence.of(f) for f in ("develops", "background", "nobody")
    ):
        return False
    return "\n" not in scene.words.text[before.sentence.span.end : sentence.span.start]


def _cuts(scene: Scene, sentence: Sentence) -> tuple[int, ...]:
    words = scene.words
    return tuple(
        i for i in sentence.clauses if i and _SEMICOLONS & {*words.text[words.ends[i - 1] : words.starts[i]]}
    )


def _spoken_backward(scene: Scene, spoken: list[Voices]) -> list[Voices]:
    """Return the voices with the speaker of "Об этом сообщил X." given to what nobody told before in its paragraph."""
    for at, here in enumerate(spoken):
        if not here.found or not here.sentence.of("backward"):
            continue
        told = attribution(scene, here.found[0])
        for before in range(at - 1, -1, -1):
            if spoken[before].found or spoken[before].sentence.is_title or _is_apart(scene, spoken, before):
                break
            spoken[before] = replace(spoken[before], default=told)
    return spoken


def _is_apart(scene: Scene, spoken: Sequence[Voices], at: int) -> bool:
    """Tell whether a paragraph ends behind a sentence."""
    return "\n" in scene.words.text[spoken[at].sentence.span.end : spoken[at + 1].sentence.span.start]


def denials(scene: Scene, spoken: Sequence[Voices]) -> list[tuple[Sentence, Voice]]:
    """Return the voices that deny, with their sentences."""
    return [(v.sentence, voice) for v in spoken for voice in v.found if voice.stance is Stance.DENIES]


def without_speakers_places(scene: Scene, spoken: Sequence[Voices]) -> tuple[Scene, list[Voices]]:
    """Return scene and voices without the places that only speak: "Kabul says", "the mayor of Ternopil said"."""
    sentences = tuple(_without_places(s, v) for s, v in zip(scene.sentences, spoken, strict=True))
    if not any(s.placed(MentionKind.PLACE) for s in sentences):
        return scene, list(spoken)
    voiced = [replace(v, sentence=s) for v, s in zip(spoken, sentences, strict=True)]
    return replace(scene, sentences=sentences), voiced


def _without_places(sentence: Sentence, spoken: Voices) -> Sentence:
    places = sentence.mentions.get(MentionKind.PLACE, ())
    kept = [p for p in places if not is_speaker(spoken, p.first, p.last)]
    if len(kept) == len(places):
        return sentence
    return replace(sentence, mentions={**sentence.mentions, MentionKind.PLACE: kept})


def is_speaker(voices_: Voices, first: int, last: int) -> bool:
    """Tell whether tokens [first, last) name somebody who speaks in the sentence."""
    return any(v.speaker.first < last and first < v.speaker.last for v in voices_.found)
