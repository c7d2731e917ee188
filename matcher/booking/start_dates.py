"""Whether a ride and an accepted job can both be kept.

A post that says when work begins binds whoever accepted it: on that day they are there. So a ride that arrives on a later day (in China) clashes,
whether it goes to that post (too late) or to another employer (they are expected, or at work, somewhere else). It does not clash where

- the post names no day, or its day had gone by when it was accepted: then they begin when they come;
- the post's last day is over before the ride begins;
- the ride goes home, to the person's own county: whoever works may visit;
- it goes back to that same employer, named as the one they already work for (`bound_for`);
- it goes to a post they accepted after that day had come: they have moved on since.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from matcher.booking.texts import CHINA
from matcher.domain.start_dates import AcceptedJob

COUNTY = 6  # digits of its code


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One person's ride. intent, bound_for: why they ride, as of a Rider; accepted_at: when that intent was. home: to the own county."""

    leaves_on: date
    arrives_on: date
    intent: str | None = None
    accepted_at: datetime | None = None
    bound_for: str = ""
    home: bool = False


def clashes(job: AcceptedJob, ride: Arrival) -> bool:
    if ride.arrives_on <= job.starts_on or china_day(job.accepted_at) > job.starts_on or ride.home:
        return False
    if job.ends_on is not None and job.ends_on < ride.leaves_on:
        return False
    if ride.intent is None:
        return ride.bound_for.strip() != job.employer
    return ride.intent == job.intent or ride.accepted_at is None or china_day(ride.accepted_at) <= job.starts_on


def first_clash(jobs: Iterable[AcceptedJob], ride: Arrival) -> AcceptedJob | None:
    """The earliest of those in the way."""
    return min((job for job in jobs if clashes(job, ride)), key=lambda job: (job.starts_on, job.intent), default=None)


def goes_home(stop: str | None, home: str | None) -> bool:
    """Division codes of the last stop and of the person's home; where either is unknown nobody can tell, and it does not."""
    return bool(stop and home and len(home) >= COUNTY and stop[:COUNTY] == home[:COUNTY])


def ride_refused(job: AcceptedJob, ride: Arrival) -> str:
    """To whoever books the ride."""
    promised = f"{job.employer}“{job.title}”定的是{_day(job.starts_on)}到岗, 这趟车{_day(ride.arrives_on)}才到"
    if ride.intent == job.intent:
        return f"{promised}。请换早一点的车次; 日期有变, 请单位先改岗位的到岗日期; 已在那边上班的, 用工单位写“{job.employer}”再订。"
    return f"这个人已接受{promised}别处, 两头赶不上。不去那边了, 请先登记“退出”; 已在那边上班的, 用工单位写“{job.employer}”; 不然请换早一点的车次。"


def job_refused(job: AcceptedJob, ride: Arrival, trip: str) -> str:
    """To whoever accepts the job. trip: the name of the one that is booked."""
    return (f"这个人订了{trip}, {_day(ride.arrives_on)}才到, 赶不上{job.employer}“{job.title}”{_day(job.starts_on)}到岗。"
            "请先退掉或换掉那一趟; 日期有变, 请单位先改岗位的到岗日期。")


def china_day(at: datetime) -> date:
    return at.astimezone(CHINA).date()


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
