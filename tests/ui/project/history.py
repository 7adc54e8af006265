"""A sample with records, papers and questions in a real store, opened in the window on 2026-09-16."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gxq_desktop.app import Desk, SystemClock
from gxq_desktop.application.consultation import QuestionForm, ask_question
from gxq_desktop.application.print_paper import print_paper
from gxq_desktop.application.record_event import Correction, RecordRequest, correct_event, record_event
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.ui.project.view import ProjectPage
from gxq_desktop.ui.shell import Shell
from tests.ui.conftest import TODAY
from tests.ui.project.conftest import register, settle


@pytest.fixture
def lived(shell: Shell, services: Desk, tmp_path: Path, qtbot: QtBot) -> Callable[[str], ProjectPage]:
    """lived("records"): the page of N1 with what happened to it, on that tab."""
    proof = tmp_path / "批复.pdf"
    proof.write_bytes(b"%PDF-1.4 proof")
    services.clock = SystemClock(date(2026, 9, 10))
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

    def open_tab(tab: str) -> ProjectPage:
        shell.open("project", number=number, tab=tab)
        settle(shell)
        assert shell.window is not None
        page = shell.window.page
        assert isinstance(page, ProjectPage)
        return page

    return open_tab
