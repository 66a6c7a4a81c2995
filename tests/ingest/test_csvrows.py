"""Rows of CSV."""

from __future__ import annotations

import pytest

from khaldun.errors import InputTooLarge, MalformedRow, UndecodableInput

HEADER = "id,url,outlet,title,published,language,text\n"


def test_the_columns_of_the_contract_are_read(read_bytes):
    row = '7,https://a.example/1,"The ""Daily""",Blast in Homs,2026-01-04,en,"Two lines,\nand a comma."\n'
    document = read_bytes((HEADER + row).encode()).only
    assert document.text == "Blast in Homs\n\nTwo lines,\nand a comma."
    source = document.source
    assert (source.external_id, source.outlet, source.published) == ("7", 'The "Daily"', "2026-01-04")


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_and_orders_are_found(read_bytes, delimiter):
    table = delimiter.join(("Text", "ID", "other")) + "\n" + delimiter.join(("Words.", "1", "x")) + "\n"
    assert read_bytes(table.encode()).only.text == "Words."


def test_a_table_without_words_is_refused_with_its_columns(read_bytes):
    (error,) = read_bytes(b"id,place,killed\n1,Homs,3\n2,Hama,4\n").failures
    assert isinstance(error, MalformedRow)
    assert "found: id, place, killed" in str(error)


def test_html_cells_are_pages(read_bytes):
    page = "<html><body><p>Three people were killed in Homs on Sunday, the ministry said.</p></body></html>"
    document = read_bytes(f'id,html\n1,"{page}"\n'.encode()).only
    assert document.text == "Three people were killed in Homs on Sunday, the ministry said."
    assert document.source.external_id == "1"


def test_a_bad_record_costs_no_other(read_bytes):
    outcome = read_bytes(b'id,text\n1,good\n2,"bad"x\n3,good\n4,too,many\n5,\n6,good\n')
    assert outcome.texts == ["good", "good", "good"]
    assert [error.line for error in outcome.failures] == [3, 5, 6]


def test_a_record_that_breaks_off_is_named(read_bytes):
    outcome = read_bytes(b'id,text\n1,good\n2,"bad')
    assert outcome.texts == ["good"]
    assert "breaks off" in str(outcome.failures[0])


def test_bytes_that_are_not_utf8_fail_their_record_alone(read_bytes):
    table = "id,text\n1,Взрыв\n".encode() + b"2,\xc2\xe7\xf0\xfb\xe2\n" + "3,Взрыв\n".encode()
    outcome = read_bytes(table)
    assert outcome.texts == ["Взрыв", "Взрыв"]
    assert isinstance(outcome.failures[0], UndecodableInput)
    assert outcome.failures[0].line == 3


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-8-sig"])
def test_a_table_in_another_encoding_is_converted(read_bytes, encoding):
    words = "Российская ракета попала в жилой дом в Харькове, погибли семь человек, сообщил губернатор."
    assert read_bytes(f'id,text\n1,"{words}"\n'.encode(encoding)).only.text == words


def test_a_line_over_the_limit_is_refused(read_bytes):
    outcome = read_bytes(b"id,text\n1," + b"a" * 5000 + b"\n2,good\n", line_bytes=1000)
    assert outcome.texts == ["good"]
    assert isinstance(outcome.failures[0], InputTooLarge)


def test_a_quotation_mark_that_is_never_closed_is_bounded(read_bytes):
    outcome = read_bytes(b'id,text\n1,"abc\n' + b"x,y\n" * 10_000 + b"9,good\n", text_chars=20_000)
    assert "field larger" in str(outcome.failures[0])
    assert outcome.texts[-1] == "good"


def test_a_nul_character_fails_its_record(read_bytes):
    outcome = read_bytes(b"id,text\n1,a\0b\n2,good\n")
    assert outcome.texts == ["good"]
    assert "NUL" in str(outcome.failures[0])


def test_a_column_that_stands_twice_is_refused(read_bytes):
    assert "twice" in str(read_bytes(b"id,text,text\n1,a,b\n").failures[0])
