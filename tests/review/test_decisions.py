"""A person's decision carries the person's name, and a grade reaches the event."""

from __future__ import annotations

import pytest

from khaldun.core.event import Judgement, Verdict
from khaldun.errors import UsageError
from khaldun.review import Grade, decide_pair, grade_event, with_grades
from khaldun.store import ArchiveStore, Grading
from tests.factory import killed, record
from tests.store.factory import batch, event_of, opened

A, B = "aa" * 16, "bb" * 16


def test_a_decision_on_two_mentions_has_them_in_order_and_its_author() -> None:
    decided = decide_pair((B, A), Verdict.SAME, "Amal", "the same convoy")
    assert decided == Judgement(A, B, Verdict.SAME, 1.0, ("the same convoy",), "person:Amal")


def test_a_decision_needs_two_mentions_and_a_name() -> None:
    with pytest.raises(UsageError, match="two mentions"):
        decide_pair((A, A), Verdict.SAME, "Amal", "")
    with pytest.raises(UsageError, match="name of the person"):
        grade_event(A, Grade.FAIR, "  ", "")


def test_a_grade_reaches_the_event_of_its_mention() -> None:
    first, second, other = (record(f"r{i}", killed(2)) for i in range(3))
    events = [event_of(first, second), event_of(other)]
    gradings = [
        grade_event(second.mention.id, Grade.CONFIRMED, "Amal", "seen"),
        grade_event(first.mention.id, Grade.CONTESTED, "Bo", "denied since"),
    ]
    assert [e.grade for e in with_grades(events, gradings)] == ["contested", None]
    assert [e.grade for e in with_grades(events, [])] == [None, None]


def test_decisions_survive_in_an_archive(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("archive")
    found = record("r1", killed(2))
    with opened(str(folder), folder) as store:
        store.write_batch(batch([found]))
        store.decide(grade_event(found.mention.id, Grade.WEAK, "Amal", "one source"))
    with ArchiveStore.open(folder) as store:
        assert store.decisions().grades == (Grading(found.mention.id, "weak", "person:Amal", "one source"),)
