"""Read values as the plain shapes that commands and the API print."""

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from matcher.domain.identity import Identity
from matcher.domain.pay import Pay
from matcher.domain.people import mask_identity, mask_phone
from matcher.domain.reading import Reading

HIDDEN = {"phone": mask_phone}


def as_json(value: Any) -> Any:
    """Dataclasses as dicts, readings as {"value", "confidence", "spans"}, dates as 2026-02-24, whole yuan without a point.

    An open lower end of pay (3千及以下) is null like an open upper one. ID numbers and phones come out masked.
    """
    if isinstance(value, Pay):
        return {"basis": value.basis, "low": _yuan(value.low or None), "high": _yuan(value.high), "kind": value.kind, "months": value.months}
    if isinstance(value, Identity):
        return {"number": mask_identity(value.number), "born_on": value.born_on.isoformat(), "sex": str(value.sex), "region": value.region}
    if isinstance(value, Reading):
        return {"value": as_json(value.value), "confidence": round(value.confidence, 2), "spans": [list(span) for span in value.spans]}
    if is_dataclass(value):
        return {f.name: _field(f.name, getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [as_json(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def _field(name: str, value: Any) -> Any:
    return HIDDEN[name](value) if name in HIDDEN and value else as_json(value)


def _yuan(amount: float | None) -> float | int | None:
    return int(amount) if amount is not None and amount == int(amount) else amount
