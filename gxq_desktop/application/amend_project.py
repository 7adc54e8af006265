"""Change the answers of a registered project: enterprise, facts, contacts, dates, officers' decisions, all at once."""

from __future__ import annotations

from dataclasses import replace

from gxq_desktop.application.drafts import DraftId
from gxq_desktop.application.intake import Intake, read_intake
from gxq_desktop.application.pick_items import pick_items
from gxq_desktop.application.ports import ChangedElsewhere, Services
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.project import Project, ProjectNumber, StageEntry


@frozen
class Amended:
    """before, after: as stored. changed: codes whose verdict is another now. warnings: whole sentences."""

    before: Project
    after: Project
    changed: tuple[ItemCode, ...]
    warnings: tuple[str, ...] = ()


def amend_project(
    number: str, revision: int, document: object, services: Services, draft: DraftId | None = None
) -> Amended:
    """Put the answers of the intake DOCUMENT in place of those of project NUMBER, taken at REVISION.

    History, kept variants and registration stay. DRAFT, which the answers were kept in, is removed with it. Saves nothing
    and raises DomainErrors (every fault of DOCUMENT), ProjectNotFound, ChangedElsewhere if the project was saved since
    REVISION, or StoreError.
    """
    today = services.clock.today()
    intake = read_intake(document, services.catalogue, services.calendar, today)
    with services.unit_of_work() as uow:
        before = uow.projects.get(ProjectNumber(number))
        if before.revision != revision:
            raise ChangedElsewhere(number)
        wanted = _amended(before, intake)
        if wanted.stage is not intake.stage:
            wanted = replace(wanted, stages=(*wanted.stages, StageEntry(intake.stage, today)))
        after = uow.projects.save(wanted)
        if draft is not None:
            uow.drafts.remove(draft)
        uow.commit()
    return Amended(before, after, _changed(services, before, after), intake.warnings)


def take_back(amended: Amended, services: Services) -> Amended:
    """Undo AMENDED (take_back of the result does it again). Raises ChangedElsewhere if the project was saved since."""
    with services.unit_of_work() as uow:
        now = uow.projects.get(amended.after.number)
        if replace(now, revision=0) != replace(amended.after, revision=0):
            raise ChangedElsewhere(amended.after.number)
        after = uow.projects.save(replace(amended.before, revision=now.revision))
        uow.commit()
    return Amended(amended.after, after, _changed(services, amended.after, after))


def _amended(project: Project, intake: Intake) -> Project:
    return replace(
        project,
        name=intake.name,
        enterprise=intake.enterprise,
        project_code=intake.project_code,
        industry=intake.industry,
        key_level=intake.key_level,
        contacts=intake.contacts,
        facts=intake.facts,
        overrides=intake.overrides,
        plan=intake.plan,
    )


def _changed(services: Services, before: Project, after: Project) -> tuple[ItemCode, ...]:
    old, new = pick_items(services.catalogue, before), pick_items(services.catalogue, after)
    return tuple(code for code in old if old[code].verdict is not new[code].verdict)
