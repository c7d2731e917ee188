"""May this person be brought to this post? R09, R10, R26, R28, R39 for a worker and a vacancy, R34 for a ranking."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from matcher.compliance.case import Finding
from matcher.compliance.hits import Hit, Level
from matcher.compliance.publishers import arrears_hits
from matcher.compliance.retirement import bases, over_age, statutory_month
from matcher.compliance.tables import Tables
from matcher.domain.employers import Employer
from matcher.domain.people import Worker
from matcher.domain.terms import NIGHT_WORK, Sex
from matcher.domain.vacancies import Vacancy
from matcher.reading.normal import fold

CHILD: Final = Finding("R09", Level.BLOCK, "禁止使用童工规定第2、4、7条; 劳动法第15条")
JUVENILE: Final = Finding("R10", Level.BLOCK, "未成年工特殊保护规定第3条")
JUVENILE_PAPERS: Final = Finding("R10", Level.HOLD, "未成年工特殊保护规定第6、9条")
OVER_AGE: Final = Finding("R28", Level.HOLD, "全国人大常委会2024-09-13决定; 法释〔2020〕26号第32条")
BARRED: Final = Finding("R39", Level.BLOCK, "女职工劳动保护特别规定附录一; 劳动法第59条")
MINUS: Final = Finding("R34", Level.BLOCK, "个人信息保护法第24条; 就业促进法第26条")
WORKING_AGE, ADULT_AGE = 16, 18
# Words of work listed in 未成年工特殊保护规定 §3; a line with more than 50 moves a minute is 高速流水线.
_NOT_UNDER_18: Final = re.compile(
    r"喷漆|喷涂|油漆|打磨|抛光|电镀|铸造|粉尘|苯|有毒|酸洗|喷砂|焊|高[空处]|登高|架子工|井下|矿|爆破|易燃|易爆|烟花|鞭炮|放射|辐射|锅炉|冲压|冲床|高原|高海拔"
    r"|高速流水线|(?:[四4]|iv)级(?:体力)?|伐木|潜水|涵洞|隧道|高温作业|低温|冷库|冷冻|搬运|装卸|扛包|卸货|森林"
)
_UNDERGROUND: Final = re.compile(r"井下|矿山|矿井|采掘|掘进|支护|采煤|下井")
_HARDEST: Final = re.compile(r"(?:[四4]|iv)级(?:体力|劳动|强度)|体力(?:劳动)?强度(?:等级)?(?:为|:)?\s?(?:[四4]|iv)级")
_OFFICE_OF_A_MINE: Final = re.compile(r"地面|井上|文员|会计|食堂|保洁|厨|行政")
_LOAD: Final = re.compile(r"(?P<kg>\d{2,3})\s?(?:kg|公斤|千克)|(?P<jin>\d{2,3})\s?斤")
_TIMES: Final = re.compile(r"(?:每小时|一小时|小时)\s?(?P<n>\d{1,3})\s?次|(?P<m>\d{1,3})\s?次\s?(?:/|每)\s?小?时")
_CARRIED: Final = re.compile(r"搬|扛|背|抬|负重|装卸|卸货|袋|托举|力气")
HEAVY_OFTEN, OFTEN, HEAVY = 20, 6, 25  # kg, times an hour; kg that are barred even now and then
PROTECTED: Final = frozenset({
    "sex", "gender", "ethnicity", "nation", "religion", "marriage", "married", "health", "pregnancy", "poverty", "lifted", "categories",
})


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """What is agreed or known beside worker and vacancy. None: nobody asked yet.

    employer: the unit, for the arrears list. starts_on: day work begins. registered_juvenile: 未成年工登记 and medical check done.
    delayed_until: agreed 弹性延迟退休, at most 3 years.
    pension: receives one. written_terms: 书面用工协议. injury_cover: 工伤 or 意外险. kind: "" or "labour_contract" or "service".
    """

    employer: Employer | None = None
    starts_on: date | None = None
    registered_juvenile: bool | None = None
    delayed_until: date | None = None
    pension: bool | None = None
    written_terms: bool | None = None
    injury_cover: bool | None = None
    kind: str = ""


UNASKED: Final = Arrangement()


def check_placing(
    worker: Worker, vacancy: Vacancy, day: date, tables: Tables, arrangement: Arrangement = UNASKED,
) -> tuple[Hit, ...]:
    """Hits for bringing this worker to this vacancy. day: today; ages are those of the first day of work."""
    start = arrangement.starts_on or vacancy.starts_on or day
    return (
        *_young(worker, vacancy, start, arrangement), *_old(worker, start, arrangement), *_barred(worker, vacancy),
        *arrears_hits(arrangement.employer, tables, day),
    )


def age_on(born_on: date, day: date) -> int:
    """Full years; somebody born on 29 February is a year older on 1 March of a common year."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def work_words(vacancy: Vacancy) -> str:
    """What the vacancy tells of the work, folded."""
    return fold("\n".join((vacancy.title, vacancy.description, *vacancy.offer.hazards, *vacancy.offer.welfare)))


def _young(worker: Worker, vacancy: Vacancy, start: date, arrangement: Arrangement) -> Iterator[Hit]:
    """R09: nobody under 16 on the day work begins. R10: at 16 and 17 no listed work, and registration and medical check first."""
    born = worker.haves.born_on
    if born is None or (age := age_on(born, start)) >= ADULT_AGE:
        return
    if age < WORKING_AGE:
        yield CHILD.missing("到岗时不满16周岁, 只能介绍免费培训", f"{start.isoformat()}: {age}周岁")
        return
    listed = _NOT_UNDER_18.search(work_words(vacancy))
    if listed or vacancy.offer.heavy:
        yield JUVENILE.missing("未成年工禁忌的活, 换一个岗位", listed[0] if listed else "重体力")
    elif vacancy.offer.shift in NIGHT_WORK:
        yield JUVENILE_PAPERS.missing("未满18周岁, 不安排夜班", str(vacancy.offer.shift))
    elif not arrangement.registered_juvenile:
        yield JUVENILE_PAPERS.missing("先办未成年工登记和体检", f"{age}周岁")


def _old(worker: Worker, start: date, arrangement: Arrangement) -> Iterator[Hit]:
    """R28: past the statutory month a person decides. Agreed delay of up to three years is still labour relation; written terms with injury
    cover settle it; with a pension it is service, so a labour contract is the wrong paper."""
    born, sex = worker.haves.born_on, worker.haves.sex
    if born is None:
        return
    known = bases(sex) if sex is not None else bases(Sex.FEMALE) + bases(Sex.MALE)
    passed = [base for base in known if over_age(born, base, start)]
    if not passed:
        return
    latest = max(statutory_month(born, base) for base in passed)
    if arrangement.delayed_until is not None and start <= arrangement.delayed_until and _within_three_years(latest, arrangement.delayed_until):
        return
    wrong_paper = arrangement.pension and arrangement.kind == "labour_contract"
    if arrangement.written_terms and arrangement.injury_cover and not wrong_paper:
        return
    certain = len(passed) == len(known)
    yield OVER_AGE.missing(_advice(arrangement, certain), f"法定退休{latest[0]}-{latest[1]:02d}")


def _advice(arrangement: Arrangement, certain: bool) -> str:
    if arrangement.pension:
        return "已领养老金, 签书面用工协议并买工伤险"
    if arrangement.pension is False:
        return "没领养老金: 各地认定不一, 请审核"
    return "超过法定年龄, 问是否领养老金" if certain else "可能超龄, 先问原岗位性质和养老金"


def _within_three_years(month: tuple[int, int], until: date) -> bool:
    return (until.year * 12 + until.month) - (month[0] * 12 + month[1]) <= 36


def _barred(worker: Worker, vacancy: Vacancy) -> Iterator[Hit]:
    """R39: no woman underground in mines, at labour of grade IV, or with loads over 20 kg six times an hour or over 25 kg at all.

    Nothing else bars her; pregnancy and nursing are never asked.
    """
    if worker.haves.sex is not Sex.FEMALE:
        return
    if (task := barred_task(work_words(vacancy))) is not None:
        yield BARRED.missing("法定女职工禁忌的活, 换一个岗位", task)


def barred_task(words: str) -> str | None:
    """The words that name work barred to all women (附录一), None where there is none. words: folded."""
    mine = _UNDERGROUND.search(words)
    if mine and not ("井下" not in words and _OFFICE_OF_A_MINE.search(words)):
        return mine[0]
    if (hardest := _HARDEST.search(words)) is not None:
        return hardest[0]
    for load in _LOAD.finditer(words):
        kilos = int(load["kg"]) if load["kg"] else int(load["jin"]) / 2
        near = words[max(0, load.start() - 16) : load.end() + 16]
        if _CARRIED.search(near) and (kilos > HEAVY or (kilos > HEAVY_OFTEN and _times(near) >= OFTEN)):
            return load[0]
    return None


def _times(words: str) -> int:
    found = _TIMES.search(words)
    return int(found["n"] or found["m"]) if found else 0


def check_criteria(names: Iterable[str], *, programme: str | None = None) -> tuple[Hit, ...]:
    """R34: no criterion of a ranking may be sex, ethnicity, marriage, health or poverty. With a programme "lifted" may stand as its own line."""
    lawful = {"lifted", "categories"} if programme else set()
    words = {name: set(re.split(r"[^a-z]+", name.lower())) for name in names}
    return tuple(MINUS.missing("这一项不能用来排序, 请删去", name) for name, parts in words.items() if parts & (PROTECTED - lawful))
