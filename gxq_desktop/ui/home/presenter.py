"""What 工作台 shows: loads the view-model off the UI thread, keeps the filter."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal

from gxq_desktop.application.today import Group, TodayRow, TodayView
from gxq_desktop.ui.messages import message_of
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report

FILTERS: dict[str, frozenset[Group]] = {
    "all": frozenset(Group),
    "today": frozenset({Group.TODAY}),
    "week": frozenset({Group.PASSED, Group.TODAY, Group.WEEK}),
    "next_week": frozenset({Group.NEXT_WEEK}),
    "startable": frozenset({Group.STARTABLE}),
    "waiting": frozenset({Group.ENTERPRISE, Group.OBSTACLE}),
    "mend": frozenset({Group.UNDECIDED, Group.PROVISIONAL, Group.REISSUE, Group.REFUSED, Group.DRAFT}),
}


class HomePresenter(QObject):
    """loaded(TodayView); refused(str); filtered(): filter or day changed."""

    loaded = Signal(object)
    refused = Signal(str)
    filtered = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.filter = "all"
        self.day: date | None = None
        self.view: TodayView | None = None

    def load(self) -> None:
        """Load again; the old rows stay until the new ones are there."""
        services, drafts = self._shell.services, self._shell.drafts

        def work(_: Report) -> TodayView:
            from gxq_desktop.application.look_at_today import look_at_today

            return look_at_today(services, drafts())

        self._shell.runner.latest("today", work, done=self._on_loaded, failed=self._on_failed)

    def set_filter(self, name: str) -> None:
        """Show only what FILTERS[name] holds."""
        self.filter, self.day = name, None
        self.filtered.emit()

    def set_day(self, day: date | None) -> None:
        """Show only what falls on DAY; None for all days."""
        self.day = day
        self.filtered.emit()

    def wants(self, row: TodayRow) -> bool:
        """Whether ROW passes the filter."""
        if self.day is not None:
            return row.on == self.day
        return row.group in FILTERS[self.filter]

    def count(self, name: str) -> int:
        return self.view.count(*FILTERS[name]) if self.view is not None else 0

    def _on_loaded(self, view: TodayView) -> None:
        self.view = view
        self.loaded.emit(view)

    def _on_failed(self, error: Exception) -> None:
        message = message_of(error)
        self.refused.emit(f"{message.headline}。{message.next_step}")
