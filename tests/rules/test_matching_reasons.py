"""Reasons are short, everyday, on the right side, and ask what is not known."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from invented import VACANCIES, WORKERS
from pairing import FARMING, PLACES, TELLER, TODAY, WEIGHTS, a_vacancy, a_worker

from matcher.domain.identifiers import id_of
from matcher.domain.people import Experience, Worker
from matcher.domain.terms import Education, Shift
from matcher.domain.vacancies import Vacancy
from matcher.matching.pairs import Teller
from matcher.matching.reasons import QUESTIONS, explain, explain_all
from matcher.matching.rows import worker_row


def test_a_good_pair_is_explained_on_both_sides() -> None:
    told = explain(a_worker(), a_vacancy(), WEIGHTS, TELLER)
    assert told.wants == ("一月大概6500, 比想要的多500", "想干的就是缝纫工", "在江苏南京江宁", "长白班、坐班")
    assert told.needs == ("做过缝纫工3年", "2月24日能走", "初中, 够了")
    assert told.missing == ()
    assert told.asks == ()


@pytest.mark.parametrize(("person", "post", "sentence"), [
    ({}, {"shift": Shift.NIGHT}, "要上夜班, 本人说不上夜班"),
    ({}, {"monthly": 5000}, "一月大概5000, 想要6000✗"),
    ({"experience": (Experience(occupation=FARMING, years=2),)}, {}, "做过农艺工2年✗"),
    ({"ready_on": date(2026, 3, 20)}, {}, "3月20日能走, 2月26日开工✗"),
    ({"education": Education.PRIMARY}, {"education": Education.SENIOR}, "要高中, 本人小学✗"),
    ({"occupations": (FARMING,)}, {}, "缝纫工, 不是想干的✗"),
    ({"lodging": True}, {"lodging": False}, "不包住✗"),
    ({"coach": True}, {"coach": False}, "没有专车✗"),
    ({}, {"years": 8}, "要8年经验, 还差些✗"),
    ({"places": ("440000",)}, {}, "在江苏南京江宁, 不在想去的地方"),
    ({"certificates": ("health",)}, {"certificates": ("forklift", "登高证")}, "要叉车证、登高证"),
])
def test_what_is_missing_is_said_in_everyday_words(person: dict, post: dict, sentence: str) -> None:
    told = explain(a_worker(**person), a_vacancy(**post), WEIGHTS, TELLER)
    assert sentence in told.missing
    assert sentence not in told.wants + told.needs


@pytest.mark.parametrize(("person", "post", "question"), [
    ({"experience": ()}, {}, "以前干过啥活, 干了几年?"),
    ({"ready_on": None}, {}, "啥时候能走?"),
    ({"monthly_yuan": None}, {}, "一个月最少要挣多少?"),
    ({"places": ()}, {}, "想去哪儿干?"),
    ({}, {"monthly": None}, "问厂里: 一个月到手多少?"),
    ({}, {"shift": None}, "问厂里: 上不上夜班?"),
    ({}, {"certificates": ("forklift",)}, "有没有叉车证?"),
    ({"education": None}, {}, "念到哪一级?"),
])
def test_what_is_not_known_is_asked_in_one_short_question(person: dict, post: dict, question: str) -> None:
    assert question in explain(a_worker(**person), a_vacancy(**post), WEIGHTS, TELLER).asks


@given(WORKERS, VACANCIES)
def test_any_pair_is_explained_in_short_words(worker: Worker, vacancy: Vacancy) -> None:
    told = explain(worker, vacancy, WEIGHTS, Teller(TODAY, PLACES, lambda code: "工种", PLACES.name))
    chips = (*told.wants, *told.needs, *told.missing, *told.asks)
    assert all(0 < len(chip) <= 60 for chip in chips)
    assert len(told.asks) <= QUESTIONS
    assert not any("None" in chip for chip in chips)


@pytest.mark.parametrize("post", [a_vacancy(), a_vacancy(shift=Shift.NIGHT), a_vacancy(certificates=("forklift",))])
def test_a_list_is_explained_as_each_is_alone(post: Vacancy) -> None:
    people = [a_worker(), a_worker(monthly_yuan=9000), a_worker(no_night=None, education=None)]
    assert explain_all(people, post, WEIGHTS, TELLER) == [explain(person, post, WEIGHTS, TELLER) for person in people]
    assert explain_all([], post, WEIGHTS, TELLER) == []


def test_who_was_ranked_is_explained_from_the_row_as_from_the_record() -> None:
    people, post = [replace(a_worker(), id=id_of("worker", 1)), replace(a_worker(monthly_yuan=9000), id=id_of("worker", 2))], a_vacancy()
    rows = {person.id: worker_row(person, PLACES) for person in people}
    assert explain_all(people, post, WEIGHTS, TELLER, rows) == explain_all(people, post, WEIGHTS, TELLER)

