"""The reader itself: a passage is read as any report is."""

from __future__ import annotations

from khaldun.evaluate.predict.lexicon import reader
from khaldun.evaluate.predict.protocols import ReadDocument


def predictor() -> ReadDocument:
    """Return the function that reads a document."""
    return reader().read
