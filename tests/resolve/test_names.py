"""Catalogue names: found in every script and inflection, by their own name, and not in look-alikes."""

from functools import lru_cache

import pytest

from khaldun.core.document import Document
from khaldun.core.mention import MentionKind
from khaldun.core.values import Ref
from khaldun.core.words import Words
from khaldun.resolve.names import CatalogueSpotter


@lru_cache(maxsize=1)
def spotter() -> CatalogueSpotter:
    return CatalogueSpotter()


def named(
    text: str, language: str = "en", countries: dict[str, float] | None = None, year: int | None = None
) -> list[tuple[str, str]]:
    mentions = list(spotter().spot(Document(text, language=language), Words.of(text)))
    refs = [m.value for m in spotter().in_context(mentions, countries or {}, year)]
    return [(str(r.id), r.name) for r in refs if isinstance(r, Ref)]


def ids(text: str, language: str = "en") -> list[str]:
    return [name[0] for name in named(text, language)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The Rapid Support Forces shelled the camp", "en"),
        ("The RSF shelled the camp", "en"),
        ("Les Forces de soutien rapide ont bombardé le camp", "fr"),
        ("قصفت قوات الدعم السريع المخيم", "ar"),
        ("las Fuerzas de Apoyo Rápido", "es"),
        ("бойцы Сил быстрой поддержки", "ru"),
        ("бійці Сил швидкої підтримки", "uk"),
    ],
)
def test_one_group_is_found_in_six_languages(text: str, language: str) -> None:
    assert ids(text, language) == ["rapid-support-forces"]


def test_a_body_is_bound_to_the_state_named_in_the_phrase() -> None:
    assert named("the Malian army")[0][0] == "MLI.armed_forces"
    assert named("l'armée malienne", "fr")[0][0] == "MLI.armed_forces"
    assert named("Niger's army")[0][0] == "NER.armed_forces"


def test_a_body_with_a_name_of_its_own_is_shown_by_it() -> None:
    assert named("الجيش السوداني", "ar") == [("SDN.armed_forces", "Sudanese Armed Forces")]


def test_the_army_is_that_of_the_country_the_text_is_about() -> None:
    assert named("l'armée a annoncé", "fr", {"NER": 3.0})[0][0] == "NER.armed_forces"


def test_the_army_keeps_its_words_where_two_countries_are_named_alike() -> None:
    assert named("the army said", "en", {"PAK": 2.0, "IND": 2.0}) == [("None", "armed forces")]


def test_the_coalition_is_the_one_named_before() -> None:
    found = named("The Saudi-led coalition denied it. The coalition said so.")
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("countries", "year", "entry"),
    [
        ({"YEM": 1.0}, 2018, "saudi-led-coalition"),
        ({"YEM": 1.0}, 2009, "None"),
        ({"IRQ": 1.0, "USA": 3.0}, 2017, "global-coalition"),
        ({"IRQ": 1.0}, 2005, "multi-national-force-iraq"),
        ({"IRQ": 1.0}, None, "global-coalition"),
        ({"IRQ": 1.0, "YEM": 1.0}, 2017, "None"),
        ({"PER": 1.0}, 2017, "None"),
    ],
)
def test_the_coalition_is_the_one_that_acts_in_the_country_in_that_year(
    countries: dict[str, float], year: int | None, entry: str
) -> None:
    assert [name[0] for name in named("A coalition strike hit the house", "en", countries, year)] == [entry]


def test_flags_are_states() -> None:
    assert ids("avec 🇫🇷 puis 🇬🇧", "fr") == ["FRA", "GBR"]


def test_names_that_only_case_endings_tell_apart_are_told_apart() -> None:
    assert ids("в Нигерии", "ru") == ["NGA"]
    assert ids("в Нигере", "ru") == ["NER"]


@pytest.mark.parametrize("text", ["South American football", "fishing on Lake Chad", "a Turkish-backed plan"])
def test_phrases_that_only_hold_a_state_name_no_state(text: str) -> None:
    assert ids(text) == []


def test_capitals_are_asked_for() -> None:
    assert "islamic-state" not in ids("what is it")
    assert ids("the IS group")[:1] == ["islamic-state"]


def test_weapons_and_platforms_are_of_their_kind() -> None:
    text = "Typhoon FGR4 jets dropped Paveway IV bombs"
    mentions = list(spotter().spot(Document(text), Words.of(text)))
    kinds = {m.kind for m in mentions}
    assert MentionKind.WEAPON in kinds
    assert MentionKind.PLATFORM in kinds


def test_two_spotters_have_one_id() -> None:
    assert CatalogueSpotter().id == spotter().id
