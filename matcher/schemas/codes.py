"""Fields whose words become codes: places, occupations, certificates; and numbers that are checked: phones, ID numbers, credit codes."""

import re
from functools import lru_cache
from typing import Any, Final

from marshmallow import ValidationError
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as NotANumber

from matcher.domain.certificates import Certificate
from matcher.domain.occupations import family
from matcher.domain.terms import Labelled
from matcher.reading.certificates import read_certificates
from matcher.reading.identity import check
from matcher.reading.normal import fold
from matcher.reading.occupations import Occupations
from matcher.reading.phones import read_phones
from matcher.reading.places import Places
from matcher.schemas import messages
from matcher.schemas.fields import Text

LONGEST: Final = 60
VILLAGE: Final = 12
MASKED_PHONE: Final = re.compile(r"[\d-]{3}\*{4}\d{4}|\*{4}")
MASKED_IDENTITY: Final = re.compile(r"[\dX]{4}\*+[\dX]{4}|\*{4}")


class _OrNothing(Text):
    """Blank is the same as not said."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(LONGEST, **kwargs)

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        return super().deserialize(None if isinstance(value, str) and not value.strip() else value, attr, data, **kwargs)


class _Code(_OrNothing):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        return self.code(text) if text and len(text) <= LONGEST else text

    def code(self, text: str) -> str:
        raise NotImplementedError


class PlaceCode(_Code):
    """A division code, or a name that is read as one (苏州昆山 → 320583)."""

    def code(self, text: str) -> str:
        places, digits = Places.load(), text.isascii() and text.isdigit()
        if digits and len(text) == VILLAGE and places.by_code(text[:9]):
            return text  # villages have codes but no names in the table
        found = places.by_code(text) if digits else places.find(text).value
        if found is None:
            raise ValidationError(messages.PLACE.format(text=text))
        return found.code


class OccupationCode(_Code):
    """A code of CSCO 2022 (6-05-01-03, or a group: 6-05-01), or words that are read as one (平车工)."""

    def code(self, text: str) -> str:
        own = family(text) if text[:1].isdigit() else ""
        whole = own + "-00-00-00"[:10 - len(own)] if own and len(own) < 10 else own
        if whole and Occupations.load().by_code(whole):
            return whole
        found = Occupations.load().find(text).value
        if found is None:
            raise ValidationError(messages.OCCUPATION.format(text=text))
        return found.code


class CertificateCode(_Code):
    """A code of ours, or words: those that are no certificate we know are kept as words."""

    def code(self, text: str) -> str:
        if text in set(Certificate):
            return text
        labels = {term.label: str(term) for term in Certificate}
        read = read_certificates(text).value
        return labels.get(text) or (str(read[0]) if read and len(read) == 1 else text)


class Phone(Text):
    """One number as it is dialled in China. masked: one that our own answers have masked may come back (an edit keeps the stored one)."""

    def __init__(self, *, masked: bool = False, **kwargs: Any) -> None:
        super().__init__(LONGEST, blank=False, **kwargs)
        self.masked = masked

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if MASKED_PHONE.fullmatch(text):
            return _if_allowed(text, self.masked)
        numbers = read_phones(text).value or ()
        if text and len(numbers) != 1:
            raise ValidationError(messages.PHONE)
        return numbers[0] if numbers else text


class IdentityNumber(_OrNothing):
    """18 characters whose check digit and birth date are right; masked as for phones."""

    def __init__(self, *, masked: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.masked = masked

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if MASKED_IDENTITY.fullmatch(text):
            return _if_allowed(text, self.masked)
        identity, reason = check(re.sub(r"[\s-]", "", fold(text)))
        if identity is None:
            raise ValidationError(reason)
        return identity.number


class CreditCode(_Code):
    """统一社会信用代码, 18 characters with its check digit."""

    def code(self, text: str) -> str:
        try:
            return str(uscc.validate(text.upper()))
        except NotANumber:
            raise ValidationError(messages.CREDIT_CODE) from None


def _if_allowed(text: str, masked: bool) -> str:
    if not masked:
        raise ValidationError(messages.MASKED)
    return text


def label(term: Labelled | None) -> str | None:
    return None if term is None else term.label


@lru_cache(maxsize=50_000)  # every town fits; a list of fifty people asks fifty times
def place_label(code: str | None) -> str | None:
    return Places.load().name(code) if code else None


@lru_cache(maxsize=5_000)
def occupation_label(code: str | None) -> str | None:
    return Occupations.load().family_name(code) or None if code else None
