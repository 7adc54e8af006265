"""Sample projects on the desk, planned, for tests of what the project screen shows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from gxq_desktop.application.intake import read_intake
from gxq_desktop.application.project_desk import ProjectDesk, desk_of
from gxq_desktop.domain.editions import Edition
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.project import Project, ProjectNumber
from tests.application.fakes import sample
from tests.documents.dossiers import TODAY, shipped_calendar, shipped_catalogue


@lru_cache
def sample_project(name: str = "N1") -> Project:
    intake = read_intake(sample(name), shipped_catalogue(), shipped_calendar(), TODAY)
    return intake.project(ProjectNumber("GX-2026-0001"), TODAY)


def on_desk(project: Project, today: date = TODAY, editions: tuple[Edition, ...] = ()) -> ProjectDesk:
    return desk_of(project, shipped_catalogue(), shipped_calendar(), today, editions)


def desk(
    name: str = "N1", today: date = TODAY, targets: Mapping[str, date] | None = None, editions: tuple[Edition, ...] = ()
) -> ProjectDesk:
    """The sample NAME on TODAY; targets by gate id in place of its own."""
    project = sample_project(name)
    if targets is not None:
        wanted = {StepId(gate): on for gate, on in targets.items()}
        project = replace(project, plan=replace(project.plan, targets=wanted))
    return on_desk(project, today, editions)
