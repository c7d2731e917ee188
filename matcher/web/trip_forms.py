"""A trip typed by hand: a line a stop, a line a vehicle."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from matcher import context
from matcher.booking.plans import PRESETS
from matcher.booking.written import ACROSS, AT, COUNT, GRID, drivers_in, moment
from matcher.domain.errors import Invalid, Stale
from matcher.domain.trips import Trip, Unit, UnitKind
from matcher.schemas.trips import TripSchema, UnitSchema, trip_document
from matcher.services.desk import SHANGHAI
from matcher.services.scopes import OVERVIEW
from matcher.services.trips import add_trip, edit_trip, show_trip
from matcher.web.choices import options
from matcher.web.forms import Typed, document, loaded, numbers
from matcher.web.pages import page, pages
from matcher.web.trip_words import unit_words

VEHICLES: Final = 3
TEXTS: Final = ("name", "programme", "carrier", "contract", "origin_station", "destination_station", "note")
KINDS: Final = options(UnitKind)


@pages.get("/trips/new")
@context.allowed(*OVERVIEW)
def new_trip() -> Response:
    return form_page(Typed({"unit.kind": ("coach",), "unit.seats": (PRESETS["coach-49"].label,)}))


@pages.post("/trips/new")
@context.allowed(*OVERVIEW)
def plan_trip() -> Response | Answer | tuple[Response, int]:
    form = Typed.of(request.form)
    try:
        saved = add_trip(context.actor(), context.desk(), trip_typed(form))
    except Invalid as refusal:
        return form_page(form.refused(beside_fields(refusal))), 422
    flash(f"“{saved.name}”建好了, 还在计划。核对无误就开放订座。")
    return redirect(url_for("pages.trip", id=saved.id))


@pages.get("/trips/<id>/edit", endpoint="edit_trip")
@context.allowed(*OVERVIEW)
def edit_trip_form(id: str) -> Response:
    stored = show_trip(context.actor(), context.desk(), id)
    return form_page(Typed(shown(stored), unfold=True), stored)


@pages.post("/trips/<id>/edit")
@context.allowed(*OVERVIEW)
def change_trip(id: str) -> Response | Answer | tuple[Response, int]:
    form, stored = Typed.of(request.form), show_trip(context.actor(), context.desk(), id)
    try:
        version = form.one("version")
        draft = replace(trip_typed(form, stored), id=id, version=int(version) if version.isdigit() else 0)
        edit_trip(context.actor(), context.desk(), draft)
    except Stale as refusal:
        form.sentence = f"{refusal.text} 再存一次, 就以您这次的为准。"
        form.values = {**form.values, "version": (str(refusal.current),)}
        return form_page(form, stored), 409
    except Invalid as refusal:
        return form_page(form.refused(beside_fields(refusal)), stored), 422
    flash("改好了。")
    return redirect(url_for("pages.trip", id=id))


def form_page(form: Typed, stored: Trip | None = None) -> Response:
    back = url_for("pages.trip", id=stored.id) if stored else url_for("pages.trips")
    vehicles = max(VEHICLES, len(stored.units) if stored else 0)
    return page("trips/form.html", form=form, id=stored and stored.id, kinds=KINDS, presets=PRESETS.values(), vehicles=vehicles, back=back)


def beside_fields(refusal: Invalid) -> Invalid:
    """units.0.drivers → unit.drivers: one sentence beside the field of that name; which vehicle is meant the sentence says."""
    named: dict[str, list[str]] = {}
    for name, texts in refusal.fields.items():
        named.setdefault(re.sub(r"^units(\.\d+)?", "unit", name), []).extend(texts)
    return Invalid(refusal.text, named)


def trip_typed(form: Typed, stored: Trip | None = None) -> Trip:
    """Raises Invalid with what is wrong beside each field."""
    trip: Trip = loaded(TripSchema(), document(said(form, stored)), form)
    return trip


def said(form: Typed, stored: Trip | None) -> Iterator[tuple[str, Any]]:
    yield from ((name, form.one(name)) for name in TEXTS)
    yield from numbers(form, {"km": int})
    day = first_day(form)
    yield "stops", list(stops_typed(form, day, stored)) if day else []
    yield "rests", list(rests_typed(form, day)) if day else []
    yield "units", list(units_typed(form, stored))
    escort = {name: form.one(f"escort.{name}") for name in ("name", "phone", "account")}
    further = [{"name": each.name, "phone": each.phone, "account": each.account} for each in stored.escorts[1:]] if stored else []
    yield "escorts", ([escort] if escort["name"] else []) + further


def first_day(form: Typed) -> date | None:
    try:
        return date.fromisoformat(form.one("day"))
    except ValueError:
        form.blame("day", "请选发车日期。")
        return None


def stops_typed(form: Typed, day: date, stored: Trip | None) -> Iterator[dict[str, Any]]:
    """A line a stop: 石坡街 06:30. An hour earlier than the line above is the next day's; a date may be written before the time."""
    places = {stop.name: stop.place for stop in stored.stops if stop.place} if stored else {}
    before: datetime | None = None
    for line in filter(None, map(str.strip, form.one("stops").splitlines())):
        found = AT.search(line)
        name = line.replace(found[0], "").strip(" ,，\t") if found else ""
        before = moment(found, day, before) if found else None
        if not name or before is None:
            form.blame("stops", f"没看懂“{line}”。请写站名和时间, 例如: 石坡街 06:30。")
            return
        yield {"name": name, "at": before.isoformat(), "place": places.get(name) or place_of(name)}


def place_of(name: str) -> str | None:
    found = context.desk().places.find(name).value
    return found.code if found else None


def rests_typed(form: Typed, day: date) -> Iterator[dict[str, Any]]:
    """A line a rest: 12:30 30 黄河服务区."""
    before: datetime | None = None
    for line in filter(None, map(str.strip, form.one("rests").splitlines())):
        found = AT.search(line)
        before = moment(found, day, before) if found else None
        rest = re.match(r"\s*(\d{1,3})\s*分?钟?\s*(.*)", line[found.end():]) if found else None
        if before is None or rest is None:
            form.blame("rests", f"没看懂“{line}”。请写时间、几分钟、在哪儿, 例如: 12:30 30 黄河服务区。")
            return
        yield {"at": before.isoformat(), "minutes": int(rest[1]), "name": rest[2].strip()}


def units_typed(form: Typed, stored: Trip | None) -> Iterator[dict[str, Any]]:
    known = stored.units if stored else ()
    for index in range(len(form.values.get("unit.seats", ()))):
        seats = form.at("unit.seats", index)
        if not seats:
            continue
        old = known[index] if index < len(known) else None
        no = old.no if old else index + 1
        way = {"plan": list(old.plan)} if old and unit_words(old) == seats else seats_way(seats)
        if way is None:
            form.blame("unit.seats", f"没看懂座位“{seats}”。请从列表里选, 或写 13×4, 或写 45座。")
            return
        drivers = [{"name": each.name, "phone": each.phone} for each in drivers_in(form.at("unit.drivers", index))]
        more = {"capacity": old.capacity, "relay": old.relay} if old else {}
        yield {"no": no, "kind": form.at("unit.kind", index) or "coach", "plate": form.at("unit.plate", index), "drivers": drivers, **way, **more}


def seats_way(text: str) -> dict[str, Any] | None:
    """The seats as they are typed: a usual vehicle, rows × across, or a number."""
    code = next((code for code, preset in PRESETS.items() if preset.label == text), None)
    if code:
        return {"preset": code}
    if grid := GRID.fullmatch(text):
        return {"rows": int(grid[1]), "across": int(grid[2])}
    count = COUNT.fullmatch(text)
    return {"seats": int(count[1]), "across": ACROSS} if count else None


def unit_typed(sent: Mapping[str, str]) -> Unit:
    """One vehicle, for a change of vehicle. Raises Invalid."""
    form = Typed({name: (str(value).strip(),) for name, value in sent.items()})
    units = list(units_typed(form, None))
    if not units:
        raise Invalid("请写换成什么车: 从列表里选, 或写 13×4, 或写 45座。", form.faults)
    no = form.one("no")
    unit: Unit = loaded(UnitSchema(), {**units[0], "no": int(no) if no.isdigit() else 1}, form)
    return unit


def shown(trip: Trip) -> dict[str, tuple[str, ...]]:
    """The trip as stored, as it stands in the form."""
    day = trip.departs_at.astimezone(SHANGHAI).date()
    escort = trip.escorts[0] if trip.escorts else None
    lines, before = [], day
    for stop in trip.stops:
        local = stop.at.astimezone(SHANGHAI)
        lines.append(f"{stop.name} {'' if local.date() == before else f'{local.month}月{local.day}日 '}{local:%H:%M}")
        before = local.date()
    rests = [f"{rest.at.astimezone(SHANGHAI):%m月%d日 %H:%M} {rest.minutes} {rest.name}".strip() for rest in trip.rests]
    said = {name: (str(trip_document(trip)[name] or ""),) for name in (*TEXTS, "km", "version")}
    return said | {
        "day": (day.isoformat(),), "stops": ("\n".join(lines),), "rests": ("\n".join(rests),),
        "unit.kind": tuple(str(unit.kind) for unit in trip.units), "unit.seats": tuple(map(unit_words, trip.units)),
        "unit.plate": tuple(unit.plate for unit in trip.units),
        "unit.drivers": tuple("、".join(f"{each.name} {each.phone}".strip() for each in unit.drivers) for unit in trip.units),
        "escort.name": (escort.name if escort else "",), "escort.phone": (escort.phone if escort else "",),
        "escort.account": (escort.account if escort else "",),
    }
