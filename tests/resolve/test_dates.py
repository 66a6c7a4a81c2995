"""What a reader expects dates in reports to mean."""

from __future__ import annotations

import pytest

from khaldun.core.document import Document, Segment, SegmentKind, Source
from khaldun.core.mention import Mention
from khaldun.core.span import Span
from khaldun.core.values import DateMention
from khaldun.core.words import Words
from khaldun.resolve.date_calendar import from_hijri
from khaldun.resolve.dates import DateSpotter, resolve

WEDNESDAY = "2025-11-19"


def spot(text: str, language: str | None = "en", published: str | None = WEDNESDAY) -> list[Mention]:
    """Return the dates of a text."""
    document = Document(text, Source(published=published), language)
    return list(DateSpotter().spot(document, Words.of(text)))


def brief(value: object) -> str | None:
    """Return a date as "start..end role", one day without its end, "on" left out."""
    if not isinstance(value, DateMention):
        return None
    if value.range is None:
        return f"? {value.role}".removesuffix(" on")
    start, end = value.range.start, value.range.end
    days = start if start == end else f"{start}..{end}"
    return f"{days} {value.role}".removesuffix(" on")


def dates(
    text: str, language: str | None = "en", published: str | None = WEDNESDAY
) -> list[tuple[str, str | None]]:
    """Return words and meanings of the dates of a text."""
    return [(m.words, brief(m.value)) for m in spot(text, language, published)]


EXPRESSIONS = {
    "en": {
        "19 November 2025": "2025-11-19",
        "Nov 20": "2025-11-20",
        "Nov. 18": "2025-11-18",
        "20.11.2025": "2025-11-20",
        "2025-11-19": "2025-11-19",
        "11/18/2025": "2025-11-18",
        "November 2025": "2025-11",
        "in March": "2025-03",
        "in 2019": "2019",
        "since 2014": "2014 since",
        "last Friday": "2025-11-14",
        "last Wednesday": "2025-11-12",
        "on Wednesday": "2025-11-19",
        "Friday, 21 March": "2025-03-21",
        "Friday the 21st of March": "2025-03-21",
        "today": "2025-11-19",
        "yesterday evening": "2025-11-18",
        "overnight": "2025-11-18..2025-11-19",
        "this week": "2025-11-17..2025-11-19",
        "last week": "2025-11-10..2025-11-16",
        "earlier this month": "2025-11",
        "two weeks ago": "2025-11-02..2025-11-08",
        "three days ago": "2025-11-16",
        "a year ago": "2024",
        "Saturday evening": "2025-11-15",
        "the evening of Saturday": "2025-11-15",
        "on the night of 3-4 January": "2025-01-03..2025-01-04",
        "overnight into Wednesday": "2025-11-18..2025-11-19",
        "6 and 7 November": "2025-11-06..2025-11-07",
        "between 6 and 11 November": "2025-11-06..2025-11-11 span",
        "November 6-13": "2025-11-06..2025-11-13 span",
        "from May to July": "2025-05..2025-07 span",
        "30 December 2024 to 2 January 2025": "2024-12-30..2025-01-02",
        "in the past 24 hours": "2025-11-18..2025-11-19 span",
        "this year": "2025 span",
        "last year": "2024",
        "5 March last year": "2024-03-05",
        "between 2014 and 2017": "2014..2017 span",
        "until 3 November": "2025-11-03 until",
        "next week": "2025-11-24..2025-11-30 future",
        "tomorrow": "2025-11-20 future",
        "over the weekend": "2025-11-15..2025-11-16",
    },
    "fr": {
        "vendredi 21 mars": "2025-03-21",
        "hier soir": "2025-11-18",
        "cette nuit": "2025-11-18..2025-11-19",
        "il y a deux semaines": "2025-11-02..2025-11-08",
        "dans la nuit du 26 au 27 juillet": "2025-07-26..2025-07-27",
        "dans la nuit de samedi à dimanche": "2025-11-15..2025-11-16",
        "du 6 au 13 juin": "2025-06-06..2025-06-13 span",
        "depuis le 1er juillet": "2025-07-01 since",
        "au cours des dernières 24 heures": "2025-11-18..2025-11-19 span",
        "en août 2024": "2024-08",
        "la semaine dernière": "2025-11-10..2025-11-16",
        "mardi dernier": "2025-11-18",
    },
    "es": {
        "martes 11 de noviembre": "2025-11-11",
        "24 de agosto de 2025": "2025-08-24",
        "noviembre 19 de 2025": "2025-11-19",
        "hace dos semanas": "2025-11-02..2025-11-08",
        "la semana pasada": "2025-11-10..2025-11-16",
        "en marzo del año pasado": "2024-03",
        "anoche": "2025-11-18..2025-11-19",
        "del 6 al 13 de junio": "2025-06-06..2025-06-13 span",
        "primero de mayo": "2025-05-01",
    },
    "ru": {
        "ночью 19 ноября": "2025-11-19",
        "в ночь на 19 ноября": "2025-11-18..2025-11-19",
        "в ночь на среду": "2025-11-18..2025-11-19",
        "в ночь с 3 на 4 января": "2025-01-03..2025-01-04",
        "между 6 и 11 июня": "2025-06-06..2025-06-11 span",
        "с 3 по 5 января": "2025-01-03..2025-01-05",
        "19-го ноября": "2025-11-19",
        "в субботу": "2025-11-15",
        "с 2014 года": "2014 since",
        "два дня назад": "2025-11-17",
        "тремя днями ранее": "2025-11-16",
        "за последние сутки": "2025-11-18..2025-11-19 span",
        "в марте прошлого года": "2024-03",
    },
    "uk": {
        "за ніч на 19 листопада": "2025-11-18..2025-11-19",
        "у ніч проти 19 листопада": "2025-11-18..2025-11-19",
        "у суботу": "2025-11-15",
        "у п'ятницю": "2025-11-14",
        "у п’ятницю": "2025-11-14",
        "19 листопада 2025 року": "2025-11-19",
        "два дні тому": "2025-11-17",
        "торік": "2024",
    },
    "ar": {
        "يوم السبت": "2025-11-15",
        "والأحد": "2025-11-16",
        "21 يناير": "2025-01-21",
        "16 أيار/مايو": "2025-05-16",
        "كانون الثاني 2024": "2024-01",
        "نيسان (أبريل) 2024": "2024-04",
        "5 أوت 2024": "2024-08-05",
        "3 شتنبر 2024": "2024-09-03",
        "٣ يناير ٢٠٢٥": "2025-01-03",
        "14 شعبان 1445 هـ": "2024-02-23..2024-02-25",
        "ليل السبت الأحد": "2025-11-15..2025-11-16",
        "قبل ثلاثة أيام": "2025-11-16",
        "قبل يومين": "2025-11-17",
        "منذ عام 2014": "2014 since",
        "خلال الساعات الـ24 الماضية": "2025-11-18..2025-11-19 span",
        "الأسبوع الماضي": "2025-11-10..2025-11-16",
        "الثاني من كانون الثاني 2024": "2024-01-02",
    },
    "de": {
        "am 3. Januar": "2025-01-03",
        "vor zwei Wochen": "2025-11-02..2025-11-08",
        "am Freitag": "2025-11-14",
    },
    "it": {"ieri sera": "2025-11-18", "due giorni fa": "2025-11-17", "venerdì scorso": "2025-11-14"},
    "pt": {
        "na sexta-feira": "2025-11-14",
        "há duas semanas": "2025-11-02..2025-11-08",
        "ontem": "2025-11-18",
    },
    "tr": {
        "Cumartesi günü": "2025-11-15",
        "iki gün önce": "2025-11-17",
        "geçen hafta": "2025-11-10..2025-11-16",
    },
}


@pytest.mark.parametrize(
    ("language", "words", "meaning"),
    [
        (language, words, meaning)
        for language, table in EXPRESSIONS.items()
        for words, meaning in table.items()
    ],
)
def test_expression_means(language: str, words: str, meaning: str) -> None:
    assert brief(resolve(words, WEDNESDAY, language)) == meaning


def test_story_counts_days_from_the_date_told_before() -> None:
    text = "Vendredi 21 mars, la mosquée a été cernée. Deux jours plus tôt, 45 assaillants étaient morts."
    assert dates(text, "fr", "2025-03-22") == [
        ("Vendredi 21 mars", "2025-03-21"),
        ("Deux jours plus tôt", "2025-03-19"),
    ]


def test_same_day_is_the_day_told_before() -> None:
    assert dates("On 3 March a convoy was hit. The same day, a market was shelled.")[1] == (
        "The same day",
        "2025-03-03",
    )


def test_days_before_something_else_stay_out() -> None:
    assert dates("It happened two days before the vote and two days after the raid.") == []


def test_without_an_anchor_words_stay_words() -> None:
    assert dates("On Saturday a drone hit the town, and two weeks ago a camp.", published=None) == [
        ("Saturday", "?"),
        ("two weeks ago", "?"),
    ]


def test_the_only_year_of_a_text_completes_its_days() -> None:
    found = spot("In 2024 the war went on. On 6 December the town fell.", published=None)
    assert [brief(m.value) for m in found] == ["2024", "2024-12-06"]
    assert isinstance(found[1].value, DateMention)
    assert not found[1].value.explicit


def test_two_years_complete_nothing() -> None:
    assert dates("From 2019 on and in 2024. On 6 December it fell.", published=None)[-1] == (
        "6 December",
        "?",
    )


@pytest.mark.parametrize(
    ("words", "day"),
    [("18 January", "2026-01-18"), ("10 December", "2025-12-10"), ("20 March", "2026-03-20")],
)
def test_a_day_without_year_lies_near_its_anchor(words: str, day: str) -> None:
    assert brief(resolve(words, "2026-01-20", "en")).removesuffix(" future") == day  # type: ignore[union-attr]


def test_the_dateline_counts_before_the_publication() -> None:
    text = "DAMASCUS, January 4\nStrikes hit the site on Saturday."
    segments = (
        Segment(SegmentKind.DATELINE, Span(0, 19)),
        Segment(SegmentKind.PARAGRAPH, Span(20, len(text))),
    )
    document = Document(text, Source(published="2026-01-06"), "en", segments)
    found = list(DateSpotter().spot(document, Words.of(text)))
    assert [brief(m.value) for m in found] == ["2026-01-04", "2026-01-03"]


def test_a_date_time_keeps_its_local_day() -> None:
    assert brief(resolve("yesterday", "2026-01-01T00:30:00+05:00", "en")) == "2025-12-31"


def test_segments_are_read_in_their_own_language() -> None:
    text = "On Saturday they said.\nСообщили в субботу."
    segments = (
        Segment(SegmentKind.PARAGRAPH, Span(0, 22), "en"),
        Segment(SegmentKind.QUOTE, Span(23, 42), "ru"),
    )
    found = DateSpotter().spot(Document(text, Source(published=WEDNESDAY), "en", segments), Words.of(text))
    assert [brief(m.value) for m in found] == ["2025-11-15", "2025-11-15"]


def test_day_and_month_that_cannot_be_told_apart_give_months() -> None:
    assert brief(resolve("03/04/2025", WEDNESDAY, "en")) == "2025-03..2025-04"
    assert brief(resolve("03/04/2025", WEDNESDAY, "fr")) == "2025-04-03"


@pytest.mark.parametrize(
    "text", ["31 February", "on 99/99/2025", "year 0", "in 99999", "0000-00-00", "30 February 2024"]
)
def test_impossible_dates_are_no_dates(text: str) -> None:
    assert all(m.value.range is None for m in spot(text) if isinstance(m.value, DateMention))


@pytest.mark.parametrize(
    "text", ["They may fire.", "the sun rose", "He sat down.", "a long march through town"]
)
def test_words_that_only_look_like_dates(text: str) -> None:
    assert dates(text) == []


@pytest.mark.parametrize(
    ("words", "explicit"), [("3 May 2025", True), ("3 May", False), ("on Friday", False)]
)
def test_explicit_names_day_month_and_year(words: str, explicit: bool) -> None:
    found = resolve(words, WEDNESDAY, "en")
    assert found is not None
    assert found.explicit is explicit


def test_iso_prefixes_are_read_and_never_padded() -> None:
    assert brief(resolve("2025-11", None, None)) == "2025-11"
    assert brief(resolve("2025", None, "fr")) == "2025"


def test_hijri_conversion_meets_known_days() -> None:
    # 1 Ramadan 1445 and 1 Muharram of year 1 in the civil tabular calendar.
    assert str(from_hijri(1445, 9, 1)) == "2024-03-11"
    assert str(from_hijri(1, 1, 1)) == "0622-07-19"
    assert from_hijri(1445, 13, 1) is None


def test_unknown_language_is_guessed_by_its_script() -> None:
    assert brief(resolve("в субботу", WEDNESDAY, None)) == "2025-11-15"
    assert brief(resolve("السبت", WEDNESDAY, None)) == "2025-11-15"
    assert brief(resolve("Saturday", WEDNESDAY, "xx")) == "2025-11-15"


def test_the_id_names_rules_and_data() -> None:
    assert DateSpotter().id == DateSpotter().id
    assert len(DateSpotter().id) == 32
