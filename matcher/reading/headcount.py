"""How many people a posting wants: 20名, 招12人, 3-5人, 若干."""

import re

from matcher.domain.reading import Reading
from matcher.reading.normal import fold_with_origin, matched
from matcher.reading.numerals import LONGEST, whole_number

_N = r"(?:\d{1,5}|[一二两三四五六七八九十百]{1,4})"
_PEOPLE = r"(?:个?人(?![民员力才事均气品间生口体际行工防造以])|名(?![额字称校师下])|位(?![于置数]))"
_COUNT = re.compile(rf"(?<![\d.:/每第-])(?P<low>{_N})(?:\s?(?:[-~]|至|到)\s?(?P<high>{_N}))?\s?{_PEOPLE}")
_LABELLED = re.compile(
    r"(?:招聘?人数|招聘?名额|需求人数|人数|名额|急?招聘?|急?需|缺)\s?[:为]?\s?(?:约|大约)?(?P<low>\d{1,5})(?:\s?[-~至到]\s?(?P<high>\d{1,5}))?(?![\d.年月天元千万k-])"
)
_BARE = re.compile(r"\s*(?P<low>\d{1,5})(?:\s?[-~至到]\s?(?P<high>\d{1,5}))?\s*$")
_SOME = re.compile(r"若干|数名|多名|人数不限|名额不限|不限人数|大量|长期招")
# 500人以上, 现有员工1000余人, 四人间 count the firm or the beds.
_FIRM = re.compile(r"(?:员工|职工|现有|拥有|规模|公司|在职|团队|超过|近|有|共|每|和|限|是|为)\s?[^\d,。;]{0,3}$")
_NOT_POSTS = re.compile(r"\s?(?:/|以上|以下|左右|间|一间|寝|宿舍|次|份|一组|一台|团队|规模|共同|的?企业|的?公司)")
MOST, MOST_IN_A_CELL = 20_000, 3_000  # a bare 6000 in a cell is pay that has slipped


def read_headcount(text: str) -> Reading[int]:
    """Posts to fill. Of 3-5人 the larger, with doubt; 若干 gives None with high confidence: it is said not to be said."""
    folded, origin = fold_with_origin(text[:LONGEST])
    match = _bare(folded) or _LABELLED.search(folded)
    if match is None:
        match = next((m for m in _COUNT.finditer(folded) if _counts_posts(m, folded)), None)
    if match is not None:
        low, high = whole_number(match["low"]), whole_number(match["high"] or match["low"])
        if low is not None and high is not None and 0 < low <= high <= MOST:
            return matched(high, 0.95 if low == high else 0.6, origin, match)
    some = _SOME.search(folded)
    return matched(None, 0.9, origin, some) if some else Reading(None)


def _bare(folded: str) -> re.Match[str] | None:
    match = _BARE.match(folded)
    return match if match is not None and int(match["high"] or match["low"]) <= MOST_IN_A_CELL else None


def _counts_posts(match: re.Match[str], folded: str) -> bool:
    before = folded[max(0, match.start() - 8) : match.start()]
    return not _NOT_POSTS.match(folded, match.end()) and not _FIRM.search(before)
