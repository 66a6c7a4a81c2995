"""What was compiled is kept, and a cache that is broken or closed costs nothing but time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from khaldun.data.kept import kept


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("KHALDUN_CACHE", str(folder))
    return folder


def _builder(value: list[int]) -> tuple[Callable[[], list[int]], list[int]]:
    built: list[int] = []

    def build() -> list[int]:
        built.append(1)
        return value

    return build, built


def test_what_was_built_is_not_built_again(cache: Path) -> None:
    build, built = _builder([1, 2])
    assert kept("list", "a", build) == kept("list", "a", build) == [1, 2]
    assert len(built) == 1


def test_another_key_builds_anew_and_takes_the_place_of_the_old(cache: Path) -> None:
    build, built = _builder([1])
    kept("list", "a", build)
    kept("list", "b", build)
    assert len(built) == 2
    assert [p.name for p in cache.iterdir()] == ["list-b.pickle"]


@pytest.mark.parametrize("content", [b"", b"junk", b"\x80\xff", b"\x80\x05cno_such_module\nThing\n."])
def test_a_broken_file_is_built_anew(cache: Path, content: bytes) -> None:
    build, built = _builder([3])
    kept("list", "a", build)
    next(cache.iterdir()).write_bytes(content)
    assert kept("list", "a", build) == [3]
    assert kept("list", "a", build) == [3]
    assert len(built) == 2


def test_without_a_folder_to_write_to_it_is_built_every_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    taken = tmp_path / "file"
    taken.write_text("", encoding="utf-8")
    monkeypatch.setenv("KHALDUN_CACHE", str(taken / "cache"))
    build, built = _builder([4])
    assert kept("list", "a", build) == kept("list", "a", build) == [4]
    assert len(built) == 2
