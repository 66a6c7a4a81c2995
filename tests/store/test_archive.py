"""What is written to an archive comes back, once, on either database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from khaldun.core.digest import sha256
from khaldun.core.document import Capture, Document, Media, Provenance, Segment, SegmentKind, Source
from khaldun.core.event import MentionRecord
from khaldun.core.span import Span
from khaldun.core.statement import Attribution, DocumentReading, EventMention, Statement
from khaldun.errors import ArchiveError, UngroundedStatement, UsageError
from khaldun.store import MAX_DOCUMENTS, ArchiveStore, ReadBatch, Run, UnknownId, Written
from tests.factory import DRONE, KADUGLI, RSF, day, killed, record
from tests.store.factory import RUN, batch, quiet, report

REREAD = replace(RUN, reader="a better reader")


def _records() -> list[MentionRecord]:
    values = (("date", day("2025-12-13")), ("place", KADUGLI), ("actor", RSF), killed(6))
    first = record("r1", *values, text="Six peacekeepers were killed in Kadugli — في كادقلي 🇸🇩.")
    return [first, record("r2", *values, ("weapon", DRONE)), record("r3", ("target", "a base"))]


def test_records_come_back_as_written(archive: ArchiveStore) -> None:
    found = _records()
    assert archive.write_batch(batch(found)) == Written(documents=3, readings=3)
    assert list(archive.current_records()) == sorted(found, key=lambda r: r.document.id)
    assert archive.records_of_document(found[1].document.id) == [found[1]]


def test_a_document_comes_back_with_all_its_parts(archive: ArchiveStore) -> None:
    capture = Capture(sha256(b"<html>"), 6, "page.html", "2026-01-04T10:00:00+00:00", "khaldun.ingest/1")
    parent = Document(
        "Title\n\nWords of the post …",
        Source("x1", "https://example.org/a", "Outlet", "Author", "@handle", "Title", "2026-01-04"),
        "fr",
        (Segment(SegmentKind.TITLE, Span(0, 5), "fr"), Segment(SegmentKind.QUOTE, Span(7, 23), None, "f1")),
        (Media(Span(0, 5), "Jets", "Image: AI Generated", Provenance.AI_GENERATED, "AI Generated"), Media()),
        rendition="html/1",
        capture=capture.sha256,
    )  # fmt: skip
    child = Document("Words of the post …", Source(handle="@army"), "fr", parent=parent.id)
    archive.put_capture(capture, b"<html>")
    archive.write_batch(replace(quiet([parent, child]), captures=(capture,)))
    assert {d.document.id: d.document for d in archive.documents()} == {parent.id: parent, child.id: child}
    assert archive.document(child.id).parent == parent
    assert archive.captures is not None
    assert archive.captures.get(capture.sha256) == b"<html>"


def test_a_mention_in_a_post_knows_the_page_around_it(archive: ArchiveStore) -> None:
    page = report("page", "A page with a post in it")
    post = Document("a post in it", Source(handle="@army"), "en", parent=page.id)
    mention = EventMention(post.id, "armed_clash", (Span(2, 6),))
    readings = (DocumentReading(page.id, "x"), DocumentReading(post.id, "x", (mention,)))
    archive.write_batch(ReadBatch(RUN, (page, post), readings))
    assert list(archive.current_records()) == [MentionRecord(mention, (), post, page)]


def test_a_child_may_follow_in_a_later_batch(archive: ArchiveStore) -> None:
    page = report("page", "A page")
    post = Document("a post", parent=page.id)
    archive.write_batch(quiet([page]))
    archive.write_batch(quiet([post]))
    assert archive.document(post.id).current


def test_reading_the_same_again_changes_nothing(archive: ArchiveStore) -> None:
    found = _records()
    archive.write_batch(batch(found))
    head, records = archive.custody_head(), list(archive.current_records())
    assert archive.write_batch(batch(found)) == Written()
    assert (archive.custody_head(), list(archive.current_records())) == (head, records)


def test_a_document_twice_in_a_batch_is_stored_once(archive: ArchiveStore) -> None:
    found = _records()[0]
    documents = (found.document, found.document)
    reading = DocumentReading(found.document.id, "x", (found.mention,), found.readings)
    written = archive.write_batch(ReadBatch(RUN, documents, (reading, reading)))
    assert written == Written(documents=1, readings=1)
    assert list(archive.current_records()) == [found]


def test_what_was_read_is_known_even_where_nothing_was_found(archive: ArchiveStore) -> None:
    found, empty = _records()[0], report("quiet", "Nothing happened")
    archive.write_batch(batch([found]))
    archive.write_batch(quiet([empty]))
    ids = [found.document.id, empty.id, "00" * 16]
    assert archive.known_documents(ids) == {found.document.id, empty.id}
    assert archive.known_documents(ids, RUN) == {found.document.id, empty.id}
    assert archive.known_documents(ids, REREAD) == set()
    assert archive.has_read(empty.id, RUN)
    assert not archive.has_read(empty.id, REREAD)


def test_a_run_is_named_by_reader_and_settings_alone() -> None:
    assert RUN.id == replace(RUN, runtime={"python": "3.13"}).id
    assert RUN.id != replace(RUN, settings={"language": "fr"}).id


def test_a_later_run_is_the_current_one_and_the_earlier_stays(archive: ArchiveStore) -> None:
    old = _records()[0]
    archive.write_batch(batch([old]))
    new = replace(old, readings=old.readings[:2])
    assert archive.write_batch(batch([new], REREAD)) == Written(readings=1)
    assert list(archive.current_records()) == [new]
    assert archive.has_read(old.document.id, RUN)
    assert archive.verify().sound


def test_other_text_under_a_known_id_supersedes_and_keeps_the_old(archive: ArchiveStore) -> None:
    old, new = (
        record("r1", killed(6), text="Six were killed"),
        record("r1", killed(7), text="Seven were killed"),
    )
    archive.write_batch(batch([old]))
    assert archive.write_batch(batch([new])) == Written(documents=1, superseded=1, readings=1)
    assert list(archive.current_records()) == [new]
    before, after = archive.document(old.document.id), archive.document(new.document.id)
    assert (before.current, before.superseded_by) == (False, new.document.id)
    assert (after.current, after.supersedes) == (True, old.document.id)
    assert archive.document("r1").document == new.document


def test_versions_within_one_batch_follow_their_order(archive: ArchiveStore) -> None:
    versions = [report("r1", f"Version {i} of the text") for i in range(3)]
    assert archive.write_batch(quiet(versions)).superseded == 2
    assert [archive.document(v.id).current for v in versions] == [False, False, True]
    assert archive.document(versions[2].id).supersedes == versions[1].id


def test_an_old_version_that_comes_again_stays_old(archive: ArchiveStore) -> None:
    old, new = report("r1", "The first text"), report("r1", "The second text")
    archive.write_batch(quiet([old, new]))
    assert archive.write_batch(quiet([old])) == Written()
    assert archive.document("r1").document == new


def test_posts_of_a_superseded_page_go_with_it(archive: ArchiveStore) -> None:
    old, new = report("page", "The page"), report("page", "The page, corrected")
    source = Source(url="https://example.org/post", handle="@army")
    posts = [Document("a post", source, parent=old.id), Document("a post, longer", source, parent=old.id)]
    archive.write_batch(quiet([old, *posts]))
    assert [archive.document(p.id).current for p in posts] == [True, True]
    again = Document("a post", source, parent=new.id)
    archive.write_batch(quiet([new, again]))
    assert [archive.document(p.id).current for p in posts] == [False, False]
    assert archive.document(again.id).supersedes in {p.id for p in posts}


def test_the_same_post_in_two_pages_stands_in_both(archive: ArchiveStore) -> None:
    pages = [report("a", "One page"), report("b", "Another page")]
    source = Source(url="https://example.org/post")
    posts = [Document("a post", source, parent=p.id) for p in pages]
    archive.write_batch(quiet([*pages, *posts]))
    assert all(archive.document(p.id).current for p in posts)


def test_a_quote_that_is_not_in_the_text_is_refused_and_nothing_kept(archive: ArchiveStore) -> None:
    good, bad = _records()[:2]
    wrong = replace(bad.readings[0], statement=replace(bad.readings[0].statement, quote="invented"))
    with pytest.raises(UngroundedStatement, match="invented"):
        archive.write_batch(batch([good, replace(bad, readings=(wrong,))]))
    assert list(archive.documents()) == []
    archive.write_batch(batch([good]))
    assert list(archive.current_records()) == [good]


def test_one_statement_may_speak_of_two_mentions(archive: ArchiveStore) -> None:
    found = _records()[0]
    second = EventMention(found.document.id, "attack", (Span(5, 8),))
    told = (*found.readings, *(replace(r, mention=second.id, confidence=0.1) for r in found.readings))
    reading = DocumentReading(found.document.id, "x", (found.mention, second), told)
    archive.write_batch(ReadBatch(RUN, (found.document,), (reading,)))
    assert [r.mention for r in archive.current_records()] == [found.mention, second]
    assert [q for r in archive.current_records() for q in r.readings] == list(told)
    assert archive.verify().statements == len(found.readings)


def test_attributions_keep_speaker_words_cue_and_place(archive: ArchiveStore) -> None:
    found = _records()[0]
    said = [
        Attribution("UN", "org.un", "the United Nations", "said", Span(0, 3)),
        Attribution("UN", "org.un", "the United Nations", "said", Span(4, 9)),
        Attribution(None),
        Attribution("", None, "", ""),
    ]
    told = tuple(replace(r, attribution=a, party="x") for r, a in zip(found.readings, said, strict=True))
    archive.write_batch(batch([replace(found, readings=told)]))
    assert [r.attribution for r in next(archive.current_records()).readings] == said


def test_values_shared_with_earlier_batches_are_found_again(archive: ArchiveStore) -> None:
    first, second, third = _records()
    for found in (first, second, third):
        archive.write_batch(batch([found]))
    assert {r.document.id: r for r in archive.current_records()} == {
        r.document.id: r for r in (first, second, third)
    }


@pytest.mark.parametrize(
    "wrong",
    [
        quiet([Document("a post", parent="ab" * 16)]),
        quiet([Document("a text", capture="ab" * 32)]),
        ReadBatch(RUN, (), (DocumentReading("ab" * 16, "x"),)),
    ],
    ids=["parent", "capture", "document"],
)
def test_a_batch_that_refers_to_nothing_is_refused(archive: ArchiveStore, wrong: ReadBatch) -> None:
    with pytest.raises(ArchiveError, match="not in the archive"):
        archive.write_batch(wrong)
    assert list(archive.documents()) == []


def test_a_batch_has_a_limit(archive: ArchiveStore) -> None:
    too_many = [report(str(i), f"Text {i}") for i in range(MAX_DOCUMENTS + 1)]
    with pytest.raises(UsageError, match="500"):
        archive.write_batch(quiet(too_many))


def test_a_retracted_document_is_flagged_and_kept(archive: ArchiveStore) -> None:
    found = _records()[0]
    archive.write_batch(batch([found]))
    archive.retract("r1", "withdrawn by the agency")
    assert archive.document("r1").retracted
    assert list(archive.current_records()) == [found]
    assert [e.action for e in archive.custody_log()] == ["read", "retract"]
    with pytest.raises(UnknownId):
        archive.retract("r9", "")


def test_a_reader_keeps_its_view_while_a_batch_is_written(archive: ArchiveStore) -> None:
    first, second, _ = _records()
    archive.write_batch(batch([first]))
    records = archive.current_records()
    documents = archive.documents()
    assert next(documents).document == first.document
    archive.write_batch(batch([second]))
    assert [r.document for r in records] == sorted([first.document, second.document], key=lambda d: d.id)
    assert list(documents) == []


def test_the_arrival_order_does_not_show(
    archive: ArchiveStore, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = [record(f"r{i}", killed(i + 2), ("place", KADUGLI)) for i in range(20)]
    archive.write_batch(batch(found))
    with ArchiveStore.open(tmp_path_factory.mktemp("other"), create=True) as other:
        for one in reversed(found):
            other.write_batch(batch([one]))
        assert list(other.current_records()) == list(archive.current_records())
        assert list(other.documents()) == list(archive.documents())


def test_a_run_notes_when_it_was_through(archive: ArchiveStore) -> None:
    archive.finish_run(Run("x", "never read anything"))
    archive.write_batch(quiet([report("r", "text")]))
    archive.finish_run(RUN)
    assert archive.verify().sound


def test_statements_are_stored_with_the_texts_own_offsets(archive: ArchiveStore) -> None:
    text = "💥 انفجار in كادقلي"
    document = report("emoji", text)
    mention = EventMention(document.id, "ied_landmine", (Span(2, 8),))
    said = Statement.ground(document, "place", Span(12, 18), "كادقلي")
    reading = replace(_records()[0].readings[0], statement=said, mention=mention.id)
    archive.write_batch(
        ReadBatch(RUN, (document,), (DocumentReading(document.id, "x", (mention,), (reading,)),))
    )
    assert next(archive.current_records()).readings == (reading,)
