"""Rankings are the true best, proved where they say so, the same from every source, and fair in their ties."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from asked import coarse_score, passes
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import VACANCIES, WORKERS
from pairing import DAY, PLACES, TODAY, WEIGHTS, a_vacancy, a_worker, row_of, seen

from matcher.domain.identifiers import id_of, key_of
from matcher.domain.people import Worker
from matcher.domain.search import Listed, Question, Retrieved
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.matching import ranking, scoring
from matcher.matching.criteria import overall, question, sides
from matcher.matching.gating import passing
from matcher.matching.matrix import CLOSED, score_matrix
from matcher.matching.ranking import Ranked, rank_vacancies, rank_workers
from matcher.matching.rows import columns, features
from matcher.matching.sources import AllRows, InAreas
from matcher.matching.ties import tie_break


def all_rows(workers: list[Worker], vacancies: list[Vacancy] = ()) -> AllRows:
    return AllRows({"worker": columns("worker", b"".join(map(row_of, workers))), "vacancy": columns("vacancy", b"".join(map(row_of, vacancies)))})


class Engine:
    """Answers as a search engine does: the best by coarse score, no more than asked for."""

    def __init__(self, rows: dict[Listed, list[bytes]]) -> None:
        self.rows, self.limits = rows, []

    def best_rows(self, kind: Listed, question: Question, limit: int) -> Retrieved:
        self.limits.append(limit)
        hits = [(coarse_score(question, features(kind, row)), row) for row in self.rows[kind] if passes(question, features(kind, row))]
        hits.sort(key=lambda hit: -hit[0])
        chosen = hits[:limit]
        lowest = chosen[-1][0] if chosen else 0.0
        return Retrieved(columns(kind, b"".join(row for _, row in chosen)), complete=False, lowest_coarse=lowest, found=len(hits))


def by_hand(workers: list[Worker], vacancy: Vacancy, top: int) -> list[tuple[str, float]]:
    """One pair after the other, without blocks, bounds or pruning."""
    post, scored = seen(vacancy), []
    for worker in workers:
        person = seen(worker)
        if np.all(passing(person, post, DAY)):
            scored.append((float(overall(*sides(person, post, WEIGHTS, DAY))), worker.id))
    scored.sort(key=lambda each: (-round(each[0], 12), int(tie_break([key_of(each[1])], int(post["key"]))[0])))
    return [(id, score) for score, id in scored[:top]]


def crowd(count: int) -> list[Worker]:
    """People that differ in what counts, with many exact equals among them."""
    choices = list(product((5000, 6000, 7000, None), (0.0, 1.0, 3.0), ("611021103", "320115", None), (True, None)))
    return [
        a_worker(id=id_of("worker", n * 7919 + 1), monthly_yuan=pay, place=home, lodging=bed,
                 experience=tuple(replace(e, years=years) for e in a_worker().haves.experience) if years else ())
        for n in range(count) for pay, years, home, bed in [choices[n % len(choices)]]
    ]


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "BLOCK", 17)
    monkeypatch.setattr(scoring, "PROBED", 3)


@pytest.mark.usefixtures("small_blocks")
@given(st.lists(WORKERS, max_size=40, unique_by=lambda worker: worker.id), VACANCIES, st.integers(1, 12))
@settings(max_examples=60)
def test_the_best_are_those_that_one_by_one_reckoning_finds(workers: list[Worker], vacancy: Vacancy, top: int) -> None:
    vacancy = replace(vacancy, state=VacancyState.OPEN, closes_on=None, headcount=None)
    found = rank_workers(row_of(vacancy), all_rows(workers), WEIGHTS, TODAY, top)
    expected = by_hand(workers, vacancy, top)
    assert found.proved
    assert [each.score for each in found.items] == pytest.approx([score for _, score in expected])
    assert [each.id for each in found.items] == [id for id, _ in expected]


@pytest.mark.parametrize(("block", "probed"), [(65_536, 10), (65_536, 3), (100, 3), (200, 3)])
def test_giving_up_early_on_hopeless_rows_changes_nothing(block: int, probed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "BLOCK", block)
    monkeypatch.setattr(scoring, "PROBED", probed)
    workers = crowd(900)
    found = rank_workers(row_of(a_vacancy()), all_rows(workers), WEIGHTS, TODAY, 50)
    assert [(each.id, pytest.approx(each.score)) for each in found.items] == by_hand(workers, a_vacancy(), 50)
    assert found.passed == len(workers) == found.looked_at


def test_an_engine_gives_the_same_ranking_with_a_proof() -> None:
    workers, vacancy = crowd(1200), a_vacancy()
    exact = rank_workers(row_of(vacancy), all_rows(workers), WEIGHTS, TODAY, 20)
    engine = Engine({"worker": list(map(row_of, workers)), "vacancy": []})
    found = rank_workers(row_of(vacancy), engine, WEIGHTS, TODAY, 20)
    assert [each.score for each in found.items] == pytest.approx([each.score for each in exact.items])
    assert found.proved
    assert found.passed == exact.passed


def test_more_rows_are_asked_for_until_the_proof_holds() -> None:
    workers = [a_worker(id=id_of("worker", n + 1)) for n in range(1500)]  # all equal: no row outside is surely worse
    engine = Engine({"worker": list(map(row_of, workers)), "vacancy": []})
    found = rank_workers(row_of(a_vacancy()), engine, WEIGHTS, TODAY, 50)
    assert engine.limits == [500, 1000, 2000]
    assert found.proved


def test_without_a_proof_the_answer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "MOST", 1000)
    engine = Engine({"worker": [row_of(a_worker(id=id_of("worker", n + 1))) for n in range(1500)], "vacancy": []})
    found = rank_workers(row_of(a_vacancy()), engine, WEIGHTS, TODAY, 50)
    assert not found.proved
    assert len(found.items) == 50


def test_a_post_that_is_not_open_has_nobody() -> None:
    closed = row_of(a_vacancy(state=VacancyState.FULL))
    assert rank_workers(closed, all_rows(crowd(10)), WEIGHTS, TODAY).items == ()
    assert rank_workers(closed, all_rows([]), WEIGHTS, TODAY) == ranking.Ranking((), True, 0, 0, {})


def test_those_left_out_make_room_for_the_next() -> None:
    workers = crowd(100)
    whole = rank_workers(row_of(a_vacancy()), all_rows(workers), WEIGHTS, TODAY, 10)
    without = rank_workers(row_of(a_vacancy()), all_rows(workers), WEIGHTS, TODAY, 8, exclude={whole.items[0].id, whole.items[3].id})
    assert [each.id for each in without.items] == [each.id for n, each in enumerate(whole.items) if n not in (0, 3)]


def test_equals_are_ordered_by_luck_that_differs_from_post_to_post() -> None:
    workers = [a_worker(id=id_of("worker", n + 1), name=f"示例{n}") for n in range(300)]
    first, second = (rank_workers(row_of(a_vacancy(id=id_of("vacancy", n))), all_rows(workers), WEIGHTS, TODAY, 50) for n in (1, 2))
    chosen = {each.id for each in first.items}
    assert first == rank_workers(row_of(a_vacancy()), all_rows(workers[::-1]), WEIGHTS, TODAY, 50)
    assert len(chosen & {each.id for each in second.items}) < 25
    assert len(chosen & {worker.id for worker in workers[:50]}) < 25


def test_a_station_ranks_the_people_of_its_own_area_only() -> None:
    ours, lives_here, theirs = a_worker(id=id_of("worker", 1)), a_worker(id=id_of("worker", 2), place="522635100", lives_at="611021103"), \
        a_worker(id=id_of("worker", 3), place="522635100")
    everybody = all_rows([ours, lives_here, theirs])
    engine = Engine({"worker": [row_of(each) for each in (ours, lives_here, theirs)], "vacancy": []})
    for source in (everybody, engine):
        ranked = {areas: rank_workers(row_of(a_vacancy()), InAreas(source, areas), WEIGHTS, TODAY) for areas in (None, ("611021",), ("52",), ())}
        assert [len(each.items) for each in ranked.values()] == [3, 2, 2, 0]
        assert {each.id for each in ranked["611021",].items} == {ours.id, lives_here.id}


def test_posts_for_a_person_are_scored_like_the_person_for_the_posts() -> None:
    posts = [a_vacancy(id=id_of("vacancy", n + 1), monthly=4000 + 100 * n, years=n % 4 or None) for n in range(40)]
    worker = a_worker()
    found = rank_vacancies(row_of(worker), all_rows([worker], posts), WEIGHTS, TODAY, 10)
    for each in found.items:
        post = next(post for post in posts if post.id == each.id)
        (back,) = rank_workers(row_of(post), all_rows([worker]), WEIGHTS, TODAY).items
        assert (back.score, back.wants, back.needs) == pytest.approx((each.score, each.wants, each.needs))
        assert each.score == pytest.approx((each.wants * each.needs) ** 0.5)


@given(st.lists(WORKERS, min_size=1, max_size=8), st.lists(VACANCIES, min_size=1, max_size=8))
@settings(max_examples=40)
def test_all_against_all_is_each_against_each(workers: list[Worker], vacancies: list[Vacancy]) -> None:
    rows = all_rows(workers, vacancies).rows
    matrix = score_matrix(rows["worker"], rows["vacancy"], WEIGHTS, TODAY).scores
    for (n, worker), (m, vacancy) in product(enumerate(workers), enumerate(vacancies)):
        person, post = seen(worker), seen(vacancy)
        alive = bool(np.all(passing(person, post, DAY)))
        assert matrix[n, m] == pytest.approx(float(overall(*sides(person, post, WEIGHTS, DAY))) if alive else CLOSED)


def test_a_question_carries_the_gates_and_bounds_of_the_row() -> None:
    asked = question("worker", seen(a_vacancy()), WEIGHTS, DAY)
    assert passes(asked, features("worker", row_of(a_worker())))
    assert not passes(asked, features("worker", row_of(a_worker(places=("440000",)))))
    best = asked.base + sum(term.weight for term in asked.terms)
    assert asked.base < coarse_score(asked, features("worker", row_of(a_worker()))) <= best


def test_the_distance_between_home_and_post_is_told_where_it_is_known() -> None:
    (known,) = rank_workers(row_of(a_vacancy()), all_rows([a_worker()]), WEIGHTS, TODAY).items
    (unknown,) = rank_workers(row_of(a_vacancy()), all_rows([a_worker(place=None)]), WEIGHTS, TODAY).items
    assert known.away_km == pytest.approx(PLACES.distance_km("611021", "320115"), abs=3)
    assert unknown == Ranked(unknown.id, unknown.score, unknown.wants, unknown.needs, None)
