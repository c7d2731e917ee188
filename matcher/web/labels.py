"""What the fields of the forms are called, so that a fault named at the head of a form says where it is."""

from typing import Final

LABELS: Final[dict[str, str]] = {
    "name": "姓名", "phone": "电话", "consent": "本人怎么说", "consent.mode": "本人怎么说", "channel": "怎么登记的",
    "lives_at": "人在哪儿", "place": "地方",
    "wants.places": "想去哪儿", "wants.occupations": "想干啥", "wants.monthly_yuan": "要多少钱", "wants.ready_on": "啥时候走",
    "wants.coach": "坐不坐包车",
    "wants.companions": "几个人一起走", "wants.note": "其他要记的", "did.words": "干过啥", "did.years": "干了几年", "haves.certificates": "有啥证",
    "haves.born_on": "出生日期", "haves.education": "文化程度", "village": "村组", "identity": "身份证号", "second_contact": "备用电话",
    "categories": "人员类别", "employer": "用人单位", "title": "岗位名称", "occupation": "工种", "headcount": "招几个人", "pay": "工资",
    "description": "做什么活", "needs.age_low": "年龄从", "needs.age_high": "年龄到", "needs.years": "要做过几年", "needs.education": "学历",
    "needs.certificates": "要的证", "offer.hours_per_day": "一天几小时", "offer.rest_days": "一月休几天", "offer.payday": "每月几号发工资",
    "offer.contract_months": "合同多久", "starts_on": "到岗日期", "ends_on": "干到哪天", "closes_on": "招到哪天", "address": "详细地址",
    "area": "地区", "month_yuan": "月最低工资", "hour_yuan": "小时最低工资", "since": "从哪天起", "until": "到哪天为止", "removed_on": "提前移出",
    "verified_on": "哪天核对的", "number": "许可证编号", "seen_on": "哪天查验的", "source": "来源",
    "credit_code": "统一社会信用代码", "contact": "联系人", "pay_from": "月工资", "words": "想干啥",
    "programme": "项目", "day": "发车日期", "stops": "站点和时间", "rests": "途中休息", "unit.seats": "座位",
    "unit.plate": "车牌", "unit.drivers": "驾驶员", "unit.relay": "接驳", "unit.capacity": "核定载客",
    "carrier": "承运单位", "contract": "包车合同或标志牌号",
    "origin_station": "出发站点",
    "destination_station": "到达站点", "km": "里程", "yuan": "金额", "vehicle": "车型", "note": "备注",
}
SAME: Final[dict[str, str]] = {
    "consent": "consent.mode", "offer.pay": "pay", "needs.age": "needs.age_low",
    "wants.near": "place", "haves.experience": "did.words", "unit": "unit.seats",
}
ORDER: Final[dict[str, int]] = {name: number for number, name in enumerate(LABELS)}  # as the fields stand on the forms
