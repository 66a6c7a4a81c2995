"""Brings the database to the present schema by Alembic's migrations."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, select
from sqlalchemy.sql import column, table

from khaldun.errors import ArchiveError, ArchiveReadOnly
from khaldun.store.engine import reading, writing
from khaldun.store.faults import no_archive

HEAD = "0001"
"""The newest migration; a test holds it against the folder."""

_VERSION_TABLE = table("alembic_version", column("version_num"))


def revision(connection: Connection) -> str | None:
    """Return the migration that the database stands at, None where there are no tables yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(select(_VERSION_TABLE.c.version_num)).scalar()
    return found


def bring_up(engine: Engine, archive: str, create: bool, writable: bool) -> None:
    """Upgrade the schema where it is older than this version of Khaldun, in one transaction.

    Raises ArchiveNotFound where there is none and none is to be made, ArchiveError where it is newer,
    ArchiveReadOnly where it is older and cannot be written.
    """
    with reading(engine) as connection:
        found = revision(connection)
        foreign = found is None and bool(inspect(connection).get_table_names())
    if found == HEAD:
        return
    if foreign:
        raise ArchiveError(
            f"{archive}: its database holds the tables of another program; choose another place"
        )
    if found is None and not create:
        raise no_archive(archive)
    if found is not None and found > HEAD:
        raise ArchiveError(
            f"{archive}: a newer Khaldun made this archive (schema {found}); update Khaldun to open it"
        )
    if not writable:
        raise ArchiveReadOnly(f"{archive}: its schema has to be brought up to date, and it cannot be written")
    with writing(engine) as connection:
        if revision(connection) != HEAD:
            _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - a quarter of a second that most calls do not need
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "khaldun.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
