"""Puts the dossier of one edition together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from gxq_desktop.application.dossier.actions import next_actions
from gxq_desktop.application.dossier.annex import policy_views, question_views, verdict_rows
from gxq_desktop.application.dossier.cards import card_views
from gxq_desktop.application.dossier.glance import lead_sentences, list_counts, project_view
from gxq_desktop.application.dossier.levers import target_views
from gxq_desktop.application.dossier.materials import material_views
from gxq_desktop.application.dossier.notices import recorded_notices
from gxq_desktop.application.dossier.steps import gate_views, key_dates, link_views, obstacle_views, step_views
from gxq_desktop.application.dossier.utilities import joint_line, utility_lines
from gxq_desktop.application.plan_project import ProjectPlan
from gxq_desktop.application.project_file import project_file, written
from gxq_desktop.application.views import (
    AskedQuestion,
    CentreView,
    Dossier,
    GateView,
    PaperIdentity,
    StepView,
    WriteOffView,
)
from gxq_desktop.application.wording import short_day, weekday
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.editions import Edition
from gxq_desktop.domain.items import ApprovalItem, ItemCode, UtilityConnection
from gxq_desktop.domain.project import ContactRole, Project
from gxq_desktop.domain.service_windows import ServiceCentre
from gxq_desktop.domain.verdicts import ItemVerdict, Verdict

MAIN_GATE = "G1"
"""The gate whose day the countdown counts to while it lies ahead (开工)."""


def build_dossier(
    plan: ProjectPlan,
    edition: Edition,
    written_off: tuple[WriteOffView, ...] = (),
    asked: Mapping[str, tuple[AskedQuestion, ...]] = MappingProxyType({}),
) -> Dossier:
    """Everything the papers of EDITION say about the project of PLAN.

    WRITTEN_OFF: see `write_off_views`. ASKED: by item code, see `consultation.asked_questions`; it is advice and no promise, so
    it makes no new edition.
    """
    catalogue, project, schedule = plan.catalogue, plan.project, plan.schedule
    printed_on, plan_year = edition.printed_on, plan.project.plan.start_on.year
    steps = step_views(catalogue, plan, printed_on, edition.box_numbers)
    by_id = {step.id: step for step in steps}
    cards = card_views(plan, by_id, printed_on, asked)
    gates = gate_views(catalogue, plan)
    counted = _next_gate(gates, printed_on)
    done = frozenset(step for step, actual in plan.actuals.items() if actual.finished)
    counts = list_counts(catalogue, plan.verdicts, done)
    questions = question_views(catalogue, project)
    chain = schedule.critical_chain
    dates = key_dates(catalogue, gates, steps, plan_year)
    last_year = schedule.finish_on.year
    provisional = tuple(year for year in schedule.calendar.provisional_years if plan_year <= year <= last_year)
    identity = PaperIdentity(
        project_number=project.number,
        edition=edition.number,
        printed_on=printed_on,
        check_code=edition.check_code,
        catalogue_version=edition.catalogue_version,
        replaces=edition.number - 1 or None,
    )
    return Dossier(
        identity=identity,
        project=project_view(project),
        centre=_centre_view(catalogue.centre, catalogue, plan),
        calendar=schedule.calendar,
        counts=counts,
        steps=steps,
        links=link_views(plan),
        gates=gates,
        next_gate=counted.sign,
        key_dates=dates,
        critical_chain=tuple(step.id for step in chain.steps) if chain else (),
        start_on=project.plan.start_on,
        working_days_total=schedule.calendar.working_days_between(project.plan.start_on, schedule.finish_on) + 1,
        promised_days_sum=sum(card.limit.promised_days for card in cards),
        lead=lead_sentences(counts, counted, schedule.calendar, printed_on),
        actions=next_actions(steps, questions, printed_on, plan_year),
        cards=cards,
        materials=material_views(catalogue, plan.verdicts, plan.built),
        utilities=utility_lines(catalogue, project.facts, plan.verdicts, plan.built),
        joint_utility=joint_line(catalogue, plan.verdicts, plan.built),
        verdicts=verdict_rows(catalogue, plan.verdicts),
        questions=questions,
        obstacles=obstacle_views(plan),
        targets=target_views(plan),
        policies=policy_views(catalogue, project),
        assumptions=plan.built.assumptions,
        warnings=warnings_of(project, plan.verdicts, plan.built.assumptions, provisional),
        provisional_note=_provisional_note(provisional),
        holiday_notice=_holiday_notice(schedule.calendar, plan_year),
        qr_text=_qr_text(project, edition, steps, gates, plan_year),
        attachment=written(project_file(project, identity, steps, gates)),
        dropped=tuple(sorted(step for step in edition.box_numbers if step not in by_id)),
        written_off=written_off,
        notices=recorded_notices(plan),
    )


def _next_gate(gates: tuple[GateView, ...], printed_on: date) -> GateView:
    """The gate counted down to: the first missed or coming target, else G1, else the first that lies ahead."""
    ahead = [gate for gate in gates if gate.forecast.on >= printed_on]
    targeted = [gate for gate in ahead if gate.target is not None]
    main = [gate for gate in ahead if gate.sign == MAIN_GATE]
    return (targeted or main or ahead or list(gates))[0]


def _centre_view(centre: ServiceCentre, catalogue: Catalogue, plan: ProjectPlan) -> CentreView:
    used: dict[str, list[str]] = {}
    windowed: tuple[ApprovalItem | UtilityConnection, ...] = (*catalogue.approvals, *catalogue.utilities)
    for item in windowed:
        if plan.verdicts[item.code].verdict is not Verdict.NOT_APPLICABLE:
            used.setdefault(item.window_id, []).append(item.code)
    return CentreView(
        bureau=centre.bureau,
        centre=centre.centre,
        address=centre.address,
        phone=centre.phone,
        complaint_phone=centre.complaint_phone,
        online_platform=centre.online_platform,
        windows=centre.windows,
        used_windows=tuple((window, _scope(used[window.id])) for window in centre.windows if window.id in used),
        hours=centre.hours,
        extended_services=centre.extended_services,
        remedies=centre.remedies,
    )


def _scope(codes: list[str]) -> str:
    """What a window takes for this project: a few codes as they are, many as a kind."""
    if len(codes) <= 4:
        return " ".join(codes)
    letters = sorted({code[0] for code in codes})
    kinds = {"A": "审批事项", "B": "材料", "C": "水电气讯报装"}
    return f"{'、'.join(kinds[letter] for letter in letters)}，共 {len(codes)} 项"


def warnings_of(
    project: Project,
    verdicts: Mapping[ItemCode, ItemVerdict],
    assumptions: tuple[str, ...],
    provisional_years: tuple[int, ...],
) -> tuple[str, ...]:
    """What a clerk should know before handing the papers over, in whole sentences."""
    sentences = []
    missing = [
        role.value
        for role in (ContactRole.HELPER, ContactRole.SECRETARY, ContactRole.ENTERPRISE)
        if (contact := project.contact(role)) is None or not contact.name or not contact.phone
    ]
    if project.key_level is not None and project.contact(ContactRole.LEADER) is None:
        missing.append(ContactRole.LEADER.value)
    if missing:
        sentences.append(f"联系人不全：{'、'.join(missing)}没有姓名或电话，纸上印“待指派”“未提供”。")
    if not project.enterprise.credit_code:
        sentences.append("没有统一社会信用代码，纸上印“未提供”。")
    if not project.project_code:
        sentences.append("没有项目代码，纸上印“未提供”。")
    undecided = [code for code, verdict in verdicts.items() if verdict.is_undecided]
    if undecided:
        sentences.append(f"还有 {len(undecided)} 项待定，没有排进时间表：{'、'.join(undecided)}。")
    if provisional_years:
        years = "、".join(map(str, provisional_years))
        sentences.append(f"{years} 年的放假通知还没有装入，落在其后的日期都标“暂定”。")
    return (*sentences, *assumptions)


def _provisional_note(years: tuple[int, ...]) -> str:
    if not years:
        return ""
    shown = "、".join(map(str, years))
    return f"{shown} 年的放假通知尚未公布或尚未装入，标“暂”的日期按周末和法定节日推算，通知装入后重排并发变更单。"


def _holiday_notice(calendar: WorkCalendar, year: int) -> str:
    """The notice the first year of the plan rests on, as the papers' foot names it."""
    notice = calendar.notice(year)
    if notice is None or notice.provisional:
        return f"放假安排：{year} 年通知未出，暂定"
    issued = f" {notice.issued_on.isoformat()} 通知" if notice.issued_on else "通知"
    return f"放假安排：国务院办公厅{issued}"


def _day(on: date, plan_year: int) -> str:
    return f"{short_day(on, plan_year)}周{weekday(on)}"


def _qr_text(
    project: Project, edition: Edition, steps: tuple[StepView, ...], gates: tuple[GateView, ...], plan_year: int
) -> str:
    """Plain text a phone shows offline: project, edition, check code, next three dates, helper's phone."""
    coming = sorted(
        (step for step in steps if step.number is not None and step.late_start.on >= edition.printed_on),
        key=lambda step: (step.late_start.on, step.id),
    )[:3]
    lines = [
        f"{project.number} 第{edition.number}版 {edition.printed_on.isoformat()}印 校验{edition.check_code}",
        project.name,
        *(f"最迟{_day(step.late_start.on, plan_year)} {step.code}{step.short_name}" for step in coming),
        *(f"{gate.sign}{gate.name} {gate.forecast.on.isoformat()}" for gate in gates if gate.sign == MAIN_GATE),
    ]
    helper = project.contact(ContactRole.HELPER)
    if helper is not None and helper.phone:
        lines.append(f"帮办员 {helper.name} {helper.phone}")
    return "\n".join(lines)
