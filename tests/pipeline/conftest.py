"""One reader for all tests of the pipeline: its lists take most of a second to load."""

from __future__ import annotations

import pytest

from khaldun.pipeline.reader import Reader
from tests.store.conftest import address, archive, server

__all__ = ["address", "archive", "server"]
"""Archives on either database, for what needs no lists."""


@pytest.fixture(scope="session")
def reader() -> Reader:
    """Return the reader that needs no model."""
    return Reader.lexicon()
