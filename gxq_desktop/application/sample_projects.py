"""Create and remove the sample projects (示例项目), to look around in an empty program."""

from __future__ import annotations

import json
from collections.abc import Sequence

from gxq_desktop.application.ports import Report, Services
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.project import ProjectNumber


def create_samples(services: Services, report: Report) -> Sequence[ProjectNumber]:
    """Register every sample that is not there yet and mark it as one; returns the numbers made.

    Raises DomainErrors if a shipped sample is at fault, StoreError. What was made before the refusal stays.
    """
    files = services.sample_files()
    present = {(line.name, line.project_code) for line in services.lists.projects() if line.is_sample}
    made = []
    for done, file in enumerate(files):
        report(done, len(files))
        document = json.loads(file.read_text("utf-8"))
        project = document["project"]
        if (project["name"], project["project_code"]) in present:
            continue
        number = register_project(document, services).number
        with services.unit_of_work() as uow:
            uow.samples.mark(number)
            uow.commit()
        made.append(number)
    report(len(files), len(files))
    return made


def remove_samples(services: Services) -> Sequence[ProjectNumber]:
    """Remove every sample project with its editions and papers; returns their numbers. Raises StoreError, then all stay."""
    with services.unit_of_work() as uow:
        numbers = uow.samples.numbers()
        for number in numbers:
            uow.samples.remove(number)
        uow.commit()
    return numbers
