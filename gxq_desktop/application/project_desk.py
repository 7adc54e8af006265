"""Open a project for its screen (项目页): what is known about it, its plan or why there is none, what was issued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from gxq_desktop.application.dossier.steps import step_views
from gxq_desktop.application.issue_edition import content_digest
from gxq_desktop.application.ledger_listing import LedgerLine, line_of
from gxq_desktop.application.ledger_rows import AgreedPlan, LedgerRow, MissedDate, StoredLine
from gxq_desktop.application.pick_items import pick_items
from gxq_desktop.application.plan_project import ProjectPlan, plan_project
from gxq_desktop.application.ports import Services
from gxq_desktop.application.project_ledger import ProjectLedger
from gxq_desktop.application.views import StepView
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.consultation import Consultation
from gxq_desktop.domain.editions import Edition, HandOver
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.ledger import EMPTY_JOURNAL, Journal
from gxq_desktop.domain.network import StepId, StepKind
from gxq_desktop.domain.project import Project, ProjectNumber
from gxq_desktop.domain.verdicts import ItemVerdict


@dataclass(frozen=True)
class ProjectDesk:
    """A project as its screen needs it, all of one moment.

    plan: None if none can be made; then refusal says why, and how to mend it. editions: oldest first. today: the day on
    the desk, from which everything is counted. journal: what was recorded. agreed, missed: plans agreed, dates missed.
    consultations: by number. hand_overs: of every edition.
    """

    project: Project
    catalogue: Catalogue
    calendar: WorkCalendar
    verdicts: Mapping[ItemCode, ItemVerdict]
    plan: ProjectPlan | None
    refusal: DomainError | None
    editions: tuple[Edition, ...]
    today: date
    journal: Journal = EMPTY_JOURNAL
    agreed: tuple[AgreedPlan, ...] = ()
    missed: tuple[MissedDate, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    hand_overs: tuple[HandOver, ...] = ()

    @cached_property
    def steps(self) -> tuple[StepView, ...]:
        """The steps of the plan with the box numbers of the latest edition; none without a plan."""
        if self.plan is None:
            return ()
        numbers = self.editions[-1].box_numbers if self.editions else {}
        return step_views(self.catalogue, self.plan, self.today, numbers)

    @cached_property
    def ledger(self) -> ProjectLedger | None:
        """What is recorded against what was agreed; None without a plan."""
        return ProjectLedger(self.plan, self.agreed, self.missed, self.today) if self.plan is not None else None

    @cached_property
    def rows(self) -> Mapping[str, LedgerRow]:
        """The rows of the ledger by step id; none without a plan."""
        return {row.step_id: row for row in self.ledger.rows} if self.ledger is not None else {}

    @cached_property
    def lines(self) -> Mapping[str, LedgerLine]:
        """The same with days left and light as of today."""
        project, rules = self.project, self.journal.rules
        return {
            step: line_of(StoredLine(project.name, project.enterprise.name, row), self.today, self.calendar, rules)
            for step, row in self.rows.items()
        }

    @cached_property
    def pressing(self) -> tuple[LedgerLine, ...]:
        """Lines of what has begun and still waits for somebody, not for its write-off alone."""
        return tuple(
            line
            for step, line in self.lines.items()
            if self.journal.standing(StepId(step))
            and not line.row.closed
            and (line.row.finished_on is None or line.row.kind is StepKind.APPROVAL)
        )

    @cached_property
    def digest(self) -> str:
        """Of what papers printed now would say, see `issue_edition.content_digest`; "" without a plan."""
        return content_digest(self.plan) if self.plan is not None else ""

    @property
    def plan_year(self) -> int:
        """The year that dates in columns leave out."""
        return self.project.plan.start_on.year


def open_project(number: str, services: Services) -> ProjectDesk:
    """Load project NUMBER and plan it. Raises ProjectNotFound, StoreError. A plan that is refused is no error here."""
    with services.unit_of_work() as uow:
        project = uow.projects.get(ProjectNumber(number))
        editions = tuple(uow.editions.of_project(project.number))
        journal = uow.ledger.journal(project.number)
        agreed, missed = tuple(uow.ledger.agreed(project.number)), tuple(uow.ledger.missed(project.number))
        consultations = tuple(uow.consultations.of_project(project.number))
        hand_overs = tuple(uow.editions.hand_overs(project.number))
    found = desk_of(project, services.catalogue, services.calendar, services.clock.today(), editions, journal)
    return replace(found, agreed=agreed, missed=missed, consultations=consultations, hand_overs=hand_overs)


def desk_of(
    project: Project,
    catalogue: Catalogue,
    calendar: WorkCalendar,
    today: date,
    editions: tuple[Edition, ...] = (),
    journal: Journal = EMPTY_JOURNAL,
) -> ProjectDesk:
    """PROJECT on the desk, planned with what JOURNAL records."""
    plan, refusal = None, None
    try:
        plan = plan_project(catalogue, calendar, project, journal=journal, today=today)
    except DomainError as error:
        refusal = error
    verdicts = plan.verdicts if plan is not None else pick_items(catalogue, project)
    return ProjectDesk(project, catalogue, calendar, verdicts, plan, refusal, editions, today, journal)
