"""The migrations make what the tables say, and are part of the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from khaldun.store import ArchiveStore, schema
from khaldun.store.engine import writing
from khaldun.store.tables import metadata
from tests.store.factory import opened, quiet, report


def test_the_migrations_make_the_tables(archive: ArchiveStore) -> None:
    with archive._opened.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_newest_migration_is_the_one_the_store_asks_for() -> None:
    config = Config()
    config.set_main_option("script_location", "khaldun.store:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == schema.HEAD
    assert files("khaldun.store").joinpath("migrations", "script.py.mako").is_file()


def test_a_migration_is_applied_whole_or_not_at_all(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(connection: object) -> None:
        upgrade(connection)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    upgrade = schema._upgrade
    monkeypatch.setattr(schema, "_upgrade", cut_off)
    with pytest.raises(KeyboardInterrupt):
        opened(address, tmp_path)
    monkeypatch.undo()
    with opened(address, tmp_path) as store:
        assert store.write_batch(quiet([report("r", "text")])).documents == 1


def test_an_archive_opens_again_without_migrating(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(address, tmp_path).close()
    monkeypatch.setattr(schema, "_upgrade", None)
    opened(address, tmp_path).close()


def test_the_migrations_can_be_taken_back(folder_archive: ArchiveStore) -> None:
    from alembic import command  # noqa: PLC0415 - as the store does

    config = Config()
    config.set_main_option("script_location", "khaldun.store:migrations")
    with writing(folder_archive._opened.engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert inspect(folder_archive._opened.engine).get_table_names() == ["alembic_version"]
