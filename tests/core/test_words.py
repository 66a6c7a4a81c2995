"""Words: tokens keep their place in the text, and forms that mean the same compare equal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khaldun.core.span import Span
from khaldun.core.words import Words, arabic_bases, fold, stem


@given(st.text(max_size=300))
def test_every_token_stands_in_the_text_at_its_span(text: str) -> None:
    words = Words.of(text)
    assert len(words.starts) == len(words.ends) == len(words.folded) == len(words.stems)
    for i in range(len(words)):
        assert words.span(i, i + 1).of(text) == words.token(i)
    assert list(words.starts) == sorted(words.starts)


@pytest.mark.parametrize(
    ("left", "right"),
    [("ÉTAT", "etat"), ("Daëch", "DAECH"), ("إيران", "ايران"), ("مُسَيَّرة", "مسيرة"), ("Чёрный", "черный")],
)
def test_case_accents_and_vowel_signs_do_not_tell_words_apart(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(
    "forms",
    [
        ("Сирия", "Сирии", "Сирию", "Сирией"),
        ("Украина", "Украины", "Украине", "Украиной"),
        ("силы", "сил", "силам", "силами"),
        ("російський", "російського", "російська", "російських"),
        ("Росія", "Росії", "Росією"),
    ],
)
def test_slavic_case_endings_are_taken_off(forms: tuple[str, ...]) -> None:
    assert len({stem(f) for f in forms}) == 1


def test_arabic_words_are_found_behind_their_proclitics() -> None:
    assert "جيش" in arabic_bases(fold("والجيش"))
    assert "حوثيين" in arabic_bases(fold("للحوثيين"))


def test_flag_emoji_are_words() -> None:
    words = Words.of("🇫🇷 and 🇬🇧 struck")
    assert words.token(0) == "🇫🇷"
    assert words.token(2) == "🇬🇧"


def test_tokens_within_a_span_are_those_that_begin_in_it() -> None:
    words = Words.of("one two three")
    assert words.within(Span(4, 13)) == range(1, 3)
