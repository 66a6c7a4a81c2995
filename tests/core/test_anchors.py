"""A decision finds its mention again after a new reading, and never another one by chance."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from khaldun.core.anchors import SAME_WORDS, Anchor, overlap, reattached
from khaldun.core.span import Span
from khaldun.core.statement import EventMention, Scope

DOCUMENT = "d" * 32


@st.composite
def spans(draw: st.DrawFn, least: int = 1) -> Span:
    start = draw(st.integers(0, 60))
    return Span(start, start + draw(st.integers(least, 20)))


@st.composite
def mentions(draw: st.DrawFn, documents: tuple[str, ...] = (DOCUMENT,)) -> EventMention:
    anchors = tuple(draw(st.lists(spans(), min_size=1, max_size=3)))
    type_ = draw(st.sampled_from(["attack", "armed_clash"]))
    return EventMention(draw(st.sampled_from(documents)), type_, anchors, draw(st.sampled_from(Scope)))


@given(spans(0), spans(0))
def test_an_overlap_is_a_share_the_same_both_ways(a: Span, b: Span) -> None:
    shared = overlap(a, b)
    assert 0 <= shared <= 1
    assert shared == overlap(b, a)
    assert (shared == 1) == (a == b)
    common = set(range(a.start, a.end)) & set(range(b.start, b.end))
    assert (shared > 0) == (bool(common) or a == b)


@given(spans(), spans(), st.integers(0, 1000))
def test_an_overlap_does_not_depend_on_where_in_the_text_it_lies(a: Span, b: Span, by: int) -> None:
    assert overlap(a.shift(by), b.shift(by)) == overlap(a, b)


@given(spans(), spans())
def test_half_the_characters_are_counted_as_a_set_would_count_them(a: Span, b: Span) -> None:
    one, other = set(range(a.start, a.end)), set(range(b.start, b.end))
    assert (overlap(a, b) >= SAME_WORDS) == (2 * len(one & other) >= len(one | other))


@given(mentions(), st.lists(mentions()))
def test_a_mention_that_is_read_as_before_is_found_again(
    mention: EventMention, others: list[EventMention]
) -> None:
    found = reattached(Anchor.of(mention), [*others, mention])
    assert found is not None
    assert found.id == mention.id


@given(mentions(), st.lists(mentions((DOCUMENT, "e" * 32))))
def test_what_is_found_stands_in_the_same_document_and_shares_half_the_words(
    mention: EventMention, read: list[EventMention]
) -> None:
    anchor = Anchor.of(mention)
    found = reattached(anchor, read)
    near = [
        m
        for m in read
        if m.document == DOCUMENT and any(overlap(anchor.span, span) >= SAME_WORDS for span in m.anchors)
    ]
    assert (found is None) == (not near)
    assert found is None or found in near


@given(mentions(), st.permutations(range(4)), st.lists(mentions(), min_size=4, max_size=4))
def test_the_order_of_reading_does_not_matter(
    mention: EventMention, order: list[int], read: list[EventMention]
) -> None:
    found = reattached(Anchor.of(mention), read)
    again = reattached(Anchor.of(mention), [read[i] for i in order])
    assert (found and found.id) == (again and again.id)


def test_the_first_trigger_counts_before_a_later_one() -> None:
    words, elsewhere = Span(10, 20), Span(40, 50)
    anchor = Anchor(DOCUMENT, words, "attack", Scope.INCIDENT)
    first = EventMention(DOCUMENT, "attack", (words,), Scope.AGGREGATE)
    later = EventMention(DOCUMENT, "attack", (elsewhere, words))
    assert reattached(anchor, [later, first]) == first
    assert reattached(anchor, [later]) == later
