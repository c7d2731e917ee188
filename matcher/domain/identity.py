"""What an ID number tells of its holder."""

from dataclasses import dataclass
from datetime import date

from matcher.domain.terms import Sex


@dataclass(frozen=True, slots=True)
class Identity:
    """number: 18 characters, X in upper case. region: its first six digits, a hint of where it was first issued and no more."""

    number: str
    born_on: date
    sex: Sex
    region: str

    def __repr__(self) -> str:
        return f"Identity({self.number[:4]}**********{self.number[-4:]})"
