"""What a party to the fighting says of its enemies: a claim, whatever verb introduces it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from khaldun.core.statement import Stance
from khaldun.core.values import Ref
from khaldun.extract.case import Part, Role
from khaldun.extract.figures import Figure
from khaldun.extract.name_parts import speaker_rules
from khaldun.extract.speakers import Speaker
from khaldun.extract.voice import Voice, Voices

_NEAR_FOE = 4
"""Tokens behind a figure in which the word for its people may stand."""
_ARMED = ("_combatants", "_police")


def blaming(spoken: Voices, named: Sequence[Part]) -> Voices:
    """Return the voices of a sentence, those of parties that name an enemy as the one who acted as claims."""
    acted = [p.placed.ref for p in named if p.role in (Role.AGENT, Role.ACCUSED) and p.placed.ref]
    if not acted:
        return spoken
    found = tuple(replace(v, stance=Stance.CLAIMS) if _blames(v, acted) else v for v in spoken.found)
    return replace(spoken, found=found) if found != spoken.found else spoken


def _blames(voice: Voice, acted: Sequence[Ref]) -> bool:
    speaker = voice.speaker
    if voice.stance is not Stance.ASSERTS or not (is_army(speaker) or is_group(speaker)):
        return False
    return not any(_is_own(speaker, who) for who in acted)


def _is_own(speaker: Speaker, who: Ref) -> bool:
    """Tell whether a body is the speaker, or another of the speaker's state; ids of such bodies begin with its code."""
    if who.id == speaker.id:
        return True
    return is_army(speaker) and str(who.id).partition(".")[0] == str(speaker.id).partition(".")[0]


def is_army(speaker: Speaker) -> bool:
    """Tell whether a speaker is a force of a state or the ministry over it."""
    return speaker.kind in speaker_rules()["armies"]


def is_group(speaker: Speaker) -> bool:
    """Tell whether a speaker is an armed group."""
    return speaker.kind in speaker_rules()["armed_groups"]


def counts_enemies(spoken: Voices, figure: Figure) -> bool:
    """Tell whether a party gives the figure of its enemies: an army that of rebels, a group that of soldiers."""
    speaker = spoken.speaker_at(figure.placed.first)
    sentence = figure.sentence
    if speaker is None or not (is_army(speaker) or is_group(speaker)) or sentence.of("losses"):
        return False
    near = range(figure.first, figure.last + _NEAR_FOE)
    irregular = any(h.first in near for h in sentence.of("irregulars"))
    return irregular if is_army(speaker) else not irregular and figure.property.endswith(_ARMED)
