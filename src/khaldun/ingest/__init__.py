"""Bytes of any kind to captures, verbatim texts and documents; knows nothing of extraction or the database."""

from khaldun.ingest.inputs import read_inputs
from khaldun.ingest.items import Captured, Failure, Incoming, Item, Notice, Raw
from khaldun.ingest.limits import IngestLimits

__all__ = ["Captured", "Failure", "Incoming", "IngestLimits", "Item", "Notice", "Raw", "read_inputs"]
