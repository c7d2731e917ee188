"""Insert, or change what is there: both engines write ON CONFLICT, SQLAlchemy has it once for each."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(connection: Connection, table: Table, key: dict[str, Any], values: dict[str, Any], where: ColumnElement[bool] | None = None) -> bool:
    """where: a condition on the row that is there; whether anything was written."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(key | values).on_conflict_do_update(index_elements=list(key), set_=values, where=where)
    return connection.execute(statement.returning(table.c[next(iter(key))])).first() is not None
