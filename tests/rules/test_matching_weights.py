"""Weights are read whole or refused with every fault named."""

import pytest
from pairing import WEIGHTS

from matcher.domain.errors import Invalid
from matcher.matching.weights import KEYS, Weights

GOOD = {side: dict.fromkeys(names, 1) for side, names in KEYS.items()}


def test_the_shares_of_each_side_add_up_to_one() -> None:
    for weights in (WEIGHTS, Weights.from_mapping(GOOD)):
        for names in KEYS.values():
            assert sum(weights.of(name) for name in names) == pytest.approx(1.0)


@pytest.mark.parametrize(("change", "word"), [
    ({"worker": {**GOOD["worker"], "sex": 1}}, "sex"),
    ({"worker": {k: v for k, v in GOOD["worker"].items() if k != "pay"}}, "缺 pay"),
    ({"worker": {**GOOD["worker"], "pay": -1}}, "pay"),
    ({"worker": {**GOOD["worker"], "pay": "much"}}, "pay"),
    ({"worker": {**GOOD["worker"], "pay": True}}, "pay"),
    ({"worker": {**GOOD["worker"], "pay": float("nan")}}, "pay"),
    ({"employer": dict.fromkeys(GOOD["employer"], 0)}, "不能全是 0"),
    ({"employer": 3}, "employer"),
    ({"programme": {}}, "programme"),
])
def test_a_wrong_file_is_refused_and_the_key_named(change: dict, word: str) -> None:
    with pytest.raises(Invalid) as refused:
        Weights.from_mapping({**GOOD, **change})
    assert word in refused.value.text
    assert refused.value.fields


def test_a_missing_side_is_named() -> None:
    with pytest.raises(Invalid, match="employer"):
        Weights.from_mapping({"worker": GOOD["worker"]})
