"""What holds for every date: any day, any anchor, any text."""

from __future__ import annotations

from datetime import date, timedelta

from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from khaldun.core.document import Document, Source
from khaldun.core.values import DateMention, DateRole
from khaldun.core.words import Words
from khaldun.resolve.date_grammar import date_grammars
from khaldun.resolve.dates import DateSpotter, resolve

LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "pt", "ru", "tr", "uk")
WEEKDAYS = {"en": "on {}", "fr": "{}", "es": "el {}", "it": "{}", "de": "am {}", "ar": "{}"}
days = st.dates(date(1950, 1, 1), date(2050, 12, 31))
anchors = st.dates(date(2000, 1, 1), date(2050, 12, 31))
PIECES = (
    "3", "4", "31", "2024", "19", "99999", "0", "1445", "9" * 5000, "January", "March", "janvier", "ноября",
    "شعبان", "يناير", "on", "the", "night of", "of", "between", "and", "to", "-", "/", ".", ",", "since",
    "until", "last", "this", "next", "two", "weeks", "days", "hours", "ago", "earlier", "yesterday",
    "Friday", "Saturday", "в ночь на", "du", "au", "\n", "\u200f",
)  # fmt: skip


def test_every_language_of_the_data_is_tested() -> None:
    assert tuple(sorted(date_grammars())) == LANGUAGES


@given(days, st.sampled_from(LANGUAGES), st.sampled_from(("full", "long", "medium")))
def test_a_written_day_resolves_to_itself(day: date, language: str, form: str) -> None:
    found = resolve(format_date(day, form, locale=language), None, language)
    assert found is not None
    assert found.range is not None
    assert (found.range.start, found.range.end, found.explicit) == (day.isoformat(), day.isoformat(), True)


@given(anchors, st.integers(0, 6), st.sampled_from(sorted(WEEKDAYS)))
def test_a_weekday_lies_in_the_week_up_to_its_anchor(anchor: date, weekday: int, language: str) -> None:
    day = date(2024, 1, 1) + timedelta(days=weekday)
    found = resolve(
        WEEKDAYS[language].format(format_date(day, "EEEE", locale=language)), anchor.isoformat(), language
    )
    assert found is not None
    assert found.range is not None
    assert (anchor - timedelta(days=6)).isoformat() <= found.range.start <= anchor.isoformat()
    assert date.fromisoformat(found.range.start).weekday() == weekday


@given(
    anchors,
    st.sampled_from((("yesterday", "en"), ("hier", "fr"), ("أمس", "ar"), ("вчера", "ru"), ("ayer", "es"))),
)
def test_yesterday_is_the_day_before(anchor: date, expression: tuple[str, str]) -> None:
    found = resolve(expression[0], anchor.isoformat(), expression[1])
    assert found is not None
    assert found.range is not None
    assert found.range.start == found.range.end == (anchor - timedelta(days=1)).isoformat()


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from(LANGUAGES), st.none() | anchors)
def test_any_text_gives_spans_of_its_words_and_ordered_ranges(
    pieces: list[str], language: str, anchor: date | None
) -> None:
    text = " ".join(pieces)
    document = Document(text, Source(published=anchor.isoformat() if anchor else None), language)
    before = 0
    for mention in DateSpotter().spot(document, Words.of(text)):
        assert mention.words == mention.span.of(text) != ""
        assert mention.span.start >= before
        before = mention.span.end
        assert isinstance(mention.value, DateMention)
        if mention.value.range is not None:
            assert len(mention.value.range.start) == len(mention.value.range.end)
            assert mention.value.range.start <= mention.value.range.end


@given(anchors, st.sampled_from(("tomorrow", "next week", "next year")))
def test_what_lies_ahead_is_marked_so(anchor: date, words: str) -> None:
    found = resolve(words, anchor.isoformat(), "en")
    assert found is not None
    assert found.role is DateRole.FUTURE


@given(st.text(max_size=80), st.none() | st.sampled_from(LANGUAGES))
def test_no_text_is_too_odd(text: str, language: str | None) -> None:
    list(DateSpotter().spot(Document(text, Source(published=text), language), Words.of(text)))
