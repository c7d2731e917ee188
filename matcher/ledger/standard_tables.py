"""The dated tables an administrator keeps. A line is known by its key; `counter` counts their changes, so that readers may keep what they read."""

from sqlalchemy import Column, Date, Float, Integer, PrimaryKeyConstraint, Table

from matcher.ledger.columns import Code
from matcher.ledger.tables import metadata, words

minimum_wage = Table(
    "minimum_wage", metadata,
    Column("area", Code, nullable=False),
    Column("since", Date, nullable=False),
    Column("month_yuan", Integer, nullable=False),
    Column("hour_yuan", Float),
    words("source"),
    Column("verified_on", Date),
    PrimaryKeyConstraint("area", "since"),
)

arrears_list = Table(
    "arrears_list", metadata,
    Column("credit_code", Code, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("removed_on", Date),
    words("source"),
    PrimaryKeyConstraint("credit_code", "since"),
)

licence = Table(
    "licence", metadata,
    Column("credit_code", Code, nullable=False),
    Column("number", Code, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date),
    words("kind"),
    Column("seen_on", Date),
    PrimaryKeyConstraint("credit_code", "number"),
)
