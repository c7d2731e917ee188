"""Whatever arrives, every reader answers: no exception, spans within the text, nothing invented from nothing."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.reading.age import read_age, read_own_age
from matcher.reading.certificates import read_certificates
from matcher.reading.comments import read_comment
from matcher.reading.contract import read_contract
from matcher.reading.education import read_education, read_education_needed
from matcher.reading.experience import read_experience
from matcher.reading.headcount import read_headcount
from matcher.reading.identity import read_identity
from matcher.reading.living import read_living
from matcher.reading.normal import fold
from matcher.reading.pay import read_pay, read_pays
from matcher.reading.phones import mask_phones, read_phones
from matcher.reading.posts import split
from matcher.reading.posture import read_posture
from matcher.reading.remarks import Remarks, remarks_of
from matcher.reading.shapes import as_json
from matcher.reading.shift import read_shift
from matcher.reading.welfare import read_welfare

READERS = [
    read_pay, read_age, read_own_age, read_headcount, read_shift, read_posture, read_living, read_contract, read_education,
    read_education_needed, read_experience, read_certificates, read_identity, read_phones, read_comment, read_welfare,
]
PAY_WORDS = ["底薪", "综合", "到手", "6500", "8千", "1.2万", "六千五", "七八千", "起", "以上", "左右", "元", "/月", "一天", "小时", "工价", "返费"]
AGE_WORDS = ["18", "45", "岁", "以下", "周岁", "男", "女", "招", "20名", "若干", "大专", "及以上", "3年", "经验", "叉车证", "C1", "驾照"]
TIME_WORDS = ["两班倒", "夜班", "18:00", "月休", "四天", "包吃", "不", "住", "餐补", "五险", "合同", "一年", "试用", "每月", "15号", "万", "半"]
NUMBERS = ["计件", "大工", "13812345678", "110105", "1949", "1231", "002X", "1", "42", "麻坪", "扣", "LN-0731", "会做", "的"]
MARKS = ["-", "~", "至", "+", "①", "，", "。", "\n", "/", "、", "(", ")", "："]
PIECES = [*PAY_WORDS, *AGE_WORDS, *TIME_WORDS, *NUMBERS, *MARKS]

mutated = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join)
anything = st.text(max_size=120) | mutated


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@given(text=anything)
@settings(max_examples=60, deadline=None)
def test_every_reader_answers_any_text(read, text):
    reading = read(text)
    assert 0.0 <= reading.confidence <= 1.0
    assert all(0 <= start < end <= len(text) for start, end in reading.spans)
    assert reading.value is None or reading.spans
    as_json(reading)


@given(text=anything)
def test_sums_stay_positive_and_in_order(text):
    for reading in read_pays(text):
        assert 0 <= reading.value.low <= (reading.value.high or reading.value.low)
        assert reading.value.raw in text


@given(text=anything)
def test_pieces_of_a_posting_lie_in_it_in_order(text):
    folded = fold(text)
    ends = 0
    for piece in split(folded):
        assert ends <= piece.start <= piece.end <= len(folded)
        assert all(piece.start <= start <= end <= piece.end for start, end in piece.words)
        ends = piece.end


@given(text=anything)
def test_remarks_and_masking_answer_any_text(text):
    assert isinstance(remarks_of(fold(text)), Remarks)
    assert read_phones(mask_phones(text)).value is None


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_only_the_first_two_thousand_characters_are_read(read):
    assert read("，" * 2_000 + "月薪6000元 18-45岁 招20名 夜班 坐班 包吃住 五险 大专 3年经验 叉车证 13812345678").value is None


def test_a_number_born_later_than_the_day_given_is_refused_for_any_day():
    assert read_identity("11010519491231002X", date(1940, 1, 1)).value is None
