"""The codebook loads, refuses broken entries, and is read as its own examples say."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from khaldun.core.codebook import Codebook
from khaldun.data.codebook import codebook
from khaldun.data.load import read_yaml
from khaldun.errors import CodebookError
from tests.extract.reading import read, told

TYPES = codebook().types
EXCLUSIONS = [(t.code, e) for t in TYPES.values() for e in t.excludes]


def _data() -> dict[str, Any]:
    return copy.deepcopy(read_yaml("codebook.yaml"))


def test_there_are_25_types_and_a_property_for_each_kind_of_people() -> None:
    assert len(TYPES) == 25
    assert "killed_aid_workers" in codebook().properties
    assert codebook().properties["victim"].protected


def test_every_type_has_a_definition_an_example_and_an_exclusion() -> None:
    assert [t.code for t in TYPES.values() if not (t.definition and t.example and t.excludes)] == []


@pytest.mark.parametrize("key", ["version", "types", "properties", "kinds_of_people"])
def test_a_missing_key_is_named(key: str) -> None:
    data = _data()
    del data[key]
    with pytest.raises(CodebookError, match=f"the key '{key}' is missing"):
        Codebook.parse(data)


def test_a_type_without_a_definition_is_named() -> None:
    data = _data()
    del data["types"]["attack"]["definition"]
    with pytest.raises(CodebookError, match="type attack: the key 'definition' is missing"):
        Codebook.parse(data)


def test_an_unknown_code_in_an_exclusion_is_named() -> None:
    data = _data()
    data["types"]["attack"]["excludes"][0]["instead"] = "assault"
    with pytest.raises(CodebookError, match="type attack: unknown code 'assault'"):
        Codebook.parse(data)


def test_a_property_with_an_unknown_value_type_is_named() -> None:
    data = _data()
    data["properties"]["weapon"]["value"] = "gadget"
    with pytest.raises(CodebookError, match="property weapon: 'gadget'"):
        Codebook.parse(data, "own.yaml")


@pytest.mark.full_gazetteer
@pytest.mark.parametrize("code", TYPES)
def test_a_definition_is_read_as_its_type(code: str) -> None:
    assert [m.type for m in told(read(TYPES[code].example))][:1] == [code]


@pytest.mark.full_gazetteer
@pytest.mark.parametrize(("code", "exclusion"), EXCLUSIONS, ids=lambda v: getattr(v, "rule", v))
def test_an_exclusion_is_not_read_as_its_type(code: str, exclusion: Any) -> None:
    types = {m.type for m in told(read(exclusion.example))}
    assert code not in types
    assert exclusion.instead in types if exclusion.instead else not types
