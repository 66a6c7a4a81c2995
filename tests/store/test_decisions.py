"""People's decisions are kept beside the linker's judgements, and find their mentions again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from khaldun.core.event import Judgement, Verdict
from khaldun.core.span import Span
from khaldun.errors import UsageError
from khaldun.store import ArchiveStore, Decisions, Grading
from tests.factory import killed, record
from tests.store.factory import MENTION_ID, RUN, batch, moved, report

LINKER = "khaldun.merge/1"
PERSON = "person:Amal"


def _two(archive: ArchiveStore) -> tuple[str, str]:
    records = [record("r1", killed(2)), record("r2", killed(2))]
    archive.write_batch(batch(records))
    left, right = sorted(r.mention.id for r in records)
    return left, right


def test_the_linkers_judgements_are_replaced_and_peoples_stay(archive: ArchiveStore) -> None:
    left, right = _two(archive)
    linked = Judgement(left, right, Verdict.UNDECIDED, 0.4, ("the same day",), LINKER)
    decided = Judgement(left, right, Verdict.SAME, 1.0, ("the same convoy",), PERSON)
    archive.save_judgements([linked])
    archive.decide(decided)
    archive.save_judgements([decided, replace(linked, score=0.6)])
    assert archive.judgements() == [replace(linked, score=0.6)]
    assert archive.decisions() == Decisions(links=(decided,))
    archive.save_judgements([])
    assert archive.judgements() == []
    assert archive.decisions().links == (decided,)


def test_the_last_word_counts(archive: ArchiveStore) -> None:
    left, right = _two(archive)
    first = Judgement(left, right, Verdict.SAME, 1.0, (), PERSON)
    last = replace(first, verdict=Verdict.DIFFERENT, author="person:Bo")
    grades = [Grading(left, "weak", PERSON, "one source"), Grading(left, "fair", PERSON, "two sources")]
    decided: list[Judgement | Grading] = [first, last, *grades]
    for decision in decided:
        archive.decide(decision)
    assert archive.decisions() == Decisions((last,), (grades[1],))
    assert [e.action for e in archive.custody_log()] == ["read", "decide", "decide", "decide", "decide"]
    assert archive.verify().sound


def test_a_decision_needs_a_person_and_mentions_that_exist(archive: ArchiveStore) -> None:
    left, right = _two(archive)
    with pytest.raises(UsageError, match="needs a person"):
        archive.decide(Judgement(left, right, Verdict.SAME, 1.0, (), LINKER))
    with pytest.raises(UsageError, match="no mention"):
        archive.decide(Grading(MENTION_ID, "fair", PERSON))
    assert archive.decisions() == Decisions()


@pytest.mark.parametrize(
    ("anchor", "found"), [(Span(10, 21), True), (Span(12, 20), True), (Span(17, 27), False)]
)
def test_a_decision_finds_its_mention_after_a_new_reading(
    archive: ArchiveStore, anchor: Span, found: bool
) -> None:
    text = report("r1", "In the air strike on the town two people were killed")
    old, other = moved(record("r1", killed(2)), text, Span(11, 20)), record("r2", killed(2))
    archive.write_batch(batch([old, other]))
    left, right = sorted((old.mention.id, other.mention.id))
    decided = Judgement(left, right, Verdict.SAME, 1.0, (), PERSON)
    archive.decide(decided)
    new = moved(record("r1", killed(2)), text, anchor)
    archive.write_batch(batch([new], replace(RUN, reader="a better reader")))
    if found:
        left, right = sorted((new.mention.id, other.mention.id))
        assert archive.decisions() == Decisions(links=(replace(decided, left=left, right=right),))
    else:
        assert archive.decisions() == Decisions(orphaned=(decided,))


def test_a_decision_on_a_superseded_report_is_orphaned_and_kept(archive: ArchiveStore) -> None:
    old = record("r1", killed(2), text="Two were killed in the town")
    archive.write_batch(batch([old]))
    grading = Grading(old.mention.id, "confirmed", PERSON, "seen")
    archive.decide(grading)
    archive.write_batch(batch([moved(old, report("r1", "Two were killed in the city"), Span(0, 3))]))
    assert archive.decisions() == Decisions(orphaned=(grading,))
