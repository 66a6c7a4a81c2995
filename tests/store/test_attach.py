"""A new reading takes the place of an old one: decisions and former ids follow, nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from khaldun.core.event import Judgement, MentionRecord, Verdict
from khaldun.core.span import Span
from khaldun.store import ArchiveStore, Attachment, Decisions, Grading, Run
from tests.factory import killed, record
from tests.store.factory import RUN, batch, event_of, moved, quiet, report, shown

PERSON = "person:Amal"
NEWER = replace(RUN, reader="a newer reader")
TEXT = report("r1", "In the air strike on the town two people were killed by a shell")
STRIKE, AIR_STRIKE, SHELL = Span(11, 17), Span(7, 17), Span(58, 63)


def at(span: Span) -> MentionRecord:
    """Return the record of the report, with its event at a span."""
    return moved(record("r1", killed(2)), TEXT, span)


def states(archive: ArchiveStore) -> list[Attachment]:
    """Return what became of each decision."""
    return [found.state for found in archive.attached_decisions()]


@pytest.mark.parametrize(
    ("span", "state"),
    [
        (STRIKE, Attachment.KEPT),
        (AIR_STRIKE, Attachment.REATTACHED),
        (SHELL, Attachment.ORPHANED),
    ],
)
def test_a_decision_is_kept_or_reattached_or_orphaned(
    archive: ArchiveStore, span: Span, state: Attachment
) -> None:
    archive.write_batch(batch([at(STRIKE)]))
    archive.decide(Grading(at(STRIKE).mention.id, "fair", PERSON))
    archive.write_batch(batch([at(span)], NEWER))
    assert states(archive) == [state]
    assert archive.verify().sound


def test_a_decision_on_two_mentions_that_became_one_is_orphaned(archive: ArchiveStore) -> None:
    one, other = at(STRIKE), at(SHELL)
    archive.write_batch(batch([one]))
    archive.write_batch(batch([other], replace(RUN, reader="another")))
    left, right = sorted((one.mention.id, other.mention.id))
    decided = Judgement(left, right, Verdict.DIFFERENT, 1.0, (), PERSON)
    archive.decide(decided)
    both = replace(one.mention, anchors=(STRIKE, SHELL))
    readings = tuple(replace(r, mention=both.id) for r in one.readings)
    archive.write_batch(batch([MentionRecord(both, readings, TEXT)], NEWER))
    assert archive.decisions() == Decisions(orphaned=(decided,))


def test_an_orphan_comes_home_when_the_earlier_reading_is_current_again(archive: ArchiveStore) -> None:
    archive.write_batch(batch([at(STRIKE)]))
    archive.decide(Grading(at(STRIKE).mention.id, "fair", PERSON))
    archive.write_batch(batch([at(SHELL)], NEWER))
    assert states(archive) == [Attachment.ORPHANED]
    assert archive.unread(NEWER) == []
    assert archive.unread(RUN) == [TEXT.id]
    archive.make_current(RUN, [TEXT.id])
    assert states(archive) == [Attachment.KEPT]
    assert archive.unread(RUN) == []
    assert [r.mention for r in archive.current_records()] == [at(STRIKE).mention]
    assert [e.action for e in archive.custody_log()] == ["read", "decide", "read", "reread"]
    assert archive.verify().sound


def test_what_each_run_read_stays_to_be_compared(archive: ArchiveStore) -> None:
    silent = report("r2", "Nothing happened in the town")
    archive.write_batch(batch([at(STRIKE)]))
    archive.write_batch(quiet([silent]))
    archive.write_batch(batch([at(SHELL)], NEWER))
    assert [(r.id, r.documents, r.current) for r in archive.runs()] == [(NEWER.id, 1, 1), (RUN.id, 2, 1)]
    shared = archive.shared_documents(RUN.id, NEWER.id)
    assert (shared.documents, shared.both, shared.left_alone, shared.right_alone) == ((TEXT.id,), 1, 1, 0)
    names = [silent.id, TEXT.id]
    for run, span in ((RUN.id, STRIKE), (NEWER.id, SHELL), (None, SHELL)):
        assert archive.records_by_document(names, run) == {TEXT.id: [at(span)]}


def test_the_run_at_work_last_comes_first(archive: ArchiveStore) -> None:
    archive.write_batch(batch([at(STRIKE)]))
    archive.write_batch(batch([at(SHELL)], NEWER))
    archive.make_current(RUN, [TEXT.id])
    assert [run.id for run in archive.runs()] == [RUN.id, NEWER.id]


def test_superseded_versions_are_not_read_again(archive: ArchiveStore) -> None:
    archive.write_batch(batch([at(STRIKE)]))
    newer = report("r1", "In the air strike on the city two people were killed by a shell")
    archive.write_batch(quiet([newer]))
    assert archive.unread(Run("extractor", "unheard of")) == [newer.id]
    assert archive.current_count() == 1
    assert archive.texts_of([TEXT.id, newer.id]) == sorted([TEXT, newer], key=lambda d: d.id)


@pytest.mark.parametrize(("span", "leads"), [(AIR_STRIKE, True), (SHELL, False)])
def test_the_former_id_of_an_event_leads_to_the_one_read_in_its_place(
    archive: ArchiveStore, span: Span, leads: bool
) -> None:
    old, new = event_of(at(STRIKE)), event_of(at(span))
    archive.write_batch(batch([at(STRIKE)]))
    archive.replace_events([shown(old)], "rules")
    archive.write_batch(batch([at(span)], NEWER))
    archive.replace_events([shown(new)], "rules")
    assert archive.redirect_of(old.id) == (new.id if leads else old.id)
