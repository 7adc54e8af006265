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
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.editions import Edition
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.project import ProjectNumber
from gxq_desktop.domain.schedule import Schedule


@dataclass(frozen=True)
class PlanAsOf:
    """edition: the newest edition issued by then, None if none. doubts: why it may not be what was shown then, whole sentences:
    what the project was then was not kept; the catalogue of that edition was another one; holidays were announced since."""

    day: date
    ledger: ProjectLedger
    lines: tuple[LedgerLine, ...]
    edition: int | None
    doubts: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether nothing is known that makes it another plan than that of then."""
        return not self.doubts


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
    doubts = (
        *(() if then is not None else ("那天的项目资料没有留存，用现在的资料代替。",)),
        *_other_catalogue(edition, services.catalogue),
        *_later_notices(services.calendar, day, plan.schedule),
    )
    return PlanAsOf(day, ledger, lines, edition.number if edition is not None else None, doubts)


def _other_catalogue(edition: Edition | None, catalogue: Catalogue) -> tuple[str, ...]:
    """Catalogues of the past are not kept, only the papers made from them."""
    if edition is None or edition.catalogue_digest == catalogue.digest:
        return ()
    now = f"现在的 {catalogue.version} "
    if edition.catalogue_version == catalogue.version:
        now = "后来改过的内容"
    return (
        f"手册第 {edition.number} 版用的是事项库 {edition.catalogue_version}，这里按{now}排；"
        "发出去的日期以存档的那一版手册为准。",
    )


def _later_notices(calendar: WorkCalendar, day: date, schedule: Schedule) -> tuple[str, ...]:
    """The years of SCHEDULE whose holidays were announced after DAY, when they were computed still."""
    years = range(schedule.start_on.year, forecast_of(schedule)[1].year + 1)
    notices = [calendar.notice(year) for year in years]
    later = [
        str(notice.year)
        for notice in notices
        if notice is not None and not notice.provisional and notice.issued_on is not None and notice.issued_on > day
    ]
    return (f"{'、'.join(later)} 年的放假安排是那天以后公布的，当时按推算排。",) if later else ()


def as_of_listing(found: PlanAsOf) -> dict[str, Any]:
    """FOUND with English keys and ISO days."""
    schedule = found.ledger.plan.schedule
    return {
        "format": "gxq-desktop/as-of",
        "version": 1,
        "project": found.ledger.project.number,
        "as_of": found.day.isoformat(),
        "exact": found.exact,
        "doubts": list(found.doubts),
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
    for doubt in found.doubts:
        yield f"提醒：{doubt}"
    for line in found.lines:
        row = line.row
        yield f"{row.step_id:<10}{line.light.label:<4}{line.due_on}  {row.state.label}  {line.left}  {row.name}"
