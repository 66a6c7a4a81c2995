"""The archive's tables; the migrations make them, and a test holds the two against each other.

Keys inside are integers. Digests (document, mention, event, run) stand once, as bytes, on the row they
name. What repeats from report to report (values, speakers with their cues) is stored once and referred to.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key() -> Column[int]:
    """Return the column of a key that the writer counts up itself."""
    return Column("pk", Integer, primary_key=True, autoincrement=False)


def _ref(name: str, target: str, nullable: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey(f"{target}.pk"), nullable=nullable)


def _batch() -> Column[int]:
    """Return the custody entry whose Merkle root covers the row; it is written last, hence deferred."""
    entry = ForeignKey("custody.seq", deferrable=True, initially="DEFERRED")
    return Column("batch", Integer, entry, nullable=False, index=True)


custody = Table(
    "custody",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)

capture = Table(
    "capture",
    metadata,
    _key(),
    Column("sha256", LargeBinary, nullable=False, unique=True),
    Column("size", BigInteger, nullable=False),
    Column("origin", Text, nullable=False),
    Column("captured_at", Text, nullable=False),
    Column("tool", Text, nullable=False),
    _batch(),
)

document = Table(
    "document",
    metadata,
    _key(),
    Column("id", LargeBinary, nullable=False, unique=True),
    Column("lineage", LargeBinary, nullable=False, index=True),
    Column("parent", Integer, ForeignKey("document.pk"), index=True),
    Column("supersedes", Integer, ForeignKey("document.pk")),
    Column("superseded_by", Integer, ForeignKey("document.pk")),
    Column("current", Boolean, nullable=False),
    Column("retracted", Boolean, nullable=False),
    Column("external_id", Text, index=True),
    Column("url", Text, index=True),
    Column("outlet", Text),
    Column("author", Text),
    Column("handle", Text),
    Column("title", Text),
    Column("published", Text),
    Column("language", Text),
    Column("rendition", Text, nullable=False),
    _ref("capture", "capture", nullable=True),
    Column("text_sha256", LargeBinary, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("segments", Text, nullable=False),
    Column("media", Text, nullable=False),
    _batch(),
)

run = Table(
    "run",
    metadata,
    _key(),
    Column("id", LargeBinary, nullable=False, unique=True),
    Column("extractor", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("settings", Text, nullable=False),
    Column("runtime", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("finished", Text),
)

reading_run = Table(
    "reading_run",
    metadata,
    _key(),
    _ref("document", "document"),
    _ref("run", "run"),
    Column("current", Boolean, nullable=False),
    Column("mentions", Integer, nullable=False),
    Column("readings", Integer, nullable=False),
    _batch(),
    Index("uq_reading_run_document_run", "document", "run", unique=True),
)

event_mention = Table(
    "event_mention",
    metadata,
    _key(),
    Column("id", LargeBinary, nullable=False, index=True),
    Column("reading_run", Integer, ForeignKey("reading_run.pk"), nullable=False, index=True),
    Column("type", Text, nullable=False),
    Column("anchors", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("factuality", Text, nullable=False),
    Column("confidence", Double, nullable=False),
)

statement = Table(
    "statement",
    metadata,
    _key(),
    Column("document", Integer, ForeignKey("document.pk"), nullable=False, index=True),
    Column("property", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("quote", Text, nullable=False),
)

value = Table(
    "value",
    metadata,
    _key(),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("json", Text, nullable=False),
)

attribution = Table(
    "attribution",
    metadata,
    _key(),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("speaker", Text),
    Column("speaker_id", Text),
    Column("words", Text),
    Column("cue", Text),
)

reading = Table(
    "reading",
    metadata,
    _key(),
    Column("mention", Integer, ForeignKey("event_mention.pk"), nullable=False, index=True),
    _ref("statement", "statement"),
    _ref("value", "value"),
    _ref("attribution", "attribution"),
    Column("cue_start", Integer),
    Column("cue_stop", Integer),
    Column("stance", Text, nullable=False),
    Column("factuality", Text, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("scope", Text, nullable=False),
    Column("party", Text),
)

judgement = Table(
    "judgement",
    metadata,
    _key(),
    Column("kind", Text, nullable=False),
    Column("left", LargeBinary, nullable=False),
    Column("right", LargeBinary),
    Column("value", Text, nullable=False),
    Column("score", Double, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("author", Text, nullable=False, index=True),
    Column("at", Text),
    Column("anchors", Text),
)

event = Table(
    "event",
    metadata,
    _key(),
    Column("id", LargeBinary, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("factuality", Text, nullable=False),
    Column("first_day", Text, index=True),
    Column("last_day", Text),
    Column("country", Text),
    Column("lat", Double),
    Column("lon", Double),
    Column("conflicts", Integer, nullable=False),
    Column("actors", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("rules", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("shape", LargeBinary, nullable=False),
)

event_member = Table(
    "event_member",
    metadata,
    Column("event", Integer, ForeignKey("event.pk"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("mention", LargeBinary, nullable=False, index=True),
    Column("document", LargeBinary, nullable=False, index=True),
)

redirect = Table(
    "redirect",
    metadata,
    Column("old", LargeBinary, primary_key=True),
    Column("new", LargeBinary, nullable=False, index=True),
)
