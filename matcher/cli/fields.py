"""A posting given as JSON: fields of our own become values, whatever else it says is checked as text under its name."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Final, get_type_hints

import msgspec
import orjson

from matcher.compliance.postings import Posting, rendered
from matcher.domain.employers import Employer
from matcher.domain.vacancies import Vacancy

HINTS: Final = {name: hint for name, hint in get_type_hints(Vacancy).items() if name in {field.name for field in fields(Vacancy)}}
EMPLOYER_NAMES: Final = ("employer", "employer_name", "company")
APART: Final = frozenset({"text", "id", "public_body", "programme", "unread", *EMPLOYER_NAMES})


def posting_of(line: str, given: Posting) -> Posting:
    """given: the line taken as plain text; so it stays where the line is no JSON object."""
    try:
        said = orjson.loads(line) if line.lstrip().startswith("{") else None
    except orjson.JSONDecodeError:
        said = None
    if not isinstance(said, Mapping):
        return given
    public = said.get("public_body") is True or given.public_body
    programme = str(said["programme"]) if said.get("programme") else given.programme
    employer = _employer(said)
    if isinstance(said.get("text"), str):
        place = said.get("place")
        return replace(given, text=said["text"], employer=employer, public_body=public, programme=programme,
                       place=place if isinstance(place, str) and place.isdigit() else given.place)
    made = rendered(_vacancy(said, employer), employer, public_body=public)
    return replace(made, place=made.area or given.place, programme=made.programme or programme)


def _employer(said: Mapping[str, Any]) -> Employer | None:
    """An object with name, credit_code, is_agency, licence; or a name alone."""
    given = next((said[name] for name in EMPLOYER_NAMES if said.get(name)), None)
    if given is None:
        return None
    whole = given if isinstance(given, Mapping) else {"name": str(given)}
    try:
        return msgspec.convert({"id": "", "name": "", **whole}, Employer)
    except msgspec.ValidationError:
        return Employer(id="", name=str(whole.get("name", "")))


def _vacancy(said: Mapping[str, Any], employer: Employer | None) -> Vacancy:
    values: dict[str, Any] = {}
    unread: list[tuple[str, str]] = []
    for name, value in said.items():
        if name in APART or value in (None, "", [], {}):
            continue
        try:
            values[name] = msgspec.convert(value, HINTS[name])
        except (KeyError, msgspec.ValidationError):
            unread.append((name, value if isinstance(value, str) else orjson.dumps(value).decode()))
    name = employer.name if employer else ""
    return Vacancy(**{"title": "", **values, "id": "", "employer": "", "employer_name": name, "unread": tuple(unread)})
