"""What is kept in memory of people is never older than the ledger, and never shows more than its reader may see."""

from dataclasses import replace

import pytest

from matcher.domain.accounts import Actor, Grant, Role
from matcher.matching.reasons import explain_all
from matcher.matching.rows import worker_row
from matcher.services import showing
from matcher.services.posting import edit_vacancy, show_vacancy
from matcher.services.recommending import candidates_for, teller_of
from matcher.services.registering import edit_worker, show_worker
from matcher.services.showing import Showing


@pytest.fixture
def shown(desk, admin, posted, registered):
    """A post and a person who was ranked for it once already."""
    vacancy, worker = posted(), registered()
    assert [each.worker.id for each in candidates_for(admin, desk, vacancy.id).items] == [worker.id]
    return vacancy, worker


def only(actor, desk, vacancy):
    (one,) = candidates_for(actor, desk, vacancy.id).items
    return one


def test_a_corrected_person_is_shown_and_explained_as_corrected(desk, admin, shown):
    vacancy, worker = shown
    before = only(admin, desk, vacancy)
    read = show_worker(admin, desk, worker.id)
    edit_worker(admin, desk, replace(read, village="新村", wants=replace(read.wants, monthly_yuan=9000)))
    after = only(admin, desk, vacancy)
    assert (before.worker.village, after.worker.village) != ("新村", before.worker.village)
    assert after.worker.village == "新村"
    assert after.explanation != before.explanation
    assert any("9000" in chip for chip in after.explanation.missing)


def test_a_changed_post_is_explained_as_changed(desk, admin, shown):
    vacancy, _ = shown
    read = show_vacancy(admin, desk, vacancy.id)
    before = only(admin, desk, vacancy).explanation
    edit_vacancy(admin, desk, replace(read, offer=replace(read.offer, meals=not read.offer.meals)))
    assert only(admin, desk, vacancy).explanation != before


def test_a_name_shown_to_its_office_is_still_covered_for_a_recruiter(desk, admin, shown):
    vacancy, worker = shown
    recruiter = Actor("booth", (Grant(Role.RECRUITER, vacancy.employer),))
    assert only(admin, desk, vacancy).worker.name == worker.name
    covered = only(recruiter, desk, vacancy).worker
    assert covered.name == worker.name[:1] + "*" * (len(worker.name) - 1)
    assert only(admin, desk, vacancy).worker.name == worker.name


def test_no_phone_is_kept_in_memory(desk, admin, posted, registered):
    worker = registered(phone="13812345678")
    candidates_for(admin, desk, posted().id)
    with desk.ledger.glance() as glance:
        (kept,) = desk.showing.people(glance, [worker.id]).values()
    assert "13812345678" not in repr(kept)
    assert all("****" in each.phone for each in kept)


class Interrupted:
    """A glance in the middle of which something else happens."""

    def __init__(self, glance, meanwhile):
        self._glance, self._meanwhile = glance, meanwhile

    def __getattr__(self, name):
        return getattr(self._glance, name)

    def workers(self, ids):
        found = self._glance.workers(ids)
        self._meanwhile()
        return found


def test_who_is_corrected_while_being_read_is_not_kept_as_before(desk, admin, registered):
    worker, kept = registered(), Showing()

    def corrected_and_shown():
        edit_worker(admin, desk, replace(show_worker(admin, desk, worker.id), village="新村"))
        with desk.ledger.glance() as other:
            kept.people(other, [])  # another reader, who learns of the change first

    with desk.ledger.glance() as glance:
        kept.people(Interrupted(glance, corrected_and_shown), [worker.id])
        assert kept.people(glance, [worker.id])[worker.id][0].village == "新村"


def test_reasons_told_of_a_row_that_was_older_than_the_record_are_not_told_again(desk, admin, posted, registered):
    worker, post, kept = registered(), posted(), Showing()
    before = worker_row(worker, desk.places)
    read = show_worker(admin, desk, worker.id)
    edited = edit_worker(admin, desk, replace(read, wants=replace(read.wants, occupations=("6-11-01-01",))))
    teller = teller_of(desk)
    kept.reasons([edited], post, desk.weights, teller, {worker.id: before})  # ranked a moment before the edit, read after it
    now = {worker.id: worker_row(edited, desk.places)}
    assert kept.reasons([edited], post, desk.weights, teller, now) == explain_all([edited], post, desk.weights, teller, now)


def test_what_is_kept_has_a_limit(desk, admin, posted, registered, monkeypatch):
    monkeypatch.setattr(showing, "MOST", 2)
    vacancy, kept = posted(), Showing()
    people = [registered(name=f"王{n}", phone=f"1380000000{n}") for n in range(3)]
    with desk.ledger.glance() as glance:
        for each in people:
            assert set(kept.people(glance, [each.id])) == {each.id}
    assert len(kept._people) <= 2
    assert len(candidates_for(admin, replace(desk, showing=kept), vacancy.id).items) == 3
