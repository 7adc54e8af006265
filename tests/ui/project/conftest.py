"""The project's page in the window, on a sample in a real store."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from gxq_desktop.app import Desk
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.project import Project, ProjectNumber
from gxq_desktop.paths import RESOURCES
from gxq_desktop.ui.project.view import ProjectPage
from gxq_desktop.ui.shell import Shell


def settle(shell: Shell) -> None:
    """Wait until nothing runs and everything was shown."""
    page = shell.window.page if shell.window is not None else None
    for _ in range(3):
        assert shell.runner.wait()
        QApplication.processEvents()
        if isinstance(page, ProjectPage) and "schedule" in page.made_tabs and page.schedule.schedule.is_seeking:
            page.schedule.schedule.seek_now()


def register(services: Desk, sample: str, name: str = "") -> str:
    document = json.loads((RESOURCES / "samples" / f"{sample}.json").read_text("utf-8"))
    if name:
        document["project"]["name"] = name
    return register_project(document, services).number


@pytest.fixture
def stored(services: Desk) -> Callable[[str], Project]:
    def read(number: str) -> Project:
        with services.unit_of_work() as uow:
            return uow.projects.get(ProjectNumber(number))

    return read


@pytest.fixture
def opened(shell: Shell, services: Desk) -> Callable[..., ProjectPage]:
    """opened("N2", tab="schedule"): the page with that sample, everything loaded."""

    def open_sample(sample: str = "N2", tab: str = "overview", **argument: object) -> ProjectPage:
        shell.open("project", number=register(services, sample), tab=tab, **argument)
        settle(shell)
        assert shell.window is not None
        page = shell.window.page
        assert isinstance(page, ProjectPage)
        return page

    return open_sample
