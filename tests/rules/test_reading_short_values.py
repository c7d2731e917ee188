"""Ages, headcounts, shifts, board, contracts, education, experience and certificates, as people write them."""

import pytest

from matcher.domain.ages import AgeRange
from matcher.domain.certificates import Certificate as C
from matcher.domain.conditions import Contract, Living, WorkingTime
from matcher.domain.errors import Invalid
from matcher.domain.terms import Education, Employment, Posture, Shift
from matcher.reading.age import read_age, read_own_age
from matcher.reading.certificates import read_certificates
from matcher.reading.contract import read_contract
from matcher.reading.education import read_education, read_education_needed
from matcher.reading.experience import read_experience
from matcher.reading.headcount import read_headcount
from matcher.reading.living import read_living
from matcher.reading.posture import read_posture
from matcher.reading.shift import read_shift
from matcher.reading.welfare import read_welfare


def case(text, value, *, because):
    return pytest.param(text, value, id=because)


@pytest.mark.parametrize(("text", "ends"), [
    case("18-45岁", (18, 45), because="plain range"),
    case("18至45周岁", (18, 45), because="至 and 周岁"),
    case("18岁-45岁", (18, 45), because="years twice"),
    case("年龄：25—35", (25, 35), because="label instead of unit"),
    case("18到48都行", (18, 48), because="as spoken"),
    case("十八到四十五岁", (18, 45), because="in words"),
    case("操作工 限男 18-40 穿无尘服 12小时两班倒", (18, 40), because="sex before it, no unit"),
    case("60岁以下", (None, 60), because="upper end only"),
    case("45岁（含）以下", (None, 45), because="含 in brackets"),
    case("35周岁以内", (None, 35), because="以内"),
    case("不超过50岁", (None, 50), because="not over"),
    case("四十岁以下", (None, 40), because="upper end in words"),
    case("18岁以上", (18, None), because="lower end only"),
    case("年满18周岁", (18, None), because="at least"),
    case("15岁以上均可", (15, None), because="too young, and read all the same"),
    case("18周岁以上55周岁以下", (18, 55), because="two ends in two phrases"),
    case("46-60", (46, 60), because="a cell of its own"),
    case("20名 18-35岁 6000-8000元", (18, 35), because="between heads and pay"),
])
def test_an_age_range_is_read(text, ends):
    assert read_age(text).value == AgeRange(*ends)


@pytest.mark.parametrize("text", ["90后", "2-28", "18-4", "0-0", "3年以上", "20-25元/时", "20-30人", "18", "4500-6000", ""])
def test_what_is_no_age_range_stays_unknown(text):
    assert read_age(text).value is None


def test_ages_split_by_sex_give_the_widest_range_with_doubt():
    reading = read_age("男18-40女18-45")
    assert reading.value == AgeRange(18, 45)
    assert reading.confidence < 0.6
    assert reading.spans == ((1, 6), (7, 12))


def test_no_age_limit_is_known_not_to_be_set():
    assert read_age("年龄不限").value is None
    assert read_age("年龄不限").confidence > 0.9


@pytest.mark.parametrize("ends", [(None, None), (45, 18), (0, 30), (18, 200)])
def test_an_impossible_age_range_is_refused(ends):
    with pytest.raises(Invalid, match="年龄"):
        AgeRange(*ends)


@pytest.mark.parametrize(("text", "age"), [
    case("王×, 42, 麻坪镇", 42, because="bare between commas"), case("55了还干得动", 55, because="了"),
    case("今年三十八", 38, because="in words"), case("43岁", 43, because="岁"), case("一月6000", None, because="pay"),
    case("20名", None, because="heads"),
])
def test_how_old_somebody_is_is_read(text, age):
    assert read_own_age(text).value == age


@pytest.mark.parametrize(("text", "heads"), [
    case("缝纫工20名", 20, because="名 after"), case("招12人", 12, because="招 before"), case("招聘人数：5", 5, because="label"),
    case("3-5人", 5, because="the larger of a range"), case("需要两个人", 2, because="in words"), case("急招30", 30, because="no unit"),
    case("10", 10, because="a cell of its own"), case("招三十人", 30, because="tens in words"), case("100名", 100, because="hundreds"),
    case("四人间", None, because="beds in a room"), case("员工1000余人", None, because="size of the firm"),
    case("500人以上企业", None, because="size of the firm, 以上"), case("招4000-5000元", None, because="pay"),
    case("2-3人/室", None, because="beds in a room, slash"), case("8000-10000", None, because="pay in the wrong cell"),
    case("招两口子", None, because="a couple"),
])
def test_a_headcount_is_read(text, heads):
    assert read_headcount(text).value == heads


def test_an_unsaid_headcount_is_known_to_be_unsaid():
    assert read_headcount("若干").value is None
    assert read_headcount("若干").confidence > 0.8 > read_headcount("包吃住").confidence


@pytest.mark.parametrize(("text", "time"), [
    case("长白班", WorkingTime(shift=Shift.DAY), because="day"),
    case("两班倒月休四天", WorkingTime(shift=Shift.TWO_SHIFT, rest_days=4), because="two shifts and rest"),
    case("12小时两班倒", WorkingTime(shift=Shift.TWO_SHIFT, hours_per_day=12), because="hours and shifts"),
    case("白夜倒", WorkingTime(shift=Shift.TWO_SHIFT), because="day and night in turn"),
    case("8小时三班", WorkingTime(shift=Shift.THREE_SHIFT, hours_per_day=8), because="three shifts"),
    case("四班三运转", WorkingTime(shift=Shift.THREE_SHIFT), because="four crews, three shifts"),
    case("夜班18:00-6:00", WorkingTime(shift=Shift.NIGHT, hours_per_day=12, starts="18:00", ends="06:00"), because="clock over midnight"),
    case("22:00-6:00", WorkingTime(shift=Shift.NIGHT, hours_per_day=8, starts="22:00", ends="06:00"), because="night by the clock alone"),
    case("早8:30到晚6点", WorkingTime(hours_per_day=9.5, starts="08:30", ends="18:00"), because="six in the evening"),
    case("8点到17点半", WorkingTime(hours_per_day=9.5, starts="08:00", ends="17:30"), because="half past"),
    case("9:00-12:00 13:30-18:00", WorkingTime(hours_per_day=7.5, starts="09:00", ends="18:00"), because="two halves of a day"),
    case("上午9:00-12:00 下午2:00-5:30", WorkingTime(hours_per_day=6.5, starts="09:00", ends="17:30"), because="afternoon by twelve hours"),
    case("早班6:30-15:00，晚班14:00-22:30", WorkingTime(shift=Shift.TWO_SHIFT, hours_per_day=8.5, starts="06:30", ends="15:00"), because="two crews"),
    case("白班8小时", WorkingTime(shift=Shift.DAY, hours_per_day=8), because="day and hours"),
    case("无夜班", WorkingTime(shift=Shift.DAY), because="no nights"),
    case("莫上夜班", WorkingTime(shift=Shift.DAY), because="no nights in dialect"),
    case("单休", WorkingTime(rest_days=4), because="one day a week"),
    case("周末双休", WorkingTime(rest_days=8), because="two days a week"),
    case("每周休一天", WorkingTime(rest_days=4), because="one day a week in words"),
    case("做六休一", WorkingTime(rest_days=4), because="six on, one off"),
    case("大小周", WorkingTime(rest_days=6), because="long and short weeks"),
])
def test_working_time_is_read(text, time):
    assert read_shift(text).value == time


@pytest.mark.parametrize("text", ["23元/小时", "夜班补贴20元", "包吃住", "24小时热线", "9:00-11:00", "加班不超过3小时", ""])
def test_what_says_nothing_of_hours_stays_unknown(text):
    assert read_shift(text).value is None


@pytest.mark.parametrize(("text", "posture"), [
    case("坐班", Posture.SEATED, because="seated"), case("全程站立操作", Posture.STANDING, because="standing"),
    case("坐站结合", Posture.MIXED, because="both"), case("不用站", Posture.SEATED, because="no standing"),
    case("站久了脚肿, 找个坐起做的活", Posture.SEATED, because="cannot stand long"), case("包吃住", None, because="nothing said"),
])
def test_posture_is_read(text, posture):
    assert read_posture(text).value == posture


@pytest.mark.parametrize(("text", "living"), [
    case("包吃住", Living(meals=True, lodging=True), because="both"),
    case("管吃管住", Living(meals=True, lodging=True), because="管"),
    case("免费提供食宿", Living(meals=True, lodging=True), because="食宿"),
    case("包住餐补10元/天", Living(lodging=True, meal_allowance=10), because="money is no meal"),
    case("管住 管两顿", Living(meals=True, lodging=True, meals_per_day=2), because="two meals"),
    case("中间管一顿饭", Living(meals=True, meals_per_day=1), because="one meal"),
    case("包住不包吃", Living(meals=False, lodging=True), because="one yes, one no"),
    case("食宿自理", Living(meals=False, lodging=False), because="neither"),
    case("不包吃住", Living(meals=False, lodging=False), because="negated"),
    case("提供女工宿舍", Living(lodging=True), because="dormitory"),
    case("养殖场招两口子 年薪12万 提供单间", Living(lodging=True, couple_room=True), because="a room for a couple"),
    case("餐补300元/月", None, because="an allowance by the month is neither"),
    case("公司提供餐饮补贴", None, because="an allowance is no meal"),
    case("工资面议", None, because="nothing said"),
])
def test_board_and_lodging_are_read(text, living):
    assert read_living(text).value == living


@pytest.mark.parametrize(("text", "contract"), [
    case("五险一金", Contract(insurance=True, housing_fund=True), because="insurance and fund"),
    case("交五险, 每月15号发工资", Contract(insurance=True, payday=15, settled="month"), because="payday"),
    case("每月10日发上月工资", Contract(payday=10, settled="month"), because="last month's pay"),
    case("不交社保折现500", Contract(insurance=False), because="refused"),
    case("合同一年, 试用三个月", Contract(contract_months=12, probation_months=3), because="term and probation"),
    case("厂里直签", Contract(employment=Employment.DIRECT), because="direct"),
    case("非派遣", Contract(employment=Employment.DIRECT), because="not dispatched"),
    case("劳务派遣", Contract(employment=Employment.DISPATCH), because="dispatched"),
    case("8小时工作制", None, because="eight hours are no 小时工"),
    case("日结", Contract(employment=Employment.GIG, settled="day"), because="paid by the day"),
    case("干完活就结", Contract(employment=Employment.GIG, settled="end"), because="paid at the end"),
    case("苏州电子厂招普工", None, because="a factory that hires says nothing of the contract"),
])
def test_a_contract_is_read(text, contract):
    assert read_contract(text).value == contract


@pytest.mark.parametrize(("text", "level", "needed"), [
    pytest.param("大专及以上", Education.COLLEGE, Education.COLLEGE, id="and above"),
    pytest.param("统招本科", Education.BACHELOR, Education.BACHELOR, id="full-time bachelor"),
    pytest.param("中专/中技及以上", Education.VOCATIONAL, Education.VOCATIONAL, id="two words for one"),
    pytest.param("高中或中专", Education.SENIOR, Education.SENIOR, id="either"),
    pytest.param("初中以下", Education.JUNIOR, None, id="at most asks for nothing"),
    pytest.param("初中及以下学历可", Education.JUNIOR, None, id="at most, and more words"),
    pytest.param("學歷不限", None, None, id="said to be free, traditional letters"),
    pytest.param("不识字", Education.NONE, Education.NONE, id="cannot read"),
    pytest.param("硕士", Education.MASTER, Education.MASTER, id="master"),
    pytest.param("小学老师优先", None, None, id="a teacher is no level"),
    pytest.param("没得啥文化", None, None, id="not said how much"),
])
def test_education_is_read(text, level, needed):
    assert read_education(text).value == level
    assert read_education_needed(text).value == needed


@pytest.mark.parametrize(("text", "years"), [
    case("1-3年", 1, because="the lower end"), case("3年以上", 3, because="and more"), case("1年以下", 0, because="less than"),
    case("经验不限", 0, because="free"), case("无经验", 0, because="none"), case("半年以上工作经验", 0.5, because="half"),
    case("干过三年电子厂", 3, because="as spoken"), case("缝纫十来年咧", 10, because="about ten"),
    case("五年以上相关工作经验", 5, because="in words"),
    case("合同一年", None, because="the term of a contract"), case("2015年成立", None, because="a date"), case("5天/周", None, because="days"),
])
def test_experience_is_read(text, years):
    assert read_experience(text).value == years


@pytest.mark.parametrize(("text", "codes"), [
    case("需持叉车证、电工证", (C.FORKLIFT, C.ELECTRICIAN), because="two named"),
    case("叉车工 有证", (C.FORKLIFT,), because="trade and 有证 apart"),
    case("挖机司机 证齐", (C.EXCAVATOR,), because="trade and 证齐 apart"),
    case("焊工证/特种作业操作证", (C.WELDER, C.SPECIAL_WORK), because="slash"),
    case("低压电工证", (C.ELECTRICIAN,), because="low voltage"),
    case("C1驾照", (C.DRIVER_C1,), because="class before"), case("驾照Ｂ2以上", (C.DRIVER_B2,), because="class after, full width"),
    case("有驾照", (C.DRIVER,), because="no class"), case("健康证", (C.HEALTH,), because="health"),
    case("健康证可代办", None, because="can be had later"), case("保安 有证优先", None, because="only welcome"),
    case("有驾驶证者更佳", None, because="only welcome, other words"),
    case("带身份证原件", None, because="no trade's certificate"), case("包吃住", None, because="nothing said"),
])
def test_certificates_are_read_as_codes(text, codes):
    assert read_certificates(text).value == codes


def test_welfare_tags_become_offers():
    welfare = read_welfare("五险一金|包吃住|餐补|全勤奖|周末双休|免费班车").value
    assert (welfare.living, welfare.contract.insurance, welfare.time.rest_days) == (Living(meals=True, lodging=True), True, 8)
    assert welfare.extras == ("餐补", "全勤奖", "班车")
    assert read_welfare("java|python").value is None


@pytest.mark.parametrize(("read", "text", "words"), [
    (read_age, "要求：１８－４５岁，男女不限", "１８－４５岁"), (read_headcount, "縫紉工２０名", "２０名"), (read_shift, "①兩班倒", "兩班倒"),
    (read_living, "廠里包吃住", "包吃住"), (read_certificates, "要有叉車證", "叉車證"), (read_experience, "需3年以上經驗", "3年以上"),
])
def test_the_span_is_that_of_the_words_as_typed(read, text, words):
    (start, end), = read(text).spans
    assert text[start:end] == words
