from dataclasses import replace
from datetime import date

import pytest

from matcher.domain.accounts import Actor, Grant, Role
from matcher.domain.errors import Forbidden
from matcher.domain.pay import Pay
from matcher.domain.search import VacancySearch, WorkerSearch
from matcher.domain.terms import Posture, Shift
from matcher.domain.vacancies import Offer
from matcher.services.searching import find_vacancies, find_workers

ANYBODY = Actor("")
PLACES = ("320115", "320583", "320506", "330108", "441900", "611021")


@pytest.fixture
def find(desk):
    return lambda **asked: find_vacancies(ANYBODY, desk, VacancySearch(**asked))


def test_a_wider_radius_never_finds_fewer(posted, find):
    for place in PLACES:
        posted(place=place)
    totals = [find(near="320583", radius_km=km).total for km in (0, 20, 60, 150, 400, 1500, 3000)]
    assert totals == sorted(totals)
    assert (totals[0], totals[-1]) == (1, len(PLACES))


def test_a_place_is_found_by_any_area_it_lies_in(posted, find):
    vacancy = posted(place="320583")
    for area in ("320000", "320500", "320583", "苏州", "江苏苏州昆山"):
        assert [v.id for v in find(places=(area,)).items] == [vacancy.id], area
    assert find(places=("330000",)).total == 0


def test_an_unknown_place_or_trade_is_named_and_left_out_never_silently_empty(posted, find):
    vacancy = posted()
    hits = find(places=("没有这个地方",), occupations=("9-99-99-99",))
    assert [v.id for v in hits.items] == [vacancy.id]
    assert any("没有这个地方" in sentence for sentence in hits.unknown)
    assert any("9-99-99-99" in sentence for sentence in hits.unknown)


def test_a_family_of_work_holds_its_trades(posted, find):
    vacancy = posted(occupation="6-05-01-03")
    for family in ("6-05-01-03", "6-05-01-00", "6-05", "缝纫工"):
        assert [v.id for v in find(occupations=(family,)).items] == [vacancy.id], family


def test_each_wish_filters_and_what_the_post_does_not_say_is_not_taken_for_granted(posted, find):
    pay = (Pay(basis="month", low=7000, high=8000, kind="gross"),)
    said = posted(offer=Offer(pay=pay, shift=Shift.DAY, posture=Posture.SEATED, meals=True, lodging=True))
    posted(title="缝纫学徒", offer=Offer())
    for asked in ({"shifts": (Shift.DAY,)}, {"postures": (Posture.SEATED,)}, {"meals": True}, {"lodging": True}, {"pay_from": 6000}):
        assert [v.id for v in find(**asked).items] == [said.id], asked
    assert find(coach=True).total == 0


def test_only_posts_open_on_the_day_are_found(posted, find):
    posted(closes_on=date(2026, 3, 1))
    assert find().total == 1
    assert find(open_on=date(2026, 3, 1)).total == 1
    assert find(open_on=date(2026, 3, 2)).total == 0


def test_facets_count_all_hits_with_names_people_know(posted, find):
    for place in ("320583", "320506", "330108"):
        posted(place=place)
    hits = find(size=1)
    assert len(hits.items) == 1
    assert {(f.label, f.count) for f in hits.facets["city"]} == {("江苏苏州", 2), ("浙江杭州", 1)}


def test_paging_shows_every_post_once(posted, find):
    wanted = {posted(title=f"缝纫工{n}").id for n in range(7)}
    seen, cursor = [], None
    while True:
        hits = find(words="缝纫", size=3, cursor=cursor)
        seen += [v.id for v in hits.items]
        if (cursor := hits.cursor) is None:
            break
    assert sorted(seen) == sorted(wanted)


def test_a_thin_result_offers_counted_ways_out_that_keep_their_count(desk, posted, find):
    posted(place="320583")
    for _ in range(3):
        posted(place="320506")
    hits = find(places=("320583",))
    assert hits.total == 1
    assert hits.ways_out
    for way in hits.ways_out:
        assert way.count > hits.total
        assert find_vacancies(ANYBODY, desk, way.search).total == way.count


def test_words_that_the_dictionary_cuts_otherwise_are_still_found(posted, find):
    vacancy = posted(title="针车位长", description="")
    assert [v.id for v in find(words="车位").items] == [vacancy.id]


def test_people_are_found_by_work_and_place_inside_the_own_area_only(desk, station, registered):
    inside, outside = registered(), registered(place="522635100")
    assert [w.id for w in find_workers(station, desk, WorkerSearch(words="缝纫")).items] == [inside.id]
    everywhere = Actor("office", (Grant(Role.STATION, ""),))
    assert {w.id for w in find_workers(everywhere, desk, WorkerSearch(words="缝纫")).items} == {inside.id, outside.id}


def test_people_are_not_found_by_name_and_come_masked(desk, station, registered):
    registered(name="示例某")
    assert find_workers(station, desk, WorkerSearch(words="示例某")).total == 0
    assert "****" in find_workers(station, desk, WorkerSearch(words="缝纫")).items[0].phone


def test_a_recruiter_has_no_search_of_people(desk, recruiter):
    with pytest.raises(Forbidden):
        find_workers(recruiter, desk, WorkerSearch())


def test_a_worker_who_left_is_found_no_more(desk, admin, registered):
    from matcher.services.registering import edit_worker

    worker = registered()
    edit_worker(admin, desk, replace(worker, active=False))
    assert find_workers(admin, desk, WorkerSearch(words="缝纫")).total == 0
