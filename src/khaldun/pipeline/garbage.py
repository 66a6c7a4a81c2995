"""Holds back Python's search for reference cycles while reports are read, which makes next to none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 50_000
"""New objects between two searches, where Python's own figure is 700: from here on a read gets no faster."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Search for cycles seldom inside, and only among what is made inside; restore the settings afterwards.

    Going through the gazetteer and the lists again and again took a sixth of a read's time. What the program
    around has switched off or set aside itself stays so.
    """
    young, *older = gc.get_threshold()
    aside = gc.get_freeze_count()
    gc.freeze()
    gc.set_threshold(max(young, _YOUNG) if young else 0, *older)
    try:
        yield
    finally:
        gc.set_threshold(young, *older)
        if not aside:
            gc.unfreeze()
