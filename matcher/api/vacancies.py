"""Vacancies over the API: posting, searching, and who fits. Reading is open to everybody."""

from dataclasses import replace
from typing import Any

from flask import Response, url_for

from matcher.api.rest import ETAG, LOCATION, Room, answer, unless_known, version_read
from matcher.context import actor, allowed, desk, open_to_all
from matcher.domain.accounts import Role
from matcher.domain.search import VacancySearch
from matcher.domain.vacancies import Vacancy
from matcher.schemas.matches import CandidatesDocument, VacancyHitsDocument, candidates_document, vacancy_hits_document
from matcher.schemas.pages import FiftySchema
from matcher.schemas.vacancies import StateSchema, VacancyEditSchema, VacancySchema, VacancySearchSchema, vacancy_document
from matcher.services.posting import POSTERS, edit_vacancy, post_vacancy, set_vacancy_state, show_vacancy
from matcher.services.recommending import candidates_for
from matcher.services.searching import find_vacancies

room = Room("vacancies")
EVERY = (*POSTERS, Role.RECRUITER)


@room.at("POST", "/vacancies")
@allowed(*EVERY)
@room.takes(VacancySchema)
@room.answers(201, VacancySchema, 409, headers=ETAG | LOCATION)
def add_vacancy(draft: Vacancy) -> Response:
    """Post a vacancy; it is found by search before this answers."""
    saved = post_vacancy(actor(), desk(), draft)
    return answer(vacancy_document(saved), 201, version=saved.version, location=url_for("vacancies.get_vacancy", id=saved.id))


@room.at("GET", "/vacancies")
@open_to_all
@room.asked(VacancySearchSchema)
@room.answers(200, VacancyHitsDocument, 304)
def get_vacancies(search: VacancySearch) -> Response:
    """Search open posts: hits, counts for each facet, and ways out where little is found."""
    return unless_known(answer(vacancy_hits_document(find_vacancies(actor(), desk(), search), search.size)))


@room.at("GET", "/vacancies/<id(vacancy):id>")
@open_to_all
@room.answers(200, VacancySchema, 304, 404, headers=ETAG)
def get_vacancy(id: str) -> Response:
    """One vacancy."""
    found = show_vacancy(actor(), desk(), id)
    return unless_known(answer(vacancy_document(found), version=found.version))


@room.at("PUT", "/vacancies/<id(vacancy):id>")
@allowed(*EVERY)
@room.takes(VacancyEditSchema)
@room.answers(200, VacancySchema, 404, 409, 412, 428, headers=ETAG)
def put_vacancy(draft: Vacancy, id: str) -> Response:
    """The whole document anew, from the version in If-Match; the employer stays."""
    saved = edit_vacancy(actor(), desk(), replace(draft, id=id, version=version_read()))
    return answer(vacancy_document(saved), version=saved.version)


@room.at("POST", "/vacancies/<id(vacancy):id>/state")
@allowed(*EVERY)
@room.takes(StateSchema)
@room.answers(200, VacancySchema, 404, 409, headers=ETAG)
def post_state(said: dict[str, Any], id: str) -> Response:
    """已招满, 暂停, 下架, 在招: everywhere at once."""
    saved = set_vacancy_state(actor(), desk(), id, **said)
    return answer(vacancy_document(saved), version=saved.version)


@room.at("GET", "/vacancies/<id(vacancy):id>/candidates")
@allowed(*EVERY)
@room.asked(FiftySchema)
@room.answers(200, CandidatesDocument, 404)
def get_candidates(asked: dict[str, int], id: str) -> Response:
    """The best people for a post, masked, best first, with reasons."""
    return answer(candidates_document(candidates_for(actor(), desk(), id, asked["top"])))
