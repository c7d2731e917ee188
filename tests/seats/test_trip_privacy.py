"""Names and numbers of riders go to whoever runs the trip, not to every office that books on it."""

from functools import partial

import pytest
from trips_at_hand import opened, people, wish

from matcher.domain.accounts import SYSTEM, Actor, Grant, Role
from matcher.domain.bookings import BookingState
from matcher.domain.errors import Forbidden
from matcher.domain.trips import Escort
from matcher.ledger.port import Page
from matcher.services.boarding import boarding_list
from matcher.services.booking import book
from matcher.services.handover import handover
from matcher.services.roster import roster
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


def listed(actor, desk, **page):
    return [each.name for each in list_trips(actor, desk, Page(**page)).items]


def test_an_escort_is_shown_the_own_trips_only_and_a_page_is_filled_with_them(desk):
    given = opened(desk, name="given as scope")
    opened(desk, name="named", escorts=(Escort("示例随车", account="escort"), Escort("示例随车二", account="another")))
    for number in range(3):
        opened(desk, name=f"other {number}", escorts=(Escort("escort", account="escort too"),))
    escort = Actor("escort", (Grant(Role.ESCORT, given.id),))
    assert sorted(listed(escort, desk)) == ["given as scope", "named"]
    assert len(listed(escort, desk, size=1)) == 1
    assert len(listed(SYSTEM, desk)) == 5


@pytest.mark.parametrize(("grants", "names"), [
    ((Grant(Role.PROGRAMME, "su_shan"),), ["ours"]), ((Grant(Role.PROGRAMME, "su_shan"), Grant(Role.ESCORT)), ["escorted", "ours"]),
    ((Grant(Role.PROGRAMME),), ["escorted", "ours", "theirs"]), ((Grant(Role.STATION, "611021103"),), ["escorted", "ours", "theirs"]),
    ((Grant(Role.RECRUITER, "e1"),), []),
])
def test_each_role_is_listed_what_it_answers_for(desk, grants, names):
    opened(desk, name="ours")
    opened(desk, name="escorted", programme="another", escorts=(Escort("示例随车", account="me"),))
    opened(desk, name="theirs", programme="another")
    assert sorted(listed(Actor("me", grants), desk)) == names
