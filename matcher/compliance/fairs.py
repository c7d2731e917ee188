"""R35: a public fair is free, its employers are verified, and a booth shows what was reviewed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from matcher.compliance.case import Finding
from matcher.compliance.hits import Hit, Level
from matcher.reading.normal import fold

FAIR: Final = Finding("R35", Level.BLOCK, "就业促进法第37、63条; 人力资源市场暂行条例第28条")
_FEE: Final = re.compile(
    r"(?:入场|登记|报名|展位|摊位|门票|押金|保证金|资料)(?:费)?[^,。;\n]{0,4}\d{1,4}\s?(?:元|块)"
    r"|收(?:取)?(?:入场|登记|报名|展位|摊位|门票)费|凭票入场"
)
_FREE: Final = re.compile(r"(?:免|不|无)[^,。;\n]{0,6}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Booth:
    """One legal entity at one stand. shown: its words on the day; reviewed: the notice that was checked."""

    employer: str
    verified: bool
    shown: str
    reviewed: str
    licensed: bool | None = None
    is_agency: bool = False


def check_fair(notice: str, *, fee_yuan: float = 0) -> Iterator[Hit]:
    """Nothing is taken for entry, registration or a stand. notice: the words that invite."""
    if fee_yuan > 0:
        yield FAIR.missing("公益招聘会不收费", f"{fee_yuan:g}元")
    folded = fold(notice)
    for match in _FEE.finditer(folded):
        if not _FREE.search(folded[max(0, match.start() - 8) : match.start()]):
            yield FAIR.missing("公益招聘会不收费, 删去收费", match[0])


def check_booth(booth: Booth) -> Iterator[Hit]:
    """A stand only for a verified employer, agencies with a licence, and only with the reviewed words."""
    if not booth.verified:
        yield FAIR.missing("先核实营业执照和经办人", booth.employer)
    if booth.is_agency and not booth.licensed:
        yield FAIR.missing("中介进场要有服务许可证", booth.employer)
    if _bare(booth.shown) != _bare(booth.reviewed):
        yield FAIR.missing("展位内容要和审过的简章一致", booth.employer)


def _bare(words: str) -> str:
    return re.sub(r"[\s,。;:、.!]", "", fold(words))
