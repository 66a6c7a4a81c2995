"""Under what name a speaker is shown, and which words of a sentence make one."""

from __future__ import annotations

import pytest

from tests.extract.reading import read, speakers

pytestmark = pytest.mark.full_gazetteer


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "A military spokesman, Brigadier Hassan Tawfiq, said nine people were killed in an air strike.",
            "military spokesman, Brigadier Hassan Tawfiq",
        ),
        (
            "An air strike killed nine people on Sunday. A nurse at the town's only clinic said ten were killed.",
            "nurse at the town's only clinic",
        ),
        (
            "Nine people were killed in an air strike, a colonel in Zamboanga said.",
            "colonel in Zamboanga",
        ),
        ("By the general staff's count, nine people were killed in the air strike.", "general staff"),
    ],
)
def test_a_speaker_keeps_rank_place_and_house(text: str, name: str) -> None:
    assert name in speakers(read(text), "killed")


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("fr", "Un pasteur, qui a dormi dehors, a dénombré neuf morts dans l'attaque de mardi.", "pastor"),
        (
            "es",
            ("Nueve muertos en un bombardeo, según la policía,"
            " mientras que el hospital dijo que hubo diez muertos."),
            "hospital",
        ),
        ("ar", "قتل تسعة أشخاص يوم الثلاثاء في قصف مدفعي على نيالا، بحسب إدارة المستشفى.", "hospital"),
        ("ru", "При обстреле погибли девять человек. Ещё десять человек, добавил хирург, ранены.", "surgeon"),
        ("uk", "Унаслідок обстрілу загинули дев'ять людей, повідомили в обласній лікарні.", "hospital"),
    ],
)  # fmt: skip
def test_a_speaker_in_another_language_is_named_in_english(language: str, text: str, name: str) -> None:
    assert any(name in who for who in speakers(read(text, language), "killed", "injured"))


def test_a_statement_is_whose_it_was_before() -> None:
    reading = read(
        "The health ministry confirmed an air strike on Sunday. The statement said nine people were killed."
    )
    assert speakers(reading, "killed") == {"health ministry"}


def test_a_word_of_abuse_in_a_quotation_does_not_speak() -> None:
    reading = read(
        'The governor said the town was shelled. He called the gunmen "a nest of the rebels" and put the dead at nine.'
    )
    assert speakers(reading, "killed") == {"governor"}


def test_who_treats_the_wounded_counts_them() -> None:
    reading = read("An air strike hit a market on Sunday. A clinic treated twelve wounded people.")
    assert speakers(reading, "injured") == {"clinic"}
