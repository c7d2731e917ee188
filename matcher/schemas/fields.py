"""Fields of the trade: strict about types, plain about what is wrong."""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

import marshmallow as ma
from marshmallow import ValidationError, fields, validate

from matcher.domain.identifiers import LETTER, Kind, id_of, key_of
from matcher.schemas import messages

INVISIBLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff\ud800-\udfff]")  # pasted along from sheets and chats, never typed
CHINA: Final = ZoneInfo("Asia/Shanghai")
DIGITS: Final = re.compile(r"-?[0-9]{1,18}")
FIRST_YEAR, LAST_YEAR = 1900, 2100
MAYBE: Final[dict[str, Any]] = {"load_default": None, "allow_none": True}


class Text(fields.String):
    """Trimmed, without invisible characters; at most `most` characters, at least one unless `blank`."""

    default_error_messages = messages.FIELDS["text"]

    def __init__(self, most: int, *, blank: bool = True, **kwargs: Any) -> None:
        self.most, self.blank = most, blank
        super().__init__(**kwargs)
        self.validate = [*_listed(kwargs.get("validate")), validate.Length(max=most, error=messages.LENGTH)]
        if not blank:
            self.validate.append(validate.Length(min=1, error=messages.EMPTY))
        self.validators = list(self.validate)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if len(text) > self.most:  # as sent: what is trimmed away counts too
            raise ValidationError(messages.LENGTH.format(max=self.most))
        return INVISIBLE.sub("", text).strip()


class Whole(fields.Integer):
    """A whole number between `least` and `most`; JSON's own, no quoted digits, no true, no 3.0."""

    default_error_messages = messages.FIELDS["whole"]

    def __init__(self, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(least, most, error=messages.SIZE), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if type(value) is not int:
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class WholeInAddress(Whole):
    """The same in the query of an address, where everything is text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str) or not DIGITS.fullmatch(value):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(int(value), attr, data, **kwargs)


class Amount(fields.Float):
    """A number between `least` and `most`."""

    default_error_messages = messages.FIELDS["amount"]

    def __init__(self, least: float, most: float, **kwargs: Any) -> None:
        super().__init__(validate=validate.Range(least, most, error=messages.SIZE), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if type(value) not in (int, float):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class Flag(fields.Boolean):
    """true or false and nothing that resembles them."""

    default_error_messages = messages.FIELDS["flag"]

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class FlagInAddress(Flag):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        said = {"true": True, "false": False}.get(value) if isinstance(value, str) else value
        return super()._deserialize(said, attr, data, **kwargs)


class Day(fields.Date):
    default_error_messages = messages.FIELDS["day"]

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, str) or len(value) != 10:  # 20260301 and 2026-W09-7 are ISO too, and mean trouble
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        day: date = super()._deserialize(value, attr, data, **kwargs)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(messages.DATES)
        return day


class Moment(fields.AwareDateTime):
    """A time; without an offset it is China's."""

    default_error_messages = messages.FIELDS["moment"]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="iso", default_timezone=CHINA, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        moment: datetime = super()._deserialize(value, attr, data, **kwargs)
        if not FIRST_YEAR < moment.year < LAST_YEAR:
            raise ValidationError(messages.DATES)
        return moment


class Choice(fields.Enum[Any]):
    """One of a closed set, by its code; the refusal names the codes with their labels."""

    default_error_messages = messages.FIELDS["choice"]

    def __init__(self, terms: type[StrEnum], **kwargs: Any) -> None:
        super().__init__(terms, by_value=Text(40), **kwargs)
        self.choices_text = ", ".join(f"{term} ({term.label})" if hasattr(term, "label") else str(term) for term in terms)


class Many(fields.List[Any]):
    """A list of at most `most`, as a tuple; what is said twice counts once, unless `twice`."""

    default_error_messages = messages.FIELDS["many"]

    def __init__(self, each: fields.Field[Any], most: int, *, twice: bool = False, **kwargs: Any) -> None:
        super().__init__(each, validate=validate.Length(max=most, error=messages.COUNT), **kwargs)
        self.most, self.twice = most, twice

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise self.make_error("invalid")
        if len(value) > self.most:  # before anything in it is read
            raise ValidationError(messages.COUNT.format(max=self.most))
        each = super()._deserialize(value, attr, data, **kwargs)
        return tuple(each if self.twice else dict.fromkeys(each))


class Part(fields.Nested):
    """A group of values with a schema of its own."""

    default_error_messages = messages.FIELDS["part"]


class Identifier(fields.String):
    """The identifier of a document of that kind; whether there is such a document the service says."""

    default_error_messages = messages.FIELDS["text"]

    def __init__(self, kind: Kind, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind: Kind = kind

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        try:
            key_of(text)
        except ValueError:
            text = ""
        if text[:1] != LETTER[self.kind]:
            raise ValidationError(messages.IDENTIFIER.format(sample=id_of(self.kind, 0)))
        return text


def _listed(given: Any) -> list[Any]:
    return [] if given is None else list(given) if isinstance(given, list | tuple) else [given]


class Base(ma.Schema):
    """Refuses what it does not know; what only answers carry (read-only fields) may come back and is left alone."""

    error_messages = messages.SCHEMA

    class Meta:
        unknown = ma.RAISE

    @ma.pre_load
    def leave_read_only(self, said: Any, **_: Any) -> Any:
        if not self.dump_fields.keys() - self.load_fields.keys() or not isinstance(said, dict):
            return said
        return {name: value for name, value in said.items() if name in self.load_fields or name not in self.dump_fields}

    def stated(self, values: dict[str, Any]) -> dict[str, Any]:
        """Without the nulls: null and absent both mean "not said"."""
        return {name: value for name, value in values.items() if value is not None}
