"""Figures of money in folded text: how much, and the words before and after that say what the sum is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from matcher.reading.numerals import CHINESE, DIGITS, SCALES, chinese_number, two_numbers

_SCALE = r"(?:[百千万]|[kw](?![a-z]))"
FIGURE: Final = re.compile(
    rf"(?<![\da-z])(?<!\d[:/~-])(?<!\d元[~-])(?:(?<!\d\.)|(?=\d{{3}}))(?:(?P<n>{DIGITS})(?:\s?(?P<s>{_SCALE})(?P<t>[1-9](?![\d.]))?)?|(?P<c>{CHINESE}))"
    rf"(?:\s?(?:元|块钱?)?\s{{0,2}}(?:[-~]{{1,4}}|[至到]|、(?=\d[百千万k]|[一二三四五六七八九][百千万]))\s{{0,2}}¥?(?:(?P<n2>{DIGITS})(?:\s?(?P<s2>{_SCALE})(?P<t2>[1-9](?![\d.]))?)?|(?P<c2>{CHINESE})))?"
)
_PARTS = (
    r"提|奖|绩|补|全勤|满勤|加班|计件|计时|五险|社保|住|午餐|餐|津贴|工龄|年终|年底|高|各|佣金|分红|销售|业务|岗位|技能|话|车|保险|福利|销量|抽成|"
    r"小费|酒水"
)
COMPONENT: Final = re.compile(rf"\s?(?:元|块)?\s?(?:\+\s?\(?(?:\d|{_PARTS})|加(?!班)(?:{_PARTS}))")
# Where a figure may begin. A single digit with no money or range after it is the number of a line, mostly; adverts are full of them.
_NUMBER = re.compile(
    r"\d{2,}|\d(?=\s?[千百万kw元块/~至到-]|[.,]\d|、\d[百千万k])|[一二两三四五六七八九十](?=[零一二两三四五六七八九十百千万至到~-]|、[一-鿿]千)"
)
# Words right after a figure, one at a time, in any order: 8000以上元/月, 6000元左右/月(含加班).
TAIL: Final = re.compile(rf"""[^\S\n]?\(?(?:
    (?P<per>元?(?:/|\\|每|一个?|1个?)(?P<unit>个?月|年|天|日|小时|时|h(?![a-z])|周|星期|工(?![作人资程厂种])|[件个条双套吨只次场单节](?!月)|课时))
  | (?P<money>元|块钱?|圆|rmb)
  | (?P<day>(?:白|晚)?(?:天|日)结|(?<=元)天)
  | (?P<open>起步?(?![重])|及?以上|\+(?!\s?\(?(?:\d|%|{_PARTS}))|往上)
  | (?P<uncapped>上不封顶)
  | (?P<near>左右|上下)
  | (?P<just>冒头|出头|挂零)
  | (?P<more>多(?=元|块|/|一个?[月天]|[\s,。;)]|$))
  | (?P<cap>及?以下|及?以内|封顶)
  | (?P<base>的?(?:无责任?)?底薪|的?基本工资)
  | (?P<floor>打底|保底|托底)
  | (?P<net>到手|税后|净)
  | (?P<gross>含加班费?|包括加班费?|综合)
  | (?P<salaries>[·*x×,]?\s?(?P<months>1[0-9]|2[0-9]|3[0-9]|十[二-八三四五六])薪)
  | (?P<slack>不等|税前|[·)]|人民币|的?(?:工资|薪资|月薪))
)""", re.VERBOSE)
# What is counted, timed, measured or dated is not pay.
OTHER: Final = re.compile(
    r"\s?(?:周?岁|[名人位点:%‰度倍折分秒号日年月周天期级班次楼层室路栋台辆家亩亿平米吨克斤厘毫公届届条项种类页集卷版]|小时|个|余|多[名人家]|"
    r"m|kg|cm|km|㎡|\.\d|/\d|\([^)]{0,3}[岁人名]\)|代|后(?![面来])|g(?![a-z])|强|星|座|吋|寸)"
)
# Sums that are promised or taken apart from pay; never merged into it.
_APART = (
    r"身高|体重|视力|餐补|房补|饭补|补贴|补助|补|津贴|全勤奖?|满勤奖?|奖金|奖励|奖|返费|返现|返|红包|押金|保证金|定金|报名费|中介费|资料费|服装费|体检费|学费|"
    r"车费|路费|报销|话费|房租|水电|罚款|罚|扣|工龄|年终|提成|推荐|介绍|注册资[本金]|资产|投资|总投|产值|营业额|销售额|业绩|融资|规模|成立于|"
    r"保险|保额|社保|公积金|贷款|面积|占地|加班费?|工号|编号|邮编|电话|手机|qq|微信|价值|费用?|礼品|礼金|福利|赔付|套餐|客户|用户|会员|学员|粉丝|人数"
)
APART_AFTER: Final = re.compile(rf"(?:元|块)?的?(?:{_APART})")
LABEL: Final = re.compile(
    rf"(?P<base>无责任?底薪|底薪|基本工资|基本薪资|基薪|固定工资|基础工资|本薪|责任底薪)|(?P<floor>保底工资|保底|打底|托底|最低工资|不低于|至少|最低)"
    r"|(?P<net>到手|实发|实拿|净拿|净收入|税后)|(?P<gross>月?综合(?:工资|薪资|收入|薪酬|月薪)?|总收入|月总|含加班|包含加班|加班后|工资收入|=)"
    rf"|(?P<apart>{_APART})"
    r"|(?P<pay>工资|工钱|薪资|薪酬|薪水|薪金|月薪|年薪|日薪|时薪|周薪|待遇|收入|月入|年入|日入|工价|单价|计件|计时|(?:工|课|小)时费|转正后?|试用期?|小时工|小工|大工|技工|点工|薪|挣|拿)"
)
BASIS: Final = re.compile(
    r"(?P<year>年薪|年收入|年入|年总|一年)|(?P<hour>时薪|(?:每|一个?|1)小时|小时工资?|[工课小]时费|工价|计时|按时)|(?P<day>日薪|日工[资价]|日入|每[天日]|一[天日]|按天|点工|[大小]工|天工资|日结)"
    r"|(?P<week>周薪|每周|一周)|(?P<piece>单价|每件|一件|计件价)|(?P<month>月薪|月工资|月收入|月综合|月入|每月|一个?月|月均|底薪|月)"
)
_BREAK = re.compile(r"[,。;!?、\n]|\d\s|\s\(")
_TOTAL = re.compile(r"\D*\+\s?[^\d+]{2,6}[:=]?\s?")
_PART = re.compile(r"\d(?:元|块)?\s?\+\s?[^\d=]{0,6}$")
UNIT_BASIS: Final = {
    "月": "month", "个月": "month", "年": "year", "天": "day", "日": "day", "工": "day",
    "小时": "hour", "时": "hour", "h": "hour", "周": "week", "星期": "week",
}
HEAD = 16  # characters before a figure in which its label is looked for


@dataclass(frozen=True, slots=True)
class Figure:
    """One sum or range in folded text. scaled: it carried 千, 万 or k. head: the words before it; tail: named words after it."""

    start: int
    end: int
    low: float
    high: float
    scaled: bool
    head: str
    tail: frozenset[str]
    basis: str | None
    months: int | None

    @property
    def single(self) -> bool:
        return self.low == self.high


def figures(text: str) -> Iterator[Figure]:
    """Every figure of folded text that is not plainly something else (an age, a count, a date, a clock time, a phone number)."""
    at = 0
    while (number := _NUMBER.search(text, at)) is not None:
        found = FIGURE.match(text, number.start())
        at = number.end() if found is None else found.end()
        if found is None or (ends := _ends(found)) is None:
            continue
        figure = _with_tail(text, found, ends)
        if figure is not None:
            yield figure


def _ends(found: re.Match[str]) -> tuple[float, float] | None:
    """Both ends of a figure in yuan. A scale at the end serves both (6-8千), and 3-5000 means 3000-5000."""
    if found["n2"] is None and found["c2"] is None:
        pair = two_numbers(found["c"]) if found["c"] else None
        value = None if pair else _amount(found["n"], found["s"], found["t"], found["c"])
        return pair or (None if value is None else (value, value))
    low = _amount(found["n"], found["s"], found["t"], found["c"])
    high = _amount(found["n2"], found["s2"], found["t2"], found["c2"])
    if low is None or high is None:
        return None
    scale = found["s2"] or (found["c2"] or "")[-1:]
    if not found["s"] and low < 1_000 and scale in SCALES and scale != "百" and not _has_scale(found["c"]):
        low *= next((times for times in (SCALES[scale], 1_000) if low * times <= high), 1)
    elif low < 10 and not found["s"] and 1_000 <= high < 10_000 and not _has_scale(found["c"]):
        low *= 1_000
    return (low, high) if low <= high else None


def _has_scale(chinese: str | None) -> bool:
    return chinese is not None and any(unit in chinese for unit in "百千万")


def _amount(digits: str | None, scale: str | None, tail: str | None, chinese: str | None) -> float | None:
    if digits is None:
        return chinese_number(chinese or "")
    value = float(digits.replace(",", ""))
    if scale:
        value = round(value * SCALES[scale], 2)
        return value + int(tail) * SCALES[scale] / 10 if tail else value
    return value


def _with_tail(text: str, found: re.Match[str], ends: tuple[float, float]) -> Figure | None:
    names: set[str] = set()
    basis, months, at = None, None, found.end()
    while (word := TAIL.match(text, at)) and word.end() > at:
        name = word.lastgroup if word.lastgroup not in ("unit", "months") else None
        names.add(name or ("per" if word["unit"] else "salaries"))
        if word["unit"]:
            basis = UNIT_BASIS.get(word["unit"], "piece")
        if word["months"]:
            months = int(word["months"]) if word["months"].isdecimal() else int(chinese_number(word["months"]) or 0) or None
        if word["day"]:
            basis = basis or "day"
        at = word.end()
    if not names & {"per", "money", "day"} and OTHER.match(text, found.end()):
        return None
    if APART_AFTER.match(text, at) and "+" not in text[found.end() : at + 1]:
        return None
    scaled = bool(found["s"] or found["s2"]) or _has_scale(found["c"]) or _has_scale(found["c2"])
    head = text[max(0, found.start() - HEAD) : found.start()]
    return Figure(found.start(), at, *ends, scaled, _clause(head), frozenset(names), basis, months)


def _clause(head: str) -> str:
    """The part of the head that belongs to this figure: after the last stop, and after the figure before it."""
    cut = 0
    for stop in _BREAK.finditer(head):
        cut = stop.end()
    return head[cut:]


def label(head: str) -> str | None:
    """base, gross, net, floor, pay or apart: the label nearest before the figure. 底薪+提成 6000 is the sum of both: gross.

    In 4000+全勤300 the 300 is a part.
    """
    if _PART.search(head):
        return "apart"
    if _TOTAL.fullmatch(head):
        return "gross"
    last = None
    for found in LABEL.finditer(head):
        last = found.lastgroup
    return last


def head_basis(head: str) -> str | None:
    last = None
    for found in BASIS.finditer(head):
        last = found.lastgroup
    return last
