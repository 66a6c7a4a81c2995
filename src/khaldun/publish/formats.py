"""The formats of exports."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """What an archive can be exported as."""

    JSONL = "jsonl"
    DOCUMENTS = "documents"
    CSV = "csv"
    GEOJSON = "geojson"
