"""Bytes of any kind to captures and documents with verbatim text; knows nothing of extraction or database."""

from khaldun.ingest.inputs import read_inputs
from khaldun.ingest.items import Captured, Failure, Incoming, Item, Notice, Raw
from khaldun.ingest.limits import IngestLimits

__all__ = ["Captured", "Failure", "Incoming", "IngestLimits", "Item", "Notice", "Raw", "read_inputs"]
