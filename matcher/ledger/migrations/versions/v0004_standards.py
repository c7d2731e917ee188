"""Minimum wages, the arrears list and licences."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

CODE = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "minimum_wage",
        sa.Column("area", CODE, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("month_yuan", sa.Integer(), nullable=False),
        sa.Column("hour_yuan", sa.Float()),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("verified_on", sa.Date()),
        sa.PrimaryKeyConstraint("area", "since", name="pk_minimum_wage"),
    )
    op.create_table(
        "arrears_list",
        sa.Column("credit_code", CODE, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date()),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("credit_code", "since", name="pk_arrears_list"),
    )
    op.create_table(
        "licence",
        sa.Column("credit_code", CODE, nullable=False),
        sa.Column("number", CODE, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("seen_on", sa.Date()),
        sa.PrimaryKeyConstraint("credit_code", "number", name="pk_licence"),
    )
    op.execute("INSERT INTO counter (name, value) VALUES ('standards', 0)")
