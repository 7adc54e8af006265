"""Issue an edition (发出一版): number it, keep what its papers rest on, build its dossier."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from gxq_desktop.application.consultation import asked_questions
from gxq_desktop.application.dossier.build import build_dossier
from gxq_desktop.application.dossier.write_offs import write_off_views
from gxq_desktop.application.plan_project import ProjectPlan, plan_project
from gxq_desktop.application.ports import Services, UnitOfWork
from gxq_desktop.application.project_ledger import ProjectLedger
from gxq_desktop.application.views import Dossier, WriteOffView
from gxq_desktop.domain.editions import Edition, PlannedDates, next_box_numbers
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.network import StepKind
from gxq_desktop.domain.project import ProjectNumber

BOXED = (StepKind.APPROVAL, StepKind.MATERIAL, StepKind.UTILITY)


@frozen
class Issued:
    """plan: what the dossier was built from."""

    edition: Edition
    dossier: Dossier
    plan: ProjectPlan


@frozen
class Draft:
    """The edition that printing now would give. is_issued: it is kept already (printed today, nothing has changed)."""

    edition: Edition
    dossier: Dossier
    plan: ProjectPlan
    is_issued: bool


def issue_edition(number: str, services: Services) -> Issued:
    """Return the current edition of project NUMBER, issuing a new one if anything it says has changed.

    The latest edition is taken again only if it was printed today and its content is the same, since every paper counts
    down from its printing day. Raises ProjectNotFound, ChangedElsewhere if two windows issue at once, StoreError.
    """
    with services.unit_of_work() as uow:
        plan, edition, is_issued = _current(number, uow, services)
        written_off = _written_off(plan, edition, uow)
        asked = asked_questions(uow, plan.project.number)
        if not is_issued:
            uow.editions.add(edition)
            uow.commit()
    return Issued(edition, build_dossier(plan, edition, written_off, asked), plan)


def draft_edition(number: str, services: Services) -> Draft:
    """Return what `issue_edition` would, keeping nothing: to look at papers before anything is issued.

    Number, check code and so every byte of its papers are those of the edition issued later the same day, if nothing changes
    meanwhile. Raises ProjectNotFound, StoreError.
    """
    with services.unit_of_work() as uow:
        plan, edition, is_issued = _current(number, uow, services)
        written_off = _written_off(plan, edition, uow)
        asked = asked_questions(uow, plan.project.number)
    return Draft(edition, build_dossier(plan, edition, written_off, asked), plan, is_issued)


def renewed(draft: Draft, services: Services) -> Draft:
    """DRAFT itself if it is still what `draft_edition` would give, else that. Raises ProjectNotFound, StoreError."""
    with services.unit_of_work() as uow:
        _, edition, is_issued = _current(draft.edition.project_number, uow, services)
    same = edition.check_code == draft.edition.check_code and is_issued == draft.is_issued
    return draft if same else draft_edition(draft.edition.project_number, services)


def _written_off(plan: ProjectPlan, edition: Edition, uow: UnitOfWork) -> tuple[WriteOffView, ...]:
    if not plan.journal:
        return ()
    number = plan.project.number
    agreed, missed = tuple(uow.ledger.agreed(number)), tuple(uow.ledger.missed(number))
    return write_off_views(ProjectLedger(plan, agreed, missed, edition.printed_on), edition.box_numbers)


def _current(number: str, uow: UnitOfWork, services: Services) -> tuple[ProjectPlan, Edition, bool]:
    """The plan, the edition that stands for it today, and whether that is kept already."""
    today = services.clock.today()
    project = uow.projects.get(ProjectNumber(number))
    plan = plan_project(
        services.catalogue, services.calendar, project, journal=uow.ledger.journal(project.number), today=today
    )
    digest = content_digest(plan)
    latest = uow.editions.latest(project.number)
    if latest is not None and latest.content_digest == digest and latest.printed_on == today:
        return plan, latest, True
    return plan, new_edition(plan, digest, latest, today), False


def new_edition(plan: ProjectPlan, digest: str, previous: Edition | None, printed_on: date) -> Edition:
    """The edition after PREVIOUS; the steps it had keep their box numbers."""
    in_order = sorted(
        (dates for dates in plan.schedule.steps if dates.step.kind in BOXED),
        key=lambda dates: (dates.early_start, dates.step.id),
    )
    return Edition(
        project_number=plan.project.number,
        number=previous.number + 1 if previous else 1,
        printed_on=printed_on,
        catalogue_version=plan.catalogue.version,
        catalogue_digest=plan.catalogue.digest,
        facts=plan.project.facts.as_json(),
        dates=planned_dates(plan),
        box_numbers=next_box_numbers(
            previous.box_numbers if previous else {}, tuple(dates.step.id for dates in in_order)
        ),
        content_digest=digest,
    )


def planned_dates(plan: ProjectPlan) -> dict[str, PlannedDates]:
    """Step id → the four dates as ISO days."""
    return {
        dates.step.id: PlannedDates(
            dates.early_start.isoformat(),
            dates.early_finish.isoformat(),
            dates.late_start.isoformat(),
            dates.late_finish.isoformat(),
            dates.provisional_early or dates.provisional_late,
        )
        for dates in plan.schedule.steps
    }


def content_digest(plan: ProjectPlan) -> str:
    """SHA-256 over everything the papers say but the day they are printed."""
    project = plan.project
    content: dict[str, object] = {
        "project": [
            project.name,
            project.enterprise.name,
            project.enterprise.credit_code,
            project.project_code,
            [project.industry.code, project.industry.name, project.industry.track],
            project.key_level.value if project.key_level else "",
            project.stage.value,
            [[each.role.value, each.name, each.phone, each.duty] for each in project.contacts],
        ],
        "facts": project.facts.as_json(),
        "overrides": {
            code: [each.applies, each.reason, each.officer, each.on.isoformat()]
            for code, each in project.overrides.items()
        },
        "obstacles": [[each.id, each.name, each.owner, each.note] for each in project.plan.obstacles],
        "targets": {gate: on.isoformat() for gate, on in plan.schedule.targets.items()},
        "levers": list(project.plan.levers),
        "catalogue": plan.catalogue.digest,
        "dates": {
            step: [dates.early_start, dates.early_finish, dates.late_start, dates.late_finish, dates.provisional]
            for step, dates in planned_dates(plan).items()
        },
    }
    if plan.journal:
        cases = [plan.case(step) for step in sorted(plan.journal.steps) if step in plan.schedule.network]
        content["recorded"] = [[case.step_id, str(case.state), *filter(None, (case.online_number,))] for case in cases]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
