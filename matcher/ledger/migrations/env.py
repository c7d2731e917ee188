"""Alembic's entry: the connection, and its transaction, are the caller's."""

from alembic import context

from matcher.ledger.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
