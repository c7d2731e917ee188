"""What a posting says besides the usual columns: rebates, hazards, travel, tools, cleanroom, pairs, length of the job."""

import re
from dataclasses import dataclass
from typing import Final

from matcher.reading.numerals import DIGITS, whole_number

HAZARDS: Final = (
    "喷漆", "油漆", "打磨", "抛光", "电镀", "铸造", "焊", "苯", "粉尘", "噪声", "噪音", "高温", "高处", "高空", "井下", "喷涂", "酸洗", "化工",
)
_HAZARD = re.compile("|".join(HAZARDS))
_DISCLOSED = re.compile(r"防护(?:齐全|用品|到位|装备)?|劳保(?:齐全|用品)|体检(?:费用?)?(?:由|归)?公司|岗前.{0,6}体检|职业病体检")
_REBATE = re.compile(rf"返(?:费|现|利)?\s?:?(?P<n>{DIGITS})\s?(?P<s>[千万k])?")
_REBATE_DAYS = re.compile(r"满\s?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})\s?(?P<unit>天|个?月)")
_TRAVEL = re.compile(r"(?:报销?|包|补)(?:往返|来回)?(?:车费|路费|车票)|(?:车费|路费|车票)(?:全|可|给)?(?:报|补)")
_TOOLS = re.compile(r"自带\s?(?P<what>[\u4e00-\u9fff]{2,6})")
_LENGTH = re.compile(r"(?:工期|干|做|为期|周期|招期|短期|临时)\s?:?(?:大?约)?(?P<n>\d{1,2}|半|[一二两三四五六七八九十]{1,2})\s?(?P<unit>个月|年|天)")
_PERMANENT = re.compile(r"长期(?!招|有效)|长期工|稳定长期")
_WELCOME = re.compile(r"(?:有|持)?证(?:书|件)?(?:者)?(?:优先|更好|加分|从优)")
_PAIR = re.compile(r"两口子|夫妻(?:工|俩|二人|一起)|招夫妻|夫妻(?!房|间|宿舍)")
_CLEAN_NOT = re.compile(r"(?:不|免|无需|不用|不需|莫)穿(?:的)?(?:无尘|静电|连体)")
_CLEAN = re.compile(r"无尘|静电(?:服|衣)|连体(?:服|衣)|洁净(?:室|车间|服)")
_HEAVY_NOT = re.compile(r"(?:不|无|没有?)(?:需要?|用)?(?:搬重|负重|重体力|重活)|不累|活轻|轻松")
_HEAVY = re.compile(r"搬运|负重|重体力|扛包|装卸|体力活|体力劳动|搬货|重物")
_PIECE = re.compile(r"计件|多劳多得|按件|手快的|件薪")
_HOST = re.compile(r"用工单位\s?:?(?P<what>[\u4e00-\u9fff0-9a-z()]{2,24})")
_LAWFUL = re.compile(r"1\.5[/、倍].{0,3}2[/、倍].{0,3}3|加班费?按(?:国家|劳动法)|按劳动法.{0,6}加班")
_COACH = re.compile(r"大巴|专车|包车|专列|接站|统一接送|免费接")
_COACH_NOT = re.compile(r"(?:无|没有?|不派|不接)(?:大巴|专车|包车|接)")
_NO_FEE = re.compile(r"不收(?:取)?(?:任何)?(?:[\u4e00-\u9fff]{0,4}费|钱|费用)|免(?:收)?(?:中介费|押金|费用)|零收费")
_TRAINING = re.compile(r"带薪培训|免费培训|入职培训|岗前培训|老带新|师傅带|包教|生手可教|新手可教|提供培训")
_SCHOOLING = re.compile(r"(?:免费)?学.{1,10}(?:包分配|包就业|保就业)|学费|学完|先交.{0,5}费|培训贷|包分配|零基础.{0,6}(?:高薪|月入)")


@dataclass(frozen=True, slots=True)
class Rebate:
    """返费: yuan promised and after how many days at work; None where not said. Never part of pay (R22)."""

    yuan: float
    after_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks:
    """None means not said. hazards: the words found. hazards_disclosed: protection or medical checks are promised.

    job_months: how long the work lasts. training_sold: it offers a course, not a post.
    """

    rebates: tuple[Rebate, ...] = ()
    travel_refund: bool | None = None
    own_tools: tuple[str, ...] = ()
    job_months: float | None = None
    permanent: bool | None = None
    certificate_welcome: bool | None = None
    pair: bool | None = None
    cleanroom: bool | None = None
    heavy: bool | None = None
    hazards: tuple[str, ...] = ()
    hazards_disclosed: bool | None = None
    piece_rate: bool | None = None
    host_unit: str = ""
    lawful_overtime: bool | None = None
    coach: bool | None = None
    no_fee: bool | None = None
    training_given: bool | None = None
    training_sold: bool | None = None


def remarks_of(folded: str) -> Remarks:
    """All remarks in folded text."""
    host = _HOST.search(folded)
    return Remarks(
        rebates=tuple(_rebates(folded)),
        travel_refund=_said(_TRAVEL, folded),
        own_tools=tuple(match["what"] for match in _TOOLS.finditer(folded)),
        job_months=_length(folded),
        permanent=_said(_PERMANENT, folded),
        certificate_welcome=_said(_WELCOME, folded),
        pair=_said(_PAIR, folded),
        cleanroom=_either(_CLEAN, _CLEAN_NOT, folded),
        heavy=_either(_HEAVY, _HEAVY_NOT, folded),
        hazards=tuple(dict.fromkeys(_HAZARD.findall(folded))),
        hazards_disclosed=_said(_DISCLOSED, folded),
        piece_rate=_said(_PIECE, folded),
        host_unit=host["what"] if host else "",
        lawful_overtime=_said(_LAWFUL, folded),
        coach=_either(_COACH, _COACH_NOT, folded),
        no_fee=_said(_NO_FEE, folded),
        training_given=_said(_TRAINING, folded),
        training_sold=_said(_SCHOOLING, folded),
    )


def _said(pattern: re.Pattern[str], folded: str) -> bool | None:
    return True if pattern.search(folded) else None


def _either(yes: re.Pattern[str], no: re.Pattern[str], folded: str) -> bool | None:
    return False if no.search(folded) else _said(yes, folded)


def _rebates(folded: str) -> list[Rebate]:
    days = _REBATE_DAYS.search(folded)
    after = whole_number(days["n"]) if days else None
    if days is not None and after is not None and "月" in days["unit"]:
        after *= 30
    scale = {"千": 1_000, "k": 1_000, "万": 10_000, None: 1}
    return [Rebate(float(match["n"].replace(",", "")) * scale[match["s"]], after) for match in _REBATE.finditer(folded)]


def _length(folded: str) -> float | None:
    match = _LENGTH.search(folded)
    number = None if match is None else 0.5 if match["n"] == "半" else whole_number(match["n"])
    if match is None or number is None:
        return None
    return round(number * {"年": 12, "个月": 1, "天": 1 / 30}[match["unit"]], 2)
