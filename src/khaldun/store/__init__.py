"""The archive: captures, documents, readings, judgements and the event view, under a custody log."""

from khaldun.store.archive import ArchiveStore
from khaldun.store.attach import Attached, Attachment
from khaldun.store.batch import MAX_DOCUMENTS, ReadBatch, Run, Written
from khaldun.store.captures import CaptureStore
from khaldun.store.custody import Entry
from khaldun.store.find import EventFilter, Page
from khaldun.store.judgements import Decisions, Grading
from khaldun.store.lookup import AmbiguousId, UnknownId
from khaldun.store.records import StoredDocument
from khaldun.store.runs import KnownRun
from khaldun.store.verify import VerifyReport
from khaldun.store.view import Replaced
from khaldun.store.viewrows import Shown

__all__ = [
    "MAX_DOCUMENTS",
    "AmbiguousId",
    "ArchiveStore",
    "Attached",
    "Attachment",
    "CaptureStore",
    "Decisions",
    "Entry",
    "EventFilter",
    "Grading",
    "KnownRun",
    "Page",
    "ReadBatch",
    "Replaced",
    "Run",
    "Shown",
    "StoredDocument",
    "UnknownId",
    "VerifyReport",
    "Written",
]
