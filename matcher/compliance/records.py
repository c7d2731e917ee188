"""Records and accounts: R31 who sees what, R32 consent, R33 keeping, R40 real names, R41 marks on what a machine made."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from matcher.compliance.case import Finding
from matcher.compliance.hits import Hit, Level
from matcher.domain.employers import Employer
from matcher.domain.people import Consent
from matcher.domain.terms import ConsentMode
from matcher.reading.identity import read_identity
from matcher.reading.phones import read_phones

SHOWN: Final = Finding("R31", Level.BLOCK, "个人信息保护法第6、13、23、28、29条")
CONSENT: Final = Finding("R32", Level.WARN, "个人信息保护法第14、15、17、47条")
KEPT: Final = Finding("R33", Level.HOLD, "人力资源市场暂行条例第33条; 个人信息保护法第19、55、56条")
ACCOUNT: Final = Finding("R40", Level.BLOCK, "人社厅发〔2025〕60号; 童工规定第4条; 工资条例第6条")
MISMATCH: Final = Finding("R40", Level.HOLD, "人社厅发〔2025〕60号; 童工规定第4条; 工资条例第6条")
MARKED: Final = Finding("R41", Level.WARN, "人工智能生成合成内容标识办法")
Audience: TypeAlias = Literal["list", "task", "employer", "carrier", "group", "notice"]
Holding: TypeAlias = Literal["service_ledger", "online_service", "profile", "impact_assessment", "audit_log"]
SENSITIVE: Final = frozenset({"identity", "categories", "health", "bank"})
NAMED: Final = frozenset({"name", "phone"})
ROSTER_DAYS: Final = 7  # a carrier's roster expires that long after the trip
YEARS_KEPT: Final[dict[Holding, int]] = {"service_ledger": 2, "online_service": 3, "profile": 3, "impact_assessment": 3, "audit_log": 3}
IDLE_YEARS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Fields about to be shown in full, and to whom. authorised: role and purpose allow it. consented: the worker agreed, to this employer.

    expires_in_days, watermarked: of an exported roster.
    """

    audience: Audience
    fields: frozenset[str]
    authorised: bool = False
    consented: bool = False
    watermarked: bool = False
    expires_in_days: int | None = None


def check_disclosure(shown: Disclosure) -> Iterator[Hit]:
    """R31: sensitive fields need role and purpose; an employer sees name and phone after the worker's own consent; groups and notices see neither."""
    sensitive = sorted(shown.fields & SENSITIVE)
    if shown.audience in ("list", "group", "notice") and (sensitive or "phone" in shown.fields):
        yield SHOWN.missing("号码打码后再给: 6101****1234", ", ".join(sensitive or ["phone"]))
    elif shown.audience == "employer" and (shown.fields - NAMED or not shown.consented):
        yield SHOWN.missing("只给姓名电话, 且须本人单独同意", ", ".join(sorted(shown.fields)))
    elif shown.audience == "carrier" and not (shown.watermarked and shown.expires_in_days is not None and shown.expires_in_days <= ROSTER_DAYS):
        yield SHOWN.missing("花名册加水印, 7天后失效", ", ".join(sorted(shown.fields)))
    elif sensitive and not shown.authorised:
        yield SHOWN.missing("没有这项职责或用途, 不能看", ", ".join(sensitive))


_NUMBERS: Final = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


def check_message(text: str, day: date) -> Iterator[Hit]:
    """R31 for a text about to go into a group: a whole ID number or phone in it."""
    for match in _NUMBERS.finditer(text):
        if read_identity(match[0], day).value is not None:
            yield Hit(rule="R31", level=Level.BLOCK, basis=SHOWN.basis, suggestion="身份证号打码后再发", span=match.span(), text=match[0])
    for span in read_phones(text).spans:
        yield Hit(rule="R31", level=Level.BLOCK, basis=SHOWN.basis, suggestion="手机号打码后再发", span=span, text=text[slice(*span)])


def check_consent(consent: Consent | None) -> Iterator[Hit]:
    """R32: who agreed, to which words, how and when; by proxy also who wrote it down."""
    if consent is None:
        yield CONSENT.missing("补记同意: 谁、哪一版、怎样、何时")
        return
    wanted = (("同意的时间", consent.at is not None), ("告知文本的版本", bool(consent.text_version)),
              ("代办人", consent.mode is ConsentMode.SELF or bool(consent.by.strip())))
    yield from (CONSENT.missing(f"补记{label}", label) for label, said in wanted if not said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """holding: what kind it is. last_used: last contact or service. searchable, pseudonymised: as it stands. to_be_deleted: about to go."""

    holding: Holding
    last_used: date
    searchable: bool = False
    pseudonymised: bool = False
    to_be_deleted: bool = False


def check_keeping(record: Record, day: date) -> Iterator[Hit]:
    """R33: nothing goes before its years are over; an idle profile is not searched any more; then it is deleted or made anonymous."""
    over = years_later(record.last_used, YEARS_KEPT[record.holding]) <= day
    if record.to_be_deleted and not over:
        yield KEPT.missing(f"要保存满{YEARS_KEPT[record.holding]}年, 现在不能删", record.holding)
    elif record.searchable and years_later(record.last_used, IDLE_YEARS) <= day:
        yield KEPT.missing("三年没联系, 停止检索并去标识", record.holding)
    elif over and not record.pseudonymised and not record.to_be_deleted and record.holding == "profile":
        yield KEPT.missing("保存期满, 删除或去标识", record.holding)


def years_later(day: date, years: int) -> date:
    """The same day years on; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerAccount:
    """An account that wants to post. agent: 经办人 by real name. mandate: 委托 seen. shown_name: what the page would show."""

    employer: Employer
    agent: str = ""
    agent_verified: bool = False
    mandate: bool = False
    shown_name: str = ""


def check_account(account: EmployerAccount) -> Iterator[Hit]:
    """R40: credit code, an agent by real name and a mandate; the name shown must be the unit's."""
    named = bool(account.agent.strip()) and account.agent_verified
    wanted = (("统一社会信用代码", bool(account.employer.credit_code)), ("经办人实名", named), ("委托书", account.mandate))
    missing = [label for label, said in wanted if not said]
    if missing:
        yield ACCOUNT.missing(f"先补: {'、'.join(missing)}", account.employer.name)
    name = account.shown_name.strip()
    if name and name not in account.employer.name and account.employer.name not in name:
        yield ACCOUNT.missing("名称要和营业执照一致", name)


def check_arrival(registered_name: str, shown_name: str | None) -> Iterator[Hit]:
    """R40: at the factory or the coach the ID card is looked at; browsing asks for none (shown_name None)."""
    if shown_name is not None and _same_name(registered_name) != _same_name(shown_name):
        yield MISMATCH.missing("姓名和身份证不符, 请核对", "")


def _same_name(name: str) -> str:
    return re.sub(r"[\s·.]", "", name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What a host reads or a page plays. foreign_facts: sentences with no ground in the vacancy's record."""

    machine_made: bool = False
    labelled: bool = False
    foreign_facts: tuple[str, ...] = ()


def check_script(script: Script) -> Iterator[Hit]:
    """R41: what a machine wrote, spoke or drew bears the mark, and says nothing the record does not."""
    if script.machine_made and not script.labelled:
        yield MARKED.missing("加“人工智能生成”标识")
    yield from (MARKED.missing("只说岗位里有的内容", fact) for fact in script.foreign_facts if script.machine_made)
