"""Readings of drafts: every value an event mention states, grounded in its words, with who says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from khaldun.core.mention import MentionKind
from khaldun.core.span import Span
from khaldun.core.statement import Attribution, EventMention, Factuality, Reading, Stance, Statement
from khaldun.core.values import DateRange, Ref, Value
from khaldun.extract.accused import stands_aside
from khaldun.extract.arms import is_used, user
from khaldun.extract.attribution import Voice, Voices, attribution, denials
from khaldun.extract.drafts import Draft
from khaldun.extract.joined import joined
from khaldun.extract.results import results
from khaldun.extract.roles import Part, Role, parts
from khaldun.extract.scene import Scene, Sentence
from khaldun.extract.seen_readings import certainty, numbered, owner, property_of, said_by, value_of
from khaldun.extract.sides import blaming, counts_enemies
from khaldun.extract.trigger import Trigger
from khaldun.extract.triggers import family, rules
from khaldun.extract.unnamed import unnamed_actors, unnamed_victims
from khaldun.extract.when import event_dates, range_of
from khaldun.extract.where import event_places

_PROPERTY_OF_ROLE = {
    Role.AGENT: "actor",
    Role.CLAIMED: "actor",
    Role.ACCUSED: "actor",
    Role.RECIPIENT: "recipient",
}
_NEAR_SUSPECT = 1
_SURE = 0.8
_NEAR_PRONOUN = 5
_TANKERS = ("tanker", "awacs", "transport_aircraft")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the readers of one draft share."""

    scene: Scene
    voices: dict[int, Voices]
    mention: EventMention
    deniers: frozenset[str]
    """Ids of those who deny something in the document."""
    parts: dict[int, list[Part]] = field(default_factory=dict)
    """The roles in each sentence, once they are asked for."""

    def reading(
        self,
        sentence: Sentence,
        property: str,
        span: Span,
        value: Value,
        confidence: float,
        stance: Stance | None = None,
    ) -> Reading:
        token = self.scene.words.at(span.start)
        who, how = self.voices[sentence.index].at(self.scene, token)
        return self.reading_by(property, span, value, confidence, (who, stance or how))

    def reading_by(
        self, property: str, span: Span, value: Value, confidence: float, said: tuple[Attribution, Stance]
    ) -> Reading:
        statement = Statement.ground(self.scene.document, property, span)
        denied = said[1] is Stance.DENIES
        factuality = Factuality.DENIED if denied else self.mention.factuality
        return Reading(
            statement, self.mention.id, value, said[0], said[1], factuality, confidence, self.mention.scope
        )


def read_drafts(
    scene: Scene, spoken: list[Voices], told: list[Draft]
) -> tuple[tuple[EventMention, ...], tuple[Reading, ...]]:
    """Return the event mentions of the drafts and all their readings, sorted by place in the text."""
    mentions: list[EventMention] = []
    readings: list[Reading] = []
    by_index = {v.sentence.index: v for v in spoken}
    deniers = frozenset(voice.speaker.id for _, voice in denials(scene, spoken) if voice.speaker.id)
    for draft in told:
        if not draft.triggers and not draft.figures:
            continue
        mention = _mention(scene, draft, by_index)
        desk = _Desk(scene, by_index, mention, deniers)
        for sentence in draft.sentences:
            if by_index[sentence.index].found:
                by_index[sentence.index] = blaming(by_index[sentence.index], _parts_of(desk, draft, sentence))
        mentions.append(mention)
        readings.extend(_unique(joined(scene, list(_seen(desk, draft, told)), list(_read(desk, draft)))))
    return tuple(mentions), tuple(sorted(readings, key=_by_place))


def _by_place(reading: Reading) -> tuple[int, int, str, str]:
    return (
        reading.statement.span.start,
        reading.statement.span.end,
        reading.statement.property,
        reading.mention,
    )


def _mention(scene: Scene, draft: Draft, spoken: dict[int, Voices]) -> EventMention:
    anchors = [t.hit.span(scene.words) for t in draft.triggers] or [
        f.placed.mention.span for f in draft.figures
    ]
    unique = tuple(sorted(set(anchors)))
    strong = any(t.strong for t in draft.triggers)
    stances = {spoken[t.sentence.index].at(scene, t.hit.first)[1] for t in draft.triggers}
    factuality = Factuality.DENIED if stances == {Stance.DENIES} else draft.factuality
    return EventMention(
        scene.document.id, draft.code, unique, draft.scope, factuality, 0.8 if strong else 0.5
    )


def _unique(readings: Iterator[Reading]) -> list[Reading]:
    """Return the first reading of each statement: of one property at one place."""
    kept: dict[tuple[str, Span], Reading] = {}
    for reading in readings:
        kept.setdefault((reading.statement.property, reading.statement.span), reading)
    return list(kept.values())


def _read(desk: _Desk, draft: Draft) -> Iterator[Reading]:
    yield from _types(desk, draft)
    yield from _figures(desk, draft)
    yield from _date(desk, draft)
    yield from _places(desk, draft)
    yield from _actors(desk, draft)
    yield from _arms(desk, draft)
    yield from _denials(desk, draft)
    yield from _results(desk, draft)


def _seen(desk: _Desk, draft: Draft, told: Sequence[Draft]) -> Iterator[Reading]:
    """Yield what the model saw of a draft's event."""
    scene = desk.scene
    for sentence in scene.sentences:
        for number, seen in numbered(scene, sentence):
            if owner(scene, sentence, number, told) is not draft:
                continue
            value = value_of(scene, sentence, seen)
            if value is not None:
                said = said_by(scene, desk.voices, sentence, number)
                span = scene.span(seen.first, seen.last)
                yield desk.reading_by(property_of(scene, sentence, seen), span, value, certainty(seen), said)


def _types(desk: _Desk, draft: Draft) -> Iterator[Reading]:
    for trigger in draft.triggers:
        span = trigger.hit.span(desk.scene.words)
        denied = Stance.DENIES if trigger.factuality is Factuality.DENIED else None
        yield desk.reading(
            trigger.sentence, "type", span, trigger.code, 0.8 if trigger.strong else 0.5, denied
        )


def _figures(desk: _Desk, draft: Draft) -> Iterator[Reading]:
    for figure in draft.figures:
        span = desk.scene.span(figure.first, figure.last)
        token = figure.placed.first
        voices = desk.voices[figure.sentence.index]
        who, stance = voices.of_figure(desk.scene, token)
        if stance is Stance.ASSERTS and counts_enemies(voices, figure):
            stance = Stance.CLAIMS
        yield desk.reading_by(figure.property, span, figure.count, 0.7, (who, stance))


def _date(desk: _Desk, draft: Draft) -> Iterator[Reading]:
    """Yield the dates of the sentences that tell the event; those of others only where these have none."""
    telling = [s for s in draft.sentences if any(t.sentence is s for t in draft.triggers)]
    found = [reading for s in telling for reading in _dates(desk, draft, s)]
    if not any(isinstance(r.value, DateRange) for r in found):
        last = max((s.index for s in telling), default=draft.sentences[-1].index)
        others = [s for s in draft.sentences if s not in telling and s.index <= last]
        found += [reading for s in others for reading in _dates(desk, draft, s)]
    yield from found


def _dates(desk: _Desk, draft: Draft, sentence: Sentence) -> Iterator[Reading]:
    triggers = [t for t in draft.triggers if t.sentence is sentence]
    for placed in event_dates(desk.scene, desk.voices[sentence.index], triggers):
        days = range_of(placed)
        given: Value = days if days is not None else placed.mention.words
        yield desk.reading(sentence, "date", placed.mention.span, given, 0.7 if days else 0.3)


def _places(desk: _Desk, draft: Draft) -> Iterator[Reading]:
    for sentence in draft.sentences:
        acting = [p.placed for p in _parts_of(desk, draft, sentence) if p.role is not Role.RECIPIENT]
        acting += [a for a in sentence.placed(MentionKind.ACTOR) if stands_aside(sentence, a)]
        for placed, place, confidence in event_places(draft, sentence, acting):
            yield desk.reading(sentence, "place", placed.mention.span, place, confidence)


def _actors(desk: _Desk, draft: Draft) -> Iterator[Reading]:
    named = {part.role is Role.RECIPIENT for part in _all_parts(desk, draft)}
    for sentence in draft.sentences:
        for part in _parts_of(desk, draft, sentence):
            yield from _part_readings(desk, sentence, part)
        yield from _admitting(desk, draft, sentence)
    if False not in named:
        yield from _nameless(desk, draft)
    if True not in named:
        yield from _victims(desk, draft)


def _nameless(desk: _Desk, draft: Draft) -> Iterator[Reading]:
    """Yield the people without a name who acted, for a text that names no party."""
    for sentence in draft.sentences:
        found = [t for t in draft.triggers if t.sentence is sentence]
        for part in unnamed_actors(desk.scene, desk.voices[sentence.index], found):
            yield from _part_readings(desk, sentence, part)


def _victims(desk: _Desk, draft: Draft) -> Iterator[Reading]:
    """Yield the people without a name who were attacked, for a text that names no party as such."""
    for sentence in draft.sentences:
        for part in unnamed_victims(desk.scene, desk.voices[sentence.index]):
            yield from _part_readings(desk, sentence, part)


def _admitting(desk: _Desk, draft: Draft, sentence: Sentence) -> Iterator[Reading]:
    """Yield the speaker as the one who acted, where it speaks of "its strike"."""
    own = [t for t in draft.triggers if t.sentence is sentence]
    for voice in desk.voices[sentence.index].found:
        if not any(_is_owned(sentence, voice, t) for t in own):
            continue
        for placed in sentence.placed(MentionKind.ACTOR):
            value = placed.mention.value
            if (
                voice.speaker.first <= placed.first
                and placed.last <= voice.speaker.last
                and isinstance(value, Ref)
                and value.kind not in rules()["no_agents_by_order"]
            ):
                yield desk.reading(sentence, "actor", placed.mention.span, value, 0.6)


def _is_owned(sentence: Sentence, voice: Voice, trigger: Trigger) -> bool:
    """Tell whether a deed is the speaker's own: "its strike", "says it killed", but not "it freed the hostages"."""
    if voice.stance is Stance.DENIES or trigger.hit.first < voice.last:
        return False
    if any(voice.last <= h.first < trigger.hit.first for h in sentence.of("harm", "freed")):
        return False
    owned = any(
        voice.last <= h.first and 0 <= trigger.hit.first - h.last <= 2 for h in sentence.of("possessives")
    )
    pronouns = (h for h in sentence.of("pronouns") if 0 <= h.first - voice.last <= _NEAR_PRONOUN)
    return owned or any(0 <= trigger.hit.first - h.last <= _NEAR_PRONOUN for h in pronouns)


def _parts_of(desk: _Desk, draft: Draft, sentence: Sentence) -> list[Part]:
    if sentence.index not in desk.parts:
        found = [t for t in draft.triggers if t.sentence is sentence]
        named = parts(desk.scene, desk.voices[sentence.index], found)
        desk.parts[sentence.index] = [p for p in named if not _is_unlikely(desk.mention.type, p)]
    return desk.parts[sentence.index]


def _all_parts(desk: _Desk, draft: Draft) -> list[Part]:
    return [part for sentence in draft.sentences for part in _parts_of(desk, draft, sentence)]


def _is_unlikely(code: str, part: Part) -> bool:
    """Tell whether a body of the state is taken for who planted a bomb or took hostages, by word order alone."""
    kinds = rules()["no_agents_of"].get(code, ())
    kind = part.placed.ref.kind if part.placed.ref else ""
    return part.role is Role.AGENT and kind in kinds and part.confidence < _SURE


def _part_readings(desk: _Desk, sentence: Sentence, part: Part) -> Iterator[Reading]:
    value = part.placed.ref
    if value is None:
        return
    span = part.placed.mention.span
    name = _PROPERTY_OF_ROLE[part.role]
    if part.role is Role.RECIPIENT:
        yield desk.reading(sentence, name, span, value, part.confidence)
        return
    stance = _stance_of(desk, sentence, part)
    yield desk.reading(sentence, name, span, value, part.confidence, stance)
    if part.role is Role.CLAIMED:
        said = (Attribution(value.name, value.id, part.placed.mention.words), Stance.CLAIMS)
        yield desk.reading_by("responsibility_claimed", span, value, part.confidence, said)
    elif part.role is Role.ACCUSED:
        yield desk.reading(sentence, "responsibility_attributed", span, value, part.confidence, stance)


def _stance_of(desk: _Desk, sentence: Sentence, part: Part) -> Stance | None:
    """Return how somebody is named as the one who acted, None for what the voice's own stance says.

    A hedge takes precedence over a claim; a suspect is named in doubt only; whom another names although it denies
    is accused.
    """
    first = part.placed.first
    if any(
        -1 <= first - h.last <= _NEAR_SUSPECT or h.first == part.placed.last for h in sentence.of("suspected")
    ):
        return Stance.HEDGES
    if part.role is Role.AGENT:
        disputed = part.placed.ref is not None and part.placed.ref.id in desk.deniers
        speaker = desk.voices[sentence.index].speaker_at(first) if disputed else None
        return Stance.CLAIMS if speaker and part.placed.ref and speaker.id != part.placed.ref.id else None
    _, stance = desk.voices[sentence.index].at(desk.scene, first)
    return Stance.HEDGES if stance is Stance.HEDGES else Stance.CLAIMS


def _arms(desk: _Desk, draft: Draft) -> Iterator[Reading]:
    everywhere = _all_parts(desk, draft)
    for sentence in draft.sentences:
        here = _parts_of(desk, draft, sentence)
        told = any(t.sentence is sentence for t in draft.triggers)
        for placed in sentence.placed(MentionKind.WEAPON, MentionKind.PLATFORM, MentionKind.OPERATION):
            value = placed.ref
            if value is None or not is_used(desk.scene, sentence, placed, told):
                continue
            name = "associated" if value.klass in _TANKERS else str(placed.mention.kind)
            voices = desk.voices[sentence.index]
            told_by = voices.at if placed.mention.kind is MentionKind.OPERATION else voices.of_detail
            said = told_by(desk.scene, placed.first)
            reading = desk.reading_by(name, placed.mention.span, value, 0.7, said)
            yield replace(reading, party=user(sentence, placed, here, everywhere))


def _denials(desk: _Desk, draft: Draft) -> Iterator[Reading]:
    for sentence in draft.sentences:
        spoken = desk.voices[sentence.index]
        for voice in spoken.found:
            if voice.stance is Stance.DENIES:
                span = desk.scene.span(voice.first, max(voice.last, _clause_end(sentence, voice.last)))
                said = (attribution(desk.scene, voice), Stance.DENIES)
                words = span.of(desk.scene.words.text)
                yield desk.reading_by("responsibility_denied", span, words, 0.6, said)
                yield from _accused_who_deny(desk, draft, sentence, voice, said)


def _accused_who_deny(
    desk: _Desk, draft: Draft, sentence: Sentence, voice: Voice, said: tuple[Attribution, Stance]
) -> Iterator[Reading]:
    """Yield the denier as an actor that denies, where the sentence names nobody else as the one who did it."""
    if any(p.role is not Role.RECIPIENT for p in _parts_of(desk, draft, sentence)):
        return
    own = {family(t.code) for t in draft.triggers if t.sentence is sentence}
    if not own & set(rules()["denied_as_own"]) or family(draft.code) not in rules()["denied_as_own"]:
        return
    for placed in sentence.placed(MentionKind.ACTOR):
        value = placed.mention.value
        if not isinstance(value, Ref) or value.kind not in rules()["deniers_as_actors"]:
            continue
        if value.kind in rules()["no_agents_of"].get(draft.code, ()):
            continue
        if voice.speaker.first <= placed.first and placed.last <= voice.speaker.last:
            yield desk.reading_by("actor", placed.mention.span, value, 0.4, said)
            return


def _clause_end(sentence: Sentence, token: int) -> int:
    return sentence.clause(min(token, sentence.tokens.stop - 1)).stop


def _results(desk: _Desk, draft: Draft) -> Iterator[Reading]:
    for r in results(desk.scene, draft, _all_parts(desk, draft)):
        voices = desk.voices[r.sentence.index]
        told_by = voices.at if r.property == "territory_control" else voices.of_detail
        who, stance = told_by(desk.scene, r.first)
        if stance is Stance.HEDGES and any(r.first <= h.first < r.last for h in r.sentence.of("hedges")):
            stance = Stance.ASSERTS  # "nothing suggests that": the words are the value's own
        span = desk.scene.span(r.first, r.last)
        yield desk.reading_by(r.property, span, r.value, r.confidence, (who, stance))
