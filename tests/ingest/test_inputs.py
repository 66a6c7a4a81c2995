"""Files, folders and standard input."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import threading
import time
from pathlib import Path

import pytest

from khaldun.errors import (
    EmptyInput,
    InputError,
    InputTooLarge,
    MalformedRow,
    UndecodableInput,
    UnsupportedInput,
)

ROW = b'{"id": "r1", "text": "Three people were killed in Homs."}\n'


def test_a_folder_is_walked_in_sorted_order_without_hidden_files(read, tmp_path):
    for name in ("b.txt", "a/2.txt", "a/1.txt", ".hidden/x.txt", ".secret.txt", "a/.x.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Words of {name} are here.")
    texts = read([tmp_path]).texts
    assert texts == ["Words of b.txt are here.", "Words of a/1.txt are here.", "Words of a/2.txt are here."]


def test_the_kind_is_told_by_content_not_by_name(read_bytes):
    assert read_bytes(ROW, name="report.txt").only.source.external_id == "r1"
    page = b"<html><body><p>Three people were killed in Homs on Sunday, the ministry said.</p></body></html>"
    assert read_bytes(page, name="report.json").only.rendition.startswith("html/1 trafilatura/")
    assert read_bytes(b"Three people were killed in Homs.", name="a.html").only.rendition == "text/1"


def test_standard_input_is_a_dash(read):
    outcome = read(["-"], stdin=ROW)
    assert outcome.only.text == "Three people were killed in Homs."
    assert outcome.captures[0].origin == "standard input"
    assert outcome.raw == [ROW]


def test_standard_input_that_is_not_there_is_a_failure(read):
    assert "standard input" in str(read(["-"]).failures[0])


def test_a_named_pipe_is_read_like_standard_input(read, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(ROW,))
    writer.start()
    assert read([pipe]).only.source.external_id == "r1"
    writer.join()


def test_a_pipe_in_a_folder_is_left_out(read, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "report.txt").write_bytes(b"Three people were killed in Homs.")
    outcome = read([tmp_path])
    assert outcome.only.text == "Three people were killed in Homs."
    assert "left out" in str(outcome.notices[0])


def test_a_capture_keeps_the_bytes_their_digest_and_the_time(read_bytes):
    outcome = read_bytes(ROW)
    capture = outcome.captures[0]
    assert (capture.sha256, capture.size) == (hashlib.sha256(ROW).hexdigest(), len(ROW))
    assert capture.captured_at == "2026-01-05T12:00:00+00:00"
    assert outcome.raw == [ROW]
    assert outcome.only.capture == capture.sha256


def test_a_missing_file_costs_nothing_else(read, tmp_path):
    good = tmp_path / "good.jsonl"
    good.write_bytes(ROW)
    outcome = read([tmp_path / "gone.txt", good])
    assert outcome.texts == ["Three people were killed in Homs."]
    assert "no such file" in str(outcome.failures[0])
    assert "gone.txt" in str(outcome.failures[0])


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_costs_nothing_else(read, tmp_path):
    path = tmp_path / "locked.txt"
    path.write_text("words")
    path.chmod(0)
    assert "Permission denied" in str(read([path]).failures[0])


@pytest.mark.parametrize("data", [b"", b" \n\t ", "\ufeff".encode(), "\ufeff \n".encode("utf-16-le")])
def test_an_empty_file_is_refused(read_bytes, data):
    (error,) = read_bytes(data).failures
    assert isinstance(error, EmptyInput)
    assert "report" in str(error)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04rest", "ZIP"),
        (b"%PDF-1.7 rest", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"BZh91AY&SY", "bzip2"),
        (b"SQLite format 3\0", "database"),
        (b"<?xml version='1.0'?><rss version='2.0'>", "feed"),
    ],
)
def test_other_kinds_of_files_are_refused_with_advice(read_bytes, data, words):
    (error,) = read_bytes(data).failures
    assert isinstance(error, UnsupportedInput)
    assert words in error.problem
    assert error.remedy


def test_binary_junk_is_refused(read_bytes):
    junk = bytes(range(1, 32)) * 200 + bytes(range(128, 256))
    (error,) = read_bytes(junk).failures
    assert isinstance(error, UndecodableInput)


def test_a_text_with_nul_bytes_is_refused_with_the_position(read_bytes):
    (error,) = read_bytes(b"Three people\0 were killed.").failures
    assert isinstance(error, UndecodableInput)
    assert "position 12" in str(error)


def test_gzip_is_unpacked_and_captured_as_it_came(read_bytes):
    packed = gzip.compress(ROW)
    outcome = read_bytes(packed, name="reports.jsonl.gz")
    assert outcome.only.source.external_id == "r1"
    assert outcome.raw == [packed]


def test_a_decompression_bomb_of_text_is_refused(read_bytes):
    (error,) = read_bytes(gzip.compress(b"a" * 3_000_000), unpack_free_bytes=100_000).failures
    assert isinstance(error, InputTooLarge)
    assert "bomb" in str(error)


def test_a_decompression_bomb_of_rows_is_refused_where_it_shows(read_bytes):
    outcome = read_bytes(gzip.compress(ROW * 50_000), unpack_free_bytes=100_000, unpack_ratio=50)
    assert isinstance(outcome.failures[-1], InputTooLarge)
    assert 0 < len(outcome.documents) < 50_000


def test_damaged_gzip_is_refused(read_bytes):
    (error,) = read_bytes(gzip.compress(b"words " * 1000)[:-20]).failures
    assert isinstance(error, UndecodableInput)
    (error,) = read_bytes(gzip.compress(gzip.compress(b"words"))).failures
    assert isinstance(error, UnsupportedInput)


def test_a_file_larger_than_the_limit_is_refused(read_bytes):
    (error,) = read_bytes(b"words " * 1000, file_bytes=1000).failures
    assert isinstance(error, InputTooLarge)
    (error,) = read_bytes(gzip.compress(os.urandom(3000).hex().encode()), file_bytes=4000).failures
    assert isinstance(error, InputTooLarge)


def test_a_text_longer_than_the_limit_is_refused(read_bytes):
    (error,) = read_bytes(b"words " * 1000, text_chars=1000).failures
    assert isinstance(error, InputTooLarge)


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path, read):
    from khaldun.ingest import Captured, read_inputs  # noqa: PLC0415  # one test looks behind the fixture

    path = tmp_path / "growing.jsonl"
    path.write_bytes(ROW * 2)
    (captured,) = read_inputs([path])
    assert isinstance(captured, Captured)
    next(captured.documents)
    time.sleep(0.01)
    with path.open("ab") as more:
        more.write(ROW)
    assert "changed while it was read" in str(list(captured.documents)[-1])


def test_rows_are_made_while_they_are_read(tmp_path):
    from khaldun.ingest import Captured, read_inputs  # noqa: PLC0415  # one test looks behind the fixture

    path = tmp_path / "many.jsonl"
    path.write_bytes(ROW * 20_000)
    (captured,) = read_inputs([path])
    assert isinstance(captured, Captured)
    assert next(captured.documents).text.startswith("Three")  # type: ignore[union-attr]


def test_a_file_of_nothing_but_bad_rows_is_given_up(read_bytes):
    outcome = read_bytes(b'{"text": 1}\n' * 50, failures_in_a_row=20)
    assert len(outcome.failures) == 21
    assert "left unread" in str(outcome.failures[-1])


def test_every_error_says_what_where_and_what_to_do(read, tmp_path):
    rows = tmp_path / "rows.jsonl"
    rows.write_bytes(ROW + b'{"text": "cut off\n' + json.dumps({"text": " "}).encode())
    outcome = read([rows])
    assert len(outcome.documents) == 1
    assert [type(error) for error in outcome.failures] == [MalformedRow, EmptyInput]
    for error, line in zip(outcome.failures, (2, 3), strict=True):
        assert isinstance(error, InputError)
        assert str(error).startswith(f"{rows}, line {line}: ")
        assert error.remedy


def test_reading_twice_gives_the_same(read, tmp_path):
    path = Path(tmp_path / "rows.jsonl")
    path.write_bytes(ROW * 3)
    assert read([path]) == read([path])
