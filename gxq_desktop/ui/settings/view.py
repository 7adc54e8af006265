"""The page 设置."""

from __future__ import annotations

from gxq_desktop.ui.page import EmptyState, Page
from gxq_desktop.ui.shell import Shell


class SettingsPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "设置")
        self.content.addWidget(EmptyState("settings", "设置", "", self))
