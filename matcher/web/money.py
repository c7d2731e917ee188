"""Pay as people read it: 综合 6500—8000 元/月."""

from collections.abc import Sequence

from matcher.domain.pay import Basis, Pay, PayKind

BASIS: dict[Basis, str] = {"month": "月", "day": "天", "hour": "小时", "week": "周", "year": "年", "piece": "件"}
KIND: dict[PayKind, str] = {"gross": "综合", "net": "到手", "unknown": "", "floor": "保底", "base": "底薪"}
TELLING = tuple(KIND)  # the whole pay says more than its parts


def figure(yuan: float) -> str:
    return f"{yuan:g}" if yuan < 1000 else f"{yuan:.0f}"


def pay_line(pay: Pay) -> str:
    unit = f"元/{BASIS[pay.basis]}"
    if pay.high is None:
        sum_ = f"{figure(pay.low)} {unit}起"
    elif pay.low == 0:
        sum_ = f"{figure(pay.high)} {unit}以内"
    elif pay.low == pay.high:
        sum_ = f"{figure(pay.low)} {unit}"
    else:
        sum_ = f"{figure(pay.low)}—{figure(pay.high)} {unit}"
    months = f" ({pay.months} 薪)" if pay.months else ""
    return f"{KIND[pay.kind]} {sum_}{months}".strip()


def in_order(pays: Sequence[Pay]) -> list[Pay]:
    return sorted(pays, key=lambda pay: TELLING.index(pay.kind))


def pay_words(pays: Sequence[Pay]) -> str:
    """The one sum that says most; "" where nothing is said."""
    return pay_line(in_order(pays)[0]) if pays else ""


def other_pay_words(pays: Sequence[Pay]) -> str:
    return "; ".join(pay_line(pay) for pay in in_order(pays)[1:])
