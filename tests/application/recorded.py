"""A sample project with records, agreements and papers on a desk without a database, for tests of what its screen shows."""

from __future__ import annotations

from datetime import date

import pytest

from gxq_desktop.application.consultation import QuestionForm, ask_question
from gxq_desktop.application.issue_edition import issue_edition
from gxq_desktop.application.project_desk import ProjectDesk, open_project
from gxq_desktop.application.record_event import Correction, RecordRequest, correct_event, journal_of, record_event
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.case_states import EventKind
from tests.application.fakes import FakeDesk, sample

FIRST, SECOND, TODAY = date(2026, 9, 10), date(2026, 9, 11), date(2026, 9, 16)


class Recorded:
    """A sample registered on the 10th; see `recorded` for what happened to it."""

    def __init__(self, name: str = "N1") -> None:
        self.services = FakeDesk(FIRST)
        self.number = register_project(sample(name), self.services).number

    def on(self, day: date) -> Recorded:
        self.services.clock.day = day
        return self

    def record(self, step: str, kind: EventKind, on: date | None = None, **more: object) -> Recorded:
        record_event(self.number, RecordRequest(step, kind, on, **more), self.services)  # type: ignore[arg-type]
        return self

    @property
    def desk(self) -> ProjectDesk:
        return open_project(self.number, self.services)


def recorded() -> Recorded:
    made = Recorded()
    issue_edition(made.number, made.services)
    made.record("B01", EventKind.RECEIVED).record("B02", EventKind.READY)
    made.on(SECOND).record("A01", EventKind.ACCEPTED).record("A01", EventKind.GRANTED, document="备案 1 号")
    made.record("A07", EventKind.ACCEPTED)
    made.on(date(2026, 9, 14)).record("A07", EventKind.SUSPENDED, reason="专家评审")
    second = next(event for event in journal_of(made.number, made.services).events if event.step_id == "B02")
    correct_event(made.number, second.number, Correction(note="实为纸质"), "看错", made.services, "王芳")
    ask_question(made.number, QuestionForm("A23", "要不要公示？", answer="要。"), made.services)
    ask_question(made.number, QuestionForm("", "在哪个窗口？"), made.services)
    return made.on(TODAY)


@pytest.fixture
def made() -> Recorded:
    return recorded()
