"""Renew what the lists of the desk read: the summaries of plans (计划摘要) and the rows of the ledger (台账)."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

from gxq_desktop.application.calendar_digest import calendar_digest
from gxq_desktop.application.desk_lists import PlannedStep, PlanSummary
from gxq_desktop.application.issue_edition import content_digest
from gxq_desktop.application.ledger_rows import LedgerHead, LedgerRow
from gxq_desktop.application.plan_project import ProjectPlan
from gxq_desktop.application.ports import ProjectNotFound, Report, Services, StoreError
from gxq_desktop.application.project_ledger import load_ledger
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.network import StepKind
from gxq_desktop.domain.project import Project, ProjectNumber
from gxq_desktop.domain.questions import open_questions
from gxq_desktop.domain.schedule import Schedule, TargetResult

KEPT_CALENDAR_DAYS = 31
"""Steps whose latest finish is longer past than this are not kept in a summary."""
OPERATE = "M_OPERATE"
_BATCH = 40


def refresh_plans(services: Services, report: Report) -> int:
    """Make the missing and outdated summaries and rows of the ledger anew, each plan solved once; returns of how many projects.

    A project whose plan is refused keeps the refusal as its summary, so that the list can say so, and has no rows. Raises
    StoreError.
    """
    catalogue, calendar, today = services.catalogue, services.calendar, services.clock.today()
    digest = calendar_digest(calendar)
    unlisted = set(services.ledger.stale(catalogue.digest, digest, today))
    numbers = list(dict.fromkeys((*services.lists.stale_plans(catalogue.digest, digest, today), *sorted(unlisted))))
    for first in range(0, len(numbers), _BATCH):
        made = []
        for done, number in enumerate(numbers[first : first + _BATCH], first):
            report(done, len(numbers))
            with contextlib.suppress(ProjectNotFound):  # removed meanwhile
                made.append(_made(services, number, digest, today))
        with services.unit_of_work() as uow:
            for each in made:
                uow.plans.save(each.summary)
                if each.summary.number in unlisted:
                    uow.ledger.keep_rows(each.head, each.rows)
            uow.commit()
    report(len(numbers), len(numbers))
    return len(numbers)


@frozen
class _Made:
    summary: PlanSummary
    head: LedgerHead
    rows: tuple[LedgerRow, ...] = ()


def _made(services: Services, number: ProjectNumber, digest: str, today: date) -> _Made:
    """What the lists keep of project NUMBER. digest: of the calendar. Raises ProjectNotFound, StoreError."""
    with services.unit_of_work() as uow:
        project = uow.projects.get(number)
        try:
            ledger = load_ledger(number, uow, services)
        except StoreError:
            raise
        except DomainError as refusal:
            rules = uow.ledger.journal(number).rules
            head = LedgerHead(
                number, project.revision, services.catalogue.digest, digest, today, None, rules_number=rules.number
            )
            return _Made(_refused(services, project, digest, today, refusal), head)
    summary = _summary(services, ledger.plan, digest, today)
    return _Made(summary, ledger.head(services, project.revision), ledger.rows)


def _summary(services: Services, plan: ProjectPlan, digest: str, today: date) -> PlanSummary:
    """The figures of PLAN. today: steps long before it are left out, and finished ones."""
    project, schedule = plan.project, plan.schedule
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
