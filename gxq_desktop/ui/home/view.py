"""The page 工作台."""

from __future__ import annotations

from gxq_desktop.ui.page import EmptyState, Page
from gxq_desktop.ui.shell import Shell


class HomePage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "工作台")
        self.content.addWidget(EmptyState("board", "工作台", "", self))
