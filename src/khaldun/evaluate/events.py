"""Events with triggers and arguments, as GENEVA and WikiEvents score them: by exact offsets, end to end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from khaldun.evaluate.predict.protocols import FoundEvent, Offsets
from khaldun.evaluate.tally import Counts, Tallies

TRIGGERS, ARGUMENTS = "triggers", "arguments"


def tally(wanted: Sequence[FoundEvent], answer: Sequence[FoundEvent]) -> Tallies:
    """Return the counts of one text.

    A trigger is right where its offsets and its type are; an argument where its offsets, its role and the type
    of its event are. "Identified" leaves out the trigger's type, or the argument's role. Equal ones count once.
    """
    return {
        TRIGGERS: Counts.of(_triggers(wanted), _triggers(answer)),
        f"{TRIGGERS} identified": Counts.of({e.trigger for e in wanted}, {e.trigger for e in answer}),
        ARGUMENTS: Counts.of(_arguments(wanted), _arguments(answer)),
        f"{ARGUMENTS} identified": Counts.of(_places(wanted), _places(answer)),
    }


def by_end(wanted: Sequence[FoundEvent], answer: Sequence[FoundEvent]) -> Counts:
    """Return the counts of arguments that are right where they end alike: an English name ends in its head."""
    return Counts.of(_ends(wanted), _ends(answer))


def _triggers(events: Iterable[FoundEvent]) -> set[tuple[str, Offsets]]:
    return {(e.type, e.trigger) for e in events}


def _arguments(events: Iterable[FoundEvent]) -> set[tuple[str, str, Offsets]]:
    return {(e.type, role, place) for e in events for role, place in e.arguments}


def _places(events: Iterable[FoundEvent]) -> set[tuple[str, Offsets]]:
    return {(e.type, place) for e in events for _, place in e.arguments}


def _ends(events: Iterable[FoundEvent]) -> set[tuple[str, str, int]]:
    return {(e.type, role, place[1]) for e in events for role, place in e.arguments}
