"""Certificates named in a text, coded: 叉车证, 焊工证, B2 驾照, 健康证."""

import re
from typing import Final

from matcher.domain.certificates import Certificate
from matcher.domain.reading import Reading
from matcher.reading.cues import Cue, cue, every
from matcher.reading.normal import fold_with_origin, matched
from matcher.reading.numerals import LONGEST

_CARD = r"(?:作业|操作|上岗|资格|从业|等级|技能)*证"
_LICENCE = r"(?:(?:型|类|级|及以上|以上|的|或更高)*(?:驾照|驾驶证|驾驶执照|驾证|驾驶员|照|证|本|司机|驾驶)|[,、/ ]|$)"


_GRADED = (
    Certificate.DRIVER_A1, Certificate.DRIVER_A2, Certificate.DRIVER_A3, Certificate.DRIVER_B1, Certificate.DRIVER_B2,
    Certificate.DRIVER_C1, Certificate.DRIVER_C2,
)


def _licence(grade: str) -> str:
    return rf"(?<![a-z0-9]){grade}{_LICENCE}|(?:驾照|驾驶证|驾证)[^,。;a-z]{{0,6}}{grade}(?![0-9])"


NAMED: Final[tuple[Cue[Certificate], ...]] = (
    cue(Certificate.FORKLIFT, rf"叉车(?:司机|工|驾驶)?(?:有)?{_CARD}|n1{_CARD}"),
    cue(Certificate.WELDER, rf"(?:电?焊工?|氩弧焊|压力焊|焊接)(?:特种)?{_CARD}"),
    cue(Certificate.ELECTRICIAN, rf"(?:高压|低压)?电工(?:特种)?{_CARD}|(?:高压|低压)(?:进网)?{_CARD}"),
    cue(Certificate.HEIGHT, rf"(?:登高|高处|高空)(?:架设)?(?:安装)?{_CARD}"),
    cue(Certificate.CRANE, rf"(?:行车|天车|起重机?|吊车|塔吊|q[12]|龙门吊|桥式起重机?)(?:司机|工)?{_CARD}"),
    cue(Certificate.EXCAVATOR, rf"挖掘?机(?:司机|工|驾驶)?(?:有)?{_CARD}"),
    cue(Certificate.LOADER, rf"(?:装载机|铲车)(?:司机|工)?(?:有)?{_CARD}"),
    cue(Certificate.ELEVATOR, rf"电梯(?:安全)?(?:管理员?|维修|安装)?{_CARD}"),
    cue(Certificate.BOILER, rf"(?:司炉|锅炉)(?:工)?{_CARD}"),
    cue(Certificate.PRESSURE, rf"压力容器{_CARD}"),
    cue(Certificate.REFRIGERATION, rf"制冷(?:工)?{_CARD}"),
    cue(Certificate.SCAFFOLD, rf"架子工{_CARD}"),
    cue(Certificate.SIGNALLER, rf"(?:司索|信号)工?{_CARD}"),
    cue(Certificate.DANGEROUS_GOODS, rf"(?:危化品?|危险品|危险化学品|押运员?)(?:工)?{_CARD}"),
    cue(Certificate.SPECIAL_WORK, rf"特种(?:作业|工|设备)(?:人员)?{_CARD}"),
    *(cue(code, _licence(code.removeprefix("driver_")), 0.9) for code in _GRADED),
    cue(Certificate.DRIVER_D, r"摩托车?(?:驾照|驾驶证|证)|(?<![a-z0-9])d(?:照|证)"),
    cue(Certificate.TRANSPORT, rf"货运{_CARD}|从业资格证(?=.{{0,6}}货)|货车从业"),
    cue(Certificate.PASSENGER, rf"(?:客运|网约车|出租车){_CARD}"),
    cue(Certificate.HEALTH, r"健康证|健康合格证"),
    cue(Certificate.GUARD, rf"保安(?:员)?{_CARD}"),
    cue(Certificate.FIRE, rf"(?:消防(?:设施)?(?:操作员|员|监控)?|消控|建构筑物消防员){_CARD}"),
    cue(Certificate.LIFEGUARD, rf"救生员?{_CARD}"),
    cue(Certificate.CARER, rf"(?:养老)?护理员?{_CARD}|养老护理证"),
    cue(Certificate.NURSE, rf"护士(?:执业)?{_CARD}"),
    cue(Certificate.MATERNITY, rf"(?:月嫂|母婴护理|育婴师?|催乳师?){_CARD}"),
    cue(Certificate.COOK, rf"(?:厨师|烹饪|中式烹调师|面点师?){_CARD}"),
    cue(Certificate.TEACHER, rf"(?:幼儿?师?|教师|保育员?){_CARD}"),
    cue(Certificate.ACCOUNTANT, rf"(?:会计|初级会计){_CARD}"),
    cue(Certificate.FITTER, rf"钳工{_CARD}"),
    cue(Certificate.BENCH_LATHE, rf"车工{_CARD}"),
    cue(Certificate.MECHANIC, rf"汽修(?:工)?{_CARD}|汽车维修(?:工)?{_CARD}"),
    cue(Certificate.CONSTRUCTION_SAFETY, rf"(?:安全员|安全工程师|[abc]类?安全员){_CARD}"),
    cue(Certificate.BUILDER, rf"建造师{_CARD}?"),
    cue(Certificate.MANDARIN, r"普通话(?:等级)?证"),
    cue(Certificate.COMPUTER, r"计算机(?:等级|二级|一级)?证"),
)
_DRIVER = cue(Certificate.DRIVER, r"驾照|驾驶证|驾驶执照|驾证")
# 叉车工 有证, 挖机司机 证齐: the trade stands apart from its certificate.
_TRADE = {
    Certificate.FORKLIFT: "叉车", Certificate.WELDER: "焊", Certificate.ELECTRICIAN: "电工", Certificate.EXCAVATOR: "挖掘?机",
    Certificate.LOADER: "装载机|铲车", Certificate.CRANE: "行车|吊车|塔吊|天车", Certificate.GUARD: "保安",
}
HAS_CARD: Final[tuple[Cue[Certificate], ...]] = tuple(
    cue(code, rf"(?:{trade})[^,。;]{{0,6}}(?:有证|证齐|持证|带证|证件齐)|(?:有证|持证)的?(?:{trade})", 0.8) for code, trade in _TRADE.items()
)
_NOT_REQUIRED = re.compile(r"\s?(?:可|可以|能)?(?:考|办|代办|报销)|书?\s?者?(?:优先|更好|更佳|加分|从优|工资高)")


def read_certificates(text: str) -> Reading[tuple[Certificate, ...]]:
    """Every certificate asked for or owned, in the order of the text; a licence of a class is not given again as 驾照.

    What is only welcome (有证优先) or can be had later (健康证可代办) is left out.
    """
    folded, origin = fold_with_origin(text[:LONGEST])
    if "证" not in folded and "照" not in folded and "建造师" not in folded and "本" not in folded and not _GRADE.search(folded):
        return Reading(None)
    found = every(NAMED, folded)
    known = {row.value for row, _ in found}
    if not any(code.startswith("driver_") for code in known):
        found += every((_DRIVER,), folded)
    found += [(row, match) for row, match in every(HAS_CARD, folded) if row.value not in known]
    found = sorted(((row, match) for row, match in found if not _NOT_REQUIRED.match(folded, match.end())), key=lambda pair: pair[1].start())
    if not found:
        return Reading(None)
    codes = tuple(dict.fromkeys(row.value for row, _ in found))
    return matched(codes, min(row.sure for row, _ in found), origin, *(match for _, match in found))


_GRADE = re.compile(r"(?<![a-z0-9])[abc][1-3](?![a-z0-9])")
