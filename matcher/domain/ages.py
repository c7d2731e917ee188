"""An age range as a posting states it."""

from dataclasses import dataclass

from matcher.domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Years, both ends included; None leaves that end open (60岁以下, 18岁以上). At least one end is known."""

    low: int | None
    high: int | None

    def __post_init__(self) -> None:
        ends = [end for end in (self.low, self.high) if end is not None]
        if not ends or not all(0 < end <= 120 for end in ends) or ends != sorted(ends):
            raise Invalid(f"年龄 {self.low} 到 {self.high} 不成范围: 先写小的, 再写大的。")
