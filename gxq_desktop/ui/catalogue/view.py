"""The page 事项库."""

from __future__ import annotations

from gxq_desktop.ui.page import EmptyState, Page
from gxq_desktop.ui.shell import Shell


class CataloguePage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "事项库")
        self.content.addWidget(EmptyState("book", "事项库", "", self))
