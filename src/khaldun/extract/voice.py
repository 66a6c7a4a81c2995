"""A voice: somebody who speaks in a sentence, by which words and how; and which of them speaks a given word."""

from __future__ import annotations

from dataclasses import dataclass

from khaldun.core.document import Document
from khaldun.core.statement import Attribution, Stance
from khaldun.extract.scene import EntryHit, Scene, Sentence
from khaldun.extract.speakers import Speaker

STANCES = {
    "asserts": Stance.ASSERTS,
    "according": Stance.ASSERTS,
    "claims": Stance.CLAIMS,
    "denies": Stance.DENIES,
    "hedges": Stance.HEDGES,
}
"""What each list of cues makes of what is said."""
_HEDGE_REACH = 8
"""A hedge colours what follows within this many tokens of it, or what it stands in one clause with."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker at work in a sentence: tokens of the cue, the stance, and who it is."""

    speaker: Speaker
    cue: EntryHit
    stance: Stance

    @property
    def first(self) -> int:
        """Return the first token of speaker and cue together."""
        return min(self.speaker.first, self.cue.first)

    @property
    def last(self) -> int:
        """Return the token after speaker and cue together."""
        return max(self.speaker.last, self.cue.last)


@dataclass(frozen=True, slots=True)
class Voices:
    """The voices of one sentence and the voice that speaks where none does."""

    sentence: Sentence
    found: tuple[Voice, ...]
    default: Attribution
    carried: Attribution | None = None
    """The speaker of the sentence before, to whom the figures of a sentence without a voice are left."""
    cuts: tuple[int, ...] = ()
    """Tokens before which a semicolon stands."""

    def at(self, scene: Scene, token: int) -> tuple[Attribution, Stance]:
        """Return who speaks the word at `token`, and how."""
        voice = self._voice(token)
        hedged = _is_hedged(self.sentence, token)
        if voice is None:
            return self.default, Stance.HEDGES if hedged else Stance.ASSERTS
        stance = Stance.HEDGES if hedged and voice.stance is Stance.ASSERTS else voice.stance
        return attribution(scene, voice), stance

    def of_figure(self, scene: Scene, token: int) -> tuple[Attribution, Stance]:
        """Return who gives the figure at `token`, and how."""
        who, stance = self.at(scene, token)
        return (self.carried or who, stance) if not self.found else (who, stance)

    def _voice(self, token: int) -> Voice | None:
        if not self.found:
            return None
        clause = self.sentence.clause(token)
        here = [v for v in self.found if clause.start <= v.cue.first < clause.stop]
        reach = here or [v for v in self.found if not self._is_cut_off(v, token)]
        return min(reach, key=lambda v: (distance(v, token), v.first), default=None)

    def _is_cut_off(self, voice: Voice, token: int) -> bool:
        """Tell whether a semicolon stands between a voice and a token: what is behind it, somebody else may say."""
        first, last = sorted((voice.cue.first, token))
        return any(first < cut <= last for cut in self.cuts)


def distance(voice: Voice, token: int) -> int:
    return max(0, voice.first - token, token - voice.last + 1)


def attribution(scene: Scene, voice: Voice) -> Attribution:
    """Return the attribution a voice gives, with the words of speaker and cue."""
    span = scene.span(voice.speaker.first, voice.speaker.last)
    cue = scene.span(voice.cue.first, voice.cue.last).of(scene.words.text) if voice.cue.phrase else None
    return Attribution(voice.speaker.name, voice.speaker.id, span.of(scene.words.text), cue, span)


def outlet(document: Document) -> Attribution:
    """Return the attribution of words that nobody is quoted for: the publisher's or the post's author's."""
    return Attribution(document.speaker)


def _is_hedged(sentence: Sentence, token: int) -> bool:
    clause = sentence.clause(token)
    return any(
        clause.start <= h.first < clause.stop or 0 <= token - h.last < _HEDGE_REACH
        for h in sentence.of("hedges")
    )
