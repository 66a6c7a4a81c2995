"""Every lexicon file keeps to the schema and contradicts itself nowhere."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from khaldun.data.load import read_yaml
from khaldun.errors import DataError
from khaldun.extract import lexicon

LANGUAGES = lexicon.languages()


def _file(language: str) -> dict[str, Any]:
    data: dict[str, Any] = read_yaml(f"lexicon/{language}.yaml")
    return data


def test_the_six_languages_are_there() -> None:
    assert set(LANGUAGES) >= {"en", "fr", "ar", "es", "ru", "uk"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lexicon_file_keeps_to_the_schema(language: str) -> None:
    data = _file(language)
    assert list(lexicon.problems(data)) == []
    assert data["language"] == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_strong_in_two_types(language: str) -> None:
    strong = Counter(
        phrase for groups in _file(language)["triggers"].values() for phrase in set(groups["strong"])
    )
    assert [phrase for phrase, types in strong.items() if types > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_both_strong_and_weak(language: str) -> None:
    triggers = _file(language)["triggers"].values()
    strong = {phrase for groups in triggers for phrase in groups["strong"]}
    weak = {phrase for groups in triggers for phrase in groups["weak"]}
    assert sorted(strong & weak) == []


@pytest.mark.parametrize("language", ["en", "fr", "ar", "es", "ru", "uk"])
def test_every_type_has_a_trigger(language: str) -> None:
    types = set(read_yaml("codebook.yaml")["types"]) - {"other"}
    assert types - set(_file(language)["triggers"]) == set()


def test_a_broken_file_names_the_entry() -> None:
    data = {**_file("en"), "harm": {"killed": ["... dead"]}, "verbs": []}
    problems = list(lexicon.problems(data))
    assert "unknown key 'verbs'" in problems
    assert any(p.startswith("harm.killed: '... dead'") for p in problems)


def test_a_missing_file_is_a_data_error() -> None:
    with pytest.raises(DataError):
        lexicon.load("zz")
