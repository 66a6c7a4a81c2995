"""What holds for every count: any number, any text."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from num2words import num2words

from khaldun.core.document import Document
from khaldun.core.values import Count
from khaldun.core.words import Words
from khaldun.resolve.count_grammar import count_rules
from khaldun.resolve.counts import CountSpotter
from khaldun.resolve.number_words import Number, number_readers

LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "pt", "ru", "tr", "uk")
PEOPLE = {
    "ar": "شخصا", "de": "Menschen", "en": "people", "es": "personas", "fr": "personnes", "it": "persone",
    "pt": "pessoas", "ru": "человек", "tr": "kişi", "uk": "людей",
}  # fmt: skip
PIECES = (
    "3", "40", "2014", "1 200", "0", "007", "99999999999999", "five", "hundred", "million", "dozen",
    "at least", "or more", "between", "and", "to", "-", "no", "nobody", "was killed", "people", "one", "of",
    "%", "km", ",", ".", "March", "plus de", "ستة", "و", "وعشرون", "مئة", "двадцать", "пять",
    "einundzwanzig", "²", "١٢", "\n", "٣٫٥", "9" * 400, "9" * 5000,
)  # fmt: skip


def spot(text: str, language: str | None) -> list[tuple[str, object]]:
    return [
        (m.words, m.value) for m in CountSpotter().spot(Document(text, language=language), Words.of(text))
    ]


def test_every_language_of_the_data_is_tested() -> None:
    assert tuple(sorted(count_rules())) == LANGUAGES


@given(
    st.integers(1, 9_999_999),
    st.sampled_from(LANGUAGES),
    st.sampled_from((",", ".", "'", " ", "\u00a0", "\u202f")),
)
def test_a_number_in_digits_reads_as_itself(number: int, language: str, mark: str) -> None:
    digits = f"{number:,}".replace(",", mark)
    assert spot(f"{digits} {PEOPLE[language]}", language) == [(digits, Count.exactly(number))]


@given(st.integers(0, 9999), st.sampled_from(LANGUAGES))
def test_a_number_in_words_reads_as_itself(number: int, language: str) -> None:
    # The generator's Italian drops a letter of "diciotto" inside longer words; its Arabic writes 2,000 as before a
    # noun, in letters that are a thousand's where none follows.
    assume((number, language) != (2000, "ar"))
    text = num2words(number, lang=language).replace(",", "").replace("dicotto", "diciotto")
    words = Words.of(text)
    found = number_readers()[language].read(words, 0, len(words))
    assert found is not None
    assert isinstance(found.value, Number)
    assert (found.value.value, found.last) == (number, len(words))


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from(LANGUAGES))
def test_any_text_gives_spans_of_its_words_and_ordered_bounds(pieces: list[str], language: str) -> None:
    text = " ".join(pieces)
    before = 0
    for mention in CountSpotter().spot(Document(text, language=language), Words.of(text)):
        assert mention.words == mention.span.of(text) != ""
        assert mention.span.start >= before
        before = mention.span.end
        assert isinstance(mention.value, Count)
        bounds = [n for n in (mention.value.low, mention.value.best, mention.value.high) if n is not None]
        assert bounds == sorted(bounds) != []
        assert bounds[0] >= 0


@given(st.text(max_size=80), st.none() | st.sampled_from(LANGUAGES))
def test_no_text_is_too_odd(text: str, language: str | None) -> None:
    spot(text, language)
