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
    "again": Stance.ASSERTS,
    "owned": Stance.ASSERTS,
    "alleges": Stance.CLAIMS,
    "claims": Stance.CLAIMS,
    "denies": Stance.DENIES,
    "hedges": Stance.HEDGES,
}
"""What each list of cues makes of what is said."""
_NEAR_NOT = 1
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
    distanced: bool = False
    """Whether the sentence before keeps a distance from what it says."""
    of_arms: bool = False
    """Whether the sentence before tells of arms: then weapons and targets are left to its speaker too."""
    cuts: tuple[int, ...] = ()
    """Tokens before which a semicolon stands."""

    def at(self, scene: Scene, token: int) -> tuple[Attribution, Stance]:
        """Return who speaks the word at `token`, and how."""
        voice = self._voice(token)
        who = self.default if voice is None else attribution(scene, voice)
        return who, self._stance(scene, Stance.ASSERTS if voice is None else voice.stance, token)

    def speaker_at(self, token: int) -> Speaker | None:
        """Return who is quoted for the word at `token`, None where nobody is."""
        voice = self._voice(token)
        return voice.speaker if voice else None

    def _stance(self, scene: Scene, stance: Stance, token: int) -> Stance:
        """Return a voice's stance as the marks around a word change it."""
        if any(0 <= token - h.last <= _NEAR_NOT for h in self.sentence.of("not_by")):
            return Stance.DENIES
        if stance is not Stance.ASSERTS:
            return stance
        if _is_hedged(scene, self.sentence, token):
            return Stance.HEDGES
        return Stance.CLAIMS if self.sentence.of("distanced") else stance

    def of_figure(self, scene: Scene, token: int) -> tuple[Attribution, Stance]:
        """Return who gives the figure at `token`, and how."""
        who, stance = self.at(scene, token)
        if self.found or self.carried is None:
            return who, stance
        return self.carried, Stance.CLAIMS if self.distanced and stance is Stance.ASSERTS else stance

    def of_detail(self, scene: Scene, token: int) -> tuple[Attribution, Stance]:
        """Return who tells of the weapon or the target at `token`, and how."""
        return self.of_figure(scene, token) if self.of_arms else self.at(scene, token)

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
    """Return the tokens between a voice and a word, 0 within it."""
    return max(0, voice.first - token, token - voice.last + 1)


def attribution(scene: Scene, voice: Voice) -> Attribution:
    """Return the attribution a voice gives, with the words of speaker and cue."""
    span = scene.span(voice.speaker.first, voice.speaker.last)
    cue = scene.span(voice.cue.first, voice.cue.last).of(scene.words.text) if voice.cue.phrase else None
    return Attribution(voice.speaker.name, voice.speaker.id, span.of(scene.words.text), cue, span)


def outlet(document: Document) -> Attribution:
    """Return the attribution of words that nobody is quoted for: the publisher's or the post's author's."""
    return Attribution(document.speaker)


def _is_hedged(scene: Scene, sentence: Sentence, token: int) -> bool:
    """Tell whether a hedge colours the word at `token`."""
    marks = sentence.of("hedges")
    if not marks:
        return False
    clause = sentence.clause(token)
    return any(clause.start <= h.first < clause.stop or _reaches(scene, h.last, token) for h in marks)


def _reaches(scene: Scene, end: int, token: int) -> bool:
    """Tell whether a mark that ends before `end` works on a token: no comma but one right behind it parts them."""
    if not 0 <= token - end < _HEDGE_REACH:
        return False
    return not any(scene.words.breaks_before(i) for i in range(end + 1, token + 1))
