"""The headings of sheets that people send, and the columns we mean by them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from matcher.domain.errors import Invalid
from matcher.reading.normal import fold
from matcher.services.importing import Problem

FREE: Final = "与找工作无关的个人信息, 不收录"  # PIPL §6: no more than the purpose needs
NOT_KEPT: Final = frozenset(["民族", "名族", "婚姻", "婚姻状况", "健康", "健康状况", "政治面貌", "宗教", "宗教信仰"])
SILENT: Final = frozenset(["序号", "编号", "年龄", "登记人", "登记日期", "填表日期", "填报人", "组"])


@dataclass(frozen=True, slots=True)
class Headings:
    """words: our column → the headings that mean it, separated by blanks. must_have: column → what people call it."""

    words: Mapping[str, str]
    must_have: Mapping[str, str]

    def known(self, names: Iterable[str]) -> dict[str, str]:
        """Heading as written → our column, the first where two mean the same. Raises Invalid, naming what is missing."""
        meant = {heading: column for column, headings in self.words.items() for heading in (column, *headings.split())}
        known: dict[str, str] = {}
        for name in names:
            column = meant.get(bare(name)) or meant.get(re.sub(r"\(.*?\)", "", bare(name)))
            if column and column not in known.values():
                known[name] = column
        if missing := [label for column, label in self.must_have.items() if column not in known.values()]:
            raise Invalid(f"表里没有“{'”“'.join(missing)}”这一列, 请补上列名再导入。")
        return known


def strange(names: Iterable[str], known: Mapping[str, str]) -> Iterator[Problem]:
    """Once for each column that is not taken over."""
    for name in names:
        if bare(name) in NOT_KEPT:
            yield Problem(1, name, "", FREE)
        elif name not in known and bare(name) not in SILENT:
            yield Problem(1, name, "", "不认识的列, 没有收录")


def as_headed(problems: Iterable[Problem], known: Mapping[str, str]) -> tuple[Problem, ...]:
    """With the columns named as the sender named them."""
    written = {column: name for name, column in known.items()}
    return tuple(replace(problem, column=written.get(problem.column, problem.column)) for problem in problems)


def bare(name: str) -> str:
    """Without asterisks, blanks and differences of width."""
    return re.sub(r"[\s*:]", "", fold(name))


ADVERTS: Final = Headings(must_have={"title": "title 岗位名称", "company": "company 用人单位"}, words={
    "job_id": "岗位编号 职位编号", "source": "来源 岗位来源", "posted_on": "发布日期 发布时间", "deadline": "截止日期 有效期至 截止时间",
    "title": "岗位名称 职位名称 岗位 职位 招聘岗位 工种 招聘工种", "company": "企业名称 公司名称 单位名称 用人单位 招聘单位 公司 企业",
    "company_nature": "企业性质 单位性质", "company_size": "企业规模 单位规模", "industry": "行业 所属行业", "category_raw": "职位类别 岗位类别",
    "region_raw": "工作地点 地点 工作地址 所在地 工作地", "lon_bd09": "经度", "lat_bd09": "纬度",
    "wage_raw": "工资 薪资 工资待遇 薪资待遇 月薪 薪酬 待遇", "headcount": "人数 招聘人数 需求人数 用工人数", "sex_req": "性别 性别要求",
    "age_req": "年龄 年龄要求", "education_raw": "学历 学历要求 文化程度", "experience_raw": "经验 工作经验 经验要求",
    "welfare_raw": "福利 福利待遇", "job_type": "用工形式 工作性质", "description": "岗位描述 职位描述 岗位要求 工作内容 岗位职责",
})
ROLLS: Final = Headings(must_have={"name": "姓名", "phone": "电话"}, words={
    "name": "劳动力姓名 求职者姓名 求职人姓名 家庭成员名称 成员姓名 人员姓名 姓名",
    "phone": "电话 手机 手机号 手机号码 联系电话 联系方式 电话号码 劳动力电话 本人电话 联系号码",
    "identity": "身份证号 身份证号码 身份证 证件号码 公民身份号码 劳动力身份证号 身份证件号码 居民身份证号",
    "sex": "性别", "born": "出生日期 出生年月 出生年月日",
    "county": "县 县区 区县 县(区) 县(市区) 所属县区 户籍县", "town": "镇 乡镇 乡(镇) 镇办 街道 乡镇街道 所属乡镇 镇(办)",
    "village": "村 行政村 村(社区) 村社区 村组 所属村 村名",
    "place": "户籍地 户籍所在地 户籍地址 户籍 户口所在地 家庭住址 家庭地址 住址 地址 所属行政区 所属区域 详细住址 籍贯",
    "lives_at": "现住地 现居住地 现居地 目前所在地 现在地 现住址", "second_contact": "备用联系人 备用电话 备用联系电话 紧急联系人 紧急联系电话",
    "education": "文化程度 学历 最高学历 受教育程度", "categories": "人员类别 人员类型 人员身份 身份类别 困难类型 劳动力类型",
    "certificates": "证书 技能证书 职业资格证书 持有证书 技能或证书 资格证书", "skills": "技能 特长 技能特长 职业技能 技能情况 有何技能",
    "experience": "务工经历 工作经历 从业经历 干过的活 从事工种 原工种 做过的工种", "years": "工作年限 工龄 务工年限",
    "occupations": "意向工种 意向岗位 就业意向 求职意向 期望岗位 期望工种 想做的工作 意向职业 求职工种 应聘岗位",
    "places": "意向地点 意向地区 意向地 期望地点 期望工作地 求职地区 意向就业地 意向务工地 务工意向地 想去的地方",
    "monthly": "最低月薪 期望月薪 期望薪资 期望工资 最低工资 意向薪资 薪资要求 月薪要求 期望收入",
    "ready": "可外出时间 外出时间 可到岗时间 到岗时间 计划外出时间 何时能走 拟外出时间",
    "night": "能否上夜班 是否接受夜班 接受夜班 可否夜班", "coach": "是否乘专车 是否坐包车 乘专车 坐包车 是否坐专车",
    "training": "是否要培训 培训意愿 是否培训 培训教育意愿 是否愿意培训", "companions": "同行人数 结伴人数", "note": "备注 说明",
})
