"""What a person says of themselves → wants and haves, and what else has to be done about it."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from matcher.domain.occupations import Occupation
from matcher.domain.people import Experience, Haves, Wants
from matcher.domain.places import Place, lies_in
from matcher.domain.reading import Reading
from matcher.domain.terms import Posture, Shift
from matcher.reading.age import read_own_age
from matcher.reading.certificates import read_certificates
from matcher.reading.cues import Cue, cue, first
from matcher.reading.education import read_education
from matcher.reading.experience import read_experience
from matcher.reading.living import read_living
from matcher.reading.normal import fold_with_origin, original_span
from matcher.reading.numerals import LONGEST
from matcher.reading.pay import read_pay
from matcher.reading.posting import Readers, moved
from matcher.reading.posture import read_posture
from matcher.reading.shift import read_shift

LEAST_SURE: Final = 0.5  # a trade read with less is not taken down
SURE: Final = 0.75
MOST_CLAUSES: Final = 80  # nobody says more of themselves
MOST_PLACES: Final = 8  # wishes beyond these are no wish any more; 苏南 alone is five
NEAR_KM: Final = 15  # 跟前的活: what one can go home from every day
# 苏南 is no division; the five cities that the province counts to it.
REGIONS: Final = {"苏南": ("320500", "320200", "320400", "320100", "321100"), "苏锡常": ("320500", "320200", "320400")}

_CLAUSE = re.compile(r"[^,。;!?\n]+")
_WANTED = re.compile(r"想去|要去|找|去(?!年|过|了)|到.{1,6}(?:干|做|打工|上班)|就在|跟前|附近|以上|都行|愿意")
_PAST = re.compile(r"(?:在|到|去).{1,8}?(?:干过|做过|打过工|待过|干了|做了|上过班)|以前|原来|前头|原厂")
_NOW = re.compile(r"还在|人在|现在在|目前在|在外|没回来")
_PICKUP = re.compile(r"从\s?(?P<what>[\u4e00-\u9fff]{2,8}?)\s?(?:上车|坐车|走|出发)")
_OTHERS = re.compile(r"(?:娃|孩子|儿子|女儿|老公|媳妇|弟|哥).{0,6}(?:上学|读书|在)")
_HOME = re.compile(r"老家|家在|家住|户籍|户口|是.{1,8}人$|镇|乡|村|组$")
_NEARBY = re.compile(r"跟前|附近|周边|旁边|近点|近一点|离家近")
_IN_COUNTY = re.compile(r"(?:在|到)?县城|县内|县里|本县|家门口|就近|不出远门")
_NO_HEAVY = re.compile(r"腰不[行好]|(?:重的?|重活)(?:[抬搬干扛做]不[动了起])?(?:的)?不?|抬不动|搬不动|干不了重|轻松(?:点|一点)?的?活")
_NO_CLEAN = re.compile(r"(?:不|莫|不想|不要|不用|不愿)穿(?:的)?(?:无尘|静电|连体)|不进无尘")
_PAIR = re.compile(r"两口子|夫妻(?:俩|两个|一起|二人)|跟(?:老公|媳妇|爱人)一路|和(?:老公|媳妇|爱人)一起")
_TOGETHER = re.compile(r"住(?:在)?一起|夫妻[房间]|一间房|同住")
_COACH = re.compile(r"包车|大巴|专车|坐车|厂车来接")
_AT_LEAST = re.compile(r"以下(?:的)?(?:就|都)?不(?:去|干|来|做|考虑)|低于.{1,8}不")
_PREVIOUS = re.compile(r"(?:原厂|那个厂|原来的?厂|前头那个厂|上个厂|老厂).{0,4}(?:不想回|不回|不去|不想去)")
_ARREARS = re.compile(r"欠(?:我|俺|着|了).{0,10}(?:工资|钱|薪)|拖欠|讨薪|(?:工资|钱).{0,4}没(?:发|给|结)")
_PROXY = re.compile(r"(?:帮|替|给)我?(?:弟|哥|姐|妹|儿|娃|老公|媳妇|爸|妈|他|她|邻居|亲戚|女婿|侄|朋友|老乡)[\u4e00-\u9fff]{0,3}(?:报|登记|问|找)")
_YOUTH = re.compile(r"(?:初中|高中)(?:才|刚|刚刚)?毕业|(?:娃|孩子).{0,6}毕业")
_SELF_WORDS = re.compile(r"刚毕业|才毕业")
_LEARN = re.compile(r"想学|学(?:个|门|点)(?:手艺|技术)|培训")
_FLEXIBLE = re.compile(r"啥都能?干|什么都(?:能|可以)?干|不挑|都可以|啥活都")
_LESS_OVERTIME = re.compile(r"少加班|不加班|不想加班|加班少|莫加班")
_READY = re.compile(
    r"初[一二三四五六七八九十]|正月|腊月|十五|\d{1,2}月|[一二三四五六七八九十]{1,2}月|月底|月初|过完年|年后|随时|\d{1,2}号|节后|种完地|割完|收完"
)
PAY_FORMS: Final[tuple[Cue[str], ...]] = (
    cue("any", r"日结月结都行|怎么结都行|日结.{0,3}月结.{0,3}(?:都|均)"),
    cue("piece", r"计件"),
    cue("day", r"日结|天天结"),
    cue("base", r"底薪高"),
)
_DONE = re.compile(r"干过|做过|打过工|待过|干了|[会踩]|年")
_OVER = re.compile(r"干过|做过|打过工|待过")  # what somebody once did is no wish to do it again
_DIFFERENT_WORK = re.compile(r"换|不想|不干|不做|莫")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadProfile:
    """wants, haves: as a worker's record keeps them; what was not said is None. Reasons (a sick back, a child) are not kept.

    home, lives_at: where they are from and are now. pickup: the stop in their words. age: years, since no date of birth was said.
    pay_form: "piece" | "day" | "any" | "base" (a high base, little overtime). in_county: only near home. flexible: takes any work.
    avoid_previous: not the employer they were with. arrears_case: somebody owes them pay: open a case. youth: perhaps just out of
    school: ask the age before anything else. proxy: somebody else speaks, so consent is still to be asked.
    confidence: how sure, by field. questions: one short question for each doubt.
    """

    wants: Wants
    haves: Haves
    home: Place | None = None
    lives_at: Place | None = None
    pickup: str = ""
    age: int | None = None
    pay_form: str | None = None
    in_county: bool = False
    flexible: bool = False
    less_overtime: bool = False
    avoid_previous: bool = False
    arrears_case: bool = False
    youth: bool = False
    proxy: bool = False
    confidence: tuple[tuple[str, float], ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    questions: tuple[str, ...] = ()


_NOTHING: Final[Reading[Any]] = Reading(None)


@dataclass(slots=True)
class _Gathered:
    """What the clauses gave so far."""

    home: Reading[Place] = _NOTHING
    lives_at: Reading[Place] = _NOTHING
    wanted: tuple[Reading[Place], ...] = ()
    done: tuple[Reading[Occupation], ...] = ()
    wished: tuple[Reading[Occupation], ...] = ()
    ready: Reading[date] = _NOTHING
    years: Reading[float] = _NOTHING


def read_profile(text: str, readers: Readers, today: date, home: str | None = None) -> ReadProfile:
    """Read what was said or written. home: division code of the desk, where bare town names are looked for first."""
    text = text[:LONGEST]
    folded, origin = fold_with_origin(text)
    gathered = _Gathered()
    for clause in islice(_CLAUSE.finditer(folded), MOST_CLAUSES):
        start, end = original_span(origin, *clause.span())
        _read_clause(text[start:end], start, clause[0], gathered, (readers, today, home))
    age, youth = read_own_age(text), _YOUTH.search(folded) is not None and _SELF_WORDS.search(folded) is not None
    pickup = _PICKUP.search(folded)
    form = first(PAY_FORMS, folded)
    certain = _confidence(text, gathered, age)
    return ReadProfile(
        wants=_wants(text, folded, gathered, home),
        haves=_haves(text, folded, gathered, youth),
        home=gathered.home.value,
        lives_at=gathered.lives_at.value,
        pickup=pickup["what"] if pickup else "",
        age=age.value,
        pay_form=form[0].value if form else None,
        in_county=_IN_COUNTY.search(folded) is not None,
        flexible=_FLEXIBLE.search(folded) is not None,
        less_overtime=_LESS_OVERTIME.search(folded) is not None,
        avoid_previous=_PREVIOUS.search(folded) is not None,
        arrears_case=_ARREARS.search(folded) is not None,
        youth=youth and age.value is None,
        proxy=_PROXY.search(folded) is not None,
        confidence=tuple((name, sure) for name, sure, _ in certain),
        spans=tuple(sorted({span for _, _, spans in certain for span in spans})),
        questions=_questions(folded, youth and age.value is None, certain),
    )


def _read_clause(part: str, start: int, folded: str, gathered: _Gathered, means: tuple[Readers, date, str | None]) -> None:
    readers, today, home = means
    place = moved(readers.places.find(part, home), start)
    if place.value is not None and not _PICKUP.search(folded) and not _is_trade(part, place, start, readers):
        _place(place, folded, gathered)
    if gathered.years.value is None:
        gathered.years = moved(read_experience(part), start)
    # 一月六七千 is pay by the month, not the sixth of January.
    if readers.dates is not None and _READY.search(folded) and not gathered.ready.value and read_pay(part).value is None:
        gathered.ready = moved(readers.dates(part, today), start)
    if _DIFFERENT_WORK.search(folded) or _PICKUP.search(folded):
        return
    done, over = _DONE.search(folded) is not None, _OVER.search(folded) is not None
    for word in re.finditer(r"[^\s、/]+", part):
        for work in _trades(word[0], start + word.start(), readers):
            gathered.wished = gathered.wished if over else (*gathered.wished, work)
            gathered.done = (*gathered.done, work) if done else gathered.done


def _trades(word: str, start: int, readers: Readers) -> list[Reading[Occupation]]:
    """The trades in one run of letters; 保安保洁 is two, so what lies beside the first found is read once more."""
    work = readers.occupations.find(word)
    if work.value is None or work.confidence < LEAST_SURE:
        return []
    found = [moved(work, start)]
    for begin, end in work.spans[:1]:
        for piece, at in ((word[:begin], 0), (word[end:], end)):
            beside = readers.occupations.find(piece) if len(piece) > 1 else _NOTHING
            if beside.value is not None and beside.confidence >= SURE and beside.value.code != work.value.code:
                found.append(moved(beside, start + at))
    return found


def _is_trade(part: str, place: Reading[Place], start: int, readers: Readers) -> bool:
    """保安 is a guard before it is a town; 保安镇 is a town."""
    words = "".join(part[a - start : b - start] for a, b in place.spans)
    return not _HOME.search(words) and readers.occupations.find(words).value is not None


def _place(place: Reading[Place], folded: str, gathered: _Gathered) -> None:
    if _NOW.search(folded):
        gathered.lives_at = place
    elif _PAST.search(folded) and not _WANTED.search(folded):
        return
    elif _WANTED.search(folded):
        gathered.wanted = (*gathered.wanted, place)
    elif _OTHERS.search(folded):
        return
    elif gathered.home.value is None and (_HOME.search(folded) or (place.value is not None and place.value.level in ("town", "village", "county"))):
        gathered.home = place
    else:
        gathered.wanted = (*gathered.wanted, place)


def _wants(text: str, folded: str, gathered: _Gathered, home: str | None) -> Wants:
    shift, living, posture = read_shift(text).value, read_living(text).value, read_posture(text).value
    regions = [code for word, codes in REGIONS.items() if word in folded for code in codes]
    wished = (p.value.code for p in gathered.wanted if p.value)
    places = tuple(dict.fromkeys([*regions, *(code for code in wished if not any(lies_in(region, code) for region in regions))]))
    in_county = _IN_COUNTY.search(folded) is not None
    if in_county and home and not places:
        places = (home[:6],)
    nearby = _NEARBY.search(folded) is not None and not in_county and bool(places)
    pair = _PAIR.search(folded) is not None
    return Wants(
        occupations=tuple(dict.fromkeys(w.value.code for w in gathered.wished if w.value))[:3],
        places=places[:MOST_PLACES],
        near=places[0] if nearby else None,
        radius_km=NEAR_KM if nearby else None,
        monthly_yuan=_least_pay(text, folded),
        no_night=True if shift and shift.shift is Shift.DAY else None,
        no_heavy=True if _NO_HEAVY.search(folded) else None,
        no_cleanroom=True if _NO_CLEAN.search(folded) else None,
        posture=posture if posture is Posture.SEATED else None,
        meals=living.meals if living else None,
        lodging=True if living and (living.lodging or living.couple_room) else None,
        couple_room=True if pair and _TOGETHER.search(folded) else None,
        companions=1 if pair else 0,
        ready_on=gathered.ready.value,
        coach=True if _COACH.search(folded) else None,
        training=True if _LEARN.search(folded) else None,
    )


def _least_pay(text: str, folded: str) -> int | None:
    """Yuan a month below which they will not go; pay by the day or hour is left to be asked."""
    pay = read_pay(text).value
    if pay is None or pay.basis != "month":
        return None
    if pay.low == 0:
        return int(pay.high) if pay.high and _AT_LEAST.search(folded) else None
    return int(pay.low)


def _haves(text: str, folded: str, gathered: _Gathered, youth: bool) -> Haves:
    years = gathered.years.value
    certificates = read_certificates(text).value or ()
    codes = dict.fromkeys(work.value.code for work in gathered.done if work.value)
    experience = tuple(Experience(occupation=code, years=years or None) for code in list(codes)[:3])
    if not experience and years:
        experience = (Experience(years=years),)
    return Haves(
        education=None if youth and "娃" in folded else read_education(text).value,
        experience=experience, certificates=tuple(str(code) for code in certificates),
    )


_Certain = list[tuple[str, float, tuple[tuple[int, int], ...]]]


def _confidence(text: str, gathered: _Gathered, age: Reading[int]) -> _Certain:
    """Name, confidence and spans of each thing that was read."""
    readings: list[tuple[str, Reading[Any]]] = [
        ("age", age), ("home", gathered.home), ("lives_at", gathered.lives_at), ("ready_on", gathered.ready), ("pay", read_pay(text)),
        ("experience", gathered.years), *(("place", place) for place in gathered.wanted), *(("occupation", work) for work in gathered.wished),
    ]
    return [(name, round(reading.confidence, 2), reading.spans) for name, reading in readings if reading.value is not None]


ASKED: Final = {
    "age": "今年多大了?", "home": "老家是哪个县哪个镇?", "lives_at": "人现在在哪儿?", "ready_on": "哪天能走?", "pay": "一个月最少要多少?",
    "experience": "干了几年?", "place": "想去哪儿?", "occupation": "想干哪样活?",
}
UNSURE: Final = 0.6


def _questions(folded: str, youth: bool, certain: _Certain) -> tuple[str, ...]:
    asked = ["娃今年多大? 满16岁没有?"] if youth else []
    asked += ["他本人同意登记不? 请让本人回个话。"] if _PROXY.search(folded) else []
    asked += ["有啥不能干的? 夜班、重活行不行?"] if _FLEXIBLE.search(folded) else []
    asked += [ASKED[name] for name, sure, _ in certain if sure < UNSURE]
    return tuple(dict.fromkeys(asked))
