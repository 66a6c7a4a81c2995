"""Rows of JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khaldun.errors import EmptyInput, InputTooLarge, MalformedRow, UndecodableInput
from khaldun.ingest.jsonl import Row, _Cutter, array_rows, parse_object

GOOD = b'{"text": "Three people were killed in Homs."}\n'


def failing(read_bytes, line: bytes, **limits: int):
    """Return the error of a bad second line; the good ones around it are read."""
    outcome = read_bytes(GOOD + line + b"\n" + GOOD, **limits)
    assert len(outcome.documents) == 2
    (error,) = outcome.failures
    assert error.line == 2
    return error


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'{"text": "cut', "breaks off"),
        (b'{"text": "a", ', "breaks off"),
        (b'{"text": "a"} x', "not JSON"),
        (b'{"text": "a",, "id": 1}', "not JSON"),
        (b'["text"]', "not a JSON object"),
        (b"17", "not a JSON object"),
        (b'{"text": "a", "text": "b"}', "twice"),
        (b'{"text": 5}', '"text" is not a string'),
        (b'{"text": ["a"]}', '"text" is not a string'),
        (b'{"text": "a", "url": {"x": 1}}', '"url" is not a string'),
        (b'{"text": "a", "title": false}', '"title" is not a string'),
        (b'{"id": "x", "body": "a"}', "found: body, id"),
        (rb'{"text": "a\u0000b"}', "NUL"),
        (rb'{"text": "a\ud800b"}', "surrogate"),
        (rb'{"text": "a", "title": "\udc00"}', "surrogate"),
        (b'{"text": "a", "x": ' + b"[" * 100_000, "too deep"),
    ],
)
def test_a_malformed_line_costs_no_other(read_bytes, line, words):
    error = failing(read_bytes, line)
    assert isinstance(error, MalformedRow)
    assert words in str(error)
    assert error.remedy


@pytest.mark.parametrize("line", [b'{"text": ""}', b'{"text": " \\n"}', b'{"text": null}', b'{"html": ""}'])
def test_a_row_without_words_is_empty(read_bytes, line):
    assert isinstance(failing(read_bytes, line), EmptyInput)


def test_a_truncated_last_line_is_named(read_bytes):
    outcome = read_bytes(GOOD + GOOD[:20])
    (error,) = outcome.failures
    assert (len(outcome.documents), error.line) == (1, 2)
    assert "fetch it again" in error.remedy


def test_invalid_utf8_fails_its_line_alone(read_bytes):
    error = failing(read_bytes, '{"text": "Взрыв в Харькове"}'.encode("cp1251"))
    assert isinstance(error, UndecodableInput)
    assert "not UTF-8" in str(error)


def test_a_line_over_the_limit_is_refused_and_skipped(read_bytes):
    error = failing(read_bytes, b'{"text": "' + b"a" * 300_000 + b'"}', line_bytes=100_000)
    assert isinstance(error, InputTooLarge)


def test_a_line_of_too_many_values_is_refused(read_bytes):
    error = failing(read_bytes, b'{"text": "a", "x": [' + b"[]," * 2_000_000 + b"0]}")
    assert "values" in str(error)


def test_numbers_as_ids_keep_their_digits(read_bytes):
    rows = b'{"id": 12345678901234567890123, "text": "a"}\n{"id": 1.50, "text": "a"}\n{"id": 0, "text": "a"}'
    assert [d.source.external_id for d in read_bytes(rows).documents] == [
        "12345678901234567890123",
        "1.50",
        "0",
    ]


def test_other_keys_blank_lines_and_crlf_are_ignored(read_bytes):
    rows = b'\xef\xbb\xbf{"text": "a", "x": {"y": [1, NaN]}}\r\n\r\n{"text": "b", "outlet": null}\r\n'
    assert read_bytes(rows).texts == ["a", "b"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-8-sig"])
def test_rows_in_other_unicode_encodings_are_read(read_bytes, encoding):
    rows = '{"text": "Взрыв в Харькове"}\n{"text": "انفجار في حمص"}\n'
    assert read_bytes(rows.encode(encoding)).texts == ["Взрыв в Харькове", "انفجار في حمص"]


def test_an_array_of_reports_is_read_one_by_one(read_bytes):
    rows = [{"id": str(i), "text": 'a "quoted" } ] { text \\ of ' + str(i)} for i in range(5)]
    for dump in (
        json.dumps(rows),
        json.dumps(rows, indent=2),
        "\n [\n" + ",\n".join(map(json.dumps, rows)) + "]",
    ):
        assert [d.source.external_id for d in read_bytes(dump.encode()).documents] == list("01234")


def test_one_report_printed_over_several_lines_is_read(read_bytes):
    assert read_bytes(json.dumps({"id": "a", "text": "b"}, indent=2).encode()).texts == ["b"]


def test_a_truncated_array_gives_what_is_whole(read_bytes):
    outcome = read_bytes(b'[{"text": "a"},\n {"text": "b"},\n {"text": "c')
    assert outcome.texts == ["a", "b"]
    assert outcome.failures[0].line == 3


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.text(), JSON, max_size=4), max_size=4), st.integers(1, 40), st.booleans())
def test_cutting_an_array_depends_on_no_border_of_chunks(rows, size, ascii_only):
    data = json.dumps(rows, ensure_ascii=ascii_only, indent=1).encode("utf-8", "surrogatepass")
    cutter = _Cutter(10_000)
    cut = [line for i in range(0, len(data), size) for line in cutter.feed(data[i : i + size])]
    assert list(cutter.rest()) == []
    assert [json.loads(line.data.decode("utf-8", "surrogatepass")) for line in cut] == rows


def test_an_object_over_the_limit_is_refused_in_an_array(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b'[{"text": "' + b"a" * 5000 + b'"}, {"text": "b"}]')
    with path.open("rb") as stream:
        first, second = array_rows(stream, "a.json", 1000)
    assert "larger" in str(first.error)  # type: ignore[union-attr]
    assert isinstance(second, Row)


def test_a_blank_line_is_no_object():
    assert parse_object(b" \n", "x", 1) is None
