"""Messages to riders."""

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.terms import Labelled


class MessageKind(Labelled):
    BOOKED = "booked", "订座通知"
    CHANGED = "changed", "变更通知"
    CANCELLED = "cancelled", "取消通知"
    CONFIRM_RIDE = "confirm_ride", "出发前确认"
    OFFER = "offer", "候补有座"


class MessageState(Labelled):
    WAITING = "waiting", "待发"
    SENT = "sent", "已发"
    ANSWERED = "answered", "已回复"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Text ready to send to one rider; no name, phone or ID number in it. due_at: not before."""

    id: str
    worker: str
    trip: str
    booking: str
    kind: MessageKind
    text: str
    due_at: datetime
    state: MessageState = MessageState.WAITING
    created_at: datetime | None = None
    sent_at: datetime | None = None
    answer: str = ""
