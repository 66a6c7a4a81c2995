"""When it happened: the dates of a sentence that are an event's, and not those on which somebody spoke."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from khaldun.core.days import length_of
from khaldun.core.mention import MentionKind
from khaldun.core.values import DateMention, DateRange, DateRole
from khaldun.extract.attribution import Voices
from khaldun.extract.scene import Placed, Scene, Sentence
from khaldun.extract.trigger import Trigger

_NEAR_CUE, _NEAR_ACCUSED = 3, 8
_BREAK = 5
LONGEST_EVENT = 10
"""A period of up to this many days may be one event; a longer one is a period of counting."""


def event_dates(scene: Scene, spoken: Voices, triggers: Sequence[Trigger]) -> list[Placed]:
    """Return the date mentions of a sentence that may be the event's own, in the order of the text."""
    sentence = spoken.sentence
    dated = [p for p in sentence.placed(MentionKind.DATE) if _is_of_event(p) or _owns(scene, p)]
    if not dated:
        return []
    told = [t.hit for t in triggers] + sentence.of("harm")
    said = [(v.first, v.last) for v in spoken.found] + [(h.first, h.last) for h in sentence.of("publishing")]
    done = [(h.first, h.last) for h in told]
    own = [
        p
        for p in dated
        if not _is_of_speech(scene, sentence, p, said, done)
        and not _is_of_accusation(scene, sentence, p, done)
    ]
    return _nearest(scene, own, triggers)


def _nearest(scene: Scene, dated: Sequence[Placed], triggers: Sequence[Trigger]) -> list[Placed]:
    """Return the dates that stand nearest to some trigger, those without days with them.

    "Calm returned on Monday after the two groups had fought all Sunday."
    """
    days = [p for p in dated if range_of(p) is not None]
    if len(days) < 2 or not triggers:
        return list(dated)
    kept = {min(days, key=lambda p: _gap(scene, p, t.hit.first, t.hit.last)).first for t in triggers}
    return [p for p in dated if p.first in kept or range_of(p) is None]


def range_of(placed: Placed) -> DateRange | None:
    """Return the days that a date mention was resolved to."""
    value = placed.mention.value
    return value.range if isinstance(value, DateMention) else None


def _is_of_event(placed: Placed) -> bool:
    value = placed.mention.value
    if not isinstance(value, DateMention):
        return False
    return value.role is DateRole.ON or (value.role is DateRole.SPAN and is_short(value.range))


def _owns(scene: Scene, placed: Placed) -> bool:
    """Tell whether a word before a day belongs to what the day owns: "killed by Sunday's attack"."""
    return is_short(range_of(placed)) and _possesses(scene, placed)


def is_short(value: DateRange | None) -> bool:
    """Tell whether a range of days is short enough to be one event's."""
    return value is not None and len(value.start) == len("2026-01-01") and length_of(value) <= LONGEST_EVENT


def _is_of_speech(
    scene: Scene,
    sentence: Sentence,
    placed: Placed,
    said: Sequence[tuple[int, int]],
    done: Sequence[tuple[int, int]],
) -> bool:
    """Tell whether a date stands nearer to words of speech (speaker and cue) than to any trigger or harm."""
    if not said:
        return False
    free = {i for p in sentence.placed(MentionKind.PLACE) for i in (p.first, p.last)}
    nearest = min(_gap(scene, placed, *tokens, free) for tokens in said)
    if not done:
        return nearest <= _NEAR_CUE
    event = min(_gap(scene, placed, *tokens, free) for tokens in done)
    follows = any(
        last <= placed.first and _gap(scene, placed, first, last, free) == nearest for first, last in said
    )
    return nearest < event or (nearest == event and follows and not _possesses(scene, placed))


def _is_of_accusation(
    scene: Scene, sentence: Sentence, placed: Placed, done: Sequence[tuple[int, int]]
) -> bool:
    """Tell whether a date stands between a verb of accusing and the deed: "accused the army on Tuesday of killing".

    Where no word such as "of" stands before the deed, as in "the Monday attack", the date is the deed's own.
    """
    blamed = [h.last for h in sentence.of("agents", "accused") if 0 <= placed.first - h.last <= _NEAR_ACCUSED]
    if not blamed or _possesses(scene, placed) or any(last <= max(blamed) for _, last in done):
        return False
    deeds = [first for first, _ in done if first >= max(blamed)]
    joined = 0 if "verb_first" in scene.lexicon.grammar else 1
    return bool(deeds) and min(deeds) >= placed.last + joined


def _possesses(scene: Scene, placed: Placed) -> bool:
    """Tell whether a date has what follows for its own: "Monday's attack"."""
    end = placed.mention.span.end
    return scene.words.text[end : end + 2] in ("'s", "’s")


def _gap(scene: Scene, placed: Placed, first: int, last: int, free: Collection[int] = ()) -> int:
    """Return the words between a mention and tokens [first, last), a comma counting as five.

    A comma before a token in `free`, beside a place, counts nothing: "in Kuriga, Kaduna state, on Monday".
    """
    start, stop = (placed.last, first) if placed.first <= first else (last, placed.first)
    breaks = sum(
        scene.words.breaks[i] for i in range(start, min(stop + 1, len(scene.words))) if i not in free
    )
    return max(0, stop - start) + _BREAK * breaks


def dates_of(scene: Scene, spoken: Voices, triggers: Sequence[Trigger]) -> list[DateRange]:
    """Return the resolved days of a sentence on which the event may have happened."""
    return [r for p in event_dates(scene, spoken, triggers) if (r := range_of(p)) is not None]


def telling_days(scene: Scene, spoken: Voices, triggers: Sequence[Trigger]) -> list[DateRange]:
    """Return the resolved days that stand nearest to a trigger, by which a sentence looks back or not."""
    dated = [(p, r) for p in event_dates(scene, spoken, triggers) if (r := range_of(p)) is not None]
    if not dated or not triggers:
        return [r for _, r in dated]
    gaps = [min(_gap(scene, p, t.hit.first, t.hit.last) for t in triggers) for p, _ in dated]
    return [r for gap, (_, r) in zip(gaps, dated, strict=True) if gap == min(gaps)]
