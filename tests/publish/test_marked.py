"""Statements marked in the text, whatever they overlap."""

from hypothesis import given
from hypothesis import strategies as st

from khaldun.pipeline.archive import Archive
from khaldun.publish.marked import marked
from khaldun.publish.wording import Json

TEXT = "Shelling hit the market.\n\nTwo people died, a medic said."


def document(segments: list[Json]) -> Json:
    return {"document": "d", "text": TEXT, "segments": segments, "media": [], "events": ["e"]}


def event(*spans: tuple[int, int]) -> Json:
    statements = [
        {"document": "d", "property": "target", "value": "x", "start": a, "end": b, "stance": "asserts"}
        for a, b in spans
    ]
    return {"id": "e", "statements": statements}


def test_the_text_with_its_marks_is_shown_in_the_order_of_the_text(archive: Archive) -> None:
    page = archive.marked(archive.document("gazette-1"))
    assert [b.label for b in page.blocks if b.label] == ["caption", "credit"]
    assert [n.number for n in page.notes] == list(range(1, len(page.notes) + 1))
    assert {line.property for n in page.notes for line in n.lines} >= {"Killed", "Place", "Date"}
    assert "victim" not in repr(page.notes).casefold()


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=12),
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 30)), max_size=3),
)
def test_no_mark_loses_or_repeats_a_character(
    spans: list[tuple[int, int]], parts: list[tuple[int, int]]
) -> None:
    ends = [(a, min(a + n, len(TEXT))) for a, n in spans if TEXT[a : a + n].strip()]
    segments = [
        {"kind": "paragraph", "start": a, "end": min(a + n, len(TEXT))} for a, n in parts if a < len(TEXT)
    ]
    page = marked(document(segments), [event(*ends)])
    shown = "".join(p.text for b in page.blocks for p in b.pieces)
    assert shown.split() == TEXT.split() or "".join(shown.split()) == "".join(TEXT.split())
    closed = [n for b in page.blocks for p in b.pieces for n in p.closes]
    assert set(closed) == {n.number for n in page.notes}
    assert sum(p.opens for b in page.blocks for p in b.pieces) == len(closed)
    assert [n.quote for n in page.notes] == [TEXT[n.start : n.end] for n in page.notes]


def test_two_statements_on_the_same_words_share_a_number() -> None:
    page = marked(document([]), [event((0, 8), (0, 8), (0, 12))])
    assert [(n.start, n.end) for n in page.notes] == [(0, 8), (0, 12)]
