"""Vacancies over the API: posting, reading, changing, searching, full at zero."""

from collections.abc import Callable
from typing import Any

import pytest
from calling import Caller

from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy, VacancyState


def ids(answer: Any) -> list[str]:
    return [item["id"] for item in answer.json["items"]]


def test_a_post_is_found_by_search_before_its_posting_is_answered(station_calls: Caller, anyone: Caller, sewing_post: dict[str, Any]) -> None:
    made = station_calls("POST", "/vacancies", sewing_post)
    assert made.status_code == 201
    assert ids(anyone("GET", "/vacancies?words=缝纫")) == [made.json["id"]]


def test_words_for_place_and_occupation_become_codes_with_their_labels(station_calls: Caller, sewing_post: dict[str, Any]) -> None:
    made = station_calls("POST", "/vacancies", sewing_post).json
    assert (made["place"], made["occupation"]) == ("320115", "6-05-01-03")
    assert made["place_label"] == "江苏南京江宁"
    assert made["state_label"] == "在招"


def test_a_new_post_says_where_it_is_and_which_version_it_has(station_calls: Caller, anyone: Caller, sewing_post: dict[str, Any]) -> None:
    made = station_calls("POST", "/vacancies", sewing_post)
    assert made.headers["Location"] == f"/api/v1/vacancies/{made.json['id']}"
    assert made.headers["ETag"] == '"1"'
    assert anyone("GET", f"/vacancies/{made.json['id']}").json == made.json


def test_whoever_holds_the_version_gets_304_without_a_body(anyone: Caller, open_post: Vacancy) -> None:
    again = anyone("GET", f"/vacancies/{open_post.id}", headers={"If-None-Match": f'"{open_post.version}"'})
    assert (again.status_code, again.data) == (304, b"")


def test_a_list_that_is_the_same_is_not_sent_twice(anyone: Caller, open_post: Vacancy) -> None:
    first = anyone("GET", "/vacancies")
    assert anyone("GET", "/vacancies", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_what_was_read_can_be_sent_back_changed(station_calls: Caller, admin_calls: Caller, open_post: Vacancy) -> None:
    read = admin_calls("GET", f"/vacancies/{open_post.id}")
    saved = admin_calls("PUT", f"/vacancies/{open_post.id}", read.json | {"headcount": 20}, headers={"If-Match": read.headers["ETag"]})
    assert saved.status_code == 200, saved.json
    assert saved.json | {"version": 1, "updated_at": 0} == read.json | {"headcount": 20, "left": 20, "updated_at": 0}
    assert saved.headers["ETag"] == '"2"'


def test_a_stale_edit_is_refused_with_both_versions_and_the_document_as_it_is(admin_calls: Caller, open_post: Vacancy) -> None:
    read = admin_calls("GET", f"/vacancies/{open_post.id}").json
    for title in ("平车工", "裁剪工"):
        late = admin_calls("PUT", f"/vacancies/{open_post.id}", read | {"title": title}, headers={"If-Match": '"1"'})
    assert late.status_code == 412
    assert (late.json["expected"], late.json["current_version"], late.json["current"]["title"]) == (1, 2, "平车工")
    assert admin_calls("GET", f"/vacancies/{open_post.id}").json["title"] == "平车工"


@pytest.mark.parametrize("tag", [None, "*", '"x"', '"1", "2"', 'W/"1"'])
def test_an_edit_that_does_not_say_which_version_it_read_is_refused(admin_calls: Caller, open_post: Vacancy, tag: str | None) -> None:
    read = admin_calls("GET", f"/vacancies/{open_post.id}").json
    refused = admin_calls("PUT", f"/vacancies/{open_post.id}", read, headers={"If-Match": tag} if tag else {})
    assert refused.status_code == 428
    assert "If-Match" in refused.json["detail"]


def test_paging_by_cursor_gives_each_post_once(anyone: Caller, posted: Callable[..., Vacancy]) -> None:
    made = {posted(title=f"缝纫工{n}").id for n in range(7)}
    seen, cursor, total = [], "", 0
    while cursor is not None:
        page = anyone("GET", f"/vacancies?size=3&cursor={cursor}").json
        seen, cursor, total = seen + [item["id"] for item in page["items"]], page["page"]["cursor"], page["page"]["total"]
    assert len(seen) == len(made) == total
    assert set(seen) == made


def test_a_place_nobody_knows_is_named_and_the_rest_of_the_search_counts(anyone: Caller, open_post: Vacancy) -> None:
    found = anyone("GET", "/vacancies?words=缝纫&place=火星").json
    assert "火星" in found["unknown"][0]
    assert found["page"]["total"] == 1


def test_facets_count_and_ways_out_say_how_to_ask_for_them(anyone: Caller, open_post: Vacancy) -> None:
    found = anyone("GET", "/vacancies?place=320113").json
    assert found["items"] == []
    way = found["ways_out"][0]
    assert way["count"] == 1
    assert anyone("GET", f"/vacancies?place={way['search']['place'][0]}").json["facets"]["shift"] == [{"value": "day", "label": "长白班", "count": 1}]


def test_at_zero_the_post_is_full_in_reading_searching_and_ranking_at_once(
        admin_calls: Caller, anyone: Caller, posted: Callable[..., Vacancy], registered: Callable[..., Worker]) -> None:
    post, woman, other = posted(headcount=1), registered(), registered(name="示例三")
    intent = admin_calls("POST", "/intents", {"worker": woman.id, "vacancy": post.id}).json
    assert ids(admin_calls("GET", f"/vacancies?employer={post.employer}")) == [post.id]
    assert admin_calls("POST", f"/intents/{intent['id']}/accept").status_code == 200
    shown = anyone("GET", f"/vacancies/{post.id}").json
    assert (shown["state"], shown["left"], shown["state_label"]) == ("full", 0, "已招满")
    assert ids(anyone("GET", "/vacancies?words=缝纫")) == []
    assert admin_calls("GET", f"/workers/{other.id}/vacancies").json["items"] == []
    assert admin_calls("GET", f"/vacancies/{post.id}/candidates").json["items"] == []


def test_one_tap_pauses_a_post_everywhere(recruiter_calls: Caller, anyone: Caller, open_post: Vacancy) -> None:
    assert recruiter_calls("POST", f"/vacancies/{open_post.id}/state", {"state": "paused", "note": "线停了"}).json["state"] == "paused"
    assert ids(anyone("GET", "/vacancies")) == []


def test_a_draft_is_nobodys_business_but_its_owners(anyone: Caller, recruiter_calls: Caller, posted: Callable[..., Vacancy]) -> None:
    draft = posted(state=VacancyState.DRAFT)
    assert anyone("GET", f"/vacancies/{draft.id}").status_code == 404
    assert recruiter_calls("GET", f"/vacancies/{draft.id}").status_code == 200


def test_candidates_come_masked_with_reasons_and_the_proof(recruiter_calls: Caller, open_post: Vacancy, registered: Callable[..., Worker]) -> None:
    woman = registered()
    found = recruiter_calls("GET", f"/vacancies/{open_post.id}/candidates?top=5").json
    assert found["proved"] is True
    best = found["items"][0]
    assert (best["worker"]["id"], best["worker"]["name"]) == (woman.id, "示**")
    assert "****" in best["worker"]["phone"]
    assert best["wants"]
    assert best["needs"]
    assert 0 < best["score"] <= 1


def test_an_edit_must_say_the_state_so_that_silence_opens_nothing(recruiter_calls: Caller, open_post: Vacancy) -> None:
    read = recruiter_calls("GET", f"/vacancies/{open_post.id}").json
    del read["state"]
    refused = recruiter_calls("PUT", f"/vacancies/{open_post.id}", read, headers={"If-Match": '"1"'})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["state"])
