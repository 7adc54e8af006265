"""The page 日历."""

from __future__ import annotations

from gxq_desktop.ui.page import EmptyState, Page
from gxq_desktop.ui.shell import Shell


class CalendarPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "日历")
        self.content.addWidget(EmptyState("calendar_ltr", "日历", "", self))
