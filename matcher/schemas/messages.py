"""What is said about a value that cannot be taken: one table for all fields. {…} are filled in by the field."""

from typing import Any, Final

COMMON: Final = {"required": "这一项必须填。", "null": "这一项不能是空的。", "validator_failed": "这一项不对, 请检查。"}

OWN: Final = {
    "text": {"invalid": "应当是文字。", "invalid_utf8": "应当是 UTF-8 编码的文字。"},
    "whole": {"invalid": "应当是整数, 不带引号和小数点。", "too_large": "这个数太大了。"},
    "amount": {"invalid": "应当是数字, 不带引号。", "too_large": "这个数太大了。", "special": "应当是数字。"},
    "flag": {"invalid": "只能是 true 或 false。"},
    "day": {"invalid": "应当是日期, 例如 2026-03-01。", "format": "应当是日期, 例如 2026-03-01。"},
    "moment": {
        "invalid": "应当是时间, 例如 2026-03-01T09:30:00+08:00。", "invalid_awareness": "时间要带时区, 例如 2026-03-01T09:30:00+08:00。",
        "format": "应当是时间, 例如 2026-03-01T09:30:00+08:00。",
    },
    "choice": {"unknown": "只能是: {choices}。"},
    "many": {"invalid": "应当是列表, 例如 [\"…\"]。"},
    "part": {"type": "应当是一组值 {{…}}。"},
}
FIELDS: Final[dict[str, dict[str, Any]]] = {kind: COMMON | own for kind, own in OWN.items()}
SCHEMA: Final = {"unknown": "不认识这一项, 请核对写法或删去。", "type": "应当是一组值 {…}。"}

LENGTH: Final = "最多 {max} 个字。"
EMPTY: Final = "这一项不能是空的。"
COUNT: Final = "最多 {max} 项。"
SIZE: Final = "应当在 {min} 到 {max} 之间。"
DATES: Final = "应当在 1900 到 2100 年之间。"
PLACE: Final = "没有“{text}”这个地方, 请写全称, 例如“江苏苏州昆山”, 或写行政区划代码。"
OCCUPATION: Final = "没有“{text}”这个工种, 换个说法试试, 例如“缝纫工”, 或写职业分类代码 6-05-01-03。"
PHONE: Final = "电话不对, 请写 11 位手机号, 或带区号的座机。"
MASKED: Final = "这是遮住的号码, 请写完整的号码。"
IDENTIFIER: Final = "这不是编号, 请从列表里取, 例如 {sample}。"
CREDIT_CODE: Final = "统一社会信用代码不对, 应当是 18 位, 请对照营业执照。"
ORDER: Final = "上限不能低于下限。"
