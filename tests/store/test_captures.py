"""Raw bytes are kept whole or not at all, under their SHA-256."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khaldun.core.digest import sha256
from khaldun.errors import CustodyBroken
from khaldun.store import CaptureStore


@given(st.binary(max_size=5000))
def test_bytes_come_back(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    store = CaptureStore(tmp_path_factory.getbasetemp() / "shared")
    assert store.get(store.put(data)) == data


def test_a_stream_is_kept_like_bytes(tmp_path: Path) -> None:
    data = b"a report\n" * 300_000
    left, right = CaptureStore(tmp_path / "a"), CaptureStore(tmp_path / "b")
    name = left.put(data)
    assert right.put(io.BytesIO(data)) == name == sha256(data)
    assert left.path(name).read_bytes() == right.path(name).read_bytes()
    assert left.path(name) == tmp_path / "a" / name[:2] / f"{name[2:]}.gz"


def test_the_same_bytes_are_written_once(tmp_path: Path) -> None:
    store = CaptureStore(tmp_path)
    name = store.put(b"report")
    before = store.path(name).stat().st_mtime_ns
    store.put(b"report", name)
    assert store.path(name).stat().st_mtime_ns == before


def test_bytes_that_changed_while_read_are_refused(tmp_path: Path) -> None:
    store = CaptureStore(tmp_path)
    with pytest.raises(CustodyBroken, match="changed while it was read"):
        store.put(b"new", sha256(b"old"))
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("khaldun.store.captures.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        CaptureStore(tmp_path).put(b"report")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_capture_is_told_sound_or_what_is_wrong_with_it(tmp_path: Path) -> None:
    store = CaptureStore(tmp_path)
    name = store.put(b"report")
    assert store.problem(name) is None
    other = store.put(b"another")
    store.path(name).write_bytes(store.path(other).read_bytes())
    assert store.problem(name) == "its bytes have another SHA-256"
    store.path(name).write_bytes(store.path(other).read_bytes()[:15])
    assert "cannot be unpacked" in (store.problem(name) or "")
    store.path(name).unlink()
    assert store.problem(name) == "its file is missing"
