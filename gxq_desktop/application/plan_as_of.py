"""The plan as it stood on a past day (当日的计划): the project, the records and the agreements known at the end of that day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gxq_desktop.application.ledger_listing import LedgerLine, ledger_listing, line_of
from gxq_desktop.application.ledger_rows import StoredLine
from gxq_desktop.application.plan_project import plan_project
from gxq_desktop.application.ports import Services
from gxq_desktop.application.project_ledger import ProjectLedger
from gxq_desktop.application.replan import chain_of, forecast_of
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.project import ProjectNumber


@dataclass(frozen=True)
class PlanAsOf:
    """exact: False if what the project was on that day was not kept, and what it is now stands in for it; or if the newest
    edition of then was printed from another catalogue than that of now.

    edition: the newest edition issued by then, None if none.
    """

    day: date
    ledger: ProjectLedger
    lines: tuple[LedgerLine, ...]
    edition: int | None
    exact: bool


def plan_as_of(number: str, day: date, services: Services) -> PlanAsOf:
    """Project NUMBER as the desk showed it at the end of DAY, under the rules of then, the catalogue and calendar of now.

    Raises ProjectNotFound, DomainError for a day in the future or before it was registered, StoreError.
    """
    today = services.clock.today()
    if day > today:
        raise DomainError(f"{day} 还没有到。", f"请写今天（{today}）或以前的日期。")
    with services.unit_of_work() as uow:
        now = uow.projects.get(ProjectNumber(number))
        if day < now.registered_on:
            raise DomainError(f"{day} 时项目还没有登记（{now.registered_on} 登记）。", "请写登记以后的日期。")
        then = uow.ledger.project_on(now.number, day)
        rules = uow.ledger.clock_rules(day)
        journal = replace(uow.ledger.journal(now.number).known_on(day), rules=rules)
        agreed = tuple(plan for plan in uow.ledger.agreed(now.number) if plan.agreed_on <= day)
        missed = tuple(each for each in uow.ledger.missed(now.number) if each.recorded_on <= day)
        editions = [edition for edition in uow.editions.of_project(now.number) if edition.printed_on <= day]
    project = then if then is not None else now
    plan = plan_project(services.catalogue, services.calendar, project, journal=journal, today=day)
    ledger = ProjectLedger(plan, agreed, missed, day)
    lines = tuple(
        line_of(StoredLine(project.name, project.enterprise.name, row), day, services.calendar, rules)
        for row in ledger.rows
    )
    edition = max(editions, key=lambda each: each.number, default=None)
    same = edition is None or edition.catalogue_digest == services.catalogue.digest
    return PlanAsOf(day, ledger, lines, edition.number if edition is not None else None, then is not None and same)


def as_of_listing(found: PlanAsOf) -> dict[str, Any]:
    """FOUND with English keys and ISO days."""
    schedule = found.ledger.plan.schedule
    return {
        "format": "gxq-desktop/as-of",
        "version": 1,
        "project": found.ledger.project.number,
        "as_of": found.day.isoformat(),
        "exact": found.exact,
        "edition": found.edition,
        "forecast": forecast_of(schedule)[1].isoformat(),
        "driving_chain": list(chain_of(schedule)),
        "steps": [
            {
                "id": dates.step.id,
                "name": dates.step.name,
                "early_start": dates.early_start.isoformat(),
                "early_finish": dates.early_finish.isoformat(),
                "late_start": dates.late_start.isoformat(),
                "late_finish": dates.late_finish.isoformat(),
                "total_float": dates.total_float,
            }
            for dates in schedule.steps
        ],
        "ledger": ledger_listing(found.lines),
    }


def as_of_lines(found: PlanAsOf) -> Iterable[str]:
    """FOUND for the terminal."""
    schedule = found.ledger.plan.schedule
    edition = f"手册第 {found.edition} 版" if found.edition else "还没有发手册"
    yield f"{found.ledger.project.number} 在 {found.day}：{edition}，当时预计 {forecast_of(schedule)[1]} 完成。"
    if not found.exact:
        yield "提醒：那天的项目资料没有留存，或者事项库后来换了，这里按现在的排。"
    for line in found.lines:
        row = line.row
        yield f"{row.step_id:<10}{line.light.label:<4}{line.due_on}  {row.state.label}  {line.left}  {row.name}"
