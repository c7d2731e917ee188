"""What headings mean, in the manner in which offices write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.headings import KINDS, labels, read_heading

PEOPLE = [
    ("姓名", "name"), ("姓  名", "name"), ("*姓名", "name"), ("姓名（必填）", "name"), ("1.姓名", "name"), ("务工人员姓名", "name"),
    ("返乡劳动者姓名", "name"), ("乘客姓名", "name"), ("联系方式", "phone"), ("手机号（11位）", "phone"), ("联系電話", "phone"),
    ("务工人员联系电话", "phone"), ("村民手机号码", "phone"), ("公民身份号码", "identity"), ("身份证号（18位）", "identity"),
    ("学员身份证号码", "identity"), ("户籍地（县/镇/村/组）", "place"), ("家庭住址", "place"), ("乡镇（街道）", "town"),
    ("村（社区）", "village"), ("县（区）", "county"), ("所属行政区划", "area"), ("现居住地", "lives_at"),
    ("紧急联系人及电话", "second_contact"), ("文化程度", "education"), ("人员类别", "categories"), ("是否易地搬迁户", "relocated"),
    ("是否脱贫户", "lifted"), ("持有何种证书", None), ("技能或证书", "certificates"), ("务工经历", "experience"), ("从事工种", "experience"),
    ("务工企业名称", "works_for"), ("务工省市县", "works_at"), ("外出务工地点", "works_at"), ("意向工种1", "occupations"),
    ("期望从事岗位", "occupations"), ("求职意向岗位", "occupations"), ("就业岗位意向", "occupations"), ("意向就业地区", "places"),
    ("期望工作城市", "places"), ("务工区域意向", "places"), ("期望月薪（元）", "monthly"), ("最低工资要求", "monthly"),
    ("工资待遇要求", "monthly"), ("预计外出时间", "ready"), ("计划返岗日期", "ready"), ("最早到岗时间", "ready"), ("是否坐包车", "coach"),
    ("是否愿意参加技能培训", "training"), ("有无外出务工意愿", "willing"), ("备注", "note"),
]
POSTS = [
    ("岗位名称*", "title"), ("招聘工种", "title"), ("用工企业名称", "company"), ("统一社会信用代码", "credit_code"),
    ("需求人数（人）", "headcount"), ("工作地点", "region_raw"), ("薪资待遇（元/月）", "wage_raw"), ("底薪（元）", "wage_base"),
    ("综合工资", "wage_gross"), ("年龄要求（岁）", "age_req"), ("学历要求", "education_raw"), ("班次与工时", "shift"), ("食宿情况", "living"),
    ("发薪日", "payday"), ("社会保险", "insurance"), ("职业危害", "hazards"), ("招聘联系人", "contact"), ("联系电话", "contact_phone"),
    ("有效期至", "deadline"), ("岗位职责", "description"), ("健康证", None),
]
RIDERS = [
    ("上车地点", "pickup"), ("出行方式", "travel"), ("目的地", "places"), ("务工省市县", "places"), ("计划返岗日", "ready"),
    ("同行人数", "companions"), ("乘车人员", "name"), ("接收企业", "works_for"), ("行李件数", "luggage"),
]
SOMEBODY_ELSE = [
    "司机姓名", "驾驶员联系电话", "随车人员电话", "填报人姓名", "审核人", "帮扶责任人电话", "配偶姓名", "父亲身份证号", "联系人姓名",
    "村干部电话", "登记人",
]
FORBIDDEN_OF_PEOPLE = [
    "民族", "名族", "婚姻状况", "婚否", "健康状况", "政治面貌", "是否党员", "宗教信仰", "是否残疾人", "残疾证号", "是否享受低保", "血型",
    "银行卡号", "与户主关系", "是否患有重大疾病", "劳动能力",
]
FORBIDDEN_OF_POSTS = [
    "性别", "性别要求", "男女比例要求", "民族", "婚育情况", "身高要求", "户籍要求", "健康状况",
]


def field(heading, kind):
    meaning = read_heading(heading, kind)
    return meaning and meaning.field


@pytest.mark.parametrize(("heading", "meant"), PEOPLE)
def test_a_heading_of_a_register_means_what_its_office_meant(heading, meant):
    assert field(heading, "workers") == meant


@pytest.mark.parametrize(("heading", "meant"), POSTS)
def test_a_heading_of_a_job_sheet_means_what_its_employer_meant(heading, meant):
    assert field(heading, "vacancies") == meant


@pytest.mark.parametrize(("heading", "meant"), RIDERS)
def test_a_heading_of_a_travel_list_means_what_its_office_meant(heading, meant):
    assert field(heading, "riders") == meant


@pytest.mark.parametrize("heading", SOMEBODY_ELSE)
def test_the_name_and_number_of_somebody_else_are_not_taken_for_the_persons_own(heading):
    assert field(heading, "workers") is None


@pytest.mark.parametrize("heading", ["户主姓名", "户主身份证号码", "户主联系电话"])
def test_the_head_of_the_household_is_known_as_a_second_choice(heading):
    meaning = read_heading(heading, "workers")
    assert meaning.second
    assert meaning.field


@pytest.mark.parametrize(("kind", "heading"), [
    *(("workers", h) for h in FORBIDDEN_OF_PEOPLE), *(("riders", h) for h in FORBIDDEN_OF_PEOPLE), *(("vacancies", h) for h in FORBIDDEN_OF_POSTS)])
def test_what_must_not_be_kept_or_asked_is_left_out_with_the_reason(kind, heading):
    meaning = read_heading(heading, kind)
    assert (meaning.field, meaning.forbidden) == (None, True)
    assert meaning.reason


@pytest.mark.parametrize("heading", ["星座", "随便写写", "去年收入情况说明会", "xyz", ""])
def test_of_an_unknown_heading_nothing_is_made(heading):
    assert field(heading, "workers") is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_known_by_its_own_name_and_label(kind):
    assert {name for name in labels(kind) if field(name, kind) != name} == set()


@given(st.text(max_size=60), st.sampled_from(KINDS))
def test_any_heading_is_answered_and_stars_and_blanks_never_change_the_answer(heading, kind):
    assert field(heading, kind) in {None, *labels(kind)}
    assert field(f" *{heading}* ", kind) == field(heading, kind)
