"""Many rows at once: inserts by the driver's executemany, and look-ups in portions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, func, select

T = TypeVar("T")
K = TypeVar("K")
_PORTION = 500
"""Values in one IN list; SQLite's oldest limit is 999."""


def chunks(items: Sequence[T], size: int = _PORTION) -> Iterator[Sequence[T]]:
    """Yield `items` in portions."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def first_of_each(items: Iterable[T], key: Callable[[T], K]) -> dict[K, T]:
    """Return the items by their key, the first one where several have the same, in their order."""
    found: dict[K, T] = {}
    for item in items:
        found.setdefault(key(item), item)
    return found


def next_key(connection: Connection, table: Table) -> int:
    """Return the first free key; the caller is the only writer."""
    found = connection.execute(select(func.max(table.c.pk))).scalar()
    return (found or 0) + 1


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns, by the driver alone, which is the faster way."""
    if rows:
        _insert(connection, table, tuple(rows[0]), [tuple(row.values()) for row in rows])


def insert_tuples(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows that have all columns of the table in their order."""
    if rows:
        _insert(connection, table, tuple(table.columns.keys()), rows)


def _insert(
    connection: Connection, table: Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    statement = _statement(table.name, names, connection.dialect.paramstyle)
    connection.exec_driver_sql(statement, list(rows))


@lru_cache(maxsize=100)
def _statement(table: str, names: tuple[str, ...], paramstyle: str) -> str:
    mark = "?" if paramstyle == "qmark" else "%s"
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join([mark] * len(names))
    return f'INSERT INTO "{table}" ({columns}) VALUES ({marks})'  # noqa: S608 - names of our own tables and columns
