"""Takes the constraints away that refuse a seat sold twice and a person in two places: for controls, in which the damage must appear."""

from collections.abc import Sequence

from sqlalchemy import text

from matcher.services.desk import Desk


def drop_claim_key(desk: Desk) -> None:
    postgres = "ALTER TABLE seat_claim DROP CONSTRAINT pk_seat_claim",
    sqlite = "DROP TABLE seat_claim", "CREATE TABLE seat_claim (trip, unit, seat, leg, booking, block)"
    without(desk, postgres, sqlite)


def drop_time_key(desk: Desk) -> None:
    without(desk, ("ALTER TABLE ride DROP CONSTRAINT ride_one_at_a_time",),
            ("DROP TRIGGER ride_one_at_a_time_INSERT", "DROP TRIGGER ride_one_at_a_time_UPDATE"))


def without(desk: Desk, postgres: Sequence[str], sqlite: Sequence[str]) -> None:
    home = desk.ledger.home  # type: ignore[attr-defined]
    with home.writing() as connection:
        for statement in postgres if home.postgres else sqlite:
            connection.execute(text(statement))
