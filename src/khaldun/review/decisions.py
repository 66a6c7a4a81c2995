"""Turns a person's decisions into judgements that carry the person's name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from khaldun.core.event import Event, Judgement, Verdict
from khaldun.errors import UsageError
from khaldun.store.judgements import PERSON, Grading


class Grade(StrEnum):
    """How well an event is established, on the scale that Airwars publishes."""

    CONFIRMED = "confirmed"
    FAIR = "fair"
    WEAK = "weak"
    CONTESTED = "contested"
    DISCOUNTED = "discounted"


def decide_pair(pair: tuple[str, str], verdict: Verdict, person: str, reason: str) -> Judgement:
    """Return a person's judgement on whether two mentions (full ids) are one event.

    Raises UsageError where the two are one mention, or the person has no name.
    """
    left, right = sorted(pair)
    if left == right:
        raise UsageError(f"a decision needs two mentions, and {left} is one")
    return Judgement(left, right, verdict, 1.0, (reason,) if reason else (), _author(person))


def grade_event(mention: str, grade: Grade, person: str, reason: str) -> Grading:
    """Return a person's grade for the event of a mention (full id); raises UsageError without a name."""
    return Grading(mention, grade.value, _author(person), reason)


def with_grades(events: Iterable[Event], gradings: Sequence[Grading]) -> list[Event]:
    """Return the events with the last grade given to any of their mentions, `gradings` in order of time."""
    last = {g.mention: (i, g.grade) for i, g in enumerate(gradings)}
    graded = []
    for event in events:
        told = [last[r.mention.id] for r in event.records if r.mention.id in last]
        graded.append(replace(event, grade=max(told)[1]) if told else event)
    return graded


def _author(person: str) -> str:
    name = person.strip()
    if not name:
        raise UsageError("a decision needs the name of the person who takes it")
    return f"{PERSON}{name}"
