"""Which schema the database has, and bringing it to the newest. Alembic is loaded only to migrate."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from matcher.ledger.engine import unhurried

MIGRATIONS = Path(__file__).with_name("migrations")
NEWEST = max(path.name[1:5] for path in MIGRATIONS.glob("versions/v*.py"))  # v0002_mappings.py is 0002


def revision(connection: Connection) -> str | None:
    """None where the ledger was never made here."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def migrate(connection: Connection) -> None:
    """Inside the caller's transaction, so that a migration is whole or not at all on both engines."""
    from alembic import command
    from alembic.config import Config

    if connection.dialect.name == "postgresql":  # SQLite's write lock is held already; here two starting servers must not both migrate
        unhurried(connection)
        connection.execute(text("SELECT pg_advisory_xact_lock(7302026)"))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
