"""Papers of a trip: roster, boarding list, slips, handover, settlement."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import quote

import segno
from flask import Response, flash, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer

from matcher import context
from matcher.booking import slips as codes
from matcher.domain.accounts import Role
from matcher.domain.bookings import Booking, SeatAt
from matcher.domain.errors import Invalid
from matcher.domain.trips import Settlement, Trip, TripState, Unit
from matcher.schemas.trips import SettlementSchema
from matcher.services.boarding import boarding_list
from matcher.services.booking import booking_by_id, bookings_of
from matcher.services.filing import filings
from matcher.services.handover import give_reason, handover
from matcher.services.roster import Roster, roster
from matcher.services.scopes import OFFICE, OVERVIEW
from matcher.services.trips import settle, settlement, show_trip
from matcher.sheets.rosters import List, workbook
from matcher.web.days import day
from matcher.web.forms import Typed, document, loaded, numbers
from matcher.web.pages import page, pages
from matcher.web.queue import names_of, people_of
from matcher.web.trip_words import both_days, clock, short_moment
from matcher.web.trips import UNDER_WAY, may_manage, said_or_warned

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEPT: Final = timedelta(days=7)  # a roster is needed on the road and for the settlement, and then torn up
PURPOSES: Final = ("交承运单位", "随车携带", "报备", "交接收企业", "办理保险")
COVERED: Final = "号码遮住"
ROSTER: Final = ("车", "座", "姓名", "身份证号", "电话", "上车点", "上车时间", "下车点", "接收单位", "紧急联系")
CALL: Final = ("车", "座", "姓名", "证件尾号", "电话", "上车点", "时间", "下车点", "单位", "上车", "行李")


@pages.get("/trips/<id>/roster")
@context.allowed(*UNDER_WAY)
def roster_sheet(id: str) -> Response:
    """Masked, to look at; with whole numbers after the reason was given."""
    return roster_page(roster(context.actor(), context.desk(), id, filing=request.args.get("filing", type=int)), "")


@pages.post("/trips/<id>/roster")
@context.allowed(*UNDER_WAY)
def roster_export(id: str) -> Response | Answer:
    """Whole numbers, printed or as a sheet; who took them and why is written down."""
    purpose = request.form.get("purpose", "").strip()[:200]
    try:
        found = roster(context.actor(), context.desk(), id, purpose=purpose, full=True, filing=request.form.get("filing", type=int))
    except Invalid as refusal:
        flash(refusal.text, "warn")
        return redirect(url_for("pages.roster_sheet", id=id))
    return roster_book(found, purpose) if request.form.get("as") == "xlsx" else roster_page(found, purpose)


def roster_page(found: Roster, purpose: str) -> Response:
    actor, desk = context.actor(), context.desk()
    return page("trips/roster.html", trip=found.trip, found=found, purposes=PURPOSES, purpose=purpose, stamp=stamp(found.trip, purpose or COVERED),
                filings=filings(actor, desk, found.trip.id) if actor.has(*OVERVIEW, *OFFICE) else (), expires=day(found.trip.arrives_at + KEPT))


def stamp(trip: Trip, purpose: str) -> str:
    """Whose copy, why, from when, until when."""
    return f"{context.actor().name} {short_moment(context.desk().now)} {purpose} 有效期至{day(trip.arrives_at + KEPT)}"


def roster_book(found: Roster, purpose: str) -> Response:
    trip = found.trip
    rows = [(str(row.unit), str(row.seat), row.name, row.identity, row.phone, trip.stops[row.board].name, short_moment(trip.stops[row.board].at),
             trip.stops[row.alight].name, row.bound_for, row.second_contact) for row in found.rows]
    filed = f"第 {found.filing.number} 次报备" if found.filing else "未报备"
    return sheet(f"{trip.name} 花名册", List("乘车人员花名册", about(trip, filed), ROSTER, rows, stamp(trip, purpose)))


def about(trip: Trip, more: str) -> tuple[str, ...]:
    vehicles = "; ".join(f"{unit.no}号车 {unit.plate} 驾驶员 {'、'.join(f'{each.name} {each.phone}'.strip() for each in unit.drivers) or '未登记'}"
                         for unit in trip.units)
    escorts = "; ".join(f"{escort.name} {escort.phone}".strip() for escort in trip.escorts) or "未登记"
    return (f"车次: {trip.name}  发车: {both_days(trip.departs_at)} {clock(trip.departs_at)}  {more}",
            f"{vehicles}  随车: {escorts}  承运: {trip.carrier or '未登记'}  标志牌/合同: {trip.contract or '未登记'}")


def sheet(name: str, made: List) -> Response:
    answer = Response(workbook(made), mimetype=XLSX)
    answer.headers["Content-Disposition"] = f"attachment; filename=roster.xlsx; filename*=UTF-8''{quote(name)}.xlsx"
    return answer


@pages.get("/trips/<id>/boarding")
@context.allowed(*UNDER_WAY)
def boarding_sheet(id: str) -> Response:
    """The list on paper, for when the phone is flat; `as=xlsx` as a sheet."""
    found = boarding_list(context.actor(), context.desk(), id)
    trip, mark = found.trip, stamp(found.trip, "点名用")
    if request.args.get("as") == "xlsx":
        rows = [(str(one.unit), str(one.seat), one.name, one.identity_tail, one.phone, trip.stops[one.board].name, clock(trip.stops[one.board].at),
                 trip.stops[one.alight].name, one.bound_for, "", "") for one in found.riders]
        return sheet(f"{trip.name} 上车点名表", List("上车点名表", about(trip, f"共 {len(rows)} 人"), CALL, rows, mark))
    return page("boarding/sheet.html", trip=trip, riders=found.riders, stamp=mark)


@dataclass(frozen=True, slots=True)
class Slip:
    name: str
    seat: SeatAt
    unit: Unit
    booking: Booking
    code: Markup


@pages.get("/trips/<id>/slips")
@context.allowed(*OFFICE, *OVERVIEW, Role.ESCORT)
def slips(id: str) -> Response:
    """One a person, A5. `booking`: of one booking, else of all whose seat is sure."""
    actor, desk, wanted = context.actor(), context.desk(), request.args.get("booking")
    trip = show_trip(actor, desk, id)
    bookings = [booking_by_id(actor, desk, wanted)] if wanted else bookings_of(actor, desk, id)
    own = [booking for booking in bookings if booking.trip == id]
    made = [slip(trip, booking, place) for booking in own for place in range(len(booking.party)) if place not in booking.gone]
    return page("trips/slips.html", trip=trip, slips=made)


def slip(trip: Trip, booking: Booking, place: int) -> Slip:
    at = booking.seats[place]
    unit = next(unit for unit in trip.units if unit.no == at.unit)
    rider = booking.party[place]
    (name,) = names_of([rider], people_of([rider]), {})
    return Slip(name, at, unit, booking, square(codes.sign(context.slip_key(), booking.id, place)))


def square(text: str) -> Markup:
    """Booking and place, signed; nothing about the person."""
    drawn: str = segno.make(text, error="m", micro=False).svg_inline(omitsize=True, border=2, svgclass="square", lineclass=None)
    return Markup(drawn)


@pages.get("/trips/<id>/handover")
@context.allowed(*UNDER_WAY)
def handover_sheet(id: str) -> Response:
    return page("boarding/handover.html", found=handover(context.actor(), context.desk(), id))


@pages.post("/trips/<id>/reasons")
@context.allowed(*UNDER_WAY)
def reason(id: str) -> Answer:
    form = request.form

    def act() -> str:
        give_reason(context.actor(), context.desk(), form.get("booking", ""), form.get("place", 0, int), form.get("reason", "").strip()[:200])
        return "原因记下了。"

    said_or_warned(act)
    return redirect(url_for("pages.handover_sheet", id=id))


@pages.get("/trips/<id>/settlement")
@context.allowed(*OVERVIEW)
def settlement_sheet(id: str) -> Response:
    trip = show_trip(context.actor(), context.desk(), id)
    done = settlement(context.actor(), context.desk(), id)
    return settlement_page(trip, Typed(settled(trip, done)))


@pages.post("/trips/<id>/settlement")
@context.allowed(*OVERVIEW)
def settle_trip(id: str) -> Answer | Response | tuple[Response, int]:
    form = Typed.of(request.form)
    texts = [(name, form.one(name)) for name in ("vehicle", "invoice", "fund", "note")]
    try:
        said: Settlement = loaded(SettlementSchema(), document([*texts, *numbers(form, {"km": int, "yuan": int})]), form)
    except Invalid as refusal:
        return settlement_page(show_trip(context.actor(), context.desk(), id), form.refused(refusal)), 422

    def act() -> str:
        settle(context.actor(), context.desk(), id, said)
        return "结算记下了。"

    said_or_warned(act)
    return redirect(url_for("pages.settlement_sheet", id=id))


def settled(trip: Trip, done: Settlement | None) -> dict[str, tuple[str, ...]]:
    if done is None:
        return {"km": (str(trip.km or ""),)}
    return {name: (str(getattr(done, name)),) for name in ("km", "vehicle", "yuan", "invoice", "fund", "note")}


def settlement_page(trip: Trip, form: Typed) -> Response:
    riders = boarding_list(context.actor(), context.desk(), trip.id).riders if may_manage(trip) else ()
    ready = trip.state in (TripState.ARRIVED, TripState.SETTLED)
    return page("trips/settlement.html", trip=trip, form=form, riders=[one for one in riders if one.state in ("boarded", "arrived")], ready=ready)
