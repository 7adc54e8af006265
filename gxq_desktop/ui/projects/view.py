"""The page 项目."""

from __future__ import annotations

from gxq_desktop.ui.page import EmptyState, Page
from gxq_desktop.ui.shell import Shell


class ProjectsPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "项目")
        self.content.addWidget(EmptyState("folder", "项目", "", self))
