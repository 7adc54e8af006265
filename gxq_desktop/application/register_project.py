"""Register a project from an intake file (接件登记)."""

from __future__ import annotations

from gxq_desktop.application.drafts import DraftId
from gxq_desktop.application.intake import read_intake
from gxq_desktop.application.ports import Services
from gxq_desktop.application.project_file import carried_intake
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.project import ProjectNumber


@frozen
class Registered:
    """warnings: whole sentences about what looks odd but was kept."""

    number: ProjectNumber
    warnings: tuple[str, ...]


def register_project(document: object, services: Services, draft: DraftId | None = None) -> Registered:
    """Register the project of DOCUMENT, parsed JSON: an intake document or a project file. Return its number.

    DRAFT, which it was filled in as, is removed with it. Saves nothing and raises DomainErrors (all faults of the file),
    AnotherProgramsFile or StoreError. A project code that another project has already is a warning, not a refusal: a
    second phase may share it.
    """
    today = services.clock.today()
    intake = read_intake(carried_intake(document), services.catalogue, services.calendar, today)
    warnings = list(intake.warnings)
    with services.unit_of_work() as uow:
        number = uow.projects.next_number(today.year)  # first, so that two windows cannot overlook each other
        same = uow.projects.with_project_code(intake.project_code) if intake.project_code else ()
        if same:
            warnings.append(f"项目代码 {intake.project_code} 已登记为 {'、'.join(same)}，请核对是不是同一个项目。")
        uow.projects.add(intake.project(number, today))
        if draft is not None:
            uow.drafts.remove(draft)
        uow.commit()
    return Registered(number, tuple(warnings))
