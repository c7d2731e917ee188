"""Names and numbers of riders go to whoever runs the trip, not to every office that books on it."""

from functools import partial

import pytest
from trips_at_hand import opened, people, wish

from matcher.domain.accounts import SYSTEM, Actor, Grant, Role
from matcher.domain.bookings import BookingState
from matcher.domain.errors import Forbidden
from matcher.ledger.port import Page
from matcher.services.boarding import boarding_list, handover, roster
from matcher.services.booking import book
from matcher.services.trips import list_trips

OFFICE = Actor("another town", (Grant(Role.STATION, "522635100"),))


@pytest.fixture
def trip(desk):
    made = opened(desk)
    book(SYSTEM, desk, wish(made, "k1", people(desk, 1), state=BookingState.CONFIRMED))
    return made


@pytest.mark.parametrize("ask", [boarding_list, handover, roster, partial(roster, full=True, purpose="看看")])
def test_an_office_that_does_not_run_the_trip_gets_no_list_of_names(desk, trip, ask):
    with pytest.raises(Forbidden):
        ask(OFFICE, desk, trip.id)
    escort = Actor("escort", (Grant(Role.ESCORT, trip.id),))
    ask(escort, desk, trip.id)


def test_an_escort_is_shown_the_own_trips_only(desk, trip):
    other = opened(desk)
    escort = Actor("escort", (Grant(Role.ESCORT, trip.id),))
    assert [each.id for each in list_trips(escort, desk, Page()).items] == [trip.id]
    assert {each.id for each in list_trips(SYSTEM, desk, Page()).items} == {trip.id, other.id}
