"""The first schema: captures, documents, readings, judgements, the event view and the custody log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


_TABLES = (
    "attribution",
    "custody",
    "event",
    "judgement",
    "redirect",
    "run",
    "value",
    "capture",
    "event_member",
    "document",
    "reading_run",
    "statement",
    "event_mention",
    "reading",
)
"""In the order in which they refer to each other."""


def upgrade() -> None:
    """Make the tables."""
    _attribution()
    _custody()
    _event()
    _judgement()
    _redirect()
    _run()
    _value()
    _capture()
    _event_member()
    _document()
    _reading_run()
    _statement()
    _event_mention()
    _reading()


def downgrade() -> None:
    """Remove the tables."""
    for name in reversed(_TABLES):
        op.drop_table(name)


def _attribution() -> None:
    op.create_table(
        "attribution",
        sa.Column("pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("speaker_id", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("cue", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk", name="pk_attribution"),
        sa.UniqueConstraint("digest", name="uq_attribution_digest"),
    )


def _custody() -> None:
    op.create_table(
        "custody",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_custody"),
    )


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("factuality", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Text(), nullable=True),
        sa.Column("last_day", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.Column("actors", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("shape", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_event"),
        sa.UniqueConstraint("id", name="uq_event_id"),
    )
    op.create_index("ix_event_first_day", "event", ["first_day"], unique=False)


def _judgement() -> None:
    op.create_table(
        "judgement",
        sa.Column("pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("left", sa.LargeBinary(), nullable=False),
        sa.Column("right", sa.LargeBinary(), nullable=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("anchors", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk", name="pk_judgement"),
    )
    op.create_index("ix_judgement_author", "judgement", ["author"], unique=False)


def _redirect() -> None:
    op.create_table(
        "redirect",
        sa.Column("old", sa.LargeBinary(), nullable=False),
        sa.Column("new", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("old", name="pk_redirect"),
    )
    op.create_index("ix_redirect_new", "redirect", ["new"], unique=False)


def _run() -> None:
    op.create_table(
        "run",
        sa.Column("pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("runtime", sa.Text(), nullable=False),
        sa.Column("started", sa.Text(), nullable=False),
        sa.Column("finished", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk", name="pk_run"),
        sa.UniqueConstraint("id", name="uq_run_id"),
    )


def _value() -> None:
    op.create_table(
        "value",
        sa.Column("pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_value"),
        sa.UniqueConstraint("digest", name="uq_value_digest"),
    )


def _capture() -> None:
    op.create_table(
        "capture",
        sa.Column("pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("captured_at", sa.Text(), nullable=False),
        sa.Column("tool", sa.Text(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch"], ["custody.seq"], name="fk_capture_batch", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("pk", name="pk_capture"),
        sa.UniqueConstraint("sha256", name="uq_capture_sha256"),
    )
    op.create_index("ix_capture_batch", "capture", ["batch"], unique=False)


def _event_member() -> None:
    op.create_table(
        "event_member",
        sa.Column("event", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mention", sa.LargeBinary(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event.pk"], name="fk_event_member_event"),
        sa.PrimaryKeyConstraint("event", "position", name="pk_event_member"),
    )
    op.create_index("ix_event_member_document", "event_member", ["document"], unique=False)
    op.create_index("ix_event_member_mention", "event_member", ["mention"], unique=False)


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("lineage", sa.LargeBinary(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("retracted", sa.Boolean(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("handle", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("rendition", sa.Text(), nullable=False),
        sa.Column("capture", sa.Integer(), nullable=True),
        sa.Column("text_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("segments", sa.Text(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch"], ["custody.seq"], name="fk_document_batch", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["capture"], ["capture.pk"], name="fk_document_capture"),
        sa.ForeignKeyConstraint(["parent"], ["document.pk"], name="fk_document_parent"),
        sa.ForeignKeyConstraint(["superseded_by"], ["document.pk"], name="fk_document_superseded_by"),
        sa.ForeignKeyConstraint(["supersedes"], ["document.pk"], name="fk_document_supersedes"),
        sa.PrimaryKeyConstraint("pk", name="pk_document"),
        sa.UniqueConstraint("id", name="uq_document_id"),
    )
    op.create_index("ix_document_batch", "document", ["batch"], unique=False)
    op.create_index("ix_document_external_id", "document", ["external_id"], unique=False)
    op.create_index("ix_document_lineage", "document", ["lineage"], unique=False)
    op.create_index("ix_document_parent", "document", ["parent"], unique=False)
    op.create_index("ix_document_url", "document", ["url"], unique=False)


def _reading_run() -> None:
    op.create_table(
        "reading_run",
        sa.Column("pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("readings", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch"], ["custody.seq"], name="fk_reading_run_batch", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["document"], ["document.pk"], name="fk_reading_run_document"),
        sa.ForeignKeyConstraint(["run"], ["run.pk"], name="fk_reading_run_run"),
        sa.PrimaryKeyConstraint("pk", name="pk_reading_run"),
    )
    op.create_index("ix_reading_run_batch", "reading_run", ["batch"], unique=False)
    op.create_index("uq_reading_run_document_run", "reading_run", ["document", "run"], unique=True)


def _statement() -> None:
    op.create_table(
        "statement",
        sa.Column("pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("property", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.pk"], name="fk_statement_document"),
        sa.PrimaryKeyConstraint("pk", name="pk_statement"),
    )
    op.create_index("ix_statement_document", "statement", ["document"], unique=False)


def _event_mention() -> None:
    op.create_table(
        "event_mention",
        sa.Column("pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("reading_run", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("anchors", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("factuality", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["reading_run"], ["reading_run.pk"], name="fk_event_mention_reading_run"),
        sa.PrimaryKeyConstraint("pk", name="pk_event_mention"),
    )
    op.create_index("ix_event_mention_id", "event_mention", ["id"], unique=False)
    op.create_index("ix_event_mention_reading_run", "event_mention", ["reading_run"], unique=False)


def _reading() -> None:
    op.create_table(
        "reading",
        sa.Column("pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mention", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("attribution", sa.Integer(), nullable=False),
        sa.Column("cue_start", sa.Integer(), nullable=True),
        sa.Column("cue_stop", sa.Integer(), nullable=True),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("factuality", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["attribution"], ["attribution.pk"], name="fk_reading_attribution"),
        sa.ForeignKeyConstraint(["mention"], ["event_mention.pk"], name="fk_reading_mention"),
        sa.ForeignKeyConstraint(["statement"], ["statement.pk"], name="fk_reading_statement"),
        sa.ForeignKeyConstraint(["value"], ["value.pk"], name="fk_reading_value"),
        sa.PrimaryKeyConstraint("pk", name="pk_reading"),
    )
    op.create_index("ix_reading_mention", "reading", ["mention"], unique=False)
