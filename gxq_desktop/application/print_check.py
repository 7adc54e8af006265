"""Look before printing (打印前看一眼): what is missing, undecided, provisional or cannot be set, and where to mend it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from gxq_desktop.application.intake_form import CREDIT_CODE, INDUSTRY, NAME, PROJECT_CODE, contact_field
from gxq_desktop.application.issue_edition import Draft
from gxq_desktop.application.ports import Services
from gxq_desktop.application.views import Dossier, UnprintableCharacter
from gxq_desktop.application.wording import code_ranges
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.project import ContactRole, Project
from gxq_desktop.domain.service_windows import ServiceCentre
from gxq_desktop.domain.verdicts import Verdict

_CONTRACT_DAYS: Final = "contract_days"
_SHOWN: Final = 16
"""Characters of a text that a finding quotes."""
_CHAPTER_OF_PART: Final = {
    "project": "glance", "centre": "service", "steps": "timetable", "obstacles": "timetable", "cards": "cards",
    "materials": "materials", "utilities": "utilities", "verdicts": "whynot", "questions": "undecided",
    "policies": "undecided", "written_off": "timetable", "notices": "timetable",
}  # fmt: skip
"""Part of a dossier → the chapter of the manual that shows it."""


class FindingKind(StrEnum):
    """What is wrong, in the order in which findings stand."""

    UNDECIDED = "待定"
    FACT = "缺事实"
    CHARACTER = "缺字形"
    CONTACT = "缺联系人"
    CODE = "缺代码"
    PROVISIONAL = "暂定"
    TEMPLATE = "样例数据"


class Remedy(StrEnum):
    """Where a finding is mended; the value is what the way there is called.

    A finding's target says what there: ANSWER the fact's key ("" for all questions), CONTACTS and PROJECT the field of the
    intake (intake_form), CALENDAR the year, BUREAU the section of the settings; "" for the others.
    """

    ANSWER = "去回答"
    CONTACTS = "去填联系人"
    PROJECT = "去填写"
    OBSTACLES = "去改障碍"
    CALENDAR = "去装通知"
    CATALOGUE = "看事项库"
    BUREAU = "去设置"
    RECORDS = "去更正记录"


@frozen
class Finding:
    """headline: what; detail: why, or what the paper says instead. chapter: of the manual where it stands (paper_kinds)."""

    kind: FindingKind
    headline: str
    detail: str
    remedy: Remedy
    target: str
    chapter: str


def check_before_printing(draft: Draft, services: Services) -> tuple[Finding, ...]:
    """Everything a clerk should know before the papers of DRAFT leave the house, by kind, each with where to mend it."""
    dossier, project = draft.dossier, draft.plan.project
    return (
        *_undecided(dossier),
        *_assumed(dossier, project),
        *(_unprintable(each) for each in services.papers.unprintable(dossier)),
        *_contacts(project),
        *_codes(project),
        *_provisional(dossier),
        *_templates(draft.plan.catalogue.centre),
    )


def _undecided(dossier: Dossier) -> list[Finding]:
    """One finding a question, with the items that wait for it; items that no question settles last."""
    rows = {row.code: row for row in dossier.verdicts if row.verdict is Verdict.UNDECIDED}
    found, told = [], set()
    for question in dossier.questions:
        codes = [code for code in rows if code in question.touches and code not in told]
        if not codes:
            continue
        told.update(codes)
        found.append(
            Finding(
                FindingKind.UNDECIDED,
                _waiting(codes, dossier),
                f"缺“{question.label}”",
                Remedy.ANSWER,
                question.key,
                "undecided",
            )
        )
    left = [code for code in rows if code not in told]
    if left:
        headline = _waiting(left, dossier)
        found.append(Finding(FindingKind.UNDECIDED, headline, "没有排进时间表", Remedy.ANSWER, "", "undecided"))
    return found


def _waiting(codes: list[str], dossier: Dossier) -> str:
    if len(codes) > 1:
        return f"{len(codes)} 项待定：{code_ranges(codes)}"
    name = next(row.short_name for row in dossier.verdicts if row.code == codes[0])
    return f"{codes[0]} {name}：待定"


def _assumed(dossier: Dossier, project: Project) -> list[Finding]:
    """Values taken while facts are missing, then what page 3 prints as 待定."""
    found, told = [], set()
    for sentence in dossier.assumptions:
        headline, _, detail = sentence.rstrip("。").partition("，")
        if sentence.startswith("障碍"):
            found.append(Finding(FindingKind.FACT, headline, detail, Remedy.OBSTACLES, "", "timetable"))
            continue
        key = _fact_behind(sentence, dossier)
        told.add(key)
        found.append(Finding(FindingKind.FACT, headline, detail, Remedy.ANSWER, key, "timetable"))
    asked = tuple(question.label for question in dossier.questions)
    labels = [
        fact.label
        for fact in dossier.project.glance
        if not fact.known
        and not any(label.startswith(fact.label) for label in asked)  # 年综合能耗, asked as 年综合能耗tce
    ]
    if _CONTRACT_DAYS in told:
        labels = [label for label in labels if label != "合同工期"]
    if "行业" in labels:
        labels.remove("行业")
        found.append(Finding(FindingKind.FACT, "行业没有填", "一览里印“未提供”", Remedy.PROJECT, INDUSTRY, "glance"))
    if labels:
        headline = f"一览里 {len(labels)} 处印“待定”"
        found.append(Finding(FindingKind.FACT, headline, "、".join(labels), Remedy.ANSWER, "", "glance"))
    return found


def _fact_behind(sentence: str, dossier: Dossier) -> str:
    """The key of the fact whose absence SENTENCE of the plan is about; "" if no question asks for it."""
    if sentence.startswith("合同工期"):
        return _CONTRACT_DAYS
    code = re.match(r"[ABC]\d\d", sentence)
    return next((each.key for each in dossier.questions if code and code[0] in each.touches), "")


def _unprintable(found: UnprintableCharacter) -> Finding:
    quoted = found.text if len(found.text) <= _SHOWN else f"{found.text[:_SHOWN]}…"
    remedy, target = Remedy.CATALOGUE, ""
    if found.part == "project":
        remedy, target = Remedy.PROJECT, NAME
    elif found.part == "obstacles" or (found.part == "steps" and not re.match(r"[ABC]\d\d", found.text)):
        remedy = Remedy.OBSTACLES
    elif found.part in ("written_off", "notices"):
        remedy = Remedy.RECORDS
    return Finding(
        FindingKind.CHARACTER,
        f"“{found.character}”（{found.code_point}）印不出来",
        f"{found.area}里的“{quoted}”，会印成打叉的方框",
        remedy,
        target,
        _CHAPTER_OF_PART[found.part],
    )


def _contacts(project: Project) -> list[Finding]:
    roles = [ContactRole.HELPER, ContactRole.SECRETARY, ContactRole.ENTERPRISE]
    if project.key_level is not None:
        roles.insert(1, ContactRole.LEADER)
    found = []
    for role in roles:
        contact = project.contact(role)
        if contact is None or not contact.name:
            field = contact_field(role, "name")
            headline, detail = f"没有{role.value}", "印“待指派”" if role is not ContactRole.ENTERPRISE else "印“未提供”"
        elif not contact.phone and role is not ContactRole.LEADER:
            field = contact_field(role, "phone")
            headline, detail = f"{role.value}没有电话", f"{contact.name}，电话印“未提供”"
        else:
            continue
        found.append(Finding(FindingKind.CONTACT, headline, detail, Remedy.CONTACTS, field, "use"))
    return found


def _codes(project: Project) -> list[Finding]:
    found = []
    for value, label, field in (
        (project.enterprise.credit_code, "统一社会信用代码", CREDIT_CODE),
        (project.project_code, "项目代码", PROJECT_CODE),
    ):
        if not value:
            found.append(Finding(FindingKind.CODE, f"没有{label}", "印“未提供”", Remedy.PROJECT, field, "glance"))
    return found


def _provisional(dossier: Dossier) -> list[Finding]:
    """How many steps have a date that may still move, and which years' notices are missing for that."""
    count, years = 0, set()
    for step in dossier.steps:
        days = (step.early_start, step.early_finish, step.late_start, step.late_finish)
        count += any(day.provisional for day in days)
        years |= {day.on.year for day in days if day.provisional and not dossier.calendar.covers_year(day.on.year)}
    if not count:
        return []
    shown = "、".join(map(str, sorted(years)))
    return [
        Finding(
            FindingKind.PROVISIONAL,
            f"{count} 步的日期暂定",
            f"{shown} 年的放假通知还没有装入" if shown else "放假通知还没有装入",
            Remedy.CALENDAR,
            str(min(years, default="")),
            "timetable",
        )
    ]


def _templates(centre: ServiceCentre) -> list[Finding]:
    found = []
    if centre.provenance.template:
        headline, detail = "本局的名称、地址、电话还是样例", "每本手册上都印着，对外发放前换成本局的"
        found.append(Finding(FindingKind.TEMPLATE, headline, detail, Remedy.BUREAU, "bureau", "service"))
    windows = sum(window.provenance.template for window in centre.windows)
    if windows:
        headline, detail = f"{windows} 个窗口的号码、电话还是样例", "事项库里标着样例，对外发放前由局里核对"
        found.append(Finding(FindingKind.TEMPLATE, headline, detail, Remedy.CATALOGUE, "", "service"))
    return found
