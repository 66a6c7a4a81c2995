"""One root stands for a set of records: any change shows, the order does not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from khaldun.store import merkle

records = st.lists(st.binary(max_size=20), min_size=1, max_size=40)


def _root(found: list[bytes]) -> bytes:
    return merkle.root(merkle.leaf(r) for r in found)


@given(records, st.randoms())
def test_the_order_does_not_matter(found: list[bytes], chance: st.DrawFn) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _root(shuffled) == _root(found)


@given(records, st.data())
def test_any_changed_record_shows(found: list[bytes], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(found) - 1))
    other = data.draw(st.binary(max_size=20).filter(lambda b: b != found[position]))
    assert _root([*found[:position], other, *found[position + 1 :]]) != _root(found)


@given(records)
def test_a_missing_record_shows(found: list[bytes]) -> None:
    assert _root(found[1:]) != _root(found)


@given(records)
def test_a_record_twice_is_not_a_record_once(found: list[bytes]) -> None:
    assert _root([*found, found[0]]) != _root(found)


def test_a_node_is_no_leaf() -> None:
    left, right = merkle.leaf(b"a"), merkle.leaf(b"b")
    assert merkle.root([merkle.leaf(left + right)]) != merkle.root([left, right])
