from dataclasses import replace
from datetime import date

import pytest

from matcher.domain.accounts import Actor, Grant, Role
from matcher.domain.errors import Forbidden, Missing, Stale
from matcher.domain.people import Consent, Wants, Worker
from matcher.domain.terms import ConsentMode
from matcher.ledger.port import Page
from matcher.services.contacts import show_contact
from matcher.services.placing import StatedIntent, state_intent
from matcher.services.registering import edit_worker, history, list_workers, register_worker, show_worker

NEIGHBOUR = Actor("neighbour", (Grant(Role.STATION, "611022100"),))
IDENTITY = "611021198405060021"


def minimal(**changes):
    return Worker(**{"id": "", "name": "示例二", "phone": "19900000002", "consent": Consent(mode=ConsentMode.ORAL), **changes})


def test_name_phone_and_consent_are_enough(desk, station):
    result = register_worker(station, desk, minimal())
    assert result.created
    assert result.worker.consent.by == "station"
    assert result.worker.consent.at == desk.now


def test_registering_again_updates_what_is_said_and_keeps_the_rest(desk, station):
    first = register_worker(station, desk, minimal(wants=Wants(places=("320000",), monthly_yuan=6000)))
    again = register_worker(station, desk, minimal(wants=Wants(monthly_yuan=6500)))
    assert not again.created
    assert again.worker.id == first.worker.id
    assert again.worker.wants == Wants(places=("320000",), monthly_yuan=6500)
    assert again.before is not None
    assert again.before.wants.monthly_yuan == 6000


def test_the_same_id_number_is_the_same_person_under_a_new_phone(desk, station):
    first = register_worker(station, desk, minimal(identity=IDENTITY))
    again = register_worker(station, desk, minimal(identity=IDENTITY, phone="19900000003"))
    assert again.worker.id == first.worker.id


def test_two_people_of_one_name_under_one_phone_are_told_apart_by_their_id_numbers(desk, station):
    first = register_worker(station, desk, minimal(identity=IDENTITY))
    other = register_worker(station, desk, minimal(identity="611021199001010011"))
    assert other.created
    assert other.worker.id != first.worker.id


def test_contact_data_come_back_masked(desk, station):
    worker = register_worker(station, desk, minimal(identity=IDENTITY)).worker
    for seen in (worker, show_worker(station, desk, worker.id), list_workers(station, desk, Page()).items[0]):
        assert (seen.phone, seen.identity) == ("199****0002", "6110**********0021")


def test_masked_contact_data_sent_back_keep_what_is_stored(desk, station):
    worker = register_worker(station, desk, minimal(identity=IDENTITY)).worker
    edit_worker(station, desk, replace(show_worker(station, desk, worker.id), village="石坡村"))
    with desk.ledger.reading() as reader:
        stored = reader.worker(worker.id)
    assert (stored.phone, stored.identity, stored.village) == ("19900000002", IDENTITY, "石坡村")


def test_an_edit_from_an_old_version_is_refused(desk, station):
    worker = register_worker(station, desk, minimal()).worker
    edit_worker(station, desk, replace(worker, village="石坡村"))
    with pytest.raises(Stale):
        edit_worker(station, desk, replace(worker, village="别的村"))


def test_people_of_another_town_are_not_there(desk, station):
    worker = register_worker(station, desk, minimal()).worker
    assert list_workers(NEIGHBOUR, desk, Page()).items == ()
    for call in (lambda: show_worker(NEIGHBOUR, desk, worker.id), lambda: history(NEIGHBOUR, desk, worker.id, Page()),
                 lambda: show_contact(NEIGHBOUR, desk, worker.id, "电话回访")):
        with pytest.raises(Missing):
            call()


def test_a_person_is_found_by_name_and_by_the_last_four_digits(desk, station):
    worker = register_worker(station, desk, minimal()).worker
    register_worker(station, desk, minimal(name="示例三", phone="19900001234"))
    assert [w.id for w in list_workers(station, desk, Page(), name="示例二").items] == [worker.id]
    assert [w.id for w in list_workers(station, desk, Page(), phone="0002").items] == [worker.id]


def test_a_recruiter_has_no_register(desk, recruiter):
    with pytest.raises(Forbidden):
        list_workers(recruiter, desk, Page())
    with pytest.raises(Forbidden):
        register_worker(recruiter, desk, minimal())


def test_an_employer_sees_the_phone_only_after_consent_to_that_employer(desk, admin, recruiter, posted, registered):
    worker = registered()
    with pytest.raises(Missing):
        show_contact(recruiter, desk, worker.id, "约面试")
    vacancy = posted()
    state_intent(admin, desk, StatedIntent(worker=worker.id, vacancy=vacancy.id, consent=False))
    with pytest.raises(Forbidden):
        show_contact(recruiter, desk, worker.id, "约面试")
    state_intent(admin, desk, StatedIntent(worker=worker.id, vacancy=vacancy.id, consent=True))
    assert show_contact(recruiter, desk, worker.id, "约面试").phone.startswith("199")


def test_showing_contact_data_is_written_down_with_its_purpose(desk, station):
    worker = register_worker(station, desk, minimal()).worker
    show_contact(station, desk, worker.id, "通知发车时间")
    latest = history(station, desk, worker.id, Page()).items[0]
    assert (str(latest.step), latest.actor, latest.note) == ("contact_shown", "station", "通知发车时间")


def test_a_recruiter_sees_a_surname_until_the_person_is_theirs_to_know(desk, admin, recruiter, posted, registered):
    worker = registered()
    state_intent(admin, desk, StatedIntent(worker=worker.id, vacancy=posted().id, consent=True))
    assert show_worker(recruiter, desk, worker.id).name == "示**"


def test_a_township_registers_its_own_people_unless_told_otherwise(desk, station):
    assert register_worker(station, desk, minimal()).worker.place == "611021103"
    assert register_worker(station, desk, minimal(name="示例四", place="611021101")).worker.place == "611021101"


def test_a_birthday_said_once_is_not_lost_by_a_later_shorter_entry(desk, station, make_worker):
    register_worker(station, desk, make_worker())
    again = register_worker(station, desk, replace(minimal(), name=make_worker().name, phone=make_worker().phone))
    assert again.worker.haves.born_on == date(1984, 5, 6)
