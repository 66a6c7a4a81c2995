"""The package's codebook, loaded once."""

from __future__ import annotations

from functools import lru_cache

from khaldun.core.codebook import Codebook
from khaldun.data.load import read_yaml


@lru_cache(maxsize=1)
def codebook() -> Codebook:
    """Return the codebook; raises CodebookError where its file is broken."""
    return Codebook.parse(read_yaml("codebook.yaml"))
