from contextlib import contextmanager
from dataclasses import replace

import pytest

from matcher.domain.errors import Conflict, Unavailable
from matcher.domain.search import VacancySearch, WorkerSearch
from matcher.matching.rows import WORKER_ROW, worker_row
from matcher.services.indexing import reindex, rewrite_rows, tick, vacancy_entry
from matcher.services.posting import post_vacancy, show_vacancy
from matcher.services.recommending import candidates_for
from matcher.services.searching import find_vacancies, find_workers

LAYOUT_AT = WORKER_ROW.fields["layout"][1]  # where the layout number stands in a row


class Away:
    """A catalogue whose engine does not answer."""

    def put(self, entries, *, wait=True):
        raise Unavailable("搜索暂时不可用。")


def test_a_post_is_kept_while_the_catalogue_is_away_and_the_tick_makes_it_findable(desk, admin, employer, make_vacancy):
    alone = replace(desk, catalogue=Away())
    vacancy = post_vacancy(admin, alone, make_vacancy(employer=employer.id))
    assert show_vacancy(admin, desk, vacancy.id).title == "缝纫工"
    assert find_vacancies(admin, desk, VacancySearch(words="缝纫")).total == 0
    ticked = tick(desk, "one")
    assert ticked.caught_up >= 1
    assert find_vacancies(admin, desk, VacancySearch(words="缝纫")).total == 1


def test_a_tick_after_a_tick_has_nothing_left_to_do(desk, posted):
    posted()
    tick(desk, "one")
    assert tick(desk, "one").caught_up == 0


def test_two_ticks_never_work_at_once(desk, posted):
    posted()
    with desk.ledger.transaction() as tx:
        tx.take_lease("tick", "another", desk.now.replace(hour=23), desk.now)
    assert tick(desk, "one").ours is False


def test_a_tick_that_fails_leaves_its_mark_where_it_was(desk, admin, employer, make_vacancy):
    alone = replace(desk, catalogue=Away())
    post_vacancy(admin, alone, make_vacancy(employer=employer.id))
    with pytest.raises(Unavailable):
        tick(alone, "one")
    tick(desk, "one")
    assert find_vacancies(admin, desk, VacancySearch(words="缝纫")).total == 1


def test_reindex_finds_everything_anew_from_the_ledger(desk, admin, posted, registered):
    wanted = {posted(title=f"缝纫工{n}").id for n in range(3)}
    registered()
    done = reindex(desk)
    assert (done.vacancies, done.workers) == (3, 1)
    assert {v.id for v in find_vacancies(admin, desk, VacancySearch(words="缝纫")).items} == wanted
    assert find_workers(admin, desk, WorkerSearch(words="缝纫")).total == 1


def test_what_is_posted_while_the_new_index_is_filled_is_in_it(desk, admin, posted):
    posted()
    later = []

    def meanwhile(_count):
        if not later:
            later.append(posted(title="平车工"))

    reindex(desk, meanwhile)
    assert find_vacancies(admin, desk, VacancySearch(words="平车")).total == 1


def test_an_index_that_lost_something_is_not_switched_to(desk, admin, posted):
    posted()

    class Forgetful:
        def __init__(self, new):
            self.new = new

        def put(self, entries):
            self.new.put(entries[1:])

        def switch(self, expected):
            self.new.switch(expected)

    class Catalogue:
        @contextmanager
        def rebuild(self):
            with desk.catalogue.rebuild() as new:
                yield Forgetful(new)

    with pytest.raises(Conflict):
        reindex(replace(desk, catalogue=Catalogue()))
    assert find_vacancies(admin, desk, VacancySearch(words="缝纫")).total == 1


def test_an_entry_holds_neither_phone_nor_name_of_a_person(desk, registered):
    from matcher.services.indexing import worker_entry

    with desk.ledger.reading() as reader:
        worker = reader.worker(registered(name="示例某").id)
    entry = worker_entry(desk, worker)
    assert not any("示例" in term or "199" in term for term in (*entry.cut.words, *entry.cut.bigrams))


def test_an_entry_says_where_the_post_lies_on_every_level(desk, posted):
    entry = vacancy_entry(desk, posted(place="320583"))
    assert (entry.tags["place"], entry.tags["city"], entry.tags["county"]) == (("32", "3205", "320583"), ("3205",), ("320583",))


@pytest.mark.parametrize("old", [lambda row: b"of another width", lambda row: row[:LAYOUT_AT] + b"\x00" + row[LAYOUT_AT + 1:]])
def test_after_a_new_layout_of_the_rows_a_reindex_makes_people_rankable_again(desk, admin, posted, registered, old):
    post, worker = posted(), registered()
    with desk.ledger.transaction() as tx:
        whole = worker_row(tx.worker(worker.id), desk.places)
        tx.rewrite_rows("worker", {worker.id: old(whole)})
    assert rewrite_rows(desk) == 1
    assert desk.ledger.rows_since("worker", 0, WORKER_ROW.itemsize).rows == whole
    reindex(desk)
    assert [each.worker.id for each in candidates_for(admin, desk, post.id).items] == [worker.id]
    assert rewrite_rows(desk) == 0
