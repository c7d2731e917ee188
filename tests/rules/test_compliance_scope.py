"""How far words reach: negation, warnings, programmes, ways of writing; and what every hit carries."""

import time
from dataclasses import replace
from datetime import date

import pytest
from compliance_phrases import CLEAN, FLAGGED
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.compliance.engine import check, worst
from matcher.compliance.hits import LONGEST_SUGGESTION, RULESET, Level
from matcher.compliance.postings import Posting, rendered
from matcher.compliance.prepared import prepare
from matcher.compliance.tables import Tables, UsualPay, starting_tables
from matcher.compliance.words import word_rules
from matcher.domain.pay import Pay
from matcher.domain.terms import Employment, Shift
from matcher.domain.vacancies import Needs, Offer, Vacancy

DAY = date(2026, 3, 10)
TABLES = starting_tables()
PIECES = [text for texts in (*FLAGGED.values(), *CLEAN.values()) for text in texts]
MARKS = ["，", "。", "\n", " ", "、", "(", ")", "：", "“", "”", "不", "无", "男", "女", "1", "岁", "元", "\u200b", "❤", "押", "①"]
mutated = st.lists(st.sampled_from(PIECES) | st.sampled_from(MARKS) | st.text(max_size=4), max_size=10).map("".join)
VACANCY = Vacancy(
    id="v1", title="缝纫工", employer="e1", employer_name="座椅厂", description="踩平车, 限男性, 有师傅带", headcount=20, place="320115",
    closes_on=date(2026, 3, 31),
    offer=Offer(pay=(Pay(basis="month", low=2660, high=2660, kind="base"),), shift=Shift.DAY, welfare=("五险", "服装押金200")),
    needs=Needs(age_low=18, age_high=40),
)


def hits(text, **known):
    return check(Posting(text=text, **known), TABLES, DAY)


def blocked(text, **known):
    return {hit.rule for hit in hits(text, **known) if hit.level is Level.BLOCK}


@pytest.mark.parametrize("text", [
    "不收押金", "免收服装押金", "公司不收取任何押金", "不收中介费、服装费、押金", "无任何押金和费用", "押金一律不收",
    "公司不以任何方式收取押金与培训费", "严禁以任何名义收取押金",
    "不交押金, 不押证件", "从不扣押身份证", "不会强制加班", "不得限男性", "不限男性",
])
def test_a_negation_takes_the_words_back(text):
    assert blocked(text) == set()


@pytest.mark.parametrize(("text", "rule"), [
    ("无经验可, 男士优先", "R01"), ("学历不限男性优先", "R01"), ("不限学历, 押金200", "R12"), ("免费住宿, 押金300", "R12"),
    ("无责底薪, 服装押金100", "R12"), ("不怕吃苦, 限男性", "R01"),
    ("不收中介费, 但要交服装押金200", "R12"),
])
def test_a_negation_of_something_else_takes_nothing_back(text, rule):
    assert rule in blocked(text)


@pytest.mark.parametrize("text", [
    "谨防收取押金的黑中介", "提醒: 凡是要求交押金的都是骗子", "凡是扣押身份证的, 请举报", "求职提醒: “先交培训费再上岗”是违法行为",
    "遇到“限男性”的招聘, 请向我们举报", "防骗提醒: 收报名费的都是骗局",
    "培训贷属于骗局, 请勿上当", "省人社厅提醒：遇到收取押金、扣押身份证的用人单位，请拨打12333",
    "以下词语不得出现: “限男性”、“已婚优先”、“服装押金200”", "“限男性”不能发",
])
def test_a_warning_about_bad_words_is_no_breach(text):
    assert blocked(text) == set()


@pytest.mark.parametrize(("text", "rule"), [
    ("本岗位“限男性”", "R01"), ("提醒: 凡是录用者须交押金200", "R12"), ("不得迟到, 交押金200的人优先", "R12"),
    ("禁止吸烟。服装押金200, 干满退", "R12"),
])
def test_quotes_and_orders_that_warn_of_nothing_protect_nothing(text, rule):
    assert rule in blocked(text)


def test_only_a_public_body_with_a_programme_may_name_a_home_place():
    text = "限商洛户籍, 免费大巴"
    assert "R05" in blocked(text)
    assert "R05" in blocked(text, programme="su_shan")
    assert "R05" in blocked(text, public_body=True)
    assert "R05" not in blocked(text, public_body=True, programme="su_shan")


def test_a_programme_excuses_nothing_but_the_home_place():
    assert blocked("限商洛户籍, 限男性, 押金200", public_body=True, programme="su_shan") == {"R01", "R12"}


@pytest.mark.parametrize(("text", "rule", "shown"), [
    ("限♂", "R01", "限♂"), ("限\u200b男性", "R01", "限\u200b男性"), ("限男(nán)性", "R01", "限男(nán)性"), ("限限限男", "R01", "限限限男"),
    ("限難性, 不对, 限男性", "R01", "限男性"),
    ("服裝押金２００", "R12", "服裝押金"), ("要交压金300", "R12", "要交压金"), ("要交ya金300", "R12", "要交ya金"),
    ("已昏已育优先", "R03", "已昏已育优先"), ("查乙干", "R06", "查乙干"), ("不買社保", "R21", "不買社保"),
    ("保安, 限 男 性", "R01", "限 男 性"), ("shua单日结", "R30", "shua单"),
])
def test_ways_of_writing_do_not_hide_a_breach_and_the_span_is_in_the_text_as_given(text, rule, shown):
    hit = next(hit for hit in hits(text) if hit.rule == rule)
    assert text[slice(*hit.span)] == hit.text == shown


def test_a_vacancy_is_checked_as_text_and_each_hit_leads_back_to_its_field():
    posting = rendered(VACANCY)
    fields = {(hit.rule, hit.field) for hit in check(posting, TABLES, DAY)}
    assert {("R01", "description"), ("R12", "offer.welfare"), ("R08", "needs.age")} <= fields
    assert all(posting.text[part.start : part.end] for part in posting.parts)
    assert "R15" not in {rule for rule, _ in fields}


@pytest.mark.parametrize(("change", "field"), [
    ({"headcount": None}, "headcount"), ({"closes_on": None}, "closes_on"), ({"place": None}, "place"), ({"description": " "}, "description"),
    ({"offer": Offer()}, "offer.pay"), ({"employer": "", "employer_name": ""}, "employer_name"),
])
def test_a_vacancy_without_what_the_law_wants_is_told_which_field(change, field):
    found = check(rendered(replace(VACANCY, **change)), TABLES, DAY)
    assert [hit.field for hit in found if hit.rule == "R15"] == [field]


def test_long_hours_and_children_are_seen_in_the_fields_too():
    vacancy = replace(VACANCY, offer=replace(VACANCY.offer, hours_per_day=12, rest_days=2), needs=Needs(age_low=15, age_high=40))
    fields = {(hit.rule, hit.level, hit.field) for hit in check(rendered(vacancy), TABLES, DAY)}
    assert {("R18", Level.WARN, "offer.hours_per_day"), ("R09", Level.BLOCK, "needs.age")} <= fields


def test_pay_in_the_fields_is_measured_by_the_standard_of_its_place():
    low = replace(VACANCY, offer=Offer(pay=(Pay(basis="month", low=2400, high=2400, kind="base"),)))
    assert [(hit.level, hit.field) for hit in check(rendered(low), TABLES, DAY) if hit.rule == "R17"] == [(Level.BLOCK, "offer.pay")]
    assert [hit for hit in check(rendered(replace(low, place="610100")), TABLES, DAY) if hit.rule == "R17"] == []


@pytest.mark.parametrize(("place", "level"), [("320115", Level.BLOCK), (None, Level.BLOCK), ("530100", Level.HOLD)])
def test_a_place_without_a_standard_is_left_to_a_person(place, level):
    found = [hit for hit in hits("底薪1500", place=place) if hit.rule == "R17"]
    assert [hit.level for hit in found] == [level]
    assert ("最低档" in found[0].suggestion) == (place != "320115")
    if place == "320115":
        assert found[0].suggestion == "改到2660元/月以上 (江苏一类区, 未核实)"  # the source whole or not at all


def test_commission_beside_a_low_base_is_left_to_a_person():
    assert [hit.level for hit in hits("底薪1800+提成, 每月多劳多得", place="320115") if hit.rule == "R17"] == [Level.HOLD]


def test_pay_far_above_the_usual_is_looked_at():
    tables = replace(TABLES, usual=(UsualPay(occupation="6-05", area="320000", p95_month=8000, since=date(2025, 1, 1)),))
    vacancy = replace(VACANCY, occupation="6-05-01-03", offer=Offer(pay=(Pay(basis="month", low=9000, high=13000),)))
    assert [hit.rule for hit in check(rendered(vacancy), tables, DAY) if hit.rule == "R16"] == ["R16"]
    usual = replace(vacancy, offer=Offer(pay=(Pay(basis="month", low=9000, high=11000),)))
    assert [hit.rule for hit in check(rendered(usual), tables, DAY) if hit.rule == "R16"] == []


def test_a_whole_pay_for_long_hours_is_reckoned_back():
    found = [hit for hit in hits("综合工资5000元/月, 12小时, 月休2天", place="320115") if hit.rule == "R17"]
    assert [(hit.level, hit.text) for hit in found] == [(Level.HOLD, "5000元/月")]


@pytest.mark.parametrize(("text", "text_hit"), [
    ("合同两个月, 试用期一个月", "试用期一个月"), ("合同六个月 试用期两个月", "试用期两个月"), ("试用期7个月", "试用期7个月"),
    ("试用期3000元, 转正5000元", "试用期3000元, 转正5000"),
])
def test_probation_is_as_long_and_as_well_paid_as_the_law_has_it(text, text_hit):
    assert [hit.text for hit in hits(text) if hit.rule == "R20"] == [text_hit]


@pytest.mark.parametrize("text", ["合同三年 试用期6个月", "合同一年, 试用期两个月", "试用期4000元, 转正5000元", "合同六个月, 试用期一个月"])
def test_lawful_probation_is_left_alone(text):
    assert [hit for hit in hits(text) if hit.rule == "R20"] == []


@pytest.mark.parametrize(("text", "wrong"), [
    ("钟点工 每天6小时 周结", ["每天6小时"]), ("非全日制 按月结 ", ["按月结"]), ("小时工 日结 每天4小时", []), ("小时工 没有试用期 周结", []),
    ("正式工 月结", []),
])
def test_part_time_work_is_short_and_paid_soon(text, wrong):
    assert [hit.text for hit in hits(text) if hit.rule == "R38"] == wrong


def test_a_dispatched_vacancy_must_name_the_host_unit():
    vacancy = replace(VACANCY, offer=replace(VACANCY.offer, employment=Employment.DISPATCH))
    hit = next(hit for hit in check(rendered(vacancy), TABLES, DAY) if hit.rule == "R24")
    assert (hit.level, hit.field) == (Level.HOLD, "offer.employment")


@pytest.mark.parametrize("text", [text for texts in FLAGGED.values() for text in texts])
def test_every_hit_says_where_why_and_what_to_do_in_thirty_characters(text):
    for hit in hits(text):
        assert 0 < len(hit.suggestion) <= LONGEST_SUGGESTION
        assert hit.basis
        assert hit.ruleset == RULESET
        assert hit.span is None or text[slice(*hit.span)] == hit.text != ""


def test_every_rule_of_words_gives_law_and_advice_within_thirty_characters():
    for rule in word_rules():
        assert "条" in rule.basis or "法" in rule.basis or "规定" in rule.basis
        assert 0 < len(rule.suggestion) <= LONGEST_SUGGESTION


def test_the_lawful_wording_offered_is_lawful_itself():
    for rule in word_rules():
        assert rule.instead is None or blocked(rule.instead) == set()


def test_the_quick_test_before_a_rule_never_hides_a_hit():
    for text in PIECES:
        prepared = prepare(text)
        for rule in word_rules():
            if not all(any(word in prepared.plain for word in group) for group in rule.needs):
                assert list(rule.hits(prepared)) == [], (rule.rule, text)


def test_the_heaviest_level_speaks_for_a_posting():
    assert worst(hits("限男性, 返费2000, 形象好")) is Level.BLOCK
    assert worst(hits("返费2000, 形象好")) is Level.HOLD
    assert worst(hits("缝纫工")) is None


def test_overlapping_hits_of_one_rule_are_one():
    found = [hit for hit in hits("限男性, 男性优先") if hit.rule == "R01"]
    assert [hit.text for hit in found] == ["限男性", "男性优先"]


@given(text=st.text(max_size=200) | mutated)
@settings(max_examples=400, deadline=None)
def test_any_text_is_answered_with_spans_inside_it(text):
    for hit in hits(text):
        assert hit.span is None or (0 <= hit.span[0] < hit.span[1] <= len(text) and text[slice(*hit.span)] == hit.text)
        assert len(hit.suggestion) <= LONGEST_SUGGESTION


@given(text=mutated)
@settings(max_examples=100, deadline=None)
def test_every_letter_of_prepared_text_knows_its_place(text):
    prepared = prepare(text)
    assert len(prepared.origin) == len(prepared.plain)
    assert list(prepared.origin) == sorted(prepared.origin)
    assert all(0 <= at < len(text) for at in prepared.origin)


@pytest.mark.parametrize("piece",
["男", "限", "不", "押", "、", "和", "1", "1岁", "(a", "“", "返", "工", "社保", "离职", "试用", "底薪", "户", "县", " ", "\n", "限男女",
"谨防“押金200”", "收押金的", "不收、", "学生工", "喷"])
def test_no_text_takes_long(piece):
    text = piece * (4_000 // len(piece))
    begun = time.thread_time()
    hits(text)
    assert time.thread_time() - begun < 0.5


def test_without_tables_nothing_is_reckoned_and_nothing_fails():
    assert [hit.rule for hit in check(Posting(text="底薪500"), Tables(), DAY) if hit.rule == "R17"] == []


def test_what_the_pay_box_says_in_words_is_judged_too():
    """The figures alone are lawful; the words beside them promise the moon (R16)."""
    boast = Pay(basis="month", low=10000, kind="unknown", raw="月薪过万不是梦")
    plain = replace(boast, raw="10000起")
    told, silent = (check(rendered(replace(VACANCY, offer=Offer(pay=(pay,)))), TABLES, DAY) for pay in (boast, plain))
    assert [hit.field for hit in told if hit.rule == "R16"] == ["offer.pay"]
    assert [hit for hit in silent if hit.rule == "R16"] == []
