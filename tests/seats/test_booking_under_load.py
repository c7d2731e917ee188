"""The real service under load: crowds, kills, a network that fails. Small here; `make soak` runs the same at full size."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from load import FAULTS, HERE, Office, crowd, killed, office, on_a_failing_network, seconds_until_freed
from servers.fresh import ENGINES
from sqlalchemy import make_url
from unprotected import drop_claim_key, drop_time_key

from matcher.ledger.sql import SqlLedger

SMALL = {"workers": 2, "processes": 2, "clients": 8}


@pytest.fixture
def make_office(fresh: Callable[[str], SqlLedger], tmp_path: Path) -> Iterator[Callable[..., Office]]:
    with ExitStack() as stack:
        def make(engine: str, **size: int) -> Office:
            made = office(fresh(engine).url.render_as_string(hide_password=False), tmp_path, **size)
            stack.callback(made.close)
            return made

        yield make


@pytest.mark.parametrize("engine", ENGINES)
def test_a_crowd_at_several_processes_gets_each_seat_once_and_every_answer_is_true(engine: str, make_office: Callable[..., Office]) -> None:
    found, changed = crowd(make_office(engine, trips=20, persons=300, rows=2), 400, **SMALL)
    assert found.good, found
    assert found.attempts == 400
    assert 100 < found.booked < 350
    assert changed == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_control_with_the_protection_off_the_same_crowd_sells_seats_twice_and_seats_people_in_two_places(
        engine: str, make_office: Callable[..., Office]) -> None:
    careless = make_office(engine, trips=20, persons=60, rows=2)
    drop_claim_key(careless.desk)
    drop_time_key(careless.desk)
    found, _ = crowd(careless, 300, **SMALL | {"workers": 1}, again=0, app="careless_service:app", paths=str(HERE))
    assert found.oversold > 0
    assert found.overlaps > 0


@pytest.mark.parametrize("engine", ENGINES)
def test_what_was_acknowledged_survives_kills_of_workers_and_of_the_whole_service_and_every_key_stays_its_booking(
        engine: str, make_office: Callable[..., Office]) -> None:
    found, changed = killed(make_office(engine, trips=30, persons=3000), of_workers=3, of_services=1, **SMALL)
    assert found.good, found
    assert found.met["cut"] > 0
    assert found.booked > 20
    assert changed == 0


def test_a_hold_is_kept_to_its_end_and_frees_its_seat_then_though_the_service_was_killed(make_office: Callable[..., Office]) -> None:
    assert 0 <= seconds_until_freed(make_office("sqlite", trips=1, persons=5), hold_minutes=0) < 60


def test_every_key_ends_in_one_booking_whatever_the_way_to_the_database_does(make_office: Callable[..., Office]) -> None:
    failing = make_office("postgres", trips=30, persons=3000)
    found, changed = on_a_failing_network(failing, make_url(failing.url), FAULTS[:-1], **SMALL)  # silence: tests/ledger
    assert found.good, found
    assert found.met["503"] >= 3  # the dropped answers at least
    assert changed == 0
