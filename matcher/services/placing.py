"""The first steps of a person's path to a post: recommended, told, intent, interview, offer, accepted, declined, withdrawn."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from matcher.compliance.hits import Hit, Level
from matcher.compliance.placing import Arrangement, check_placing
from matcher.domain.accounts import Actor, Role
from matcher.domain.bookings import Booking
from matcher.domain.errors import Conflict, Full, Invalid, Missing
from matcher.domain.events import ENDED, Event, Intent, Step
from matcher.domain.identifiers import new_id
from matcher.domain.people import Worker
from matcher.domain.terms import Channel
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.ledger.port import Listing, Page, Reader, Transaction
from matcher.matching.rows import vacancy_row
from matcher.services.booking import seated
from matcher.services.desk import Desk
from matcher.services.indexing import publish
from matcher.services.leaving import free_seats_of
from matcher.services.posting import settled_state
from matcher.services.promises import SeatAsked, check_rides
from matcher.services.registering import visible_worker
from matcher.services.reviewing import Unlawful, of_level, tables_of
from matcher.services.scopes import NO_WORKER, OVERVIEW, covers_worker, worker_areas

BACK_DATED = timedelta(days=1)
STEPS = frozenset({Step.RECOMMENDED, Step.TOLD, Step.INTENT, Step.INTERVIEW, Step.OFFER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How a step happened. at None: now; more than a day ago needs a note."""

    channel: Channel = Channel.COUNTER
    note: str = ""
    at: datetime | None = None


JUST_NOW = Mark()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedIntent:
    """consent: the person agrees that this employer sees name and phone, for this post only."""

    worker: str
    vacancy: str
    consent: bool = False
    mark: Mark = JUST_NOW


def state_intent(actor: Actor, desk: Desk, stated: StatedIntent) -> Intent:
    """Stated again for the same living pair it is the same intent. Raises Missing, Forbidden, Conflict, Full, Invalid."""
    doing = _doing(actor, desk, stated.mark)
    with desk.ledger.transaction() as tx:
        vacancy = tx.vacancy(stated.vacancy)
        worker = _person(actor, tx, stated.worker, vacancy)
        doing = replace(doing, holds=_lawful(desk, tx, worker, vacancy))
        intent = _living(desk, tx, worker, vacancy)
        if intent.step in (Step.RECOMMENDED, Step.TOLD):
            _must_be_open(vacancy, desk)
            intent = _reach(tx, doing, intent, Step.INTENT)
        if stated.consent and vacancy.employer not in tx.consented_employers(worker.id):
            tx.add_consent(worker.id, vacancy.employer, mode=str(worker.consent.mode), by=actor.name, at=doing.at)
            tx.add_events([doing.event(intent, Step.CONSENTED)])
        return intent


def record_step(actor: Actor, desk: Desk, stated: StatedIntent, step: Step) -> Intent:
    """Any of recommended, told, intent, interview, offer; skipping is allowed, going back is only an event."""
    if step not in STEPS:
        raise Invalid("这一步请用“接受”“不去”或“退出”登记。", {"step": ["只能是推荐、已告知、意向、面试、录用。"]})
    doing = _doing(actor, desk, stated.mark)
    with desk.ledger.transaction() as tx:
        vacancy = tx.vacancy(stated.vacancy)
        worker = _person(actor, tx, stated.worker, vacancy)
        doing = replace(doing, holds=_lawful(desk, tx, worker, vacancy))
        return _reach(tx, doing, _living(desk, tx, worker, vacancy), step)


def accept(actor: Actor, desk: Desk, intent_id: str, mark: Mark = JUST_NOW) -> Intent:
    """Takes one place of the headcount; at zero the vacancy is full for everybody at once. Raises Full, Conflict, StartsBefore."""
    return promise(actor, desk, intent_id, mark).intent


@dataclass(frozen=True, slots=True)
class Promised:
    """An accepted post, and the seat that was asked for with it."""

    intent: Intent
    seat: Booking | None = None


def promise(actor: Actor, desk: Desk, intent_id: str, mark: Mark = JUST_NOW, seat: SeatAsked | None = None) -> Promised:
    """The post and the seat as one promise: both or neither. Accepted already, only the seat is still to be had; asked again it is the same seat.

    Raises what `accept` and `book` raise. Withdrawing or declining gives both back (`_end`).
    """
    doing = _doing(actor, desk, mark)
    with desk.ledger.transaction() as tx:
        intent = tx.intent(intent_id)
        vacancy = tx.vacancy_for_update(intent.vacancy)
        intent = tx.intent(intent_id)  # again, now that the vacancy's row is ours
        worker = _person(actor, tx, intent.worker, vacancy)
        taken = intent.step is not Step.ACCEPTED
        if seat is not None:
            tx.trip_for_update(seat.trip)  # trips are locked before people, here as in every booking
        if taken:
            intent, vacancy = _accepted(desk, tx, doing, intent, (worker, vacancy))
        booking = seated(tx, desk, actor, seat.wish(intent)) if seat else None
    if taken:
        publish(desk, vacancies=[vacancy])
    return Promised(intent, booking)


def _accepted(desk: Desk, tx: Transaction, doing: "_Doing", intent: Intent, pair: tuple[Worker, Vacancy]) -> tuple[Intent, Vacancy]:
    worker, vacancy = pair
    if intent.step in ENDED:
        raise Conflict("这条意向已经结束, 要去请重新登记意向。")
    _must_be_open(vacancy, desk)
    doing = replace(doing, holds=_lawful(desk, tx, worker, vacancy))
    check_rides(tx, desk, intent, vacancy)
    return _reach(tx, doing, intent, Step.ACCEPTED), _count(doing.actor, desk, tx, vacancy, +1)


def decline(actor: Actor, desk: Desk, intent_id: str, mark: Mark = JUST_NOW) -> Intent:
    """不去: the reason goes into the note."""
    return _end(actor, desk, intent_id, Step.DECLINED, mark)


def withdraw(actor: Actor, desk: Desk, intent_id: str, mark: Mark = JUST_NOW) -> Intent:
    """退出; gives an accepted place back."""
    return _end(actor, desk, intent_id, Step.WITHDRAWN, mark)


def show_intent(actor: Actor, desk: Desk, id: str) -> Intent:
    with desk.ledger.reading() as reader:
        intent = reader.intent(id)
        _must_see(actor, reader, intent)
        return intent


def holds_on(actor: Actor, desk: Desk, intent: Intent) -> tuple[Hit, ...]:
    """What a person should still look at before this worker begins there (R10, R28), as things stand today."""
    with desk.ledger.reading() as reader:
        _must_see(actor, reader, intent)
        found = _placing_hits(desk, reader, reader.worker(intent.worker), reader.vacancy(intent.vacancy))
        return of_level(found, Level.HOLD)


def list_intents(actor: Actor, desk: Desk, page: Page, *, worker: str | None = None, vacancy: str | None = None) -> Listing[Intent]:
    """Of one worker, of one vacancy, or the recruiter's own."""
    with desk.ledger.reading() as reader:
        if worker is not None:
            visible_worker(actor, reader, worker)
            employers = None if covers_worker(actor, reader.worker(worker)) or actor.has(*OVERVIEW) else _own_employers(actor)
            return reader.intents(page, workers=[worker], vacancy=vacancy, employers=employers)
        if actor.has(*OVERVIEW):
            return reader.intents(page, vacancy=vacancy)
        if employers := _own_employers(actor):
            return reader.intents(page, vacancy=vacancy, employers=employers)
        return reader.intents(page, vacancy=vacancy, areas=worker_areas(actor))


def _end(actor: Actor, desk: Desk, intent_id: str, step: Step, mark: Mark) -> Intent:
    doing = _doing(actor, desk, mark)
    freed = None
    with desk.ledger.transaction() as tx:
        intent = tx.intent(intent_id)
        vacancy = tx.vacancy_for_update(intent.vacancy)
        intent = tx.intent(intent_id)
        _person(actor, tx, intent.worker, vacancy)
        if intent.step is step:
            return intent
        if intent.step in ENDED:
            raise Conflict(f"这条意向已经结束 ({intent.step.label}), 不能再改成“{step.label}”。")
        if accepted := intent.step is Step.ACCEPTED:
            freed = _count(actor, desk, tx, vacancy, -1)
            free_seats_of(tx, desk, actor, intent.id)
        intent = _reach(tx, doing, intent, step)
        if accepted:
            free_seats_of(tx, desk, actor, intent.id)  # booked while we waited for the intent's row
    if freed:
        publish(desk, vacancies=[freed])
    return intent


def _living(desk: Desk, tx: Transaction, worker: Worker, vacancy: Vacancy) -> Intent:
    """The pair's living intent; a new one begins as recommended, its first event is written by `_reach`."""
    if known := tx.live_intent(worker.id, vacancy.id):
        return known
    _must_be_open(vacancy, desk)
    tx.add_intent(Intent(id=(id := new_id("intent")), worker=worker.id, vacancy=vacancy.id, employer=vacancy.employer,
                         step=Step.RECOMMENDED, created_at=desk.now, updated_at=desk.now))
    return tx.intent(id)


def _reach(tx: Transaction, doing: "_Doing", intent: Intent, step: Step) -> Intent:
    tx.add_events([doing.event(intent, step)])
    if intent.step is Step.ACCEPTED and step not in ENDED:
        return intent
    return tx.replace_intent(replace(intent, step=step, updated_at=doing.at))


def _count(actor: Actor, desk: Desk, tx: Transaction, vacancy: Vacancy, change: int) -> Vacancy:
    after = replace(vacancy, accepted=vacancy.accepted + change, updated_at=desk.now)
    after = replace(after, state=settled_state(after))
    if after.state is not vacancy.state:
        step = Step.FILLED if after.left == 0 else Step.OPENED
        tx.add_events([Event(step=step, subject=vacancy.id, vacancy=vacancy.id, actor=actor.name, at=desk.now, channel=Channel.SYSTEM)])
    return tx.replace_vacancy(after, vacancy_row(after, desk.places))


def _person(actor: Actor, reader: Reader, worker_id: str, vacancy: Vacancy) -> Worker:
    """The worker, if the actor works with this person or answers for this post (a recruiter at the booth)."""
    worker = reader.worker(worker_id)
    if covers_worker(actor, worker) or actor.has(*OVERVIEW) or actor.covers_employer(vacancy.employer):
        return worker
    raise Missing(NO_WORKER)


def _must_see(actor: Actor, reader: Reader, intent: Intent) -> None:
    if not (actor.covers_employer(intent.employer) or actor.has(*OVERVIEW) or covers_worker(actor, reader.worker(intent.worker))):
        raise Missing("没有找到这条意向。")


def _own_employers(actor: Actor) -> list[str]:
    return [scope for scope in actor.scopes(Role.RECRUITER) if scope]


def _must_be_open(vacancy: Vacancy, desk: Desk) -> None:
    if vacancy.left == 0:
        raise Full("这活招满了。可以看看同一单位的其他岗位。")
    if vacancy.state is not VacancyState.OPEN:
        raise Conflict(f"这个岗位现在是“{vacancy.state.label}”, 不能登记意向。")
    if not vacancy.open_on(desk.today):
        raise Conflict("这个岗位已过有效期, 请联系单位确认还招不招。")


def _lawful(desk: Desk, reader: Reader, worker: Worker, vacancy: Vacancy) -> tuple[Hit, ...]:
    """R09, R10, R26, R28, R39: what goes on, but a person should look at. Raises Unlawful for what may not be."""
    hits = _placing_hits(desk, reader, worker, vacancy)
    if blocks := of_level(hits, Level.BLOCK):
        raise Unlawful(blocks, "; ".join(f"{hit.suggestion} ({hit.basis})" for hit in blocks) + "。")
    return of_level(hits, Level.HOLD)


def _placing_hits(desk: Desk, reader: Reader, worker: Worker, vacancy: Vacancy) -> tuple[Hit, ...]:
    arrangement = Arrangement(employer=reader.employer(vacancy.employer))
    return check_placing(worker, vacancy, desk.today, tables_of(desk, reader), arrangement)


@dataclass(frozen=True, slots=True)
class _Doing:
    """Who does it, how, and when it happened."""

    actor: Actor
    mark: Mark
    at: datetime
    holds: tuple[Hit, ...] = ()

    def event(self, intent: Intent, step: Step) -> Event:
        held = [{"rule": hit.rule, "suggestion": hit.suggestion} for hit in self.holds]
        return Event(step=step, subject=intent.id, worker=intent.worker, vacancy=intent.vacancy,
                     actor=self.actor.name, at=self.at, channel=self.mark.channel, note=self.mark.note, detail={"holds": held} if held else {})


def _doing(actor: Actor, desk: Desk, mark: Mark) -> _Doing:
    """Raises Invalid for a step in the future, and for one long ago without a note."""
    if mark.at is None:
        return _Doing(actor, mark, desk.now)
    if mark.at > desk.now + timedelta(minutes=5):
        raise Invalid("时间在将来, 请改成实际发生的时间。", {"at": ["时间不能晚于现在。"]})
    if desk.now - mark.at > BACK_DATED and not mark.note.strip():
        raise Invalid("补记以前的事, 请在备注里写明原因。", {"note": ["补记请写备注。"]})
    return _Doing(actor, mark, mark.at)
