"""Bytes to text."""

from __future__ import annotations

import pytest

from khaldun.errors import UndecodableInput
from khaldun.ingest.decode import declared_encoding, decode_text, unmarked_utf16

WORDS = {
    "ru": "Российская ракета попала в жилой дом в Харькове, погибли семь человек, сообщил губернатор.",
    "uk": "Російська ракета влучила в будинок у Харкові, загинули семеро людей, повідомив голова області.",
    "ar": "قتل سبعة أشخاص في غارة جوية على سوق في مدينة الفاشر، بحسب مصادر طبية، ونفى الجيش مسؤوليته.",
    "fr": "Sept personnes ont été tuées mardi près de la frontière, où l'armée a démenti tout lien.",
    "es": "Siete personas murieron en Jamundí, informó la policía; según las autoridades, había niños.",
    "tr": "Salı günü düzenlenen saldırıda yedi kişi öldü, dedi valilik; yaralıların tedavisi sürüyor.",
    "pl": "W wyniku ostrzału zginęło siedem osób, poinformowały władze; służby ratunkowe pracowały całą noc.",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("ru", "cp1251"),
        ("ru", "koi8-r"),
        ("ru", "cp866"),
        ("uk", "cp1251"),
        ("ar", "windows-1256"),
        ("ar", "iso8859-6"),
        ("fr", "latin-1"),
        ("es", "latin-1"),
        ("tr", "cp1254"),
        ("pl", "cp1250"),
        ("pl", "iso8859-2"),
        ("ru", "utf-16"),
        ("ar", "utf-8"),
    ],
)
def test_the_encoding_of_a_short_text_is_found(language, encoding):
    text = WORDS[language]
    assert decode_text(text.encode(encoding), "x").text == text


def test_a_declared_encoding_is_used_where_the_bytes_are_not_utf8():
    page = f'<html><head><meta charset="windows-1256"></head><p>{WORDS["ar"]}</p></html>'
    assert decode_text(page.encode("cp1256"), "x").encoding == "cp1256"
    assert decode_text(page.encode("utf-8"), "x").encoding == "utf-8"


def test_declared_names_mean_what_browsers_take_them_for():
    assert (
        declared_encoding(b'<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">')
        == "cp1252"
    )
    assert declared_encoding(b'<?xml version="1.0" encoding="gb2312"?>') == "gb18030"
    assert declared_encoding(b'<meta charset="no-such-thing">') is None


def test_lines_in_another_encoding_are_read_in_theirs():
    data = "\n".join((WORDS["ru"], WORDS["uk"])).encode() + b"\n" + WORDS["ru"].encode("cp1251")
    decoded = decode_text(data, "x")
    assert decoded.text.split("\n") == [WORDS["ru"], WORDS["uk"], WORDS["ru"]]
    assert decoded.note is not None
    assert "cp1251" in decoded.note


def test_stray_bytes_stand_as_replacement_characters():
    data = WORDS["ar"].encode()[:-2]
    decoded = decode_text(data, "x")
    assert decoded.text.startswith(WORDS["ar"][:40])
    assert "\ufffd" in decoded.text
    assert decoded.note is not None
    assert "U+FFFD" in decoded.note


def test_utf16_without_a_mark_is_seen_by_its_blanks():
    assert unmarked_utf16(WORDS["ru"].encode("utf-16-le")) == "utf-16-le"
    assert unmarked_utf16(WORDS["fr"].encode("utf-16-be")) == "utf-16-be"
    assert unmarked_utf16(bytes(range(256)) * 10) is None


def test_what_fits_no_encoding_is_refused():
    with pytest.raises(UndecodableInput, match="x: "):
        decode_text(b"\xff\xfe" + b"\x00\xd8" * 5 + b"\x01", "x")


def test_a_declared_encoding_that_refuses_everything_is_passed_over() -> None:
    page = b"<html><meta charset=undefined><body><p>Tu\xe9s: neuf.</p></body></html>"
    assert "Tués: neuf." in decode_text(page, "page.html").text
