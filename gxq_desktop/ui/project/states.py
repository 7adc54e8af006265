"""Which mark stands for a step's state."""

from __future__ import annotations

from gxq_desktop.application.project_timetable import StepState
from gxq_desktop.ui.marks import Mark

MARKS = {
    StepState.CLEARED: Mark.CLEARED,
    StepState.DONE: Mark.CLEARED,
    StepState.WAITING: Mark.WAITING,
    StepState.STOPPED: Mark.PAUSED,
    StepState.OVERDUE: Mark.OVERDUE,
    StepState.RUNNING: Mark.ON_TIME,
    StepState.LATE: Mark.OVERDUE,
    StepState.SOON: Mark.SOON,
    StepState.READY: Mark.READY,
    StepState.NOT_STARTED: Mark.NOT_STARTED,
    StepState.PROVISIONAL: Mark.PROVISIONAL,
    StepState.NOT_COUNTED: None,
    StepState.BLOCKED: Mark.FAILED,
    StepState.MISSED: Mark.OVERDUE,
    StepState.REACHED: Mark.ON_TIME,
}
"""None: the word stands alone."""


def mark_of(state: StepState | None) -> Mark | None:
    return MARKS[state] if state is not None else None
