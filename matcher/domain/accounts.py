"""Accounts and actors: who may do what, and where."""

from dataclasses import dataclass

from matcher.domain.places import lies_in
from matcher.domain.terms import Labelled


class Role(Labelled):
    STATION = "station", "劳务站"
    RECRUITER = "recruiter", "招聘方"
    HOST = "host", "主播"
    COOPERATION = "cooperation", "劳务协作站"
    ESCORT = "escort", "随车人员"
    PROGRAMME = "programme", "项目管理"
    REVIEWER = "reviewer", "审核员"
    ADMIN = "admin", "管理员"


PLACED = frozenset({Role.STATION, Role.COOPERATION, Role.REVIEWER})  # scope is a division code


@dataclass(frozen=True, slots=True)
class Grant:
    """A role with its scope: a division code, an employer id, a programme or a trip id; "" is everywhere. Written `station@611021103`."""

    role: Role
    scope: str = ""

    def __str__(self) -> str:
        return f"{self.role}@{self.scope}" if self.scope else str(self.role)


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts: an account with its grants. Services take it first and refuse what lies outside."""

    name: str
    grants: tuple[Grant, ...] = ()

    def has(self, *roles: Role) -> bool:
        return any(g.role in roles for g in self.grants)

    def scopes(self, role: Role) -> tuple[str, ...]:
        return tuple(g.scope for g in self.grants if g.role is role)

    @property
    def is_admin(self) -> bool:
        return self.has(Role.ADMIN)

    def covers_place(self, code: str | None, *roles: Role) -> bool:
        """Whether one of these roles reaches that place; a blank place is reached by a scope of everywhere only."""
        areas = [g.scope for g in self.grants if g.role in roles]
        return any(area == "" or (code is not None and lies_in(code, area)) for area in areas)

    def covers_employer(self, employer: str) -> bool:
        return any(scope in ("", employer) for scope in self.scopes(Role.RECRUITER))


SYSTEM = Actor("system", (Grant(Role.ADMIN),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """password: argon2 hash or None; tokens are kept apart, as SHA-256."""

    name: str
    grants: tuple[Grant, ...]
    password: str | None = None
    active: bool = True

    @property
    def actor(self) -> Actor:
        return Actor(self.name, self.grants)
