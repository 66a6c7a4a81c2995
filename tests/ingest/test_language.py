"""The language of a text."""

from __future__ import annotations

import pytest

from khaldun.ingest.language import agrees, document_language, language_code, script_of, segment_language

FRENCH = "Les deux avions ont frappé le dépôt dans la nuit de samedi à dimanche, selon le ministère."
ENGLISH = "The two jets hit the depot in the night from Saturday to Sunday, the ministry said."


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("fr-FR", "fr"),
        ("fra", "fr"),
        ("EN_us", "en"),
        ("iw", "he"),
        ("nb", "no"),
        ("und", None),
        ("qme", None),
        (None, None),
    ],
)
def test_codes_are_made_two_letters(stated, code):
    assert language_code(stated) == code


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("abc", "Latin"),
        ("для", "Cyrillic"),
        ("في", "Arabic"),
        ("12 !", None),
        ("が中", "Kana"),
        ("abc для дверей", "Cyrillic"),
    ],
)
def test_the_script_is_that_of_most_letters(text, script):
    assert script_of(text) == script


def test_a_language_agrees_with_its_scripts_only():
    assert agrees("ru", "дом")
    assert not agrees("ru", "house")
    assert agrees("xx", "house")


def test_a_text_without_words_has_no_language():
    assert document_language("🇺🇦 https://t.co/abcdefghij @someaccount") is None
    assert segment_language("12.", None) is None


def test_a_long_passage_in_another_language_is_told_apart():
    assert segment_language(FRENCH, "en") == "fr"
    assert segment_language(FRENCH, "en", stated=True) == "en"
    assert segment_language(ENGLISH, "en") == "en"
    assert segment_language("Merci.", "en") == "en"
