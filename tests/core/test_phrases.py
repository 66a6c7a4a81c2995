"""Phrases: found as whole words, in every inflection, and never across punctuation."""

import pytest

from khaldun.core.phrases import PhraseIndex
from khaldun.core.words import Words


def found(phrases: list[str], text: str, *, cased: bool = False) -> list[str]:
    words = Words.of(text)
    index = PhraseIndex(
        [(p, p) for p in phrases], {"adj": [("Syrian", "SYR"), ("South African", "ZAF")]}, cased=cased
    )
    return [hit.span(words).of(text) for hit in index.longest(words)]


def test_a_phrase_does_not_match_inside_a_word() -> None:
    assert found(["raid"], "afraid of a raid") == ["raid"]


def test_the_longest_phrase_wins() -> None:
    assert found(["drone", "drone strike"], "a drone strike") == ["drone strike"]


def test_a_star_continues_a_word_and_nothing_else() -> None:
    assert found(["abduct*"], "abducted, abduction, an abductee") == ["abducted", "abduction", "abductee"]


def test_a_gap_takes_up_to_four_words() -> None:
    assert found(["planted ... bomb"], "planted a large roadside bomb") == ["planted a large roadside bomb"]
    assert found(["planted ... bomb"], "planted a b c d e bomb") == []


def test_no_phrase_crosses_punctuation() -> None:
    assert found(["air strike"], "in the air, strike leaders said") == []
    assert found(["planted ... bomb"], "planted trees. A bomb") == []


def test_arabic_proclitics_are_tolerated() -> None:
    assert found(["الدعم السريع"], "وقوات الدعم السريع وللدعم السريع") == ["الدعم السريع", "وللدعم السريع"]


def test_slavic_cases_are_tolerated() -> None:
    assert found(["Силы быстрой поддержки"], "бойцы Сил быстрой поддержки") == ["Сил быстрой поддержки"]


@pytest.mark.parametrize(("text", "hits"), [("the IS group", ["IS"]), ("it is here", []), ("Is it?", [])])
def test_capitals_are_asked_for_where_a_name_has_them(text: str, hits: list[str]) -> None:
    assert found(["IS"], text, cased=True) == hits


def test_a_class_word_binds_its_value() -> None:
    words = Words.of("the South African army")
    index = PhraseIndex([("<adj> army", "army")], {"adj": [("South African", "ZAF")]})
    (hit,) = index.longest(words)
    assert hit.bound == "ZAF"


def test_a_phrase_that_begins_with_a_gap_is_refused() -> None:
    with pytest.raises(ValueError, match="begin with a word"):
        PhraseIndex([("... bomb", 1)])
