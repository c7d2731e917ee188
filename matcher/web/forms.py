"""Forms: what was typed stays typed. Field names are the paths of the document (`wants.monthly_yuan`), so faults come back to their field."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, ValidationError
from werkzeug.datastructures import MultiDict

from matcher.domain.errors import Invalid
from matcher.web.labels import LABELS, ORDER, SAME

Values = Mapping[str, tuple[str, ...]]
CHECK = "有几处要改一下, 已填的都还在。"


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    typed: str
    stored: str


@dataclass
class Typed:
    """What stands in a form, and what was wrong with it. `read_as`: how words typed were understood."""

    values: Values = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)
    sentence: str = ""
    read_as: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    unfold: bool = False

    @classmethod
    def of(cls, sent: MultiDict[str, str]) -> "Typed":
        return cls({name: tuple(value.strip() for value in values) for name, values in sent.lists()})

    def one(self, name: str) -> str:
        return self.at(name, 0)

    def at(self, name: str, index: int) -> str:
        values = self.values.get(name, ())
        return values[index] if index < len(values) else ""

    def many(self, name: str) -> tuple[str, ...]:
        return tuple(value for value in self.values.get(name, ()) if value)

    def faults_of(self, name: str) -> list[str]:
        return self.faults.get(name, [])

    def label_of(self, name: str) -> str:
        """What the field is called; "" where no form has such a field."""
        return LABELS.get(name, "")

    def blame(self, name: str, text: str) -> None:
        self.faults.setdefault(name, []).append(text)

    def refused(self, refusal: Invalid) -> "Typed":
        for name, texts in refusal.fields.items():
            self.faults.setdefault(SAME.get(name, name), []).extend(texts)
        self.faults = dict(sorted(self.faults.items(), key=lambda fault: ORDER.get(fault[0], len(ORDER))))
        self.sentence = refusal.text
        return self


def document(values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Paths with values → a nested mapping; blanks are left out. ("wants.no_night", True) → {"wants": {"no_night": True}}."""
    whole: dict[str, Any] = {}
    for path, value in values:
        if value in ("", None, (), []):
            continue
        *above, name = path.split(".")
        part = whole
        for step in above:
            part = part.setdefault(step, {})
        part[name] = value
    return whole


def loaded(schema: Schema, whole: Mapping[str, Any], form: Typed) -> Any:
    """The value the schema makes of it. Raises Invalid with a sentence for each field, the form's own doubts included."""
    try:
        value = schema.load(whole)
    except ValidationError as error:
        for path, texts in flattened(error.messages_dict):
            form.faults.setdefault(SAME.get(path, path), texts)
        value = None
    if form.faults:
        raise Invalid(CHECK)
    return value


def flattened(messages: Mapping[Any, Any], above: str = "") -> Iterable[tuple[str, list[str]]]:
    """{"wants": {"places": {0: ["…"]}}} → ("wants.places", ["…"])."""
    for name, inner in messages.items():
        path = above if isinstance(name, int) or name == "_schema" else f"{above}.{name}".lstrip(".")
        if isinstance(inner, Mapping):
            yield from flattened(inner, path)
        else:
            yield path, [str(text) for text in inner]


def numbers(form: Typed, names: Mapping[str, Callable[[str], Any]]) -> Iterable[tuple[str, Any]]:
    """Figures as numbers; what is none is named and left out."""
    for name, kind in names.items():
        text = form.one(name)
        if not text:
            continue
        try:
            yield name, kind(text.translate(FULL_WIDTH))
        except ValueError:
            form.blame(name, f"“{text}”不是数字, 请写数字, 例如 {SAMPLE[kind]}。")


FULL_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.", ", ，")
SAMPLE: dict[Callable[[str], Any], str] = {int: "6000", float: "1.5"}
