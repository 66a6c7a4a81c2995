"""One row to its document."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khaldun.core.document import Document, SegmentKind
from khaldun.errors import InputError
from khaldun.ingest.items import Notice
from khaldun.ingest.limits import IngestLimits
from khaldun.ingest.rows import RowContext, row_documents
from khaldun.ingest.single import read_page

CONTEXT = RowContext("rows.jsonl", "0" * 64, IngestLimits())


def make(**row: object) -> Document:
    """Return the document of a row."""
    (document,) = (d for d in row_documents(row, 1, CONTEXT, read_page) if isinstance(d, Document))
    return document


def parts(document: Document) -> list[tuple[str, str]]:
    return [(segment.kind.value, segment.span.of(document.text)) for segment in document.segments]


def test_the_title_stands_before_the_text():
    document = make(title=" Blast in Homs ", text="A bomb went off.\n\nTwo died.")
    assert document.text == "Blast in Homs\n\nA bomb went off.\n\nTwo died."
    assert parts(document) == [
        ("title", "Blast in Homs"),
        ("paragraph", "A bomb went off."),
        ("paragraph", "Two died."),
    ]


def test_a_title_that_the_text_begins_with_is_not_repeated():
    document = make(title="Blast in Homs", text="Blast in Homs\n\nA bomb went off.")
    assert document.text == "Blast in Homs\n\nA bomb went off."
    assert parts(document)[0] == ("title", "Blast in Homs")
    within = make(title="Blast in Homs", text="Blast in Homs kills two, police say.")
    assert parts(within) == [("paragraph", "Blast in Homs kills two, police say.")]


def test_the_dateline_is_a_part_of_its_own():
    document = make(title="Blast", text="KYIV, Jan 4 (AP) — A bomb went off.\n\nTwo died.")
    assert parts(document)[1:3] == [("dateline", "KYIV, Jan 4 (AP) —"), ("paragraph", "A bomb went off.")]


def test_a_stated_language_is_believed_where_the_script_agrees():
    assert make(text="Two died in Homs.", language="fr-FR").language == "fr"
    assert make(text="Двое погибли в Харькове, сообщил губернатор.", language="en").language == "ru"
    assert make(text="قتل سبعة أشخاص في غارة جوية على سوق في المدينة.", language=None).language == "ar"


def test_a_passage_in_another_script_has_its_own_language():
    document = make(
        text="The post said this.\n\nЗагинули семеро людей, серед них дитина, повідомила служба.",
        language="en",
    )
    assert [segment.language for segment in document.segments] == ["en", "uk"]


@pytest.mark.parametrize(
    "published", ["0000-00-00", "99999-01-01", "0000-01-01", "yesterday-ish", "2026-13-45"]
)
def test_an_impossible_date_is_left_out_with_a_notice(published):
    items = list(row_documents({"text": "Two died.", "published": published}, 4, CONTEXT, read_page))
    notice, document = items
    assert isinstance(notice, Notice)
    assert "line 4" in str(notice)
    assert isinstance(document, Document)
    assert document.source.published is None


def test_marks_that_turn_the_direction_are_kept():
    text = "Two died in \u202ahoms\u202c, \u202esaid\u202c a \u200fsource."
    assert make(text=text).text == text


def test_a_child_of_a_page_carries_the_line_of_its_row():
    with pytest.raises(InputError, match="line 9"):
        list(row_documents({"html": "<html><body></body></html>"}, 9, CONTEXT, read_page))


ROW_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(
    str.strip
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(ROW_TEXT, st.none() | ROW_TEXT)
def test_any_text_stands_verbatim_and_its_segments_cover_it(text, title):
    document = make(text=text, title=title, language="en")
    assert text in document.text
    assert document.text.endswith(text)
    position = 0
    for segment in document.segments:
        assert position <= segment.span.start < segment.span.end <= len(document.text)
        between = document.text[position : segment.span.start]
        assert not between.strip()
        words = segment.span.of(document.text)
        assert words == words.strip()
        position = segment.span.end
    assert not document.text[position:].strip()
    titles = [s for s in document.segments if s.kind is SegmentKind.TITLE]
    assert all(s.span.of(document.text) == (title or "").strip() for s in titles)


SPACED = st.lists(
    st.sampled_from(
        ["A bomb went off.", "KYIV -", "\n", "\n\n", " ", "\r\n", "\u2028", "two died", ".", "\t"]
    ),
    min_size=1,
).map("".join)


@settings(deadline=None)
@given(SPACED.filter(str.strip))
def test_line_ends_of_all_kinds_part_paragraphs_and_lose_no_word(text):
    document = make(text=text, language="en")
    covered = "".join(segment.span.of(document.text) for segment in document.segments)
    assert "".join(covered.split()) == "".join(text.split())


def test_the_number_of_segments_is_bounded():
    context = RowContext("x", "0" * 64, IngestLimits(segments=100))
    (document,) = row_documents({"text": "a\n\n" * 5000, "language": "en"}, 1, context, read_page)
    assert isinstance(document, Document)
    assert len(document.segments) <= 101
    (document,) = row_documents({"text": "a\n\n" * 200, "language": "en"}, 1, context, read_page)
    assert isinstance(document, Document)
    assert len(document.segments) == 100
