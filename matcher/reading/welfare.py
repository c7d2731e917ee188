"""Welfare tags and promises: 五险一金|包吃|餐补|全勤奖 → what the posting offers."""

import re
from dataclasses import dataclass
from typing import Final

from matcher.domain.conditions import Contract, Living, WorkingTime
from matcher.domain.reading import Reading
from matcher.reading.contract import read_contract
from matcher.reading.cues import Cue, cue, every
from matcher.reading.living import read_living
from matcher.reading.normal import fold_with_origin, matched
from matcher.reading.numerals import LONGEST
from matcher.reading.shift import read_shift

EXTRAS: Final[tuple[Cue[str], ...]] = (
    cue("餐补", r"餐补|餐饮补|饭补|伙食补|午餐补|餐费补"),
    cue("房补", r"房补|住房补|租房补|住宿补"),
    cue("交通补贴", r"交通补|车补|油补|车费补"),
    cue("话补", r"通讯补|通讯津|话补|话费补|手机补"),
    cue("高温补贴", r"高温(?:补|费|津)"),
    cue("夜班补贴", r"(?:夜|晚|中)班(?:补|津|费)"),
    cue("加班补贴", r"加班(?:补|津)"),
    cue("工龄奖", r"工龄(?:奖|工资|补|津)"),
    cue("全勤奖", r"[全满]勤"),
    cue("年终奖", r"年终(?:奖|双薪|分红)|年底(?:双薪|奖|分红)|1[3-9]薪|十三薪"),
    cue("绩效奖", r"绩效"),
    cue("提成", r"提成"),
    cue("路费报销", r"(?:报销?|包)(?:往返|来回)?(?:车费|路费|车票)|路费报|车费报|车票报销"),
    cue("班车", r"班车|厂车|接送"),
    cue("体检", r"体检"),
    cue("带薪年假", r"年假|带薪假|带薪休"),
    cue("节日福利", r"节日|过节|节假日福利|节礼|生日"),
    cue("培训", r"培训"),
    cue("意外险", r"意外险|雇主险|商业保险|补充医疗"),
    cue("旅游", r"旅游|团建"),
)
_WORDS = re.compile("|".join(row.pattern.pattern for row in EXTRAS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Welfare:
    """extras: other promises, each by its everyday name."""

    living: Living | None = None
    contract: Contract | None = None
    time: WorkingTime | None = None
    extras: tuple[str, ...] = ()


def read_welfare(text: str) -> Reading[Welfare]:
    """Tags separated by anything, or a sentence."""
    folded, origin = fold_with_origin(text[:LONGEST])
    living, contract, time = read_living(text), read_contract(text), read_shift(text)
    extras = every(EXTRAS, folded) if _WORDS.search(folded) else []
    value = Welfare(
        living=living.value, contract=contract.value, time=time.value, extras=tuple(row.value for row, _ in extras)
    )
    if value == Welfare():
        return Reading(None)
    spans = {*living.spans, *contract.spans, *time.spans, *matched(None, 0.9, origin, *(match for _, match in extras)).spans}
    return Reading(value, 0.9, tuple(sorted(spans)))
