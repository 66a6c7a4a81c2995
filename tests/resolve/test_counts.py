"""Which numbers of a report count people, and what their words say."""

from __future__ import annotations

import pytest

from khaldun.core.document import Document, Segment, SegmentKind
from khaldun.core.span import Span
from khaldun.core.values import Count
from khaldun.core.words import Words
from khaldun.resolve.counts import CountSpotter

LOW, BEST, HIGH = "low", "best", "high"


def counts(text: str, language: str = "en") -> list[tuple[str, Count]]:
    """Return words and values of the counts of a text."""
    found = CountSpotter().spot(Document(text, language=language), Words.of(text))
    return [(m.words, m.value) for m in found if isinstance(m.value, Count)]


def exactly(number: int) -> Count:
    return Count.exactly(number)


def at_least(number: int) -> Count:
    return Count(number, None, None)


def about(number: int) -> Count:
    return Count(None, number, None)


def up_to(number: int) -> Count:
    return Count(None, None, number)


def vague(number: int) -> Count:
    return Count(number, None, None, True)


NOBODY = Count(0, 0, 0)
THIRTY_TO_FORTY = Count(30, None, 40)

EXPRESSIONS: dict[str, list[tuple[str, str, Count]]] = {
    "en": [
        ("At least 54 people were killed", "At least 54", at_least(54)),
        ("more than 80 dead", "more than 80", at_least(81)),
        ("about 80 wounded", "about 80", about(80)),
        ("up to 80 dead", "up to 80", up_to(80)),
        ("as many as 80 dead", "as many as 80", up_to(80)),
        ("fewer than 80 dead", "fewer than 80", up_to(79)),
        ("30 to 40 men", "30 to 40", THIRTY_TO_FORTY),
        ("30-40 men", "30-40", THIRTY_TO_FORTY),
        ("between 30 and 40 men", "between 30 and 40", THIRTY_TO_FORTY),
        ("54 or more died", "54 or more", at_least(54)),
        ("80 or so were hurt", "80 or so", about(80)),
        ("nearly 60 dead", "nearly 60", about(60)),
        ("close to three dozen hurt", "close to three dozen", about(36)),
        ("twenty-four men", "twenty-four", exactly(24)),
        ("one hundred and five dead", "one hundred and five", exactly(105)),
        ("a dozen soldiers", "a dozen", about(12)),
        ("more than a dozen soldiers", "more than a dozen", at_least(13)),
        ("dozens of people", "dozens", vague(24)),
        ("hundreds were displaced", "hundreds", vague(200)),
        ("several people", "several", vague(3)),
        ("scores of people", "scores", vague(40)),
        ("tens of thousands fled", "tens of thousands", vague(20000)),
        ("1,200 displaced", "1,200", exactly(1200)),
        ("3.5 million displaced", "3.5 million", exactly(3_500_000)),
        ("one man died", "one", exactly(1)),
        ("nobody was killed", "nobody", NOBODY),
        ("no casualties were reported", "no", NOBODY),
        ("a 12-member team", "12", exactly(12)),
        ("2014 civilians died", "2014", exactly(2014)),
        ("all 33 militants died", "33", exactly(33)),
    ],
    "fr": [
        ("plus de 80 civils", "plus de 80", at_least(81)),
        ("une trentaine de fidèles", "une trentaine", about(30)),
        ("110 personnes au moins", "110", at_least(110)),
        ("pas moins de 30 morts", "pas moins de 30", at_least(30)),
        ("entre 30 et 40 morts", "entre 30 et 40", THIRTY_TO_FORTY),
        ("quatre-vingt-dix-sept blessés", "quatre-vingt-dix-sept", exactly(97)),
        ("soixante et onze morts", "soixante et onze", exactly(71)),
        ("des dizaines de morts", "des dizaines", vague(24)),
        ("1 200 déplacés", "1 200", exactly(1200)),
        ("un civil est mort", "un", exactly(1)),
        ("aucun mort", "aucun", NOBODY),
    ],
    "es": [
        ("54 al menos", "54 al menos", at_least(54)),
        ("26 muertos como mínimo", "26", at_least(26)),
        ("como mínimo tres heridos", "como mínimo tres", at_least(3)),
        ("una veintena de heridos", "una veintena", about(20)),
        ("entre 30 y 40 muertos", "entre 30 y 40", THIRTY_TO_FORTY),
        ("10 mil personas", "10 mil", exactly(10_000)),
        ("doscientos cincuenta y tres heridos", "doscientos cincuenta y tres", exactly(253)),
        ("decenas de muertos", "decenas", vague(24)),
        ("nadie murió", "nadie", NOBODY),
    ],
    "ru": [
        ("Не менее 25 человек", "Не менее 25", at_least(25)),
        ("более 20 раненых", "более 20", at_least(21)),
        ("от 30 до 40 человек", "от 30 до 40", THIRTY_TO_FORTY),
        ("до 20 человек", "до 20", up_to(20)),
        ("шестеро военных", "шестеро", exactly(6)),
        ("5 тыс. человек", "5 тыс", exactly(5000)),
        ("ста двадцати трёх раненых", "ста двадцати трёх", exactly(123)),
        ("десятки погибших", "десятки", vague(24)),
        ("один человек погиб", "один", exactly(1)),
        ("никто не погиб", "никто", NOBODY),
    ],
    "uk": [
        ("щонайменше 25 людей", "щонайменше 25", at_least(25)),
        ("понад 80 поранених", "понад 80", at_least(81)),
        ("дев'ять людей", "дев'ять", exactly(9)),
        ("п’ятеро дітей", "п’ятеро", exactly(5)),
        ("кілька осіб", "кілька", vague(3)),
    ],
    "ar": [
        ("ما لا يقل عن 30 شخصا", "ما لا يقل عن 30", at_least(30)),
        ("أكثر من عشرين جريحا", "أكثر من عشرين", at_least(21)),
        ("12 قتيلا على الأقل", "12", at_least(12)),
        ("خمسة عشر قتيلا", "خمسة عشر", exactly(15)),
        ("ثلاثة وعشرون جريحا", "ثلاثة وعشرون", exactly(23)),
        ("مقتل جنديين", "جنديين", exactly(2)),
        ("مئة وخمسة وعشرين قتيلا", "مئة وخمسة وعشرين", exactly(125)),
        ("ثلاثة آلاف وخمسمئة شخص", "ثلاثة آلاف وخمسمئة", exactly(3500)),
        ("٥٤ قتيلا", "٥٤", exactly(54)),
        ("عشرات القتلى", "عشرات", vague(24)),
        ("بين 30 و40 قتيلا", "بين 30 و40", THIRTY_TO_FORTY),
        ("لم يقتل أحد", "لم يقتل أحد", NOBODY),
    ],
    "it": [("almeno 24 morti", "almeno 24", at_least(24)), ("centotto feriti", "centotto", exactly(108))],
    "pt": [
        ("mais de 50 pessoas", "mais de 50", at_least(51)),
        ("vinte e cinco feridos", "vinte e cinco", exactly(25)),
    ],
    "de": [
        ("mindestens 24 Tote", "mindestens 24", at_least(24)),
        ("einundzwanzig Tote", "einundzwanzig", exactly(21)),
    ],
    "tr": [
        ("en az 24 kişi öldü", "en az 24", at_least(24)),
        ("50'den fazla kişi", "50'den fazla", at_least(51)),
    ],
}


@pytest.mark.parametrize(
    ("language", "text", "words", "value"), [(k, *case) for k, table in EXPRESSIONS.items() for case in table]
)
def test_expression_counts(language: str, text: str, words: str, value: Count) -> None:
    assert counts(text, language) == [(words, value)]


OTHER_NUMBERS: dict[str, list[str]] = {
    "en": [
        "in 2014", "on 19 November", "November 19", "on March 3, 2025", "2025-11-19", "20.11.2025",
        "16:00", "8:30 a.m.", "80% of it", "80 percent", "$3 million", "3.5 million dollars", "€40",
        "aged 17", "a 17-year-old", "Ann, 17, ran", "12 km", "24 hours", "12 more months", "155 mm",
        "the 18th Brigade", "MiG-29", "Kh-101", "GBU-38", "S-300", "won 2-1", "a 2-1 win", "8 floors",
        "12 missiles", "12 ballistic missiles", "dozens of houses", "call 555-123-4567", "one of them",
        "no ship sank", "nobody claimed it", "route 66", "0.5", "in September 1645", "resolution 2735", "007",
        "1. The parties agree",
    ],
    "fr": [
        "le 3 janvier", "du 26 au 27 juillet", "vers 14 h", "72 heures", "13 ans", "80 %", "un hôpital civil",
        "le 2e", "une dizaine de maisons", "5 millions de dollars",
    ],
    "es": [
        "24 de agosto", "de 13 a 32 años", "cuatro camionetas", "16:00 horas", "uno de ellos", "el 15",
        "ocho millones de dólares",
    ],
    "ru": [
        "19 ноября", "в 2014 году", "46 лет", "12 км", "47-я бригада", "Су-25", "счёт 3:1", "один из них",
    ],
    "uk": ["на 16:00", "476 дронів", "вулиці Стуса, 8, де", "80% міста", "11 турі", "у два житлові будинки"],
    "ar": ["21 مارس", "عام 2014", "12 كيلومترا", "تسع دول", "ثلاثة صواريخ", "الساعة 8"],
    "de": ["am 3. Januar", "15 Kilometer", "zwölf Raketen", "ein Haus"],
}  # fmt: skip


@pytest.mark.parametrize(("language", "text"), [(k, t) for k, texts in OTHER_NUMBERS.items() for t in texts])
def test_other_numbers_count_nobody(language: str, text: str) -> None:
    assert counts(text, language) == []


def test_a_rise_tells_two_figures() -> None:
    assert counts("The toll rose from 30 to 40, she said.") == [("30", exactly(30)), ("40", exactly(40))]


def test_a_toll_that_rose_to_a_number_is_that_number() -> None:
    assert counts("Число погибших выросло до 50 человек.", "ru")[-1][1] == exactly(50)
    assert counts("Кількість загиблих зросла до 21 людини.", "uk")[-1][1] == exactly(21)
    assert counts("La cifra de muertos subió hasta 12 personas.", "es")[-1][1] == exactly(12)
    assert counts("Погибли до 50 человек.", "ru")[-1][1] == Count(None, None, 50)


def test_gone_up_to_is_no_upper_bound() -> None:
    assert counts("The number had gone up to 34.") == [("34", exactly(34))]


def test_arabic_conjunction_parts_counts_and_joins_numbers() -> None:
    found = counts("ستة قتلى وثمانية جرحى و138 مفقودا", "ar")
    assert [value for _, value in found] == [exactly(6), exactly(8), exactly(138)]


def test_a_year_before_a_count_is_left_out() -> None:
    assert counts("In 2014 300 people died.") == [("300", exactly(300))]


@pytest.mark.parametrize("mark", [",", ".", "'", "’", " ", "\u00a0", "\u202f", "\u2009", "٬"])
def test_any_separator_groups_digits(mark: str) -> None:
    assert counts(f"12{mark}345 people fled") == [(f"12{mark}345", exactly(12345))]


def test_segments_are_read_in_their_own_language() -> None:
    text = "Killed: 4.\nشخصان قتلا"
    segments = (Segment(SegmentKind.TITLE, Span(0, 10), "en"), Segment(SegmentKind.QUOTE, Span(11, 21), "ar"))
    found = CountSpotter().spot(Document(text, language="en", segments=segments), Words.of(text))
    assert [m.value for m in found] == [exactly(4), exactly(2)]


def test_the_id_names_rules_and_data() -> None:
    assert len(CountSpotter().id) == 32
