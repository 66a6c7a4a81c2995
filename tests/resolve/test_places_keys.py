"""Names are found in the case, spelling and with the prefixes that texts write them in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khaldun.resolve.places.keys import (
    STEM_MARK,
    arabic_forms,
    article_key,
    key_of,
    slavic_stem,
    stored_keys,
    wanted,
)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Тернопіль", "Тернополі"),
        ("Харків", "Харкові"),
        ("Харків", "Харкова"),
        ("Харьков", "Харькове"),
        ("Київ", "Києві"),
        ("Авдіївка", "Авдіївці"),
        ("Авдіївка", "Авдіївкою"),
        ("Куп'янськ", "Куп'янська"),
        ("Донецк", "Донецке"),
        ("Суджа", "Суджей"),
        ("Кривий Ріг", "Кривому Розі"),
        ("Кременчук", "Кременчуці"),
        ("Бахмут", "Бахмутом"),
        ("Суми", "Сумах"),
        ("Южный Кордофан", "Южном Кордофане"),
        ("Курская область", "Курской области"),
        ("Запоріжжя", "Запоріжжі"),
    ],
)
def test_a_slavic_name_is_found_in_other_cases(name: str, written: str) -> None:
    tokens = key_of(written).split()
    loose = STEM_MARK + " ".join(map(slavic_stem, tokens))
    assert loose in stored_keys(name)


def test_a_foreign_name_that_only_looks_inflected_is_not_cut_to_a_short_stem() -> None:
    assert not set(stored_keys("Суджоу")) & set(stored_keys("Суджа"))


@pytest.mark.parametrize(
    ("written", "name"),
    [("بالفاشر", "الفاشر"), ("للخرطوم", "الخرطوم"), ("بصعده", "صعده"), ("والفاشر", "الفاشر")],
)
def test_arabic_prefixes_are_taken_off_and_the_article_stays(written: str, name: str) -> None:
    assert name in dict(arabic_forms(written))


def test_romanized_articles_are_leveled() -> None:
    assert article_key(["deir", "ez", "zor"]) == article_key(["deir", "al", "zor"])
    assert article_key(["al", "mayadin"]) == "^mayadin"
    assert article_key(["homs"]) is None


@pytest.mark.parametrize(
    ("name", "kept"), [("Homs", True), ("swldw", False), ("Ёлкино", True), ("上海", False)]
)
def test_machine_transliterations_and_unread_scripts_are_left_out(name: str, kept: bool) -> None:
    assert wanted(name) is kept


@given(st.text(max_size=40))
def test_any_name_has_its_exact_key_first(name: str) -> None:
    keys = stored_keys(name)
    assert (keys[0] if keys else "") == key_of(name)
    assert len(keys) == len(set(keys))
