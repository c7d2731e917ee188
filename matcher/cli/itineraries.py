"""itinerary book, show, cancel, broken: a feeder and a main trip as one, in a terminal."""

import re
from typing import Final

import click

from matcher.cli.wired import as_json, print_json, wired
from matcher.domain.accounts import SYSTEM
from matcher.domain.bookings import BookingState, Rider
from matcher.domain.itineraries import ItineraryWish, Stretch
from matcher.schemas.itineraries import brokens_document, itinerary_document
from matcher.services.itineraries import ItinerarySeen, book_itinerary, broken_connections, cancel_itinerary, show_itinerary

RIDE: Final = re.compile(r"(t\w+):(\d+)-(\d+)")


@click.group()
def itinerary() -> None:
    """联程: 接驳车和干线车一起订, 要么都有座, 要么都不订。"""


@itinerary.command("book")
@click.argument("key")
@click.argument("rides", nargs=-1, required=True, metavar="车次:上车站-下车站...")
@click.option("--rider", "riders", multiple=True, required=True, help="求职者编号; 有已接受的意向就写 求职者=意向。可写多个。")
@click.option("--bound-for", default="", help="没有写意向的人去哪个单位。")
@click.option("--held", is_flag=True, help="先占座, 不直接确认。")
@as_json
def book_(key: str, rides: tuple[str, ...], riders: tuple[str, ...], bound_for: str, held: bool, json: bool) -> None:  # noqa: PLR0913
    """用编号 KEY 订联程; 站从 0 数起, 例如 t…:0-2 t…:0-3。同一条命令再来一次还是同一个联程。"""
    party = tuple(_rider(each, bound_for) for each in riders)
    wish = ItineraryWish(key=key, party=party, rides=tuple(map(_ride, rides)), state=BookingState.HELD if held else BookingState.CONFIRMED)
    _tell(book_itinerary(SYSTEM, wired().desk, wish), json)


@itinerary.command("show")
@click.argument("key")
@click.option("--owner", default="", help="谁订的; 不写就是命令自己订的。")
@as_json
def show_(key: str, owner: str, json: bool) -> None:
    """编号 KEY 的联程现在怎样, 接得上接不上。"""
    _tell(show_itinerary(SYSTEM, wired().desk, key, owner), json)


@itinerary.command("cancel")
@click.argument("key")
@click.option("--owner", default="", help="谁订的; 不写就是命令自己订的。")
@click.option("--note", default="", help="为什么退。")
def cancel_(key: str, owner: str, note: str) -> None:
    """退掉整个联程, 每一程的座位都放开。"""
    cancel_itinerary(SYSTEM, wired().desk, key, owner, note)
    click.echo("整个联程退好了。")


@itinerary.command("broken")
@click.argument("trip")
@as_json
def broken_(trip: str, json: bool) -> None:
    """车次 TRIP 上接不上的联程: 时间改了, 或另一程没有了。"""
    found = broken_connections(SYSTEM, wired().desk, trip)
    if json:
        print_json(brokens_document(found)["items"])
        return
    for each in found:
        click.echo(f"{each.itinerary.key}  {each.itinerary.owner}  {each.words}")


def _rider(text: str, bound_for: str) -> Rider:
    worker, _, intent = text.partition("=")
    return Rider(worker, intent=intent or None, bound_for="" if intent else bound_for)


def _ride(text: str) -> Stretch:
    match = RIDE.fullmatch(text)
    if match is None:
        raise click.BadParameter(f"“{text}”看不懂, 请写成 车次:上车站-下车站, 例如 t0123456789abc:0-2。")
    return Stretch(match[1], int(match[2]), int(match[3]))


def _tell(seen: ItinerarySeen, json: bool) -> None:
    if json:
        print_json(itinerary_document(seen))
        return
    click.echo(f"{seen.itinerary.key}  {seen.itinerary.state.label}")
    for booking in seen.itinerary.bookings:
        seats = "、".join(f"{seat.unit}号车{seat.seat}号座" for seat in booking.seats)
        click.echo(f"  {booking.trip}  {booking.board}-{booking.alight}  {booking.state.label}  {seats}")
    for each in seen.connections:
        click.echo(f"  {each.place}换车 {each.minutes} 分钟" + (f": {each.fault}" if each.fault else ""))


COMMANDS = (itinerary,)
