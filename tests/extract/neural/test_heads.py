"""A model's matrix is read as spans and pairs: what a head says of a place is what is found there."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from khaldun.extract.neural import heads
from khaldun.extract.neural.layout import Layout, layout_of
from khaldun.extract.neural.look import alone

LABELS = {
    "tasks": {"event": {"labels": ["type.attack", "actor"], "kinds": ["event"], "band": 4}},
    "values": {"stance": ["asserts", "denies"]},
}


def layout() -> Layout:
    return layout_of(LABELS)


def quiet(tokens: int) -> heads.Matrix:
    """A matrix in which every label is far below what counts."""
    matrix = np.zeros((tokens, layout().width), dtype=np.float32)
    matrix[:, layout().columns["event.start"]] = -10
    matrix[:, layout().columns["event.end"]] = -10
    return matrix


def mark(matrix: heads.Matrix, first: int, last: int, label: int) -> None:
    """Raise a label's start and end at two tokens, and that they belong together."""
    matrix[first, layout().columns["event.start"].start + label] = 8
    matrix[last, layout().columns["event.end"].start + label] = 8


def test_a_span_is_found_where_its_start_and_end_are() -> None:
    matrix = quiet(9)
    mark(matrix, 2, 4, 1)
    found = heads.spans(matrix, layout(), layout().tasks["event"])
    assert [(s.first, s.last, s.label) for s in found] == [(2, 4, "actor")]


def test_nothing_is_found_in_a_quiet_text() -> None:
    assert heads.spans(quiet(5), layout(), layout().tasks["event"]) == []


def test_the_special_tokens_hold_no_span() -> None:
    matrix = quiet(6)
    mark(matrix, 0, 1, 0)
    mark(matrix, 4, 5, 0)
    assert heads.spans(matrix, layout(), layout().tasks["event"]) == []


def test_a_span_longer_than_the_band_is_not_found() -> None:
    matrix = quiet(9)
    mark(matrix, 1, 6, 0)
    assert heads.spans(matrix, layout(), layout().tasks["event"]) == []


def test_of_overlapping_spans_with_one_label_the_surest_stays_and_other_labels_with_it() -> None:
    found = [
        heads.TokenSpan(1, 2, "event", 1.0),
        heads.TokenSpan(2, 3, "event", 2.0),
        heads.TokenSpan(2, 2, "actor", 0.5),
    ]
    assert [(s.label, s.first) for s in alone(found)] == [("actor", 2), ("event", 2)]


@given(st.integers(2, 20), st.integers(0, 400))
def test_turning_by_position_keeps_lengths_and_depends_on_distance_alone(width: int, shift: int) -> None:
    rng = np.random.default_rng(width)
    pair = rng.normal(size=(2, 2 * width)).astype(np.float32)
    near = heads.rotated(pair, np.array([3, 7]))
    far = heads.rotated(pair, np.array([3 + shift, 7 + shift]))
    assert np.allclose(np.linalg.norm(near, axis=1), np.linalg.norm(pair, axis=1), rtol=1e-4)
    assert np.allclose(near[0] @ near[1], far[0] @ far[1], rtol=1e-2, atol=1e-2)
