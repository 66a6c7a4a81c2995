"""A very long text is read passage by passage, and what is found stands where it stands in the whole."""

from __future__ import annotations

from khaldun.core.document import Document, Segment, SegmentKind, Source
from khaldun.core.span import Span
from khaldun.core.statement import (
    Attribution,
    DocumentReading,
    EventMention,
    Factuality,
    Reading,
    Stance,
    Statement,
)
from khaldun.core.values import Count
from khaldun.pipeline.passages import LONG, READ, read_in_passages
from khaldun.pipeline.reader import Reader
from tests.pipeline import reports

SOURCE = Source(external_id="long", outlet="Test", published="2025-12-14")


def _read(document: Document) -> DocumentReading:
    """Find each "drone" of a text, killed by the one who stands before it."""
    mentions, readings, start = [], [], document.text.find("drone")
    while start >= 0:
        here = Span(start, start + 5)
        mention = EventMention(document.id, "air_drone_strike", (here,))
        told = Statement.ground(document, "killed", here)
        voice = Attribution("army", span=Span(max(0, start - 4), start))
        mentions.append(mention)
        readings.append(
            Reading(told, mention.id, Count.exactly(1), voice, Stance.ASSERTS, Factuality.OCCURRED, 0.5)
        )
        start = document.text.find("drone", start + 1)
    return DocumentReading(document.id, "test", tuple(mentions), tuple(readings))


def _check(document: Document, found: DocumentReading) -> None:
    """Check that everything found stands in the whole document and holds together."""
    mentions = {m.id for m in found.mentions}
    assert found.document == document.id
    assert len(mentions) == len(found.mentions)
    for mention in found.mentions:
        assert mention.document == document.id
    for reading in found.readings:
        told = reading.statement
        assert reading.mention in mentions
        assert told == Statement.ground(document, told.property, told.span, told.quote)


def test_a_report_is_read_in_one_piece() -> None:
    document = Document("a drone " * (LONG // 8), SOURCE, "en")
    assert read_in_passages(_read, document) == _read(document)


def test_nothing_is_lost_or_moved_between_passages() -> None:
    document = Document("army drone struck the camp.\n\n" * 10_000, SOURCE, "en")
    found = read_in_passages(_read, document)
    _check(document, found)
    assert len(found.readings) == 10_000
    assert {r.attribution.span.of(document.text) for r in found.readings if r.attribution.span} == {"rmy "}


def test_a_text_without_a_break_is_cut_all_the_same() -> None:
    document = Document("x" * (3 * LONG), SOURCE, "en")
    assert read_in_passages(_read, document).readings == ()


def test_the_parts_of_a_page_are_cut_with_it() -> None:
    text = "Title drone\n" + "words of a long page\n" * 5_000
    segments = (
        Segment(SegmentKind.TITLE, Span(0, 11)),
        Segment(SegmentKind.PARAGRAPH, Span(12, len(text))),
    )
    seen: list[Document] = []

    def read(document: Document) -> DocumentReading:
        seen.append(document)
        return DocumentReading(document.id, "test")

    read_in_passages(read, Document(text, SOURCE, "en", segments))
    assert "".join(d.text for d in seen) == text
    assert seen[0].segments[0] == segments[0]
    assert all(s.span.end <= len(d.text) for d in seen for s in d.segments)
    assert [s.kind for d in seen[1:] for s in d.segments] == [SegmentKind.PARAGRAPH] * (len(seen) - 1)


def test_what_lies_beyond_the_limit_is_not_read() -> None:
    document = Document(("drone " + "x" * 1993 + "\n") * (READ // 2000 + 100), SOURCE, "en")
    found = read_in_passages(_read, document)
    _check(document, found)
    assert len(found.mentions) == READ // 2000


def test_the_lexicon_reads_passages_like_reports(reader: Reader) -> None:
    document = Document("\n\n".join([reports.KADUGLI] * 400), SOURCE, "en")
    found = read_in_passages(reader.read, document)
    _check(document, found)
    assert {r.statement.quote[:8] for r in found.readings if r.statement.property == "killed"}
