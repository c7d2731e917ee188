"""The choices of the forms, each with its word."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Final

from matcher.domain.terms import Category, Channel, ConsentMode, Education, Employment, Labelled, Posture, Shift

Options = tuple[tuple[str, str], ...]


def options(terms: Iterable[Labelled]) -> Options:
    return tuple((str(term), term.label) for term in terms)


YES_NO: Final[Options] = (("true", "坐"), ("false", "不坐"))
GOING: Final[Options] = (("anywhere", "出去, 哪儿都行"), ("places", "出去, 有想去的地方"), ("near", "不出去, 在家跟前找"))
LIMITS: Final[Options] = (
    ("wants.no_night", "不上夜班"), ("wants.no_heavy", "不干重活"), ("wants.no_cleanroom", "不穿无尘服"), ("wants.meals", "要包吃"),
    ("wants.lodging", "要包住"), ("wants.couple_room", "要夫妻房"), ("wants.training", "想学手艺"),
)
LIVING: Final[Options] = (("offer.meals", "包吃"), ("offer.lodging", "包住"), ("offer.couple_room", "有夫妻房"), ("offer.coach", "有专车"))
TRAITS: Final[Options] = (
    ("offer.insurance", "交社保"), ("needs.training_given", "新手带教"), ("offer.heavy", "有重活"), ("offer.cleanroom", "穿无尘服"),
)
TERMS: Final = SimpleNamespace(
    shifts=options(Shift), postures=options(Posture), education=options(Education), employment=options(Employment), consent=options(ConsentMode),
    channels=options((Channel.COUNTER, Channel.PHONE, Channel.VISIT, Channel.WECHAT, Channel.FAIR)), categories=options(Category),
    coach=YES_NO, going=GOING, limits=LIMITS, living=LIVING, traits=TRAITS,
)
