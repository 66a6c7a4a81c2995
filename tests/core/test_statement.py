"""Statements are grounded or refused; ids depend on what a thing is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khaldun.core.digest import digest
from khaldun.core.document import Document, Source
from khaldun.core.span import Span
from khaldun.core.statement import Statement
from khaldun.core.values import Count, DatePrecision, DateRange
from khaldun.errors import UngroundedStatement

TEXT = "At least 54 people were killed."


def test_a_quote_equal_to_the_text_is_accepted() -> None:
    statement = Statement.ground(Document(TEXT), "killed", Span(0, 11), "At least 54")
    assert statement.quote == "At least 54"


@pytest.mark.parametrize(
    ("span", "quote"), [(Span(0, 11), "at least 54"), (Span(40, 45), "x"), (Span(3, 3), "")]
)
def test_a_quote_that_is_not_the_text_is_refused_with_its_span(span: Span, quote: str) -> None:
    with pytest.raises(UngroundedStatement, match="refused") as error:
        Statement.ground(Document(TEXT), "killed", span, quote)
    assert error.value.start == span.start


def test_the_same_words_of_the_same_property_are_one_statement() -> None:
    document = Document(TEXT)
    assert (
        Statement.ground(document, "killed", Span(9, 11)).id
        == Statement.ground(document, "killed", Span(9, 11)).id
    )
    assert (
        Statement.ground(document, "killed", Span(9, 11)).id
        != Statement.ground(document, "injured", Span(9, 11)).id
    )


@given(st.lists(st.text(), max_size=5), st.lists(st.text(), max_size=5))
def test_digests_differ_where_the_parts_differ(left: list[str], right: list[str]) -> None:
    assert (digest(*left) == digest(*right)) == (left == right)


def test_a_document_is_named_by_its_id_then_its_address_then_its_text() -> None:
    assert Document(TEXT, Source(external_id="7", url="u")).key == "7"
    assert Document(TEXT, Source(url="u")).key == "u"
    assert Document(TEXT).key == Document(TEXT).text_sha256


def test_another_text_under_one_id_is_another_document() -> None:
    source = Source(external_id="7")
    assert Document("a", source).id != Document("b", source).id


@given(st.integers(0, 10**6))
def test_a_bare_number_bounds_itself(number: int) -> None:
    assert Count.exactly(number) == Count(number, number, number)


def test_a_date_range_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="not a date range"):
        DateRange("2026-01-04", "2026-01-03", DatePrecision.DAY)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_spans_that_meet_have_no_distance(a: int, b: int, c: int, d: int) -> None:
    left, right = Span(min(a, b), max(a, b)), Span(min(c, d), max(c, d))
    if left.meets(right):
        assert left.distance(right) == 0
    assert left.join(right).contains(left)
    assert left.join(right).contains(right)
