"""The project's page in the window, on a sample in a real store."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from gxq_desktop.app import Desk, SystemClock
from gxq_desktop.application.consultation import QuestionForm, ask_question
from gxq_desktop.application.print_paper import print_paper
from gxq_desktop.application.record_event import Correction, RecordRequest, correct_event, record_event
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.project import Project, ProjectNumber
from gxq_desktop.paths import RESOURCES
from gxq_desktop.ui.project.view import ProjectPage
from gxq_desktop.ui.shell import Shell
from tests.ui.conftest import TODAY


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


@pytest.fixture(scope="session")
def lived_store(
    tmp_path_factory: pytest.TempPathFactory, loaded_catalogue: Catalogue, loaded_calendar: WorkCalendar
) -> tuple[Path, str]:
    """The store of N1 with what happened to it, evidence beside it, to be copied; and its number."""
    folder = tmp_path_factory.mktemp("lived")
    services = Desk(folder, None, date(2026, 9, 10))
    services.__dict__["catalogue"] = loaded_catalogue
    services.__dict__["calendar"] = loaded_calendar
    proof = folder / "批复.pdf"
    proof.write_bytes(b"%PDF-1.4 proof")
    number = register(services, "N1")
    print_paper(number, "manual", "A4", services)

    def record(step: str, kind: EventKind, **more: object) -> int:
        return record_event(number, RecordRequest(step, kind, **more), services).action  # type: ignore[arg-type]

    record("B01", EventKind.RECEIVED)
    ready = record("B02", EventKind.READY)
    services.clock = SystemClock(date(2026, 9, 14))
    record("A01", EventKind.ACCEPTED)
    record("A01", EventKind.CLEARED, document="备案 1 号", evidence=proof)
    record("A07", EventKind.ACCEPTED)
    record("A07", EventKind.SUSPENDED, reason="专家评审")
    correct_event(number, ready, Correction(note="实为纸质"), "看错", services, "王芳")
    ask_question(number, QuestionForm("A23", "要不要公示？", answer="要，7 日。"), services)
    ask_question(number, QuestionForm("A21", "先报人防行不行？"), services)
    services.clock = SystemClock(TODAY)
    record("A09", EventKind.ACCEPTED)
    services.close()
    return folder / "gxq.sqlite3", number


@pytest.fixture
def store_file(request: pytest.FixtureRequest, store_file: Path) -> Path:
    """With what happened to N1 for a test that asks for `lived`."""
    if "lived" not in request.fixturenames:
        return store_file
    found: Path = request.getfixturevalue("lived_store")[0]
    return found


@pytest.fixture
def lived(shell: Shell, lived_store: tuple[Path, str]) -> Callable[[str], ProjectPage]:
    """lived("records"): the page of N1 with what happened to it, on that tab."""
    number = lived_store[1]

    def open_tab(tab: str) -> ProjectPage:
        shell.open("project", number=number, tab=tab)
        settle(shell)
        assert shell.window is not None
        page = shell.window.page
        assert isinstance(page, ProjectPage)
        return page

    return open_tab
