"""Employers: the unit that hires, by its unified social credit code."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """credit_code: 统一社会信用代码, 18 characters, None until shown. verified_on: when licence and mandate were seen (市场条例 §26)."""

    id: str
    name: str
    version: int = 0
    credit_code: str | None = None
    place: str | None = None
    address: str = ""
    contact: str = ""
    phone: str = ""
    industry: str = ""
    nature: str = ""
    size: str = ""
    is_agency: bool = False
    licence: str = ""
    verified_at: datetime | None = None
    entered_by: str = ""
    source: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None
