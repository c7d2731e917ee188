"""R23 and R26: may this unit publish at all?"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from matcher.compliance.case import Case, Finding, Hits
from matcher.compliance.hits import Hit, Level
from matcher.compliance.tables import Tables
from matcher.domain.employers import Employer

AGENCY: Final = Finding("R23", Level.BLOCK, "就业促进法第40、64条; 人力资源市场暂行条例第18、26、42条")
LIKE_AGENCY: Final = Finding("R23", Level.HOLD, "就业促进法第40、64条; 人力资源市场暂行条例第18、26、42条")
ARREARS: Final = Finding("R26", Level.BLOCK, "保障农民工工资支付条例第48条; 失信联合惩戒名单管理暂行办法")
REPAIRED: Final = Finding("R26", Level.INFO, "失信联合惩戒名单管理暂行办法")
_AGENCY_NAMES: Final = ("劳务", "人力资源", "职业介绍", "人才服务", "职介", "人才市场")


def check_agency(case: Case) -> Hits:
    """R23: an agency posts only with a licence in force; a public body posts others' vacancies by its office."""
    employer = case.posting.employer
    if employer is None or case.posting.public_body or employer.licence.strip() or case.tables.licensed(employer.credit_code, case.day):
        return
    if employer.is_agency:
        yield AGENCY.missing("先登记人力资源服务许可证和委托书", employer.name, "employer")
    elif any(word in employer.name for word in _AGENCY_NAMES):
        yield LIKE_AGENCY.missing("名称像中介: 核对许可证", employer.name, "employer")


def check_arrears(case: Case) -> Hits:
    return arrears_hits(case.posting.employer, case.tables, case.day)


def arrears_hits(employer: Employer | None, tables: Tables, day: date) -> Iterator[Hit]:
    """R26: on the arrears list that day, by credit code and never by name; taken off it is a tag only."""
    entries = tables.arrears(employer.credit_code) if employer is not None else ()
    if employer is None or not entries:
        return
    active = [entry for entry in entries if entry.active_on(day)]
    if active:
        until = max(entry.until for entry in active)
        yield ARREARS.missing(f"欠薪失信名单内, 至{until.isoformat()}不能发", employer.name, "employer")
    elif any(entry.since <= day for entry in entries):
        yield REPAIRED.missing("曾列入欠薪名单, 已移出", employer.name, "employer")
