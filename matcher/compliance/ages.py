"""R08 and R09 as figures: how young and how old a posting lets people be."""

import re
from typing import Final

from matcher.compliance.case import Case, Finding, Hits
from matcher.compliance.hits import Level

CHILD: Final = Finding("R09", Level.BLOCK, "禁止使用童工规定第2、4、7条; 劳动法第15条")
CAP_WARN: Final = Finding("R08", Level.WARN, "人力资源市场暂行条例第24条 (条件须与岗位有关)")
CAP_INFO: Final = Finding("R08", Level.INFO, "人力资源市场暂行条例第24条 (条件须与岗位有关)")
WORKING_AGE: Final = 16
LOW_CAP, USUAL_CAP = 45, 60  # a cap below the first is to be explained, below the second only tagged
YOUNGEST_CAP: Final = 20
_PUPILS: Final = re.compile(r"学生|儿童|孩子|小朋友|学员|少儿|青少年|幼儿|宝宝|少年|小孩|婴|课程|辅导")
_LABEL: Final = re.compile(r"年[龄纪]|岁")
_FREE_COURSE: Final = re.compile(r"免费[^,。;\n]{0,8}(?:课|培训|学)|公益课")


def check_child_labour(case: Case) -> Hits:
    """R09: a least age under 16 (15岁以上均可). Ages of pupils and customers, and free courses, are none of it."""
    ages = case.ages.value
    if ages is None or ages.low is None or ages.low >= WORKING_AGE or (ages.high or 99) < WORKING_AGE - 3:
        return
    for span in case.ages.spans:
        before, after = case.posting.text[max(0, span[0] - 12) : span[0]], case.posting.text[span[1] : span[1] + 10]
        said = "岁" in case.posting.text[slice(*span)] or _LABEL.search(before)  # 协信城39楼15-20F names storeys
        if said and not _PUPILS.search(before + after) and not _FREE_COURSE.search(case.plain):
            yield CHILD.original(case, span, "最低年龄改为16周岁", "年满16周岁")
            return


def check_age_cap(case: Case) -> Hits:
    """R08: a cap under 45 asks for a reason, one under 60 is tagged, none above."""
    ages = case.ages.value
    if ages is None or ages.high is None or not YOUNGEST_CAP <= ages.high < USUAL_CAP or ages.low == ages.high:
        return
    if ages.low is not None and ages.low < WORKING_AGE:
        return
    span = case.ages.spans[-1]
    if ages.high < LOW_CAP:
        yield CAP_WARN.original(case, span, "说明岗位理由, 或放宽到法定年龄内")
    else:
        yield CAP_INFO.original(case, span, f"只招到{ages.high}岁, 建议放宽")
