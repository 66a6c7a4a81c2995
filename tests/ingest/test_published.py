"""Publication dates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khaldun.ingest.published import parse_published


@pytest.mark.parametrize(
    "words",
    [
        "2026-01-04",
        "2026-01-04T10:30:00Z",
        "2026-01-04T10:30:00+03:00",
        "2026-01-04 10:30:00",
        "2026-01-04T10:30",
    ],
)
def test_iso_is_kept_as_written(words):
    assert parse_published(words).value == words


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("January 4, 2026", "2026-01-04"),
        ("Sunday, 4 January 2026, 16:40", "2026-01-04"),
        ("4th Jan. 2026", "2026-01-04"),
        ("16:40, 4 January 2026", "2026-01-04"),
        ("04.01.2026", "2026-01-04"),
        ("25/12/2025", "2025-12-25"),
        ("12/25/2025", "2025-12-25"),
        ("2026/1/4", "2026-01-04"),
        ("20260104", "2026-01-04"),
        ("20260104T101500Z", "2026-01-04"),
        ("2026-01-04 um 10 Uhr", "2026-01-04"),
        ("Sun, 04 Jan 2026 10:30:00 +0100", "2026-01-04T10:30:00+01:00"),
        ("1767518400", "2026-01-04T09:20:00+00:00"),
        ("1767518400000", "2026-01-04T09:20:00+00:00"),
        ("le 4 janvier 2026 à 10h30", "2026-01-04"),
        ("4 de enero de 2026", "2026-01-04"),
        ("4 января 2026 г.", "2026-01-04"),
        ("4 січня 2026 року", "2026-01-04"),
        ("4 كانون الثاني 2026", "2026-01-04"),
        ("٤ يناير ٢٠٢٦", "2026-01-04"),
        ("4. Januar 2026", "2026-01-04"),
        ("4 Ocak 2026", "2026-01-04"),
    ],
)
def test_common_forms_are_understood(words, date):
    assert parse_published(words).value == date


@pytest.mark.parametrize(
    "words",
    [
        "0000-01-01",
        "99999-01-01",
        "0000",
        "1200-01-01",
        "2026-02-30",
        "03/04/2026",
        "soon",
        "2026",
        "January 2026",
        "9" * 500,
    ],
)
def test_what_is_no_date_is_left_out_with_a_reason(words):
    published = parse_published(words)
    assert published.value is None
    assert published.problem is not None
    assert "left out" in published.problem


def test_nothing_stated_is_no_problem():
    assert parse_published("  ").problem is None


@given(st.text())
def test_no_words_break_it(words):
    published = parse_published(words)
    assert published.value is None or 1900 <= int(published.value[:4]) <= 2100
