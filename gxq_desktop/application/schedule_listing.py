"""The schedule for other programs and for the terminal (`schedule --json`); see resources/schema/schedule.schema.json.

The listing carries everything needed to recompute every date: steps with calendar and length, links with lag, fixed
dates, targets, the start, and the years in which the calendar is certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypedDict

from gxq_desktop.application.intake import find_gate
from gxq_desktop.application.plan_project import ProjectPlan, plan_project
from gxq_desktop.application.ports import Services
from gxq_desktop.domain import explanation
from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.levers import LeverSet
from gxq_desktop.domain.network import Link, StepId, StepKind
from gxq_desktop.domain.project import Obstacle, ProjectNumber
from gxq_desktop.domain.schedule import SetBy, StepDates, delay_caused_by

UNITS = {
    CalendarKind.GOVERNMENT: "working_day",
    CalendarKind.SEVEN_DAY: "calendar_day",
    CalendarKind.SIX_DAY: "six_day_week_day",
}
Listing = dict[str, Any]


class ScheduleListing(TypedDict):
    """See resources/schema/schedule.schema.json for the meaning of every field."""

    format: str
    version: int
    project: str
    catalogue_version: str
    start: str
    finish: str
    finish_provisional: bool
    certain_years: list[int]
    provisional_years: list[int]
    steps: list[Listing]
    links: list[Listing]
    milestones: list[Listing]
    targets: list[Listing]
    feasible: bool
    short_by_working_days: int
    critical_chain: list[str]
    conflicts: list[str]
    levers: list[Listing]
    agreed_levers: list[str]
    smallest_lever_set: Listing | None
    obstacles: list[Listing]
    undecided: list[str]
    assumptions: list[str]


def list_schedule(
    number: str, services: Services, start_on: date | None = None, targets: Mapping[str, date] | None = None
) -> ScheduleListing:
    """Return the schedule of project NUMBER. START_ON and TARGETS (gate id, sign or name → day) are what-ifs.

    Nothing is saved. Raises ProjectNotFound, DomainError for an unknown gate or dates outside the calendar.
    """
    with services.unit_of_work() as uow:
        project = uow.projects.get(ProjectNumber(number))
        journal = uow.ledger.journal(project.number)
    catalogue = services.catalogue
    wanted: dict[StepId, date] = dict(project.plan.targets)
    for name, on in (targets or {}).items():
        gate = find_gate(catalogue, name)
        if gate is None:
            known = "、".join(f"{each.id}（{each.sign} {each.name}）" for each in catalogue.gates)
            raise DomainError(f"没有名为“{name}”的门槛。", f"可以用：{known}。")
        wanted[gate] = on
    return listing_of(
        plan_project(
            catalogue, services.calendar, project, start_on, wanted, journal=journal, today=services.clock.today()
        )
    )


def listing_of(plan: ProjectPlan) -> ScheduleListing:
    schedule, calendar = plan.schedule, plan.schedule.calendar
    years = range(schedule.start_on.year, schedule.finish_on.year + 1)
    chain = schedule.critical_chain
    binding = {schedule[step.id].set_by_early.link for step in schedule.network.steps}
    return ScheduleListing(
        format="gxq-desktop/schedule",
        version=1,
        project=plan.project.number,
        catalogue_version=plan.catalogue.version,
        start=schedule.start_on.isoformat(),
        finish=schedule.finish_on.isoformat(),
        finish_provisional=not calendar.covers(schedule.start_on, schedule.finish_on),
        certain_years=[year for year in years if calendar.covers_year(year)],
        provisional_years=[year for year in years if not calendar.covers_year(year)],
        steps=[_step(plan, dates) for dates in schedule.steps],
        links=[_link(link, link in binding) for link in schedule.network.links],
        milestones=[_milestone(plan, dates) for dates in schedule.steps if dates.step.kind is StepKind.MILESTONE],
        targets=[
            {
                "milestone": result.milestone.id,
                "date": result.target_on.isoformat(),
                "forecast": result.forecast_on.isoformat(),
                "forecast_provisional": result.provisional,
                "feasible": result.feasible,
                "short_by_working_days": result.short_by_working_days,
                "spare_working_days": result.spare_working_days,
                "chain": [step.id for step in result.chain.steps],
                "text": explanation.target_sentence(result),
            }
            for result in schedule.target_results
        ],
        feasible=schedule.feasible,
        short_by_working_days=schedule.short_by_working_days,
        critical_chain=[step.id for step in chain.steps] if chain else [],
        conflicts=[explanation.conflict_sentence(each, calendar) for each in schedule.conflicts],
        levers=[
            {
                "id": lever.id,
                "kind": lever.kind.value,
                "item": lever.code,
                "name": lever.name,
                "condition": lever.legal_condition,
                "cost": lever.cost,
                "gain_working_days": plan.lever_gains[lever.id].working_days,
                "no_gain_because": plan.lever_gains[lever.id].reason,
            }
            for lever in plan.open_levers
        ],
        agreed_levers=list(plan.project.plan.levers),
        smallest_lever_set=_lever_set(plan.lever_set),
        obstacles=[_obstacle(plan, obstacle) for obstacle in plan.project.plan.obstacles],
        undecided=[code for code, verdict in plan.verdicts.items() if verdict.is_undecided],
        assumptions=list(plan.built.assumptions),
    )


def _step(plan: ProjectPlan, dates: StepDates) -> Listing:
    step, schedule = dates.step, plan.schedule
    item = plan.catalogue.by_code.get(ItemCode(step.code))
    return {
        "id": step.id,
        "code": step.code,
        "list": item.list.value if item is not None else "",
        "kind": step.kind.value,
        "name": item.name if item is not None and step.kind is not StepKind.EXCLUDED else step.name,
        "phase": item.phase.value if item is not None else "",
        "owner": step.owner,
        "calendar": step.calendar.value,
        "duration": step.days,
        "unit": UNITS[step.calendar],
        "accepts": step.accepts,
        "span": step.span,
        "early_start": dates.early_start.isoformat(),
        "early_finish": dates.early_finish.isoformat(),
        "late_start": dates.late_start.isoformat(),
        "late_finish": dates.late_finish.isoformat(),
        "accepted_on": dates.accepted_on.isoformat() if dates.accepted_on else None,
        "latest_acceptance": dates.accept_by.isoformat() if dates.accept_by else None,
        "due_on": dates.due_on.isoformat(),
        "total_float": dates.total_float,
        "free_float": dates.free_float,
        "critical": dates.critical,
        "near_critical": dates.near_critical,
        "provisional": dates.provisional_early or dates.provisional_late,
        "provisional_early": dates.provisional_early,
        "provisional_late": dates.provisional_late,
        "fixed": [{"kind": fixed.kind.value, "on": fixed.on.isoformat()} for fixed in step.fixed],
        "set_by": {
            "early": _set_by(dates.set_by_early) | {"text": explanation.why_early(schedule, step.id)},
            "late": _set_by(dates.set_by_late) | {"text": explanation.why_late(schedule, step.id)},
        },
    }


def _set_by(cause: SetBy) -> Listing:
    return {
        "kind": cause.kind.value,
        "on": cause.on.isoformat(),
        "step": cause.step,
        "link": _link(cause.link, True) if cause.link else None,
        "rolled_from": cause.rolled.from_on.isoformat() if cause.rolled else None,
        "rolled_to": cause.rolled.to_on.isoformat() if cause.rolled else None,
    }


def _link(link: Link, binding: bool) -> Listing:
    return {
        "from": link.before,
        "to": link.after,
        "type": link.kind.value,
        "lag": link.lag,
        "unit": UNITS[link.lag_calendar],
        "strength": link.strength.value,
        "reason": link.reason,
        "binding": binding,
    }


def _milestone(plan: ProjectPlan, dates: StepDates) -> Listing:
    gate = plan.catalogue.gate(dates.step.id)
    target = plan.schedule.targets.get(dates.step.id)
    return {
        "id": gate.id,
        "sign": gate.sign,
        "name": gate.name,
        "early": dates.early_finish.isoformat(),
        "late": dates.late_finish.isoformat(),
        "target": target.isoformat() if target else None,
        "total_float": dates.total_float,
        "provisional": dates.provisional_early or dates.provisional_late,
    }


def _obstacle(plan: ProjectPlan, obstacle: Obstacle) -> Listing:
    schedule = plan.schedule
    ids = [step for step in (StepId(obstacle.id), StepId(f"{obstacle.id}.1")) if step in schedule.network]
    report = delay_caused_by(schedule.network, schedule.calendar, schedule.start_on, ids)
    return {
        "id": obstacle.id,
        "name": obstacle.name,
        "owner": obstacle.owner,
        "blocks": list(obstacle.blocks),
        "follow_on": f"{obstacle.id}.1" if obstacle.follow_on else None,
        "delays": [
            {
                "milestone": delay.step.id,
                "name": delay.step.name,
                "without": delay.without_on.isoformat(),
                "with": delay.with_on.isoformat(),
                "working_days": delay.working_days,
            }
            for delay in report.milestones
            if delay.with_on > delay.without_on
        ],
    }


def _lever_set(chosen: LeverSet | None) -> Listing | None:
    if chosen is None:
        return None
    return {
        "levers": [lever.id for lever in chosen.levers],
        "met": chosen.meets,
        "short_by_working_days": chosen.short_by_working_days,
        "proven_minimal": chosen.proven_minimal,
        "at_least": chosen.at_least,
        "forecasts": {step: on.isoformat() for step, on in chosen.forecasts.items()},
        "text": chosen.sentence,
    }


def schedule_lines(listing: ScheduleListing) -> Iterable[str]:
    """LISTING for the terminal: the answer first, then the rows by latest start."""
    yield f"{listing['project']}  {listing['start']} 起排，{listing['finish']} 全部完成" + (
        "（暂定）" if listing["finish_provisional"] else ""
    )
    for target in listing["targets"]:
        yield target["text"]
    chosen = listing["smallest_lever_set"]
    if chosen is not None:
        yield chosen["text"]
    yield from (f"提醒：{text}" for text in (*listing["conflicts"], *listing["assumptions"]))
    for obstacle in listing["obstacles"]:
        told = [
            f"{delay['name']}推迟 {delay['working_days']} 个工作日（{delay['without']} → {delay['with']}）"
            for delay in obstacle["delays"]
        ]
        owner = obstacle["owner"] or "没有责任单位"
        yield f"障碍 {obstacle['id']} {obstacle['name']}，{owner}：{'，'.join(told) or '现在不拖后任何门槛'}。"
    if listing["undecided"]:
        yield f"待定、没有排进来：{'、'.join(listing['undecided'])}"
    yield "编码    最早开始    最早完成    最迟开始    最迟完成    浮动  事项"
    for step in sorted(listing["steps"], key=lambda step: (step["late_start"], step["early_start"], step["id"])):
        mark = "＊" if step["critical"] else "　"
        dates = "  ".join(step[key] for key in ("early_start", "early_finish", "late_start", "late_finish"))
        provisional = "（暂定）" if step["provisional"] else ""
        yield f"{step['id']:<6}{mark}{dates}  {step['total_float']:>4}  {step['name']}{provisional}"
