"""The closed sets of words that postings and profiles choose from, each with its Chinese label."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A code with the word people say for it: `Shift.DAY.label == "长白班"`."""

    label: str

    def __new__(cls, code: str, label: str = "") -> "Labelled":  # by code alone a member is looked up, never made
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def of(cls, code: str) -> Self:
        """The member with that code. Raises ValueError where there is none."""
        for member in cls:
            if member.value == code:
                return member
        raise ValueError(code)


class Shift(Labelled):
    DAY = "day", "长白班"
    NIGHT = "night", "夜班"
    TWO_SHIFT = "two_shift", "两班倒"
    THREE_SHIFT = "three_shift", "三班倒"
    FLEXIBLE = "flexible", "时间灵活"


NIGHT_WORK = frozenset({Shift.NIGHT, Shift.TWO_SHIFT, Shift.THREE_SHIFT})


class Posture(Labelled):
    SEATED = "seated", "坐班"
    STANDING = "standing", "站班"
    MIXED = "mixed", "坐站都有"


class Education(Labelled):
    """In rising order."""

    NONE = "none", "不识字或识字不多"
    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    SENIOR = "senior", "高中"
    VOCATIONAL = "vocational", "中专/技校"
    COLLEGE = "college", "大专"
    BACHELOR = "bachelor", "本科"
    MASTER = "master", "研究生"


EDUCATION_LEVEL = {
    Education.NONE: 0, Education.PRIMARY: 1, Education.JUNIOR: 2, Education.SENIOR: 3,
    Education.VOCATIONAL: 3, Education.COLLEGE: 4, Education.BACHELOR: 5, Education.MASTER: 6,
}


class Sex(Labelled):
    MALE = "male", "男"
    FEMALE = "female", "女"


class Employment(Labelled):
    DIRECT = "direct", "直签"
    DISPATCH = "dispatch", "派遣"
    OUTSOURCED = "outsourced", "外包"
    GIG = "gig", "零工/日结"
    PART_TIME = "part_time", "非全日制"


class Category(Labelled):
    """人员类别. Never lowers a score; a programme's lawful priority is a line of its own."""

    LIFTED_WORKER = "lifted_worker", "脱贫劳动力"
    RELAPSE_MONITORED = "relapse_monitored_person", "防返贫监测对象"
    RELAPSE_PREVENTION = "relapse_prevention_person", "防止返贫致贫对象"
    RELOCATED = "relocated_household", "易地搬迁"
    HARD_TO_EMPLOY = "hard_to_employ", "就业困难人员"
    DISABLED = "disabled", "残疾"
    VETERAN = "veteran", "退役"
    POST_SCHOOL_YOUTH = "post_school_youth", "两后生"
    GRADUATE = "graduate", "高校毕业生"
    RURAL_LABOUR = "rural_labour", "一般农村劳动力"


class ConsentMode(Labelled):
    ORAL = "oral", "口头同意"
    SIGNED = "signed", "签字同意"
    SELF = "self", "本人办理"


class Channel(Labelled):
    COUNTER = "counter", "窗口"
    PHONE = "phone", "电话"
    VISIT = "visit", "入户"
    WECHAT = "wechat", "微信"
    FAIR = "fair", "招聘会"
    LIVESTREAM = "livestream", "直播带岗"
    STATION = "cooperation_station", "劳务协作站"
    AGENCY = "agency", "机构"
    SELF = "self", "本人网上"
    IMPORT = "import", "批量导入"
    SYSTEM = "system", "系统"
