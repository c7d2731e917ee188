"""Who may see a trip, make it, and book on it."""

from matcher.domain.accounts import Actor, Role
from matcher.domain.bookings import Address
from matcher.domain.errors import Forbidden, Missing
from matcher.domain.trips import Trip
from matcher.ledger.seat_port import TripsSeen
from matcher.services.scopes import OFFICE

NO_TRIP = "没有找到这个车次。请核对编号。"


def manages(actor: Actor, programme: str) -> bool:
    """Admins everywhere, programme managers in their programme."""
    return actor.is_admin or any(scope in ("", programme) for scope in actor.scopes(Role.PROGRAMME))


def escorts(actor: Actor, trip: Trip) -> bool:
    """Given this trip as scope, or named as its escort."""
    return actor.has(Role.ESCORT) and (trip.id in actor.scopes(Role.ESCORT) or any(escort.account == actor.name for escort in trip.escorts))


def must_manage(actor: Actor, trip: Trip) -> Trip:
    if manages(actor, trip.programme):
        return trip
    if actor.has(*OFFICE):
        raise Forbidden("车次由项目管理员安排, 您的账号只能订座。")
    raise Missing(NO_TRIP)


def must_book(actor: Actor, trip: Trip) -> Trip:
    """Offices book on any trip that is out of planning; whom they may book is another question."""
    if manages(actor, trip.programme) or actor.has(*OFFICE):
        return trip
    raise Missing(NO_TRIP)


def must_see_bookings(actor: Actor, trip: Trip) -> Trip:
    if escorts(actor, trip):
        return trip
    return must_book(actor, trip)


def must_run(actor: Actor, trip: Trip) -> Trip:
    """Sends it off, counts heads, hands over: its escort and its managers."""
    if escorts(actor, trip) or manages(actor, trip.programme):
        return trip
    must_book(actor, trip)
    raise Forbidden("发车、点名和交接由随车人员或项目管理员办理。")


def owner_of(actor: Actor, address: Address) -> str:
    """Keys belong to the account that made them; another's may be handled by whoever manages trips, and by offices."""
    if not address.owner or address.owner == actor.name:
        return actor.name
    if actor.is_admin or actor.has(Role.PROGRAMME, *OFFICE):
        return address.owner
    raise Missing(NO_TRIP)


def trips_seen(actor: Actor) -> TripsSeen | None:
    """What the actor may list: offices and managers of all programmes everything (None), others their programmes and the trips they escort."""
    if actor.is_admin or actor.has(*OFFICE) or "" in actor.scopes(Role.PROGRAMME):
        return None
    escort = actor.name if actor.has(Role.ESCORT) else ""
    return TripsSeen(actor.scopes(Role.PROGRAMME), actor.scopes(Role.ESCORT), escort)
