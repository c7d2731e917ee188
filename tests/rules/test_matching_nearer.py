"""Of three posts one is deliberately nearer home, where there is one to be had."""

import pytest
from pairing import PLACES, TODAY, WEIGHTS, a_vacancy, a_worker, row_of

from matcher.domain.identifiers import id_of
from matcher.domain.vacancies import Vacancy
from matcher.matching.nearer import nearer_than, rank_with_one_nearer
from matcher.matching.ranking import Ranked, Ranking
from matcher.matching.rows import columns
from matcher.matching.sources import AllRows

FAR = [a_vacancy(id=id_of("vacancy", n), monthly=9000 - n, place=place) for n, place in enumerate(("320115", "320583", "320506", "320682"), start=1)]
XIAN = a_vacancy(id=id_of("vacancy", 50), place="610113", monthly=5200)
XIAN_POORER = a_vacancy(id=id_of("vacancy", 51), place="610113", monthly=4200)
HENAN = a_vacancy(id=id_of("vacancy", 52), place="410100", monthly=6000)


def posts_for(posts: list[Vacancy], **wishes: object) -> Ranking:
    worker = a_worker(**{"places": (), **wishes})
    return rank_with_one_nearer(row_of(worker), AllRows({"vacancy": columns("vacancy", b"".join(map(row_of, posts)))}), WEIGHTS, TODAY)


def test_the_third_gives_way_to_the_best_of_the_near() -> None:
    found = posts_for([*FAR, XIAN, XIAN_POORER])
    assert [each.id for each in found.items] == [FAR[0].id, FAR[1].id, XIAN.id]
    assert [each.nearer for each in found.items] == [False, False, True]
    assert found.items[2].away_km == pytest.approx(PLACES.distance_km("611021", "610113"), abs=3)
    assert found.proved


@pytest.mark.parametrize(("posts", "wishes", "reason"), [
    ([*FAR, HENAN], {"place": "320117"}, "a near one is among them already"),
    ([*FAR], {}, "there is none nearer"),
    ([*FAR, XIAN], {"places": ("320000",)}, "the person goes to Jiangsu only"),
    ([*FAR, XIAN], {"place": None}, "home is not known"),
    ([FAR[0], FAR[1]], {}, "there are only two"),
], ids=lambda value: value if isinstance(value, str) else "")
def test_the_three_best_stay(posts: list[Vacancy], wishes: dict, reason: str) -> None:
    assert reason
    found = posts_for(posts, **wishes)
    assert not any(each.nearer for each in found.items)
    assert len(found.items) == min(len(posts), 3)


@pytest.mark.parametrize(("away", "reach"), [((900.0, 1200.0), 450.0), ((80.0, 900.0), None), ((None, 900.0), 450.0),
                                              ((None, None), None), ((), None)])
def test_near_means_half_the_way_of_the_nearest_shown(away: tuple, reach: float | None) -> None:
    assert nearer_than(tuple(Ranked("v", 0.5, 0.5, 0.5, km) for km in away)) == reach
