"""The append-only path of a person and of every document: who did what, when, how."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from matcher.domain.terms import Channel, Labelled


class Step(Labelled):
    """First steps of the candidate path (登记→推荐→已告知→意向→面试→录用→…), and what happens to documents."""

    REGISTERED = "registered", "登记"
    UPDATED = "updated", "更新登记"
    POSTED = "posted", "发布岗位"
    EDITED = "edited", "修改"
    OPENED = "opened", "审核通过"
    HELD = "held", "待审核"
    RETURNED = "returned", "退回修改"
    PAUSED_POST = "paused_post", "暂停"
    TABLE_CHANGED = "table_changed", "修改标准表"
    WITHDRAWN_POST = "withdrawn_post", "下架"
    FILLED = "filled", "已招满"
    RECOMMENDED = "recommended", "推荐"
    TOLD = "told", "已告知"
    INTENT = "intent", "意向"
    INTERVIEW = "interview", "面试"
    OFFER = "offer", "录用"
    ACCEPTED = "accepted", "接受"
    DECLINED = "declined", "不去"
    WITHDRAWN = "withdrawn", "退出"
    CONSENTED = "consented", "同意给联系方式"
    CONTACT_SHOWN = "contact_shown", "查看联系方式"
    EXPORTED = "exported", "导出"
    RIDE_WANTED = "ride_wanted", "出行需求"
    SEAT_CONFIRMED = "seat_confirmed", "座位确认"
    SEAT_SWAPPED = "seat_swapped", "换车次"
    SEAT_MOVED = "seat_moved", "换座"
    SEAT_FREED = "seat_freed", "退座"
    NO_SHOW = "no_show", "爽约"
    BOARDED = "boarded", "登车"
    ARRIVED = "arrived", "到达"
    ROSTER_FILED = "roster_filed", "名单报备"
    STOP_LEFT = "stop_left", "离站"
    TRIP_CHANGED = "trip_changed", "车次变更"


PATH = (Step.RECOMMENDED, Step.TOLD, Step.INTENT, Step.INTERVIEW, Step.OFFER, Step.ACCEPTED)
ENDED = frozenset({Step.DECLINED, Step.WITHDRAWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """at: when it happened; recorded_at: when we were told (set by the ledger). subject: id of the document meant.

    detail never holds a name, phone or ID number.
    """

    step: Step
    subject: str
    actor: str
    at: datetime
    channel: Channel = Channel.COUNTER
    worker: str | None = None
    vacancy: str | None = None
    note: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    number: int = 0
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """One person's path to one post; the step is the last one reached. One living intent for a pair."""

    id: str
    worker: str
    vacancy: str
    employer: str
    step: Step
    version: int = 0
    created_at: datetime | None = None
    updated_at: datetime | None = None
