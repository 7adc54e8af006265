"""Renew the summaries of plans (计划摘要) that 工作台 and the project list read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from gxq_desktop.application.calendar_digest import calendar_digest
from gxq_desktop.application.desk_lists import PlannedStep, PlanSummary
from gxq_desktop.application.issue_edition import content_digest
from gxq_desktop.application.plan_project import ProjectPlan, plan_project
from gxq_desktop.application.ports import ProjectNotFound, Report, Services
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.ledger import EMPTY_JOURNAL, Journal
from gxq_desktop.domain.network import StepKind
from gxq_desktop.domain.project import Project
from gxq_desktop.domain.questions import open_questions
from gxq_desktop.domain.schedule import Schedule, TargetResult

KEPT_CALENDAR_DAYS = 31
"""Steps whose latest finish is longer past than this are not kept in a summary."""
OPERATE = "M_OPERATE"
_BATCH = 40


def refresh_plans(services: Services, report: Report) -> int:
    """Make the missing and outdated summaries anew; returns how many. Raises StoreError.

    A project whose plan is refused keeps the refusal as its summary, so that the list can say so.
    """
    catalogue, calendar, today = services.catalogue, services.calendar, services.clock.today()
    digest = calendar_digest(calendar)
    numbers = services.lists.stale_plans(catalogue.digest, digest, today)
    for first in range(0, len(numbers), _BATCH):
        batch = numbers[first : first + _BATCH]
        summaries = []
        for done, number in enumerate(batch):
            report(first + done, len(numbers))
            try:
                with services.unit_of_work() as uow:
                    project = uow.projects.get(number)
                    journal = uow.ledger.journal(number)
            except ProjectNotFound:  # removed meanwhile
                continue
            summaries.append(summarise(services, project, digest, today, journal))
        _save(services, summaries)
    report(len(numbers), len(numbers))
    return len(numbers)


def _save(services: Services, summaries: Sequence[PlanSummary]) -> None:
    with services.unit_of_work() as uow:
        for summary in summaries:
            uow.plans.save(summary)
        uow.commit()


def summarise(
    services: Services, project: Project, digest: str, today: date, journal: Journal = EMPTY_JOURNAL
) -> PlanSummary:
    """The summary of PROJECT's plan. digest: of the calendar. today: steps long before it are left out, and finished ones."""
    try:
        plan = plan_project(services.catalogue, services.calendar, project, journal=journal, today=today)
    except DomainError as refusal:
        return _refused(services, project, digest, today, refusal)
    schedule = plan.schedule
    questions = open_questions(services.catalogue.rules, project.facts, project.overrides, services.catalogue.variants)
    verdicts = plan.verdicts.values()
    target = _telling_target(schedule)
    operate = _operating(schedule)
    return PlanSummary(
        number=project.number,
        revision=project.revision,
        catalogue_digest=services.catalogue.digest,
        calendar_digest=digest,
        made_on=today,
        content_digest=content_digest(plan),
        applies=sum(verdict.applies for verdict in verdicts),
        undecided=sum(verdict.is_undecided for verdict in verdicts),
        questions=len(questions),
        first_question=services.catalogue.facts[questions[0].fact].label if questions else "",
        provisional=sum(dates.provisional_early or dates.provisional_late for dates in schedule.steps),
        start_on=schedule.start_on,
        operate_on=operate[0],
        operate_provisional=operate[1],
        target_name=services.catalogue.gate(target.milestone.id).name if target else "",
        target_on=target.target_on if target else None,
        forecast_on=target.forecast_on if target else None,
        short_by=target.short_by_working_days if target else 0,
        refusal="",
        steps=_kept_steps(plan, today),
    )


def _refused(services: Services, project: Project, digest: str, today: date, refusal: DomainError) -> PlanSummary:
    return PlanSummary(
        number=project.number,
        revision=project.revision,
        catalogue_digest=services.catalogue.digest,
        calendar_digest=digest,
        made_on=today,
        content_digest="",
        applies=0,
        undecided=0,
        questions=0,
        first_question="",
        provisional=0,
        start_on=None,
        operate_on=None,
        operate_provisional=False,
        target_name="",
        target_on=None,
        forecast_on=None,
        short_by=0,
        refusal=refusal.problem,
        steps=(),
    )


def _telling_target(schedule: Schedule) -> TargetResult | None:
    """The target missed most, else the last one; None if none was set."""
    results = schedule.target_results
    return max(results, key=lambda each: (each.short_by_working_days, each.target_on), default=None)


def _operating(schedule: Schedule) -> tuple[date | None, bool]:
    """When production starts (投产) by the plan, else when its last step ends; and whether that is provisional."""
    if not schedule.steps:
        return None, False
    for dates in schedule.steps:
        if dates.step.id == OPERATE:
            return dates.early_finish, dates.provisional_early
    last = max(schedule.steps, key=lambda dates: dates.early_finish)
    return last.early_finish, last.provisional_early


def _kept_steps(plan: ProjectPlan, today: date) -> tuple[PlannedStep, ...]:
    by_code = plan.catalogue.by_code
    first = today - timedelta(days=KEPT_CALENDAR_DAYS)
    kept = []
    for dates in plan.schedule.steps:
        step = dates.step
        actual = plan.actuals.get(step.id)
        if step.kind is StepKind.MILESTONE or dates.late_finish < first or (actual is not None and actual.finished):
            continue
        item = by_code.get(ItemCode(step.code)) if step.kind is not StepKind.EXCLUDED else None
        kept.append(
            PlannedStep(
                step_id=step.id,
                code=step.code,
                name=item.short_name if item is not None else step.name,
                kind=step.kind,
                owner=step.owner,
                early_start=dates.early_start,
                early_finish=dates.early_finish,
                late_start=dates.late_start,
                late_finish=dates.late_finish,
                provisional=dates.provisional_early or dates.provisional_late,
                critical=dates.critical,
            )
        )
    return tuple(kept)
