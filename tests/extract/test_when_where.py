"""When and where it happened: not when it was blamed on somebody, not where people came free."""

from __future__ import annotations

import pytest

from khaldun.core.values import DateRange
from tests.extract.reading import names, of, read

pytestmark = pytest.mark.full_gazetteer


def test_the_day_of_an_accusation_is_not_that_of_the_deed() -> None:
    reading = read(
        "The lawyers accused the Sudanese army on Monday of killing hundreds of civilians in an air strike on Kutum."
    )
    assert [r for r in of(reading, "date") if isinstance(r.value, DateRange)] == []


def test_the_place_of_a_release_is_not_that_of_the_abduction() -> None:
    reading = read(
        "The army said it had freed 137 hostages who were abducted from a school in Kaduna on 7 March. "
        "Soldiers rescued them early in the morning in neighboring Zamfara state."
    )
    assert "Zamfara State" not in {r.value.name for r in of(reading, "place")}  # type: ignore[union-attr]
    assert names(reading, "recipient") == set()
