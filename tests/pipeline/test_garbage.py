"""The search for reference cycles: held back while reading, and as it was afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import suppress

import pytest

from khaldun.pipeline.garbage import seldom_collected


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_the_settings_are_those_of_before_even_after_an_error() -> None:
    before = gc.get_threshold()
    with suppress(ValueError), seldom_collected():
        assert gc.get_threshold()[0] > before[0]
        raise ValueError
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)


def test_what_the_program_around_switched_off_stays_off() -> None:
    gc.set_threshold(0)
    gc.freeze()
    with seldom_collected():
        assert gc.get_threshold()[0] == 0
    assert gc.get_freeze_count() > 0
