"""Plain text and Markdown."""

from __future__ import annotations

import pytest

from khaldun.core.document import Document, Provenance


def parts(document: Document) -> list[tuple[str, str]]:
    return [(segment.kind.value, segment.span.of(document.text)) for segment in document.segments]


def test_header_lines_are_metadata_and_no_words(read_bytes):
    document = read_bytes(
        b"Two die in blast\nOutlet: The Daily\nPublished: 4 January 2026\nURL: https://a.example/1\n"
        b"Language: en\nAuthor: A. Reporter\nId: d-1\n\nA bomb went off.\n\nTwo died.\n"
    ).only
    assert document.text == "Two die in blast\n\nA bomb went off.\n\nTwo died."
    source = document.source
    assert (source.outlet, source.published, source.url) == ("The Daily", "2026-01-04", "https://a.example/1")
    assert (source.author, source.external_id, source.title) == ("A. Reporter", "d-1", "Two die in blast")
    assert document.rendition == "text/1"
    assert parts(document)[0] == ("title", "Two die in blast")


def test_a_short_first_line_above_a_blank_one_is_the_title(read_bytes):
    assert parts(read_bytes(b"Two die in blast\n\nA bomb went off.").only)[0] == ("title", "Two die in blast")


@pytest.mark.parametrize(
    "text",
    [
        "A bomb went off in Homs.\n\nTwo died.",
        "KYIV - A bomb went off\n\nTwo died.",
        "A bomb went off",
        "a\nb\nc",
    ],
)
def test_a_first_sentence_is_no_title(read_bytes, text):
    document = read_bytes(text.encode()).only
    assert document.source.title is None
    assert document.text == text


def test_front_matter_is_metadata(read_bytes):
    document = read_bytes(
        b'---\ntitle: "Two die"\ndate: 2026-01-04\noutlet: X\n---\n\nA bomb went off.\n'
    ).only
    assert document.text == "Two die\n\nA bomb went off."
    assert (document.source.outlet, document.source.published) == ("X", "2026-01-04")


def test_lines_that_are_only_wrapped_stay_one_paragraph(read_bytes):
    document = read_bytes(
        b"A bomb went off in the middle of\nthe town of Homs on Sunday and\nkilled two.\n\nRest."
    ).only
    assert [kind for kind, _ in parts(document)] == ["paragraph", "paragraph"]


def test_markdown_stays_as_written_and_its_parts_are_known(read_bytes):
    text = (
        "# Two die in blast\n\n![A burnt bus](bus.jpg)\n*Photo: Handout*\n\n"
        "HOMS (AP) — A **bomb** went off.\n\n"
        "## What is known\n\n- Two died.\n- Five were hurt.\n\n> We heard it,\n> a man said.\n\n---\n\n"
        '![x](y.png "A map. Image: AI Generated")\n\nEnd of it.'
    )
    document = read_bytes(text.encode()).only
    assert document.text == text
    assert document.rendition == "markdown/1"
    assert parts(document) == [
        ("title", "Two die in blast"),
        ("caption", "A burnt bus"),
        ("credit", "Photo: Handout"),
        ("dateline", "HOMS (AP) —"),
        ("paragraph", "A **bomb** went off."),
        ("title", "What is known"),
        ("paragraph", "Two died."),
        ("paragraph", "Five were hurt."),
        ("quote", "> We heard it,\n> a man said."),
        ("caption", "A map. "),
        ("credit", "Image: AI Generated"),
        ("paragraph", "End of it."),
    ]
    bus, card = document.media
    assert (bus.caption, bus.credit, bus.provenance) == ("A burnt bus", "Photo: Handout", Provenance.CAMERA)
    assert (card.provenance, card.provenance_words) == (Provenance.AI_GENERATED, "AI Generated")
    assert card.span is not None
    assert card.span.of(document.text) == "A map. Image: AI Generated"


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-16", "utf-8-sig"])
def test_a_text_in_another_encoding_is_read(read_bytes, encoding):
    words = "Российская ракета попала в жилой дом в Харькове, погибли семь человек, сообщил губернатор."
    outcome = read_bytes(words.encode(encoding))
    assert outcome.only.text == words
    assert len(outcome.notices) == (0 if encoding.startswith("utf") else 1)


def test_a_header_alone_is_no_report(read_bytes):
    assert "no words" in str(read_bytes(b"Outlet: X\nPublished: 2026-01-04\n").failures[0])
