"""The migrations lead to the tables as they are declared."""

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from at_hand import SEALING, at_once, store_workers, worker
from servers.postgres import Server
from sqlalchemy import create_engine, text

from matcher.ledger import schema, tables
from matcher.ledger.sql import SqlLedger


def test_the_migrations_make_the_tables_that_the_code_declares(ledger: SqlLedger) -> None:
    plain = create_engine(ledger.url)  # reflection wants its JSON read, which ours leaves to the columns
    with plain.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": ledger.home.postgres, "compare_server_default": True})
        assert compare_metadata(context, tables.metadata) == []
    plain.dispose()


def test_the_newest_revision_is_the_one_that_ready_asks_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.NEWEST]


def test_a_ledger_is_ready_when_it_was_migrated_and_migrating_again_harms_nothing(tmp_path: object, postgres_server: Server) -> None:
    empty = postgres_server.database("matcher_unmade")
    for url in (f"sqlite:///{tmp_path}/new.db", empty.render_as_string(hide_password=False)):
        ledger = SqlLedger(url, SEALING)
        assert not ledger.ready()
        assert at_once(ledger.migrate, ledger.migrate) == [None, None]  # two servers that start at once
        assert ledger.ready()
        store_workers(ledger, worker())
        ledger.migrate()
        with ledger.reading() as reader:
            assert reader.counts()["worker"] == 1
        ledger.close()
    postgres_server.drop("matcher_unmade")


def test_a_ledger_of_another_version_is_not_ready(ledger: SqlLedger) -> None:
    with ledger.home.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert not ledger.ready()
