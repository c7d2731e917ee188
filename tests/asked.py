"""A Question answered in plain Python over features: the reference that engines and criteria are held against."""

from collections.abc import Mapping, Sequence

from matcher.domain.search import Among, Between, Condition, Either, Feature, Not, OneOf, Question, Term


def holds(condition: Condition, features: Mapping[str, Feature]) -> bool:
    if isinstance(condition, OneOf):
        return any(value in condition.values for value in held(features, condition.field))
    if isinstance(condition, Between):
        low, high = condition.low, condition.high
        return any((low is None or value >= low) and (high is None or value <= high) for value in held(features, condition.field))
    if isinstance(condition, Not):
        return not holds(condition.condition, features)
    assert isinstance(condition, Either)
    return any(holds(each, features) for each in condition.conditions)


def held(features: Mapping[str, Feature], field: str) -> Sequence[int]:
    """The values of a field; a field that is not there is a mistake of the asker."""
    value = features[field]
    return (value,) if isinstance(value, int) else value


def gained(term: Term, features: Mapping[str, Feature]) -> float:
    if isinstance(term, Among):
        return term.weight if holds(term.condition, features) else 0.0
    (value,) = held(features, term.field)
    share = (value - term.zero) / (term.full - term.zero)
    return term.weight * min(max(share, 0.0), 1.0)


def passes(question: Question, features: Mapping[str, Feature]) -> bool:
    return all(holds(gate, features) for gate in question.gates)


def coarse_score(question: Question, features: Mapping[str, Feature]) -> float:
    return question.base + sum(gained(term, features) for term in question.terms)
