"""Values come back from the archive as they went in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khaldun.core.values import (
    Count,
    DateMention,
    DatePrecision,
    DateRange,
    DateRole,
    Place,
    PlacePrecision,
    Ref,
    Value,
)
from khaldun.store.codec import decode, encode

numbers = st.none() | st.integers(0, 10**9)
degrees = st.none() | st.floats(-180, 180, allow_nan=False)
names = st.none() | st.text()
counts = st.builds(Count, numbers, numbers, numbers, st.booleans())
days = st.dates().map(lambda d: DateRange(d.isoformat(), d.isoformat(), DatePrecision.DAY))
mentions = st.builds(DateMention, st.none() | days, st.sampled_from(DateRole), st.booleans())
places = st.builds(
    Place, st.text(), names, names, degrees, degrees, degrees, st.sampled_from(PlacePrecision), names
)
refs = st.builds(Ref, names, st.text(), st.text(), names, names)
values = st.one_of(counts, days, mentions, places, refs, st.text())


@given(values)
def test_a_value_comes_back_equal(value: Value) -> None:
    assert decode(encode(value)) == value


@given(values)
def test_the_stored_text_is_ascii_json_with_its_type(value: Value) -> None:
    text = encode(value)
    assert text.isascii()
    assert "is" in json.loads(text)


@given(values, values)
def test_values_are_equal_where_their_texts_are(left: Value, right: Value) -> None:
    assert (encode(left) == encode(right)) == (left == right)


def test_equal_numbers_have_one_form() -> None:
    assert encode(Place("x", lat=3, lon=-0.0)) == encode(Place("x", lat=3.0, lon=0.0))


def test_what_is_unknown_is_left_out() -> None:
    assert encode(Count(low=54)) == '{"is":"count","low":54}'


@pytest.mark.parametrize("text", ['{"low":3}', '{"is":"sum"}', "[1]"])
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a stored value"):
        decode(text)
