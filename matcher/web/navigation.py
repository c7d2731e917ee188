"""Which ways lead on from every page, by role: the one place that says so."""

from dataclasses import dataclass

from flask import Flask, request, url_for

from matcher import context
from matcher.domain.accounts import Actor, Role
from matcher.services.posting import POSTERS
from matcher.services.scopes import OFFICE, OVERVIEW

EVERYBODY: tuple[Role, ...] = ()
REGISTER = (*OFFICE, *OVERVIEW)
EMPLOYERS = (*POSTERS, Role.RECRUITER)

# endpoint, word, roles (none: everybody, signed in or not)
ENTRIES: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("pages.home", "今天要办", REGISTER),
    ("pages.home", "我的岗位", (Role.RECRUITER,)),
    ("pages.home", "我的车", (Role.ESCORT,)),
    ("pages.workers", "求职登记", REGISTER),
    ("pages.trips", "车次", (*REGISTER, Role.ESCORT)),
    ("pages.vacancies", "找岗位", EVERYBODY),
    ("pages.employers", "用人单位", POSTERS),
    ("pages.imports", "导入", REGISTER),
    ("pages.reviews", "审核", (Role.REVIEWER, Role.ADMIN)),
    ("pages.tables", "标准表", (Role.ADMIN,)),
)


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    href: str
    here: bool


def entries(actor: Actor) -> tuple[Entry, ...]:
    """The same address stands there once, under the first word that fits."""
    found: dict[str, Entry] = {}
    for endpoint, label, roles in ENTRIES:
        href = url_for(endpoint)
        if href not in found and (not roles or actor.has(*roles)):
            found[href] = Entry(label, href, is_here(href))
    return tuple(found.values())


def is_here(href: str) -> bool:
    return request.path == href or (href != "/" and request.path.startswith(f"{href}/"))


def install(app: Flask) -> None:
    app.add_template_global(lambda: entries(context.actor()), "navigation")
    app.add_template_global(lambda: context.actor().has(*REGISTER), "may_register")
    app.add_template_global(lambda: context.actor().has(*EMPLOYERS), "may_post")
