"""Itineraries: several bookings that are one promise."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"

CODE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
PART = sa.JSON().with_variant(JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "itinerary",
        sa.Column("id", CODE, nullable=False),
        sa.Column("key", CODE, nullable=False),
        sa.Column("owner", CODE, nullable=False),
        sa.Column("rides", PART, nullable=False),
        sa.Column("fingerprint", CODE, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_itinerary"),
        sa.UniqueConstraint("owner", "key", name="uq_itinerary_owner_key"),
    )
    op.add_column("booking", sa.Column("itinerary", CODE))
    chosen = sa.text("itinerary IS NOT NULL")
    op.create_index("ix_booking_itinerary", "booking", ["itinerary"], sqlite_where=chosen, postgresql_where=chosen)
