"""Live comments: 「1 42 麻坪」 is a sign-up of a 42-year-old from 麻坪. Phones are taken out and masked."""

import re
from typing import Protocol

from matcher.domain.comments import Comment
from matcher.domain.places import Place
from matcher.domain.reading import Reading
from matcher.reading.normal import fold_with_origin, matched
from matcher.reading.numerals import whole_number
from matcher.reading.phones import mask_phones, read_phones

LONGEST_COMMENT = 200  # characters; live rooms allow fewer
_ONE = re.compile(r"^\W?(?:扣\s?)?1{1,6}(?=[\s,。、+]|$)|扣\s?1|(?<![\d.:/-])1(?=[\s,。、+]|$)")
_WILL = re.compile(r"报名|想去|我去|我要去|要去|算我一个|加我")
_AGE = re.compile(
    r"(?<![\d.:/-])(?P<n>\d{2})(?P<said>\s?周?岁)?(?![\d.:/]|\s?[元块千kw万天号点名人%年月])|(?P<c>[二三四五六]?十[一二三四五六七八九]?)\s?岁"
)
_CODE = re.compile(r"(?<![a-z])(?P<n>[a-z]{2}-?\d{3,4})(?!\d)")
_ASKING = re.compile(r"[?]|多少|怎么|吗|么$|啥时|什么|哪里|哪儿|几点|几个|有没有|能不能|咋|要不要")
_PLACE_END = re.compile(r"[\u4e00-\u9fff]{1,7}?(?:街道|镇|乡|村|县|区|市|社区|街|庄|寨|堡)(?![\u4e00-\u9fff]*(?:工|厂))")
_LEADING = re.compile(r"^(?:我是|我在|我们|我|俺|老家在?|家在|家住|住在|来自|在|是)+")
_TRAILING = re.compile(r"(?:这边|那边|来的|老乡|的人|人|的|哒)+$")
_PLAIN = re.compile(r"[\u4e00-\u9fff]{2,12}")
_NOT_PLACES = re.compile(
    r"报名|想去|我去|要去|男|女|工资|电话|主播|你好|可以|缝纫|电焊|普工|叉车|保安|保洁|司机|加班|夜班|岁|时候|哥|姐|大家|老师|支持|点赞|关注|厉害|来了|夫妻|"
    r"两口子|一起|帮|弟|妹|爸|妈|儿子|女儿|坐车|大巴|初[一二三四五六七八九十]|正月|经验|电子|服装|什么|扣"
)


class FindsPlaces(Protocol):
    def find(self, text: str, near: str | None = None) -> Reading[Place]: ...


def read_comment(text: str, places: FindsPlaces | None = None, near: str | None = None) -> Reading[Comment]:
    """A sign-up as typed. A question (工资多少?) is no signal; None where the comment says nothing of a person.

    near: division code of the show's home, so that a bare town name is looked for there first.
    """
    text = text[:LONGEST_COMMENT]
    phones = read_phones(text)
    folded, origin = fold_with_origin(_without(text, phones.spans))
    asking = _ASKING.search(folded) is not None
    signal = _ONE.search(folded) or (None if asking else _WILL.search(folded))
    code = _CODE.search(folded)
    age, age_match = _age(_blank(folded, signal, code))
    town, town_match = ("", None) if asking else _town(_blank(folded, signal, code, age_match), bool(signal or code or age_match))
    comment = Comment(
        signal=bool(signal), age=age, town=town, place=places.find(town, near).value if places and town else None,
        code=_code(code), phone=(phones.value or (None,))[0], shown=mask_phones(text),
    )
    told = bool(signal or code or age or town or comment.phone)
    reading = matched(comment if told else None, _sure(comment, age_match) if told else 0.0, origin, signal, code, age_match, town_match)
    return Reading(reading.value, reading.confidence, tuple(sorted({*reading.spans, *phones.spans})))


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _blank(folded: str, *matches: re.Match[str] | None) -> str:
    """What is used up once is not read again: the 1 of the signal is no age, the figure of a code neither."""
    return _without(folded, tuple(match.span() for match in matches if match is not None))


def _age(folded: str) -> tuple[int | None, re.Match[str] | None]:
    for match in _AGE.finditer(folded):
        number = whole_number(match["n"] or match["c"])
        if number is not None and 14 <= number <= 75:
            return number, match
    return None, None


def _town(folded: str, person: bool) -> tuple[str, re.Match[str] | None]:
    """A name with 镇, 村, 县 at its end, else the one plain word left beside age or signal."""
    for match in _PLAIN.finditer(folded):
        word = _TRAILING.sub("", _LEADING.sub("", match[0]))
        named = _PLACE_END.match(word)
        if named or (person and 2 <= len(word) <= 5 and not _NOT_PLACES.search(word)):
            return word, match
    return "", None


def _code(match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    letters, digits = match["n"][:2].upper(), match["n"][2:].lstrip("-")
    return f"{letters}-{digits}"


def _sure(comment: Comment, age_match: re.Match[str] | None) -> float:
    if comment.age is None:
        return 0.7
    return 0.95 if comment.signal or comment.code or (age_match is not None and "岁" in age_match[0]) else 0.75
