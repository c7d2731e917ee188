"""R15, R18, R20, R24, R38: what a posting must say, hours, probation, dispatch and part-time work."""

import re
from typing import Final

from matcher.compliance.case import Case, Finding, Hits
from matcher.compliance.hits import Level
from matcher.domain.terms import Employment, Shift
from matcher.domain.vacancies import Vacancy

VAGUE: Final = Finding("R15", Level.WARN, "人力资源市场暂行条例第24条; 人社厅发〔2025〕60号")
HOURS: Final = Finding("R18", Level.WARN, "劳动法第36、41条; 劳动合同法第31条")
PROBATION: Final = Finding("R20", Level.WARN, "劳动合同法第19、20条")
DISPATCH: Final = Finding("R24", Level.HOLD, "劳动合同法第57至60、66条; 劳务派遣暂行规定第3、4条")
PART_TIME: Final = Finding("R38", Level.WARN, "劳动合同法第68、70、72条")
LONGEST_DAY, MOST_OVERTIME, MONTH_HOURS = 11, 36, 174
_VAGUE: Final = re.compile(
    r"(?:薪资?|工资|待遇|薪酬|月薪|报酬)[^,。;\n\d]{0,4}(?:面议|面谈|电议|详谈|不详|从优)|(?<![^\s,。;、:])面议"
    r"|(?:招聘?)?(?:人数|名额)?\s?[:]?\s?(?:若干|数名|多名)"
)
_VAGUE_WORDS: Final = ("议", "面谈", "详", "从优", "若干", "数名", "多名")
_UNTIL: Final = re.compile(r"有效|截止|截至|长期招|招满(?:为止|即止)|报名至|\d{1,2}\s?[月.-]\s?\d{1,2}\s?日?(?:前|止)")
_TWO_PAYS: Final = re.compile(r"试用期?[^。;\n\d]{0,8}(?P<low>\d{4,5})[^。;\n]{0,14}?转正[^。;\n\d]{0,8}(?P<full>\d{4,5})")
_WITH_AGENCY: Final = re.compile(r"(?:与|和|跟|由)[^,。;\n]{0,6}派遣公司[^,。;\n]{0,4}[签发管]")
_NO_DISPATCH: Final = re.compile(r"(?:非|不是|无|不走|不|拒绝|禁止)(?:劳务)?派遣")
_DISPATCH: Final = re.compile(r"(?:全|纯|劳务|第三方|岗位)?派遣(?!业务|服务|管理|公司|客户|销售|专员|项目|员工管理|经营|许可|招聘|单位)")
_HOST: Final = re.compile(r"(?:用工单位|实际用工|派(?:遣)?(?:至|到|往|驻))\s?[:为是]?\s?[^\s,。;]{2}")
_TEMPORARY: Final = re.compile(r"临时|辅助性|替代性|旺季|短期")
_PART: Final = re.compile(r"(?<!\d)小时工(?![作资价])|非全日制|钟点工")
_PART_WRONG: Final = re.compile(
    r"月结|按月(?:结|发)|每月\s?\d{1,2}\s?[号日](?:左右)?[发结]"
    r"|(?<!无)(?<!没有)(?<!不设)试用期?\s?(?:[一二两三1-7])?\s?(?:周|天|个月|月)?"
)
_HOURS_SAID: Final = re.compile(r"小时|钟头|[两二2白日早]班|\d\s?[点:h]|[夜晚]班")
_EACH_DAY: Final = re.compile(r"每(?:天|日)(?:工作)?\s?(?P<n>\d{1,2})\s?(?:个)?小时")


def check_must_haves(case: Case) -> Hits:
    """R15: a notice says who, how many, what, where, what base pay and until when.

    Of a raw text only what is vague is named, or pay without headcount, base and end: the rest may be known beside it.
    """
    for match in _VAGUE.finditer(case.plain) if any(word in case.plain for word in _VAGUE_WORDS) else ():
        yield VAGUE.plain(case, match.span(), "写明工资数和招聘人数")
    vacancy = case.posting.vacancy
    if vacancy is not None:
        yield from _missing(vacancy)
    elif not _UNTIL.search(case.plain) and case.headcount.value is None and case.pays and not _base_said(case):
        yield VAGUE.missing("补写人数、底薪、有效期", "人数、底薪、有效期")


def _base_said(case: Case) -> bool:
    return any(reading.value and reading.value.kind in ("base", "floor") for reading in case.pays)


def _missing(vacancy: Vacancy) -> Hits:
    wanted = (
        ("employer_name", "用人单位", bool(vacancy.employer_name or vacancy.employer)),
        ("headcount", "招聘人数", vacancy.headcount is not None),
        ("description", "工作内容", bool(vacancy.description.strip())),
        ("place", "工作地点", bool(vacancy.place or vacancy.address)),
        ("offer.pay", "工资", bool(vacancy.offer.pay)),
        ("closes_on", "有效期", vacancy.closes_on is not None),
    )
    yield from (VAGUE.missing(f"补写{label}", label, field) for field, label, said in wanted if not said)


def check_hours(case: Case) -> Hits:
    """R18: more than 11 hours a day, or more than 36 of overtime a month as far as it can be told.

    A two-shift works twelve hours unless it says other.
    """
    if not _HOURS_SAID.search(case.plain):
        return
    time = case.time.value
    if time is None:
        return
    hours = time.hours_per_day or (12.0 if time.shift is Shift.TWO_SHIFT and time.rest_days is not None else None)
    if hours is None:
        return
    if hours > LONGEST_DAY:
        yield HOURS.original(case, _hours_span(case), f"工时长: 每天约{hours:g}小时, 请写明")
    elif time.rest_days is not None and (_worked(hours, by_clock=time.starts is not None) * (30 - time.rest_days) - MONTH_HOURS) > MOST_OVERTIME:
        yield HOURS.original(case, case.time.spans[-1], "每月加班可能超36小时, 请写明")


def _hours_span(case: Case) -> tuple[int, int]:
    """Where the hours are said, else where the shift is."""
    spans = case.time.spans
    return next((span for span in spans if any(mark in case.posting.text[slice(*span)] for mark in ("小时", "钟头", ":", "：", "点"))), spans[0])


def _worked(hours: float, *, by_clock: bool) -> float:
    """Of a span by the clock up to an hour and a half is taken to be meals: 8:30-18:00 is eight hours of work."""
    return max(hours - 1.5, min(hours, 8)) if by_clock else hours


def allowed_probation(contract_months: int) -> int:
    """Most months of probation: none under 3, 1 under 12, 2 under 36, else 6 (劳动合同法 §19)."""
    return 0 if contract_months < 3 else 1 if contract_months < 12 else 2 if contract_months < 36 else 6


def check_probation(case: Case) -> Hits:
    """R20: probation longer than the contract allows, or paid under 80 % of the pay after it."""
    if not {"试", "转"} & case.prepared.letters:
        return
    contract = case.contract
    if contract.probation_months is not None:
        most = 6 if contract.contract_months is None else allowed_probation(contract.contract_months)
        if contract.probation_months > most:
            at = max(case.plain.find("试用"), 0)
            advice = f"试用期最多{most}个月" if most else "这么短的合同不能约定试用期"
            yield PROBATION.plain(case, (at, min(at + 6, len(case.plain))), advice)
    for match in _TWO_PAYS.finditer(case.plain):
        if int(match["low"]) < 0.8 * int(match["full"]):
            yield PROBATION.plain(case, match.span(), "试用期工资不低于转正的80%")


def check_dispatch(case: Case) -> Hits:
    """R24: dispatch that names no host unit or is neither temporary, auxiliary nor replacement work."""
    offered = case.posting.vacancy is not None and case.posting.vacancy.offer.employment is Employment.DISPATCH
    said = "派" in case.prepared.letters and not _NO_DISPATCH.search(case.plain)
    match = (_DISPATCH.search(case.plain) or _WITH_AGENCY.search(case.plain)) if said else None
    if match is None and not offered:
        return
    missing = [word for word, told in (("用工单位", _HOST), ("临时/辅助/替代性", _TEMPORARY)) if not told.search(case.plain)]
    if missing:
        suggestion = f"派遣岗写明{'和'.join(missing)}"
        yield DISPATCH.plain(case, match.span(), suggestion) if match else DISPATCH.missing(suggestion, "派遣", "offer.employment")


def check_part_time(case: Case) -> Hits:
    """R38: part-time work is at most 4 hours a day, paid within 15 days, without probation."""
    match = _PART.search(case.plain) if {"时", "钟", "非"} & case.prepared.letters else None
    if match is None:
        return
    for wrong in _PART_WRONG.finditer(case.plain):
        yield PART_TIME.plain(case, wrong.span(), "小时工15天内结一次, 不设试用期")
    for day in _EACH_DAY.finditer(case.plain):
        if int(day["n"]) > 4:
            yield PART_TIME.plain(case, day.span(), "小时工每天不超过4小时")
