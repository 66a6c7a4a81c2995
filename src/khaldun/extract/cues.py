"""The voices of one sentence: each cue of speech with its speaker, by the grammar of the language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from khaldun.core.mention import MentionKind
from khaldun.core.phrases import Hit
from khaldun.core.statement import Stance
from khaldun.core.values import Ref
from khaldun.extract.anaphora import Named
from khaldun.extract.lexicon import Entry, coordinators
from khaldun.extract.name_parts import speaker_rules
from khaldun.extract.scene import EntryHit, Placed, Scene, Sentence
from khaldun.extract.speakers import (
    Speaker,
    auxiliaries,
    speaker_after,
    speaker_at_start,
    speaker_before,
    words_after,
)
from khaldun.extract.voice import STANCES, Voice, distance

_ELLIPSIS_REACH = 2
_NEAR_SUBJECT = 2
_BEFORE_SPEAKER = ("according", "alleges", "again")
"""Labels of cues that stand before their speaker."""


def voices_in(scene: Scene, sentence: Sentence, named: Named) -> list[Voice]:
    """Return the voices of a sentence in the order of their cues; `named` knows who spoke and was named before."""
    found: list[Voice] = []
    silent = [*sentence.of("distanced"), *sentence.of("agents", "unclaimed")]
    unsaid = {h.last for h in sentence.of("negations")}
    for cue in sentence.of("cues", *STANCES):
        if any(h.first <= cue.first < h.last for h in silent):
            continue
        if cue.first in unsaid and cue.payload.label == "asserts":
            continue
        speaker = _speaker_of(scene, sentence, cue, named.last)
        if speaker is not None and not any(_same_words(v, speaker, cue) for v in found):
            found.append(Voice(named.in_full(speaker), cue, STANCES[cue.payload.label]))
    found.extend(_before_colon(scene, sentence))
    if not found:
        found.extend(_tending(scene, sentence, named))
    if found and "verb_first" not in scene.lexicon.grammar:
        found.extend(_without_verb(scene, sentence, found))
    found = _cited(sentence, found)
    found.extend(_deny(sentence, found))
    return sorted(found, key=lambda v: v.cue.first)


def _tending(scene: Scene, sentence: Sentence, named: Named) -> list[Voice]:
    """Return those who took in or buried the victims, and so count them: "the clinic treated 12 wounded"."""
    for cue in sentence.of("cues", "tends"):
        speaker = _speaker_of(scene, sentence, cue, named.last)
        if speaker is not None:
            return [Voice(named.in_full(speaker), cue, Stance.ASSERTS)]
    return []


def _cited(sentence: Sentence, found: list[Voice]) -> list[Voice]:
    """Return the voices without those that only pass on what another says: "media reported, citing the police"."""
    cited = [v for v in found if any(h.first == v.cue.first for h in sentence.of("citing"))]
    return [v for v in found if v in cited or v.stance is not Stance.ASSERTS or not _passes_on(v, cited)]


def _passes_on(voice: Voice, cited: Sequence[Voice]) -> bool:
    return any(max(c.first - voice.last, voice.first - c.last) <= _NEAR_SUBJECT for c in cited)


def _without_verb(scene: Scene, sentence: Sentence, found: Sequence[Voice]) -> list[Voice]:
    """Return the voices of clauses that go on without a verb: "officials give 38 dead, civil society at least 21"."""
    extra: list[Voice] = []
    for count in sentence.placed(MentionKind.COUNT):
        clause = sentence.clause(count.first)
        if not any(v.last <= clause.start for v in found):
            continue
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
    """Return the denials without a subject of their own ("are unfounded", "we did not"), by the nearest voice."""
    if not found or any(v.stance is Stance.DENIES for v in found):
        return []
    cues = sentence.of("cues", "denied", "denies") or _negated(sentence)
    if not cues:
        return []
    nearest = min(found, key=lambda v: distance(v, cues[0].first))
    return [Voice(nearest.speaker, cues[0], Stance.DENIES)]


def _negated(sentence: Sentence) -> list[EntryHit]:
    """Return the negations that stand right before a deed: "had not shelled"; a bomb that did not explode is none."""
    accidents = speaker_rules()["happens_by_itself"]
    deeds = {h.first for h in sentence.of("triggers") if h.payload.label not in accidents}
    return [h for h in sentence.of("negations") if h.last in deeds]


def _same_words(voice: Voice, speaker: Speaker, cue: EntryHit) -> bool:
    """Tell whether a cue repeats a voice: the same words speak by a stronger cue already."""
    return voice.cue.first <= cue.first < voice.cue.last or (
        voice.speaker.first == speaker.first and voice.stance is STANCES[cue.payload.label]
    )


def _speaker_of(scene: Scene, sentence: Sentence, cue: EntryHit, last: Speaker | None) -> Speaker | None:
    if cue.payload.label == "owned":
        return _owner(scene, sentence, cue)
    if cue.payload.label in _BEFORE_SPEAKER:
        return _speaker_behind(scene, sentence, cue, last)
    if "verb_first" in scene.lexicon.grammar:
        return _speaker_verb_first(scene, sentence, cue, last)
    again = _by_pronoun(scene, sentence, cue, last)
    return again if again is not None else _subject(scene, sentence, cue, last)


def _by_pronoun(scene: Scene, sentence: Sentence, cue: EntryHit, last: Speaker | None) -> Speaker | None:
    """Return whom the pronoun at a cue stands for: "quant au porte-parole, il assure", or else who spoke last."""
    before = _pronoun_before(sentence, cue.first)
    if before:
        topic = next((h.last for h in sentence.of("as_for") if h.last < cue.first), None)
        subject = None if topic is None else speaker_after(scene, sentence, topic)
        if subject is not None:
            return subject
    if last is None or not (before or _is_aside(scene, sentence, cue)):
        return None
    return _again(last, cue.first if before else cue.last)


def _subject(scene: Scene, sentence: Sentence, cue: EntryHit, last: Speaker | None) -> Speaker | None:
    inverted = _inverted(scene, sentence, cue)
    if inverted is not None:
        return inverted
    if last is not None and _is_coordinated(scene, sentence, cue, last):
        return _again(last, cue.first)
    speaker = speaker_before(scene, sentence, cue.first)
    if speaker is None and _may_invert(scene, sentence, cue):
        speaker = speaker_after(scene, sentence, cue.last)
    if speaker is None and _goes_with_start(scene, sentence, cue):
        speaker = speaker_at_start(scene, sentence)
    return speaker


def _goes_with_start(scene: Scene, sentence: Sentence, cue: EntryHit) -> bool:
    """Tell whether the subject of a cue may be what the sentence begins with: a denial, "saying that", "and says"."""
    if cue.payload.label == "denies" or any(h.first == cue.first for h in sentence.of("participles")):
        return True
    return cue.first > sentence.tokens.start and scene.words.folded[cue.first - 1] in coordinators()


def _owner(scene: Scene, sentence: Sentence, cue: EntryHit) -> Speaker | None:
    """Return the speaker of "the ministry's count": whose name ends right before the cue."""
    owner = speaker_before(scene, sentence, cue.first)
    return owner if owner is not None and owner.last == cue.first else None


def _speaker_behind(scene: Scene, sentence: Sentence, cue: EntryHit, last: Speaker | None) -> Speaker | None:
    """Return the speaker of "according to X" and "according to him"."""
    if cue.payload.label == "again":
        return _again(last, cue.first) if last else None
    found = speaker_after(scene, sentence, cue.last) or _pronoun_after(sentence, cue, last)
    return found or words_after(scene, sentence, cue.last)


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
    if after is not None and _words_between(sentence, cue.last, after.first) <= _NEAR_SUBJECT:
        return after
    inside = speaker_after(scene, sentence, cue.first + 1) if cue.last - cue.first > 2 else None
    if inside is not None and inside.last <= cue.last:
        return inside
    if before is not None and sentence.clause(before.last - 1).stop >= cue.first:
        return before
    if last is not None and (cue.first in sentence.clauses or cue.last in sentence.clauses):
        return _again(last, cue.first)
    return None


def _is_coordinated(scene: Scene, sentence: Sentence, cue: EntryHit, last: Speaker) -> bool:
    """Tell whether a verb goes on with the subject of the one before it: "X denied this and said that"."""
    if not sentence.tokens.start <= last.first < cue.first - 1:
        return False
    return scene.words.folded[cue.first - 1] in coordinators()


def _again(last: Speaker, token: int) -> Speaker:
    """Return the last speaker where a pronoun, or nothing, stands for it."""
    return replace(last, first=token, last=token + 1, labels=(), person=False)


def _inverted(scene: Scene, sentence: Sentence, cue: EntryHit) -> Speaker | None:
    """Return the speaker of ", says an aid worker.": behind a cue that punctuation opens and its name ends."""
    if not _opens(scene, sentence, cue) or not _may_invert(scene, sentence, cue):
        return None
    after = speaker_after(scene, sentence, cue.last)
    if after is None or _words_between(sentence, cue.last, after.first) > _NEAR_SUBJECT:
        return None
    if "inverts" not in scene.lexicon.lists or "inverts_freely" in scene.lexicon.grammar:
        return after
    closed = after.last >= sentence.tokens.stop or scene.words.breaks_before(after.last)
    return after if closed else None


def _words_between(sentence: Sentence, first: int, last: int) -> int:
    """Return how many tokens of [first, last) are of no date: "said on Monday the hospital's director"."""
    dated = {i for p in sentence.placed(MentionKind.DATE) for i in range(p.first, p.last)}
    return sum(i not in dated for i in range(first, last))


def _opens(scene: Scene, sentence: Sentence, cue: EntryHit) -> bool:
    """Tell whether punctuation stands right before a cue, or before its auxiliary: ", a annoncé le ministère"."""
    first = cue.first
    if first - 1 > sentence.tokens.start and scene.words.folded[first - 1] in auxiliaries():
        first -= 1
    return first > sentence.tokens.start and scene.words.breaks_before(first)


def _may_invert(scene: Scene, sentence: Sentence, cue: EntryHit) -> bool:
    """Tell whether the speaker may follow a cue; a language that lists such cues allows no others."""
    return "inverts" not in scene.lexicon.lists or any(
        h.first <= cue.first < h.last for h in sentence.of("inverts")
    )


def _pronoun_after(sentence: Sentence, cue: EntryHit, last: Speaker | None) -> Speaker | None:
    """Return the last speaker for "selon lui": behind the cue stands a pronoun alone."""
    if last is None or not any(h.first == cue.last for h in sentence.of("pronouns")):
        return None
    return _again(last, cue.last)


def _is_aside(scene: Scene, sentence: Sentence, cue: EntryHit) -> bool:
    """Tell whether a cue and a pronoun behind it stand between punctuation: ", добавила она,"."""
    if not scene.words.breaks_before(cue.first):
        return False
    behind = next((h.last for h in sentence.of("pronouns") if h.first == cue.last), None)
    return behind is not None and (behind >= sentence.tokens.stop or scene.words.breaks_before(behind))


def _pronoun_before(sentence: Sentence, token: int) -> bool:
    return any(p.last in (token, token - 1) for p in sentence.of("pronouns"))
