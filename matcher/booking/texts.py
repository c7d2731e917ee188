"""Messages to riders, as they are sent. Days come in as words, solar and lunar, from whoever has a calendar."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from matcher.domain.bookings import SeatAt
from matcher.domain.messages import MessageKind
from matcher.domain.trips import Trip

CHINA = ZoneInfo("Asia/Shanghai")
Words = Callable[[date], str]  # 正月初八, or "" where the calendar does not reach


@dataclass(frozen=True, slots=True)
class Told:
    """What a rider is told about: the trip, the stretch and, where there is one, the seat."""

    trip: Trip
    board: int
    alight: int
    seat: SeatAt | None = None
    until: datetime | None = None


def text_of(kind: MessageKind, told: Told, lunar: Words) -> str:
    return f"【连心桥】{_SENTENCES[kind](told, lunar)}"


@lru_cache(maxsize=4096)  # everybody at one stop is told the same
def moment(at: datetime, lunar: Words) -> str:
    """2月24日(正月初八)06:30, in China."""
    local = at.astimezone(CHINA)
    words = lunar(local.date())
    return f"{local.month}月{local.day}日{f'({words})' if words else ''}{local:%H:%M}"


def span_words(starts_at: datetime, ends_at: datetime, lunar: Words) -> str:
    return f"{moment(starts_at, lunar)} 到 {moment(ends_at, lunar)}"


def _ride(told: Told, lunar: Words) -> str:
    board, alight = told.trip.stops[told.board], told.trip.stops[told.alight]
    return f"{told.trip.name}, {moment(board.at, lunar)}在{board.name}上车, 到{alight.name}"


def _seat(told: Told) -> str:
    if told.seat is None:
        return ""
    plate = next((unit.plate for unit in told.trip.units if unit.no == told.seat.unit), "")
    return f", {told.seat.unit}号车{f'({plate})' if plate else ''}{told.seat.seat}号座"


def _escort(told: Told) -> str:
    named = next((escort for escort in told.trip.escorts if escort.phone), None)
    return f"随车{named.name} {named.phone}。" if named else ""


def _booked(told: Told, lunar: Words) -> str:
    return f"您的座位订好了: {_ride(told, lunar)}{_seat(told)}。请带身份证, 提前20分钟到。{_escort(told)}"


def _changed(told: Told, lunar: Words) -> str:
    return f"您的行程有变, 以这条为准: {_ride(told, lunar)}{_seat(told)}。{_escort(told)}"


def _cancelled(told: Told, lunar: Words) -> str:
    return f"您的座位已退: {_ride(told, lunar)}。还想去请联系劳务站。"


def _confirm_ride(told: Told, lunar: Words) -> str:
    return f"明天出发: {_ride(told, lunar)}{_seat(told)}。去回1, 不去回2。{_escort(told)}"


def _offer(told: Told, lunar: Words) -> str:
    until = f"请在{moment(told.until, lunar)}前回复, " if told.until else ""
    return f"候补有座了: {_ride(told, lunar)}{_seat(told)}。{until}去回1, 不去回2; 过时座位给下一位。"


_SENTENCES: dict[MessageKind, Callable[[Told, Words], str]] = {
    MessageKind.BOOKED: _booked, MessageKind.CHANGED: _changed, MessageKind.CANCELLED: _cancelled,
    MessageKind.CONFIRM_RIDE: _confirm_ride, MessageKind.OFFER: _offer,
}
