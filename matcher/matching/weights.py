"""How much each criterion counts, from config/ranking.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from matcher.domain.errors import Invalid

KEYS: Final = {
    "worker": ("pay", "place", "occupation", "shift_posture", "living", "village_mates", "coach", "promises"),
    "employer": ("experience", "years", "certificates", "education", "availability", "distance"),
}
WORDS: Final = {"worker": "求职者一边", "employer": "用人单位一边"}


@dataclass(frozen=True, slots=True)
class Weights:
    """shares: name of a criterion → its share of its side; each side adds up to 1."""

    shares: Mapping[str, float]

    def of(self, criterion: str) -> float:
        return self.shares[criterion]

    @classmethod
    def from_mapping(cls, stated: Mapping[str, Any]) -> Self:
        """Two tables, `worker` and `employer`; any positive numbers, made to add up. Raises Invalid, naming every unknown, missing or wrong key."""
        faults = {side: [f"排序设置里没有这一边: {side}"] for side in KEYS if not isinstance(stated.get(side), Mapping)}
        faults |= {side: [f"排序设置里不认识: {side}"] for side in stated if side not in KEYS}
        for side, names in KEYS.items():
            if side not in faults and (found := _faults(stated[side], names)):
                faults[side] = found
        if faults:
            raise Invalid("排序的权重写错了: " + "; ".join(text for texts in faults.values() for text in texts) + "。", faults)
        totals = {side: sum(stated[side].values()) for side in KEYS}
        return cls({name: stated[side][name] / totals[side] for side, names in KEYS.items() for name in names})


def _faults(table: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
    unknown = [f"不认识 {name}" for name in table if name not in names]
    missing = [f"缺 {name}" for name in names if name not in table]
    wrong = [f"{name} 要写不小于 0 的数" for name, value in table.items() if name in names and not _is_weight(value)]
    if unknown or missing or wrong:
        return unknown + missing + wrong
    return [] if sum(table.values()) > 0 else ["不能全是 0"]


def _is_weight(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e6
