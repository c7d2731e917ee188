"""Invented people and posts in numbers, with the spread of a real spring: most come from a few counties and want a few provinces."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from matcher.domain.identifiers import id_for
from matcher.domain.pay import Pay
from matcher.domain.people import Consent, Experience, Haves, Wants, Worker
from matcher.domain.terms import ConsentMode, Education, Posture, Sex, Shift
from matcher.domain.vacancies import Needs, Offer, Vacancy, VacancyState

DAY = date.today()  # posts must be open on the day the benchmark runs
HOMES = ("611021103", "611021100", "611023101", "610922100", "610724103", "520526100", "520522101", "520328102", "522635100")
DESTINATIONS = ("320115", "320583", "320506", "320682", "330783", "330108", "441900", "440605", "440306", "310114")
TRADES = ("6-05-01-03", "6-31-01-03", "6-25-04-07", "6-18-02-04", "6-29-02-11", "4-02-06-01",
          "4-07-05-01", "4-03-02-01", "4-09-07-01", "6-30-05-01", "4-02-07-02")
CERTIFICATES = ("叉车证", "焊工证", "电工证", "健康证")


def workers(count: int, seed: int = 1) -> Iterator[Worker]:
    dice = random.Random(seed)
    for number in range(count):
        yield _worker(dice, number)


def _worker(dice: random.Random, number: int) -> Worker:
    maybe = lambda chance, value: value if dice.random() < chance else None  # noqa: E731 - a word of this page
    return Worker(
        id=id_for("worker", "synthetic", str(number)), name=f"示例{number}", phone=f"199{number % 10**8:08d}", consent=Consent(mode=ConsentMode.ORAL),
        place=dice.choice(HOMES),
        wants=Wants(
            occupations=tuple(dice.sample(TRADES, dice.randint(0, 2))),
            places=(dice.choice(DESTINATIONS)[:2] + "0000",) if dice.random() < 0.5 else (),
            monthly_yuan=maybe(0.6, dice.randrange(3500, 9000, 500)), no_night=maybe(0.4, True), no_heavy=maybe(0.2, True),
            posture=maybe(0.15, Posture.SEATED), lodging=maybe(0.5, True), meals=maybe(0.3, True), companions=1 if dice.random() < 0.1 else 0,
            ready_on=maybe(0.6, DAY + timedelta(days=dice.randrange(0, 40))), coach=maybe(0.3, True),
        ),
        haves=Haves(
            sex=dice.choice((Sex.MALE, Sex.FEMALE)), born_on=maybe(0.9, DAY - timedelta(days=dice.randrange(17 * 365, 62 * 365))),
            education=maybe(0.7, dice.choice(tuple(Education)[1:6])),
            experience=tuple(Experience(occupation=code, years=dice.randrange(1, 15)) for code in dice.sample(TRADES, dice.randint(0, 2))),
            certificates=(dice.choice(CERTIFICATES),) if dice.random() < 0.1 else (),
        ),
    )


def vacancies(count: int, seed: int = 2) -> Iterator[Vacancy]:
    dice = random.Random(seed)
    for number in range(count):
        yield _vacancy(dice, number)


def _vacancy(dice: random.Random, number: int) -> Vacancy:
    low = dice.randrange(3500, 9000, 100)
    trade = dice.choice(TRADES)
    return Vacancy(
        id=id_for("vacancy", "synthetic", str(number)), title=f"{dice.choice(WORDS)}{dice.choice(WORDS)}",
        employer=id_for("employer", "synthetic", str(number % 997)),
        employer_name=f"示例{number % 997}厂", occupation=trade, place=dice.choice(DESTINATIONS),
        headcount=dice.randint(1, 60), state=VacancyState.OPEN,
        description="".join(dice.choice(WORDS) for _ in range(20)),
        offer=Offer(pay=(Pay(basis="month", low=low, high=low + dice.randrange(0, 2500, 100), kind="gross"),), shift=dice.choice((*Shift, None)),
                    posture=dice.choice((*Posture, None)), meals=dice.choice((True, False, None)), lodging=dice.choice((True, False, None)),
                    heavy=dice.choice((True, False, None, None))),
        needs=Needs(age_low=dice.choice((18, 16, None)), age_high=dice.choice((45, 50, 55, 60, None)),
                    education=dice.choice((None, Education.PRIMARY, Education.JUNIOR)),
                    years=dice.choice((None, 1, 3)), certificates=(dice.choice(CERTIFICATES),) if dice.random() < 0.1 else ()),
        starts_on=DAY + timedelta(days=dice.randrange(0, 30)), posted_on=DAY, closes_on=DAY + timedelta(days=dice.randrange(1, 90)),
    )


WORDS = ("缝纫", "普工", "电子", "装配", "焊工", "叉车", "保安", "保洁", "仓管", "分拣", "质检", "操作工", "包装", "食品", "服装",
         "汽车", "座椅", "夜班", "长白班",
         "包吃住", "五险", "司机", "厨师", "服务员", "打磨", "注塑", "冲压", "数控", "组长", "文员")
