"""A month to choose a day from, below a field in which a day is typed; days off are quiet, working days plain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, QPoint
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QMenu, QWidget, QWidgetAction

from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.ui import fonts, theme

_WEEKS = 6


class DayPopup(QMenu):
    """Shows the month of SELECTED. chosen: called with the day; Esc closes without one."""

    def __init__(self, parent: QWidget, calendar: WorkCalendar, selected: date, chosen: Callable[[date], None]) -> None:
        super().__init__(parent)
        self._calendar, self._chosen = calendar, chosen
        self.month = QCalendarWidget(self)
        self.month.setAccessibleName("从日历选")
        self.month.setGridVisible(False)
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.month.setSelectedDate(QDate(selected.year, selected.month, selected.day))
        action = QWidgetAction(self)
        action.setDefaultWidget(self.month)
        self.addAction(action)
        self.month.clicked.connect(self._choose)
        self.month.activated.connect(self._choose)
        self.month.currentPageChanged.connect(self._paint_days)
        self.aboutToHide.connect(self.deleteLater)
        self._paint_days(selected.year, selected.month)

    def open_below(self, line: QWidget) -> None:
        self.popup(line.mapToGlobal(QPoint(0, line.height())))
        self.month.setFocus()

    def _paint_days(self, year: int, month: int) -> None:
        first = date(year, month, 1) - timedelta(days=7)
        for day in (first + timedelta(days=n) for n in range((_WEEKS + 2) * 7)):
            working = self._calendar.is_working(day)
            look = QTextCharFormat()
            look.setForeground(theme.color("text" if working else "text3"))
            look.setFont(fonts.font(fonts.BASE, bold=working and day.weekday() >= 5))
            look.setToolTip("调休上班" if working and day.weekday() >= 5 else "工作日" if working else "休息日")
            self.month.setDateTextFormat(QDate(day.year, day.month, day.day), look)

    def _choose(self, day: QDate) -> None:
        self.close()
        self._chosen(date(day.year(), day.month(), day.day()))
