"""Retrieval for a ranking: conditions become filters, coarse terms become scoring functions whose sum is the coarse score."""

from collections.abc import Iterable, Sequence
from typing import Any

from matcher.catalogue.queries import LIVING, Clause
from matcher.domain.search import Among, Between, Condition, Either, Not, OneOf, Question, Slope, Term

BEYOND = 2.0**33  # farther than any value lies from the end of a slope, and small enough that sums with it stay exact


def ranking_body(question: Question, limit: int) -> tuple[dict[str, Any], float]:
    """(search body, what to add to Elasticsearch's scores). It takes no negative score, and gives 1 where the weights of the functions that
    match add up to 0: so every document gets a constant above zero, and what that is too much is added here."""
    terms, base = upright(question.terms, question.base)
    constant = base if base > 0 else 1.0
    return {
        "query": {"function_score": {
            "query": {"bool": {"filter": [LIVING, *map(filter_clause, question.gates)]}},
            "functions": [{"weight": constant}, *(function for term in terms for function in functions(term))],
            "score_mode": "sum", "boost_mode": "replace",
        }},
        "size": limit, "track_total_hits": True, "_source": False, "stored_fields": "_none_", "docvalue_fields": ["row"],
    }, base - constant


def filter_clause(condition: Condition) -> Clause:
    match condition:
        case OneOf(field, values):
            return {"terms": {f"features.{field}.is": [str(value) for value in values]}}
        case Between(field, low, high):
            bounds = {name: bound for name, bound in (("gte", low), ("lte", high)) if bound is not None}
            return {"range": {f"features.{field}": bounds}} if bounds else {"exists": {"field": f"features.{field}"}}
        case Not(inner):
            return {"bool": {"must_not": [filter_clause(inner)]}}
        case Either(conditions):
            return {"bool": {"should": [filter_clause(c) for c in conditions], "minimum_should_match": 1}} if conditions else {"match_none": {}}


def functions(term: Term) -> Iterable[Clause]:
    """Of a term with a positive weight."""
    if isinstance(term, Among):
        return [{"filter": filter_clause(term.condition), "weight": term.weight}]
    if term.full == term.zero:
        raise ValueError(f"a slope of {term.field} from {term.zero} to {term.full} has no length")
    return [{"linear": {f"features.{term.field}": _decay(term)}, "weight": term.weight}]


def _decay(slope: Slope) -> dict[str, float]:
    """Elasticsearch's linear decay is 1 within `offset` of `origin` and sinks to 0 over scale / (1 − decay): so the origin is put far
    beyond `full`, the offset ends at `full`, and the sinking ends at `zero`."""
    away = BEYOND if slope.full > slope.zero else -BEYOND
    return {"origin": slope.full + away, "offset": BEYOND, "scale": abs(slope.full - slope.zero) / 2, "decay": 0.5}


def upright(terms: Sequence[Term], base: float) -> tuple[list[Term], float]:
    """The same sum without negative weights: −w where something holds is −w everywhere and +w where it does not."""
    positive: list[Term] = []
    for term in terms:
        if term.weight > 0:
            positive.append(term)
        elif term.weight < 0:
            base += term.weight
            positive.append(Among(Not(term.condition), -term.weight) if isinstance(term, Among)
                            else Slope(term.field, full=term.zero, zero=term.full, weight=-term.weight))
    return positive, base
