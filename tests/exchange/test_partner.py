"""A partner's list: fetched politely, believed in nothing."""

import pytest
import responses
from responses import matchers
from urllib3.util import Retry

from matcher.domain.errors import Invalid, Unavailable
from matcher.domain.search import VacancySearch
from matcher.exchange.partner import Partner
from matcher.exchange.takeover import adverts_from
from matcher.services.importing import import_adverts
from matcher.services.searching import find_vacancies

LIST = "https://partner.invalid/api/v1/vacancies"
POST = {
    "id": "v0000000000001", "title": "缝纫工", "employer": "e0000000000001", "employer_name": "示例服装有限公司", "place": "320583",
    "occupation": "6-05-01-03",
    "headcount": 5, "accepted": 1, "left": 4, "state": "open", "place_label": "江苏苏州昆山",
    "offer": {"pay": [{"basis": "month", "low": 6000.0, "high": 8000.0}]},
    "needs": {"age_low": 18}, "closes_on": "2026-03-31", "something_newer": True,
}


def page(*items, cursor=None):
    return {"items": list(items), "page": {"cursor": cursor, "size": 100, "total": len(items)}}


@pytest.fixture
def net():
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def partner(tmp_path):
    def make(address=LIST, **options):
        return Partner(address, tmp_path / "partners", retry=Retry(0), **options)

    return make


@pytest.fixture
def fetch(desk, admin, partner):
    return lambda **options: import_adverts(admin, desk, adverts_from(desk, partner(**options)))


def test_a_partners_posts_are_found_here_and_a_second_visit_adds_nothing(net, fetch, desk, admin):
    net.get(LIST, json=page(POST))
    assert fetch().added == 1
    (hit,) = find_vacancies(admin, desk, VacancySearch(words="缝纫")).items
    assert (hit.title, hit.place, hit.source, hit.source_key, hit.accepted) == ("缝纫工", "320583", "partner.invalid", POST["id"], 0)
    assert (hit.offer.pay[0].low, hit.needs.age_low) == (6000, 18)
    report = fetch()
    assert (report.added, report.known) == (0, 1)


def test_every_page_is_followed_once(net, fetch):
    net.get(LIST, json=page(POST, cursor="next"), match=[matchers.query_param_matcher({"size": "100"})])
    net.get(LIST, json=page({**POST, "id": "v0000000000002"}), match=[matchers.query_param_matcher({"size": "100", "cursor": "next"})])
    assert fetch().added == 2


def test_a_list_that_runs_in_a_circle_is_left(net, fetch):
    net.get(LIST, json=page(POST, cursor="again"))
    with pytest.raises(Invalid, match="原地打转"):
        fetch()


def test_an_unchanged_page_is_not_sent_again_and_reads_as_before(net, fetch):
    net.get(LIST, json=page(POST), headers={"ETag": '"one"'})
    fetch()
    net.replace(responses.GET, LIST, status=304)
    assert fetch().known == 1
    assert net.calls[-1].request.headers["If-None-Match"] == '"one"'


@pytest.mark.parametrize(("status", "error", "said"), [
    (404, Invalid, "核对地址"), (401, Invalid, "不让读"), (302, Invalid, "别处"),
    (503, Unavailable, "正忙"), (429, Unavailable, "正忙"), (500, Invalid, "500"),
])
def test_an_answer_that_is_no_list_ends_in_a_sentence(net, fetch, status, error, said):
    net.get(LIST, status=status, headers={"Location": "https://elsewhere.invalid/"} if status == 302 else {})
    with pytest.raises(error, match=said):
        fetch()


@pytest.mark.parametrize("body", ["<html>", "[]", "{}", '{"items": 3}', '{"items": [], "page": {"cursor": 7}}', '{"items": [], "page": [1]}'])
def test_a_body_that_is_no_list_ends_in_a_sentence(net, fetch, body):
    net.get(LIST, body=body)
    with pytest.raises(Invalid, match="不是岗位列表"):
        fetch()


def test_a_page_larger_than_allowed_is_not_taken_in(net, fetch):
    net.get(LIST, json=page(POST))
    with pytest.raises(Invalid, match="超过"):
        fetch(page_bytes=100)


def test_a_partner_that_cannot_be_reached_is_named(net, fetch):
    import requests

    net.get(LIST, body=requests.ConnectionError("no route"))
    with pytest.raises(Unavailable, match=r"partner\.invalid"):
        fetch()


@pytest.mark.parametrize("address", ["ftp://partner.invalid/x", "file:///etc/passwd", "http:///nowhere"])
def test_only_web_addresses_are_fetched(partner, address):
    with pytest.raises(Invalid, match="http"):
        partner(address)


@pytest.mark.parametrize(("item", "column"), [
    pytest.param({**POST, "title": ""}, "title", id="no title"),
    pytest.param({**POST, "employer_name": None}, "employer_name", id="no employer"),
    pytest.param({**POST, "headcount": "many"}, "", id="a headcount that is no number"),
    pytest.param({**POST, "offer": {"pay": [{"basis": "month", "low": 9, "high": 3}]}}, "", id="pay upside down"),
    pytest.param({**POST, "state": "draft"}, "state", id="not published there"),
    pytest.param("缝纫工", "", id="no document at all"),
])
def test_an_item_that_cannot_be_meant_is_named_and_the_next_goes_in(net, fetch, item, column):
    net.get(LIST, json=page(item, {**POST, "id": "v0000000000002"}))
    report = fetch()
    assert (report.read, report.refused, report.added) == (2, 1, 1)
    assert [(p.row, p.column) for p in report.problems] == [(1, column)]


def test_a_place_code_nobody_knows_is_left_out_and_named(net, fetch):
    net.get(LIST, json=page({**POST, "place": "999999"}))
    report = fetch()
    assert (report.added, [(p.column, p.text) for p in report.problems]) == (1, [("place", "999999")])
