import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest

from matcher.domain.accounts import Actor, Grant, Role
from matcher.domain.errors import Conflict, Full, Invalid, Missing
from matcher.domain.events import Step
from matcher.domain.people import Haves
from matcher.domain.search import VacancySearch
from matcher.domain.vacancies import VacancyState
from matcher.ledger.port import Page
from matcher.services.placing import Mark, StatedIntent, accept, decline, list_intents, record_step, show_intent, state_intent, withdraw
from matcher.services.posting import set_vacancy_state, show_vacancy
from matcher.services.recommending import candidates_for
from matcher.services.registering import history
from matcher.services.searching import find_vacancies

STRANGER = Actor("stranger", (Grant(Role.RECRUITER, "e0000000000000"),))


@pytest.fixture
def wants_to(desk, admin, registered):
    return lambda vacancy, **changes: state_intent(admin, desk, StatedIntent(worker=registered(**changes).id, vacancy=vacancy.id, consent=True))


def test_an_intent_stated_twice_is_one(desk, admin, posted, registered):
    stated = StatedIntent(worker=registered().id, vacancy=posted().id, consent=True)
    assert state_intent(admin, desk, stated).id == state_intent(admin, desk, stated).id


def test_each_step_is_an_event_with_actor_time_channel_and_note(desk, admin, posted, registered):
    worker, vacancy = registered(), posted()
    stated = StatedIntent(worker=worker.id, vacancy=vacancy.id, mark=Mark(note="电话里说的"))
    record_step(admin, desk, stated, Step.RECOMMENDED)
    record_step(admin, desk, stated, Step.TOLD)
    intent = state_intent(admin, desk, stated)
    record_step(admin, desk, stated, Step.OFFER)
    accept(admin, desk, intent.id)
    steps = [e for e in reversed(history(admin, desk, worker.id, Page()).items) if e.vacancy == vacancy.id]
    assert [str(e.step) for e in steps] == ["recommended", "told", "intent", "offer", "accepted"]
    assert {(e.actor, e.at, e.channel.label) for e in steps} == {("admin", desk.now, "窗口")}
    assert steps[0].note == "电话里说的"


def test_headcount_counts_down_and_at_zero_the_post_is_full_everywhere_at_once(desk, admin, posted, wants_to):
    vacancy = posted(headcount=2)
    accept(admin, desk, wants_to(vacancy).id)
    assert show_vacancy(admin, desk, vacancy.id).left == 1
    accept(admin, desk, wants_to(vacancy).id)
    assert show_vacancy(admin, desk, vacancy.id).state is VacancyState.FULL
    assert find_vacancies(admin, desk, VacancySearch()).total == 0
    assert candidates_for(admin, desk, vacancy.id).items == ()
    with pytest.raises(Full):
        wants_to(vacancy)


def test_accepting_twice_takes_one_place(desk, admin, posted, wants_to):
    vacancy = posted(headcount=2)
    intent = wants_to(vacancy)
    accept(admin, desk, intent.id)
    accept(admin, desk, intent.id)
    assert show_vacancy(admin, desk, vacancy.id).left == 1


def test_withdrawing_gives_the_place_back_and_opens_the_post(desk, admin, posted, wants_to):
    vacancy = posted(headcount=1)
    intent = accept(admin, desk, wants_to(vacancy).id)
    withdraw(admin, desk, intent.id, Mark(note="家里有事"))
    assert show_vacancy(admin, desk, vacancy.id).left == 1
    assert find_vacancies(admin, desk, VacancySearch()).total == 1


def test_what_ended_stays_ended_and_a_new_intent_is_a_new_path(desk, admin, posted, registered):
    stated = StatedIntent(worker=registered().id, vacancy=posted().id)
    first = decline(admin, desk, state_intent(admin, desk, stated).id, Mark(note="嫌远"))
    with pytest.raises(Conflict):
        accept(admin, desk, first.id)
    assert state_intent(admin, desk, stated).id != first.id


def test_the_last_place_is_taken_by_one_of_many_who_ask_at_once(desk, admin, posted, wants_to):
    vacancy = posted(headcount=1)
    intents = [wants_to(vacancy) for _ in range(6)]
    outcomes: list[str] = []

    def take(intent_id):
        try:
            accept(admin, desk, intent_id)
            outcomes.append("taken")
        except Full:
            outcomes.append("full")

    threads = [threading.Thread(target=take, args=(intent.id,)) for intent in intents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["full"] * 5 + ["taken"]
    assert show_vacancy(admin, desk, vacancy.id).accepted == 1


def test_back_dating_needs_a_note_and_the_future_is_refused(desk, admin, posted, registered):
    stated = StatedIntent(worker=registered().id, vacancy=posted().id)
    with pytest.raises(Invalid, match="备注"):
        state_intent(admin, desk, replace(stated, mark=Mark(at=desk.now - timedelta(days=3))))
    with pytest.raises(Invalid, match="将来"):
        state_intent(admin, desk, replace(stated, mark=Mark(at=desk.now + timedelta(days=1))))
    state_intent(admin, desk, replace(stated, mark=Mark(at=desk.now - timedelta(days=3), note="赶集那天说的")))


def test_nobody_under_sixteen_on_the_start_date_states_an_intent(desk, admin, posted, registered):
    child = registered(haves=Haves(born_on=date(2010, 2, 27)))
    with pytest.raises(Invalid, match="16"):
        state_intent(admin, desk, StatedIntent(worker=child.id, vacancy=posted(starts_on=date(2026, 2, 26)).id))
    of_age = registered(haves=Haves(born_on=date(2010, 2, 26)))
    state_intent(admin, desk, StatedIntent(worker=of_age.id, vacancy=posted(starts_on=date(2026, 2, 26)).id))


def test_a_paused_post_takes_no_intent(desk, admin, posted, wants_to):
    vacancy = posted()
    set_vacancy_state(admin, desk, vacancy.id, VacancyState.PAUSED)
    with pytest.raises(Conflict, match="暂停"):
        wants_to(vacancy)


def test_a_stranger_sees_no_intent(desk, admin, recruiter, posted, wants_to):
    intent = wants_to(posted())
    assert show_intent(recruiter, desk, intent.id).id == intent.id
    assert [i.id for i in list_intents(recruiter, desk, Page()).items] == [intent.id]
    assert list_intents(STRANGER, desk, Page()).items == ()
    with pytest.raises(Missing):
        show_intent(STRANGER, desk, intent.id)
    with pytest.raises(Missing):
        decline(STRANGER, desk, intent.id)
