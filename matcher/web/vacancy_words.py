"""A vacancy in words."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from matcher import context
from matcher.domain.vacancies import Needs, Offer, Vacancy
from matcher.web.certificates import certificates
from matcher.web.days import day
from matcher.web.money import pay_line


def offer_words(offer: Offer) -> tuple[str, ...]:
    """Short words for what the work is like; nothing for what the posting does not say."""
    said = (
        offer.shift and offer.shift.label, offer.posture and offer.posture.label, living(offer), offer.couple_room and "有夫妻房",
        offer.coach and "有专车", offer.insurance and "交社保", resting(offer),
        offer.heavy and "有重活", offer.heavy is False and "不用下大力", offer.cleanroom and "穿无尘服",
        *(f"有{hazard}" for hazard in offer.hazards),
    )
    return tuple(word for word in said if word)


def living(offer: Offer) -> str:
    if offer.meals and offer.lodging:
        return "包吃包住"
    given = "包吃" if offer.meals else "包住" if offer.lodging else ""
    refused = "".join(word for word, free in (("吃", offer.meals), ("住", offer.lodging)) if free is False)
    return "、".join(word for word in (given, refused and f"不包{refused}") if word)


def resting(offer: Offer) -> str:
    if offer.rest_days is None:
        return ""
    return f"月休 {offer.rest_days:g} 天" if offer.rest_days else "不休息"


def left_words(vacancy: Vacancy) -> str:
    if vacancy.left is None:
        return ""
    return f"还招 {vacancy.left} 人" if vacancy.left else "已招满"


def ages(needs: Needs) -> str:
    low, high = needs.age_low, needs.age_high
    if low and high:
        return f"{low}—{high} 岁"
    return f"{low} 岁以上" if low else f"{high} 岁以下" if high else ""


def facts(vacancy: Vacancy) -> Iterator[tuple[str, str]]:
    """(name, words) of everything the posting says, in the order people ask."""
    offer, needs = vacancy.offer, vacancy.needs
    yield "工种", context.desk().occupations.family_name(vacancy.occupation) if vacancy.occupation else ""
    yield "招多少", f"{vacancy.headcount} 人" if vacancy.headcount else "若干"
    yield "年龄", ages(needs)
    yield "学历", f"{needs.education.label}以上" if needs.education else ""
    yield "经验", f"做过 {needs.years:g} 年" if needs.years else "新手带教" if needs.training_given else ""
    yield "证件", certificates(needs.certificates)
    yield "每天", f"{offer.hours_per_day:g} 小时" if offer.hours_per_day else ""
    yield "加班", f"每月约 {offer.overtime_hours} 小时" if offer.overtime_hours else ""
    yield "用工", offer.employment.label if offer.employment else ""
    yield "合同", f"{offer.contract_months} 个月" if offer.contract_months else ""
    yield "发工资", f"每月 {offer.payday} 号" if offer.payday else ""
    yield "其他", "、".join(offer.welfare)
    yield "到岗", day(vacancy.starts_on)
    yield "干到", day(vacancy.ends_on)
    yield "招到", day(vacancy.closes_on)
    yield "地址", vacancy.address


def all_facts(vacancy: Vacancy) -> Iterator[tuple[str, str]]:
    """Every line two versions of a post could differ in."""
    yield "岗位名称", vacancy.title
    yield "地点", context.desk().places.name(vacancy.place) if vacancy.place else ""
    yield "工资", "; ".join(pay_line(pay) for pay in vacancy.offer.pay)
    yield "条件", "、".join(offer_words(vacancy.offer))
    yield from facts(vacancy)
    yield "做什么活", vacancy.description


FILTERS: Final[dict[str, Callable[..., Any]]] = {"offer_words": offer_words, "left_words": left_words, "facts": facts}
