"""Who says so: the voices of each sentence, and which of them speaks a given word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from khaldun.core.document import Document
from khaldun.core.mention import MentionKind
from khaldun.core.phrases import Hit
from khaldun.core.statement import Attribution, Stance
from khaldun.core.values import Ref
from khaldun.extract.lexicon import Entry
from khaldun.extract.scene import EntryHit, Placed, Scene, Sentence
from khaldun.extract.speakers import Speaker, speaker_after, speaker_at_start, speaker_before, words_after

_STANCES = {
    "asserts": Stance.ASSERTS,
    "according": Stance.ASSERTS,
    "claims": Stance.CLAIMS,
    "denies": Stance.DENIES,
    "hedges": Stance.HEDGES,
}
_SEMICOLONS = {";", "؛"}
_ELLIPSIS_REACH = 2
_NEAR_SUBJECT = 2
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
        return min(reach, key=lambda v: (_distance(v, token), v.first), default=None)

    def _is_cut_off(self, voice: Voice, token: int) -> bool:
        """Tell whether a semicolon stands between a voice and a token: what is behind it, somebody else may say."""
        first, last = sorted((voice.cue.first, token))
        return any(first < cut <= last for cut in self.cuts)


def _distance(voice: Voice, token: int) -> int:
    return max(0, voice.first - token, token - voice.last + 1)


def attribution(scene: Scene, voice: Voice) -> Attribution:
    """Return the attribution a voice gives, with the words of speaker and cue."""
    span = scene.span(voice.speaker.first, voice.speaker.last)
    cue = scene.span(voice.cue.first, voice.cue.last).of(scene.words.text) if voice.cue.phrase else None
    return Attribution(voice.speaker.name, voice.speaker.id, span.of(scene.words.text), cue, span)


def outlet(document: Document) -> Attribution:
    """Return the attribution of words that nobody is quoted for: the publisher's or the post's author's."""
    return Attribution(document.speaker)


def voices(scene: Scene) -> list[Voices]:
    """Return the voices of every sentence; a pronoun stands for the last speaker named before."""
    result: list[Voices] = []
    last: Speaker | None = None
    full = _full_names(scene)
    for sentence in scene.sentences:
        found = [replace(v, speaker=_in_full(v.speaker, full)) for v in _find(scene, sentence, last)]
        if found:
            last = found[-1].speaker
        default = outlet(scene.document)
        result.append(Voices(sentence, tuple(found), default, cuts=_cuts(scene, sentence)))
    return _spoken_on(scene, _spoken_backward(scene, result))


def _spoken_on(scene: Scene, spoken: list[Voices]) -> list[Voices]:
    """Return the voices with the figures of a sentence in which nobody speaks left to the speaker before."""
    return [
        replace(here, carried=attribution(scene, before.found[-1])) if _goes_on(scene, before, here) else here
        for before, here in zip((spoken[0], *spoken), spoken, strict=False)
    ]


def _goes_on(scene: Scene, before: Voices, here: Voices) -> bool:
    """Tell whether a sentence adds details to what was said in the one before, in the same paragraph."""
    if not before.found or here.found or before.found[-1].stance is Stance.DENIES:
        return False
    return "\n" not in scene.words.text[before.sentence.span.end : here.sentence.span.start]


def _cuts(scene: Scene, sentence: Sentence) -> tuple[int, ...]:
    words = scene.words
    return tuple(
        i for i in sentence.clauses if i and _SEMICOLONS & {*words.text[words.ends[i - 1] : words.starts[i]]}
    )


def _spoken_backward(scene: Scene, spoken: list[Voices]) -> list[Voices]:
    """Return the voices with the speaker of "Об этом сообщил X." given to the sentence before, if none speaks there."""
    for at in range(len(spoken) - 1, 0, -1):
        here, before = spoken[at], spoken[at - 1]
        if here.found and not before.found and not before.sentence.is_title and here.sentence.of("backward"):
            spoken[at - 1] = replace(before, default=attribution(scene, here.found[0]))
    return spoken


def _full_names(scene: Scene) -> list[Ref]:
    """Return the catalogue's bodies that the text names: what "the ministry" and "the group" may stand for."""
    named = (
        p.mention.value for s in scene.sentences for p in s.placed(MentionKind.ACTOR, MentionKind.SPEAKER)
    )
    return list(
        {r.id: r for r in named if isinstance(r, Ref) and r.id and not r.kind.startswith("state")}.values()
    )


def _in_full(speaker: Speaker, full: Sequence[Ref]) -> Speaker:
    """Return the speaker under the one name in the text that holds its noun: "the ministry" is the one named before."""
    if speaker.id is not None:
        return speaker
    fitting = [r for r in full if speaker.name.casefold() in r.name.casefold().split()]
    return replace(speaker, name=fitting[0].name, id=fitting[0].id) if len(fitting) == 1 else speaker


def _find(scene: Scene, sentence: Sentence, last: Speaker | None) -> list[Voice]:
    found: list[Voice] = []
    for cue in sentence.of("cues", *_STANCES):
        speaker = _speaker_of(scene, sentence, cue, found[-1].speaker if found else last)
        if speaker is not None and not any(_same_words(v, speaker, cue) for v in found):
            found.append(Voice(speaker, cue, _STANCES[cue.payload.label]))
    if sentence.is_title:
        found.extend(_before_colon(scene, sentence))
    if found and "verb_first" not in scene.lexicon.grammar:
        found.extend(_without_verb(scene, sentence, found))
    found.extend(_deny(sentence, found))
    return sorted(found, key=lambda v: v.cue.first)


def _without_verb(scene: Scene, sentence: Sentence, found: Sequence[Voice]) -> list[Voice]:
    """Return the voices of clauses that go on without a verb: "officials give 38 dead, civil society at least 21"."""
    extra: list[Voice] = []
    for count in sentence.placed(MentionKind.COUNT):
        clause = sentence.clause(count.first)
        if any(v.first < clause.stop and clause.start < v.last for v in found):
            continue
        speaker = speaker_before(scene, sentence, count.first)
        if speaker is None or speaker.first < clause.start or count.first - speaker.last > _ELLIPSIS_REACH:
            continue
        if any(
            speaker.last <= p.first < count.first or p.last == speaker.last for p in _adjectives(sentence)
        ):
            continue
        deeds = (*sentence.of("harm"), *sentence.of("triggers"))
        if any(speaker.last <= h.first < count.first for h in deeds):
            continue
        if speaker.id is not None or any(
            speaker.first <= h.first < speaker.last for h in sentence.of("speakers")
        ):
            extra.append(
                Voice(speaker, Hit(speaker.first, speaker.last, "", Entry("cues", "asserts")), Stance.ASSERTS)
            )
    return extra


def _adjectives(sentence: Sentence) -> list[Placed]:
    """Return the adjectives of states: "les frappes russes ont fait 61 morts" lets nobody speak."""
    placed = sentence.placed(MentionKind.ACTOR)
    return [p for p in placed if p.ref is not None and p.ref.kind == "state_adjective"]


def _before_colon(scene: Scene, sentence: Sentence) -> list[Voice]:
    """Return the voice of a title such as "Houthis: 80 killed"; its cue is the name itself."""
    for i in sentence.tokens[1:5]:
        if ":" in scene.words.text[scene.words.ends[i - 1] : scene.words.starts[i]]:
            speaker = speaker_before(scene, sentence, i)
            if (
                speaker is not None
                and (speaker.first, speaker.last) == (sentence.tokens.start, i)
                and _speaks(sentence, i)
            ):
                cue = Hit(speaker.first, speaker.last, ":", Entry("cues", "asserts"))
                return [Voice(speaker, cue, Stance.ASSERTS)]
    return []


def _speaks(sentence: Sentence, end: int) -> bool:
    """Tell whether the name before a title's colon is somebody, and not the country where it happened."""
    named = (p.mention.value for p in sentence.placed(MentionKind.ACTOR) if p.last <= end)
    return not any(isinstance(ref, Ref) and ref.kind.startswith("state") for ref in named)


def _deny(sentence: Sentence, found: Sequence[Voice]) -> list[Voice]:
    """Return the denials said without a verb of denial ("are unfounded"), spoken by the nearest voice."""
    cues = sentence.of("cues", "denied")
    if not cues or not found:
        return []
    if any(v.stance is Stance.DENIES for v in found):
        return []
    nearest = min(found, key=lambda v: _distance(v, cues[0].first))
    return [Voice(nearest.speaker, cues[0], Stance.DENIES)]


def _same_words(voice: Voice, speaker: Speaker, cue: EntryHit) -> bool:
    """Tell whether a cue repeats a voice: the same words speak by a stronger cue already."""
    return voice.cue.first <= cue.first < voice.cue.last or (
        voice.speaker.first == speaker.first and voice.stance is _STANCES[cue.payload.label]
    )


def _speaker_of(scene: Scene, sentence: Sentence, cue: EntryHit, last: Speaker | None) -> Speaker | None:
    if cue.payload.label == "according":
        found = speaker_after(scene, sentence, cue.last) or _pronoun_after(sentence, cue, last)
        return found or words_after(scene, sentence, cue.last)
    if "verb_first" in scene.lexicon.grammar:
        return _speaker_verb_first(scene, sentence, cue, last)
    if last is not None and _pronoun_before(sentence, cue.first):
        return Speaker(last.name, last.id, cue.first, cue.first + 1)
    inverted = _inverted(scene, sentence, cue)
    if inverted is not None:
        return inverted
    speaker = speaker_before(scene, sentence, cue.first)
    if speaker is None and _may_invert(scene, sentence, cue):
        speaker = speaker_after(scene, sentence, cue.last)
    if speaker is None and any(h.first == cue.first for h in sentence.of("participles")):
        speaker = speaker_at_start(scene, sentence)
    return speaker


def _speaker_verb_first(
    scene: Scene, sentence: Sentence, cue: EntryHit, last: Speaker | None
) -> Speaker | None:
    """Return the speaker where verbs come first: behind the cue, in its gap, before it, or else the last one.

    "قالت الوزارة إن", "نقلت الوكالة عن", "الجيش يعلن", "وأضافت أن": a verb without a subject goes on with the last.
    """
    before = speaker_before(scene, sentence, cue.first)
    if before is not None and cue.payload.label == "claims" and cue.first - before.last <= 1:
        return before
    after = speaker_after(scene, sentence, cue.last)
    if after is not None and after.first - cue.last <= _NEAR_SUBJECT:
        return after
    inside = speaker_after(scene, sentence, cue.first + 1) if cue.last - cue.first > 2 else None
    if inside is not None and inside.last <= cue.last:
        return inside
    if before is not None and sentence.clause(before.last - 1).stop >= cue.first:
        return before
    if last is not None and (cue.first in sentence.clauses or cue.last in sentence.clauses):
        return Speaker(last.name, last.id, cue.first, cue.first + 1)
    return None


def _inverted(scene: Scene, sentence: Sentence, cue: EntryHit) -> Speaker | None:
    """Return the speaker of ", says an aid worker.": behind a cue that punctuation opens and its name ends."""
    if cue.first == sentence.tokens.start or not scene.words.breaks_before(cue.first):
        return None
    if not _may_invert(scene, sentence, cue):
        return None
    after = speaker_after(scene, sentence, cue.last)
    if after is None or after.first - cue.last > _NEAR_SUBJECT:
        return None
    if "inverts" not in scene.lexicon.lists:
        return after
    closed = after.last >= sentence.tokens.stop or scene.words.breaks_before(after.last)
    return after if closed else None


def _may_invert(scene: Scene, sentence: Sentence, cue: EntryHit) -> bool:
    """Tell whether the speaker may follow a cue; a language that lists such cues allows no others."""
    return "inverts" not in scene.lexicon.lists or any(h.first == cue.first for h in sentence.of("inverts"))


def _pronoun_after(sentence: Sentence, cue: EntryHit, last: Speaker | None) -> Speaker | None:
    """Return the last speaker for "selon lui": behind the cue stands a pronoun alone."""
    if last is None or not any(h.first == cue.last for h in sentence.of("pronouns")):
        return None
    return replace(last, first=cue.last, last=cue.last + 1)


def _pronoun_before(sentence: Sentence, token: int) -> bool:
    return any(p.last in (token, token - 1) for p in sentence.of("pronouns"))


def _is_hedged(sentence: Sentence, token: int) -> bool:
    hedges = sentence.of("hedges")
    if not hedges:
        return False
    clause = sentence.clause(token)
    return any(clause.start <= h.first < clause.stop or 0 <= token - h.last < _HEDGE_REACH for h in hedges)


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
