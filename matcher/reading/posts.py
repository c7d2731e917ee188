"""One advert, several posts: where each begins and which occupations it names."""

import re
from dataclasses import dataclass
from itertools import pairwise

from matcher.reading.figures import FIGURE

_ROLE = (
    r"[\u4e00-\u9fff]{0,8}?(?:[\u4e00-\u9fff]{1,4}(?:工(?![资作程])|员(?!工)|师)|司机|保安|保洁|洗碗|厨师?|会计|助理|经理|主管|店长|组长|学徒|保姆|月嫂|"
    r"前台|收银|叉车|电焊|打磨|油漆)"
)
_COUNT = r"(?:若干|数名|多名|\d{1,4}\s?[名人位]|[一二两三四五六七八九十]{1,2}[名人位](?![\u4e00-\u9fff]?间))"
_LINE = re.compile(r"[^\n;]+")
_MARK = re.compile(r"\s*(?:[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[、.):]\s{0,2}|[-·●★◆■]\s?|\d{1,2}\s{1,2}(?=[\u4e00-\u9fff]))?")
_CALL = re.compile(r"(?:急?招聘?|岗位\s?:|职位\s?:)?\s?")
_NAMED = re.compile(rf"(?P<role>{_ROLE}(?:[/、][^\s\d:,。]{{1,12}})?)\s?[:(]?\s?(?:{_COUNT}|(?:基?本?工资|薪资|底薪|月薪)?\s?:?\s?\d{{4,5}})")
_NUMBERED = re.compile(rf"(?P<role>[^\s\d:,。;()]{{2,16}})\s?[:(]?\s?{_COUNT}")
_COUNTED = re.compile(rf"(?P<role>{_ROLE})\s?:?\s?{_COUNT}")
# 大工350, 会做凉菜的4500: a role right before a figure starts a post of its own.
_OWN_PAY = re.compile(r"(?:[小大技普点杂]工|学徒工?|组长|师傅|熟手|会[^,。;\s\d]{1,6}的)\s?:?\s?$")
_LISTED = re.compile(r"(?:招聘?)?(?P<list>[\u4e00-\u9fff]{2,8}(?:[/、][\u4e00-\u9fff]{2,8})+)")
_SPACED = re.compile(r"(?P<list>[\u4e00-\u9fff]{2,5}(?:焊|工|员|车)(?:\s[\u4e00-\u9fff]{1,4}(?:焊|工|员|车))+)(?=[\s,。]|$)")
_NOT_TITLE = re.compile(
    r"[,。;!\n(]|\d|若干|多名|\s?:|\s?(?:工价|年薪|月薪|底薪|综合|时薪|日薪|基本工资|工资|薪资)"
    r"|\s(?:限|男|女|有|证|月|包|管|长?白班|夜班|两班|手快|一个?月|一般|计件)"
)
_HEADING = re.compile(r"要求|职责|说明|描述|待遇|福利|时间|地点|以上|条件|经验|管理人员")
_NOT_WORK = re.compile(r"坐|站|吃|住|男|女|白班|夜班|两班|五险|补贴|优先|学历|经验|奖|餐补")


@dataclass(frozen=True, slots=True)
class Piece:
    """start, end: of one post in folded text. words: spans of the occupations it lists, at least one."""

    start: int
    end: int
    words: tuple[tuple[int, int], ...]


def split(folded: str) -> tuple[Piece, ...]:
    """The posts of an advert, in order; one piece where nothing says that there are more.

    What stands before the first of several lines belongs to none; before the first of several in one line, to that one.
    """
    starts = _by_lines(folded)
    if not starts:
        starts = _by_counts(folded) or _by_pay(folded) or [0]
        starts[0] = 0
    return tuple(Piece(start, end, _words(folded, start, end)) for start, end in pairwise([*starts, len(folded)]))


def _by_lines(folded: str) -> list[int]:
    starts = []
    for line in _LINE.finditer(folded):
        mark = _MARK.match(folded, line.start(), line.end())
        at = _begin(folded, line.start(), line.end())
        numbered = mark is not None and mark[0].strip() != ""
        opens = _NAMED.match(folded, at, line.end()) or (_NUMBERED.match(folded, at, line.end()) if numbered else None)
        if opens is not None and not _HEADING.search(opens["role"]):
            starts.append(line.start())
    return starts if len(starts) > 1 else []


def _begin(folded: str, start: int, end: int) -> int:
    """Where the words begin after a number, a bullet or 招聘."""
    for pattern in (_MARK, _CALL):
        found = pattern.match(folded, start, end)
        if found is not None and found.end() < end:
            start = found.end()
    return start


def _by_counts(folded: str) -> list[int]:
    starts = [match.start("role") for match in _COUNTED.finditer(folded)]
    return starts if len(starts) > 1 else []


def _by_pay(folded: str) -> list[int]:
    starts = []
    figures = list(FIGURE.finditer(folded))
    for figure in figures:
        at = max(0, figure.start() - 12)
        role = _OWN_PAY.search(folded[at : figure.start()])
        if role is not None:
            starts.append(at + role.start())
    if len(starts) == 1 and any(figure.start() < starts[0] and len(figure[0]) >= 3 for figure in figures):
        return [0, *starts]
    return starts if len(starts) > 1 else []


def _words(folded: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Occupations joined by / or 、 each on its own (招电焊/打磨/油漆), else the head of the post up to its first figure."""
    begin = _begin(folded, start, end)
    stop = _NOT_TITLE.search(folded, begin, end)
    head = stop.start() if stop else end
    for listed in (_LISTED.search(folded, begin, head), _SPACED.match(folded, begin, head)):
        if listed is not None and not _NOT_WORK.search(listed["list"]):
            return tuple((begin_of + listed.start("list"), end_of + listed.start("list")) for begin_of, end_of in _runs(listed["list"]))
    if head <= begin:
        return ((start, end),)
    while head > begin and folded[head - 1] == " ":
        head -= 1
    return ((begin, head),)


def _runs(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"[\u4e00-\u9fff]+", text)]
