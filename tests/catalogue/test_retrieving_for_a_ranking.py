"""Every shape of condition and term means on Elasticsearch what it means in numpy."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sought import ROW, entry, row

from matcher.catalogue.elastic import Elastic
from matcher.domain.search import Among, Between, Condition, Either, Not, OneOf, Question, Slope, Term

COUNT = 300
FIELDS = {"yuan": (0, 9000), "day": (20_400, 20_500), "kind": (-1, 6)}
Table = dict[str, Any]


@pytest.fixture(scope="module")
def table() -> Table:
    dice = np.random.default_rng(7)
    made: Table = {field: dice.integers(low, high, COUNT, endpoint=True) for field, (low, high) in FIELDS.items()}
    return made | {"skills": [sorted(set(dice.integers(0, 6, dice.integers(1, 4)).tolist())) for _ in range(COUNT)]}


@pytest.fixture
def filled(emptied: Callable[[], Elastic], table: Table) -> Elastic:
    catalogue = emptied()
    catalogue.put([*(
        entry(n, row=row(n, yuan=table["yuan"][n]), features={"skills": table["skills"][n], **{field: int(table[field][n]) for field in FIELDS}})
        for n in range(COUNT)), entry(COUNT, gone=True)])
    return catalogue


def holds(table: Table, condition: Condition) -> NDArray[np.bool_]:
    match condition:
        case OneOf("skills", values):
            return np.array([bool(set(held) & set(values)) for held in table["skills"]])
        case OneOf(field, values):
            return np.isin(table[field], values)
        case Between(field, low, high):
            return (table[field] >= (-np.inf if low is None else low)) & (table[field] <= (np.inf if high is None else high))
        case Not(inner):
            return ~holds(table, inner)
        case Either(conditions):
            return np.any([np.zeros(COUNT, dtype=bool), *(holds(table, each) for each in conditions)], axis=0)


def worth(table: Table, term: Term) -> NDArray[np.float64]:
    if isinstance(term, Among):
        return np.where(holds(table, term.condition), term.weight, 0.0)
    return term.weight * np.clip((table[term.field] - term.zero) / (term.full - term.zero), 0.0, 1.0)


def coarse(table: Table, question: Question) -> NDArray[np.float64]:
    return question.base + np.sum([np.zeros(COUNT), *(worth(table, term) for term in question.terms)], axis=0)


def compare(catalogue: Elastic, table: Table, question: Question, limit: int) -> None:
    """The rows are the best by numpy's own reckoning, in its order up to ties, and the lowest score is the last one's."""
    retrieved = catalogue.best_rows("vacancy", question, limit)
    passed = np.all([np.ones(COUNT, dtype=bool), *(holds(table, gate) for gate in question.gates)], axis=0)
    scores = coarse(table, question)
    keys = retrieved.columns["key"]
    assert retrieved.found == passed.sum()
    assert len(set(keys.tolist())) == len(keys) == min(limit, passed.sum())
    assert passed[keys].all()
    assert (retrieved.columns["yuan"] == table["yuan"][keys]).all()
    assert np.allclose(scores[keys], np.sort(scores[passed])[::-1][: len(keys)], rtol=0, atol=1e-5)
    assert retrieved.complete == (passed.sum() <= limit)
    if len(keys):
        assert retrieved.lowest_coarse == pytest.approx(scores[keys[-1]], abs=1e-5)


@pytest.mark.parametrize("gate", [
    pytest.param(OneOf("kind", (1, 3)), id="one of"), pytest.param(OneOf("kind", (-1,)), id="a blank of its own"),
    pytest.param(OneOf("skills", (2, 5)), id="one of several held"), pytest.param(OneOf("kind", ()), id="one of none"),
    pytest.param(Between("yuan", 3000, 6000), id="between"), pytest.param(Between("day", low=20_450), id="from"),
    pytest.param(Between("day", high=20_450), id="up to"), pytest.param(Between("day"), id="anything"),
    pytest.param(Not(OneOf("kind", (1,))), id="not"),
    pytest.param(Either((OneOf("kind", (1,)), Between("yuan", high=1000))), id="either"), pytest.param(Either(()), id="either of nothing"),
    pytest.param(Not(Either((Between("yuan", 1, 2000), Not(OneOf("skills", (0,)))))), id="nested"),
])
def test_a_gate_lets_the_same_rows_pass(filled: Elastic, table: Table, gate: Condition) -> None:
    compare(filled, table, Question(gates=(gate,)), COUNT)


@pytest.mark.parametrize("term", [
    pytest.param(Among(OneOf("skills", (1, 2)), 0.7), id="among"), pytest.param(Among(OneOf("kind", (2,)), -0.7), id="among, against"),
    pytest.param(Slope("yuan", 6000, 3000, 0.4), id="rising"), pytest.param(Slope("yuan", 3000, 6000, 0.4), id="falling"),
    pytest.param(Slope("day", 20_420.5, 20_430.25, 1.3), id="falling between fractions"),
    pytest.param(Slope("yuan", 6000, 3000, -0.4), id="rising, against"),
    pytest.param(Slope("kind", 0, -1, 0.2), id="one step long"), pytest.param(Among(OneOf("kind", (2,)), 0.0), id="of no weight"),
])
@pytest.mark.parametrize("base", [0.0, 0.3, -0.9])
def test_a_term_adds_the_same_as_in_numpy(filled: Elastic, table: Table, term: Term, base: float) -> None:
    compare(filled, table, Question(terms=(term,), base=base), COUNT)


def test_a_slope_without_length_is_a_mistake(filled: Elastic) -> None:
    with pytest.raises(ValueError, match="no length"):
        filled.best_rows("vacancy", Question(terms=(Slope("yuan", 5, 5, 1.0),)), 5)


def test_nothing_found_is_complete(filled: Elastic) -> None:
    retrieved = filled.best_rows("worker", Question(), 10)
    assert (len(retrieved.columns["key"]), retrieved.complete, retrieved.found) == (0, True, 0)
    assert set(retrieved.columns) == set(ROW.names or ())


SIMPLE = st.one_of(
    st.builds(OneOf, st.sampled_from(["kind", "skills"]), st.lists(st.integers(-1, 6), max_size=4).map(tuple)),
    st.builds(Between, st.just("yuan"), st.none() | st.integers(0, 9000), st.none() | st.integers(0, 9000)),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    SIMPLE, lambda inner: st.builds(Not, inner) | st.builds(Either, st.lists(inner, max_size=3).map(tuple)), max_leaves=4)
WEIGHTS = st.integers(-20, 20).map(lambda n: n / 16)
SLOPES = st.builds(Slope, st.just("yuan"), st.integers(0, 9000), st.integers(0, 9000), WEIGHTS).filter(lambda s: s.full != s.zero)
QUESTIONS = st.builds(Question, gates=st.lists(CONDITIONS, max_size=2).map(tuple), base=WEIGHTS,
                      terms=st.lists(SLOPES | st.builds(Among, CONDITIONS, WEIGHTS), max_size=6).map(tuple))


def test_any_question_is_answered_as_numpy_answers_it(filled: Elastic, table: Table) -> None:
    @settings(max_examples=60, deadline=None)
    @given(question=QUESTIONS, limit=st.sampled_from([1, 20, COUNT]))
    def check(question: Question, limit: int) -> None:
        compare(filled, table, question, limit)

    check()
