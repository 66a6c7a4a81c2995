"""An archive made by hand: one event whose sources disagree, a copy, an embedded post, an Arabic text."""

from __future__ import annotations

from pathlib import Path

from khaldun.core.document import Document, Media, Provenance, Segment, SegmentKind, Source
from khaldun.core.span import Span
from khaldun.core.statement import (
    Attribution,
    DocumentReading,
    EventMention,
    Factuality,
    Reading,
    Scope,
    Stance,
    Statement,
)
from khaldun.core.values import Count, DatePrecision, DateRange, Place, PlacePrecision, Ref, Value
from khaldun.merge import merge
from khaldun.publish.shapes import event_shape
from khaldun.store.archive import ArchiveStore
from khaldun.store.batch import ReadBatch, Run
from khaldun.store.viewrows import Shown

RUN = Run("lexicon/test", "reader/test")
DAY = DateRange("2025-03-24", "2025-03-24", DatePrecision.DAY)
TORA = Place("Tora", "SDN", "North Darfur", 14.31, 25.36, 30.0, PlacePrecision.NEAR, "test:tora")
ARMY = Ref("sudanese-armed-forces", "Sudanese Armed Forces", "armed_forces", None, "SDN")
DRONE = Ref("drone", "drone", "platform", "drone")
VICTIM = "Fulan al-Fulani"

ENGLISH = (
    "Air strike on market\n\n"
    "The army bombed Tora on Monday with a drone, killing at least 54 people, an aid group said. "
    f"Among the dead was {VICTIM}. The army denied that it hit civilians.\n\n"
    "Smoke over a market. Image: AI Generated"
)
COPY = ENGLISH.replace("Air strike on market", "Market hit")
ARABIC = "قال سكان إن الجيش قصف سوق طرة يوم الاثنين وقتل ٢٧٠ شخصا"
POST = "We counted 23 wounded in Tora on Monday. \x1b[31mSee \u202ethis"
QUIET = "The ministers met on Tuesday and agreed on nothing."

Told = tuple[str, str, Value, str | None, Stance]


def english(id: str, text: str, outlet: str) -> Document:
    """Return the English report, with a caption and the credit of a generated image."""
    title = text.index("\n")
    caption, credit = text.index("Smoke"), text.index("Image:")
    segments = (
        Segment(SegmentKind.TITLE, Span(0, title)),
        Segment(SegmentKind.PARAGRAPH, Span(title + 2, caption - 2)),
        Segment(SegmentKind.CAPTION, Span(caption, credit - 1)),
        Segment(SegmentKind.CREDIT, Span(credit, len(text))),
    )
    image = Media(
        Span(caption, len(text)),
        "Smoke over a market.",
        "AI Generated",
        Provenance.AI_GENERATED,
        "AI Generated",
    )
    source = Source(
        id, f"https://{outlet.casefold()}.example/{id}", outlet, title=text[:title], published="2025-03-25"
    )
    return Document(text, source, "en", segments, (image,))


def told(document: Document, *values: Told, type_: str = "air_drone_strike") -> DocumentReading:
    """Return a reading with one mention; each value is (property, quote, value, speaker, stance)."""
    words = next((quote for name, quote, *_ in values if name == "type"), document.text[:5])
    start = document.text.index(words)
    mention = EventMention(
        document.id, type_, (Span(start, start + len(words)),), Scope.INCIDENT, Factuality.OCCURRED, 0.9
    )
    readings = tuple(_reading(document, mention, value) for value in values)
    return DocumentReading(document.id, RUN.extractor, (mention,), readings)


def _reading(document: Document, mention: EventMention, value: Told) -> Reading:
    name, quote, found, speaker, stance = value
    start = document.text.index(quote)
    statement = Statement.ground(document, name, Span(start, start + len(quote)), quote)
    denied = Factuality.DENIED if stance is Stance.DENIES else Factuality.OCCURRED
    return Reading(
        statement,
        mention.id,
        found,
        Attribution(speaker or document.speaker, cue="said"),
        stance,
        denied,
        0.8,
    )


def _english_values() -> tuple[Told, ...]:
    says = Stance.ASSERTS
    return (
        ("type", "bombed", "air_drone_strike", None, says),
        ("actor", "army", ARMY, None, says),
        ("place", "Tora", TORA, None, says),
        ("date", "Monday", DAY, None, says),
        ("platform", "drone", DRONE, None, says),
        ("killed", "at least 54 people", Count(54, None, None), "aid group", says),
        ("victim", VICTIM, VICTIM, "aid group", says),
        (
            "responsibility_denied",
            "The army denied",
            "The army denied",
            "Sudanese Armed Forces",
            Stance.DENIES,
        ),
    )


def fill(store: ArchiveStore) -> None:
    """Write the sample into an open archive, and make its events."""
    first = english("gazette-1", ENGLISH, "Gazette")
    copy = english("herald-1", COPY, "Herald")
    arabic = Document(ARABIC, Source("wire-1", None, "وكالة", published="2025-03-25"), "ar")
    post = Document(
        POST, Source(author="Aid Group", handle="@aid", published="2025-03-25"), "en", parent=first.id
    )
    quiet = Document(QUIET, Source("quiet-1", None, "Gazette", published="2025-03-27"), "en")
    says = Stance.CLAIMS
    place_and_day = (("place", "Tora", TORA, None, says), ("date", "Monday", DAY, None, says))
    readings = (
        told(first, *_english_values()),
        told(copy, *_english_values()),
        told(
            arabic,
            ("type", "قصف", "air_drone_strike", "residents", says),
            ("place", "طرة", TORA, "residents", says),
            ("date", "الاثنين", DAY, "residents", says),
            ("killed", "٢٧٠ شخصا", Count.exactly(270), "residents", says),
        ),
        told(post, ("injured", "23 wounded", Count.exactly(23), None, says), *place_and_day),
        DocumentReading(quiet.id, RUN.extractor),
    )
    store.write_batch(ReadBatch(RUN, (first, copy, arabic, post, quiet), readings))
    judgements, events = merge(store.current_records())
    store.save_judgements(judgements)
    store.replace_events([Shown(e, event_shape(e)) for e in events], "test")


def make(folder: Path) -> Path:
    """Make the sample archive in a folder, and return the folder."""
    with ArchiveStore.open(folder, create=True, actor="tester") as store:
        fill(store)
    return folder
