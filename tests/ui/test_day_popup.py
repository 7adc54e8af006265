"""The month below a day's field: rest days told from working days, a choice that counts as typed, Esc for none."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QWidget

from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.ui import theme
from gxq_desktop.ui.day_popup import DayPopup
from gxq_desktop.ui.intake.view import IntakePage
from gxq_desktop.ui.shell import Shell
from tests.ui.intake.conftest import Clerk, settle_events


def test_days_off_are_quiet_and_makeup_saturdays_are_not(qapp: QApplication, loaded_calendar: WorkCalendar) -> None:
    owner = QWidget()
    popup = DayPopup(owner, loaded_calendar, date(2026, 10, 8), lambda day: None)

    def look(day: int) -> tuple[str, str]:
        found = popup.month.dateTextFormat(QDate(2026, 10, day))
        return found.foreground().color().name(), found.toolTip()

    assert look(1) == (theme.color("text3").name(), "休息日")
    assert look(8) == (theme.color("text").name(), "工作日")
    assert look(10) == (theme.color("text").name(), "调休上班")
    assert look(11) == (theme.color("text3").name(), "休息日")


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
def test_alt_down_opens_the_month_and_a_day_chosen_counts_as_typed(shell: Shell) -> None:
    shell.open("intake")
    settle_events(shell)
    page = shell.window.page if shell.window is not None else None
    assert isinstance(page, IntakePage)
    clerk = Clerk(page)
    clerk.go_to("plan.start")

    clerk.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = page.findChild(DayPopup)
    assert isinstance(popup, DayPopup) and popup.isVisible()
    popup.month.activated.emit(QDate(2026, 10, 8))
    settle_events(shell)

    assert clerk.text("plan.start") == "2026-10-08"
    assert page.presenter.live.text("plan.start") == "2026-10-08"
    assert clerk.field == "plan.start"
