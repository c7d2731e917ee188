"""Employers over the API."""

from dataclasses import replace

from flask import Response, url_for

from matcher.api.rest import ETAG, LOCATION, Room, answer, unless_known, version_read
from matcher.context import actor, allowed, desk
from matcher.domain.accounts import Role
from matcher.domain.employers import Employer
from matcher.ledger.port import Page
from matcher.schemas.employers import EmployerListDocument, EmployersAskedSchema, EmployerSchema, employer_document
from matcher.schemas.pages import listed
from matcher.services.posting import POSTERS, add_employer, edit_employer, list_employers, show_employer

room = Room("employers")
EVERY = (*POSTERS, Role.RECRUITER)


@room.at("POST", "/employers")
@allowed(*POSTERS)
@room.takes(EmployerSchema)
@room.answers(201, EmployerSchema, 409, headers=ETAG | LOCATION)
def post_employer(draft: Employer) -> Response:
    """Register an employer; a credit code that is known is refused, naming who has it."""
    saved = add_employer(actor(), desk(), draft)
    return answer(employer_document(saved), 201, version=saved.version, location=url_for("employers.get_employer", id=saved.id))


@room.at("GET", "/employers")
@allowed(*EVERY)
@room.asked(EmployersAskedSchema)
@room.answers(200, EmployerListDocument)
def get_employers(asked: tuple[Page, str]) -> Response:
    """Employers by name, newest first; a recruiter's own."""
    page, name = asked
    found = list_employers(actor(), desk(), page, name)
    return answer(listed(map(employer_document, found.items), found.cursor, page.size))


@room.at("GET", "/employers/<id(employer):id>")
@allowed(*EVERY)
@room.answers(200, EmployerSchema, 304, 404, headers=ETAG)
def get_employer(id: str) -> Response:
    """One employer."""
    found = show_employer(actor(), desk(), id)
    return unless_known(answer(employer_document(found), version=found.version))


@room.at("PUT", "/employers/<id(employer):id>")
@allowed(*EVERY)
@room.takes(EmployerSchema)
@room.answers(200, EmployerSchema, 404, 409, 412, 428, headers=ETAG)
def put_employer(draft: Employer, id: str) -> Response:
    """The whole document anew, from the version in If-Match."""
    saved = edit_employer(actor(), desk(), replace(draft, id=id, version=version_read()))
    return answer(employer_document(saved), version=saved.version)
