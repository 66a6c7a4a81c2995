"""Whatever is changed behind the archive's back, `verify` says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from khaldun.core.digest import sha256
from khaldun.core.document import Capture
from khaldun.core.event import Judgement, Verdict
from khaldun.errors import CustodyBroken
from khaldun.store import ArchiveStore
from khaldun.store.custody import GENESIS, entry_hash
from khaldun.store.rows import pack
from tests.factory import KADUGLI, RSF, killed, record
from tests.store.factory import NOON, batch

RAW = b'{"id": "r1", "text": "..."}'


@pytest.fixture
def filled(archive: ArchiveStore) -> ArchiveStore:
    """Return an archive with captures, documents, readings and a decision."""
    capture = Capture(sha256(RAW), len(RAW), "reports.jsonl", NOON, "khaldun.ingest/1")
    archive.put_capture(capture, RAW)
    records = [record(f"r{i}", killed(6), ("actor", RSF), ("place", KADUGLI)) for i in range(4)]
    archive.write_batch(batch(records[:3], captures=[capture]))
    archive.write_batch(batch(records[3:]))
    left, right = sorted(r.mention.id for r in records[:2])
    archive.decide(Judgement(left, right, Verdict.SAME, 1.0, ("the same convoy",), "person:Amal"))
    archive.log("publish", "release-1", {"events": 1})
    return archive


def _tamper(archive: ArchiveStore, sql: str, **values: object) -> None:
    with archive._opened.engine.begin() as connection:
        connection.execute(text(sql), values)


def test_a_sound_archive_is_told_sound(filled: ArchiveStore) -> None:
    report = filled.verify()
    assert (report.problems, report.sound) == ((), True)
    assert (report.entries, report.captures, report.documents, report.statements) == (4, 1, 4, 12)
    assert report.head == filled.custody_head() == list(filled.custody_log())[-1].hash
    report.require_sound()


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE custody SET actor = 'x' WHERE seq = 2", "custody entry 2 was changed"),
        ("UPDATE custody SET prev = hash WHERE seq = 3", "custody entry 3 does not follow"),
        ("DELETE FROM custody WHERE seq = 3", "custody entry 3 is missing"),
        ("UPDATE capture SET origin = 'elsewhere'", "batch 1"),
        ("UPDATE document SET outlet = 'x' WHERE pk = 1", "batch 1"),
        ("UPDATE document SET published = '2020' WHERE pk = 4", "batch 2"),
        ("UPDATE document SET text = :text WHERE pk = 1", "its text has another SHA-256"),
        ("UPDATE statement SET quote = 'x' WHERE pk = 1", "its quote 'x' is not the text"),
        ("UPDATE statement SET property = 'injured' WHERE property = 'killed'", "batch 1"),
        ("UPDATE value SET json = replace(json, '6', '60')", "value 1 was changed"),
        ("UPDATE attribution SET speaker = 'x'", "attribution 1 was changed"),
        ("UPDATE reading SET value = 2 WHERE pk = 1", "batch 1"),
        ("UPDATE reading SET stance = 'denies' WHERE pk = 12", "batch 2"),
        ("DELETE FROM reading WHERE pk = 12", "batch 2"),
        ("UPDATE event_mention SET type = 'attack' WHERE pk = 1", "batch 1"),
        ("UPDATE event_mention SET confidence = 0.9 WHERE pk = 1", "batch 1"),
        ("UPDATE document SET batch = 4 WHERE pk = 4", "batch 4: the log has no entry"),
        ("UPDATE run SET settings = '{}'", "run"),
        ("UPDATE judgement SET value = 'different'", "decision 1 was changed"),
        ("DELETE FROM judgement", "the log has 1 decisions of people and the archive 0"),
    ],
)
def test_a_changed_row_is_told(filled: ArchiveStore, sql: str, told: str) -> None:
    _tamper(filled, sql, **({"text": pack("another text")} if ":text" in sql else {}))
    report = filled.verify()
    assert any(told in problem for problem in report.problems), report.problems
    with pytest.raises(CustodyBroken, match="does not match its custody log"):
        report.require_sound()


def test_a_missing_capture_is_told(filled: ArchiveStore) -> None:
    assert filled.captures is not None
    filled.captures.path(sha256(RAW)).unlink()
    assert filled.verify().problems == (f"capture {sha256(RAW)}: its file is missing",)


contents = st.tuples(st.integers(), st.text(), st.text(), st.text(), st.text(), st.text())


@given(contents, contents, st.binary(min_size=32, max_size=32))
def test_an_entrys_hash_depends_on_all_it_says_and_on_the_one_before(
    one: tuple[int, str, str, str, str, str], other: tuple[int, str, str, str, str, str], prev: bytes
) -> None:
    assert (entry_hash(GENESIS, one) == entry_hash(GENESIS, other)) == (one == other)
    assert (entry_hash(GENESIS, one) == entry_hash(prev, one)) == (prev == GENESIS)
