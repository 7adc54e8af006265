"""A tab of the project's page: a page without a head, with filter bar, content and panel of its own."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.page import Page
from gxq_desktop.ui.project.presenter import Loaded, ProjectPresenter
from gxq_desktop.ui.shell import Shell


class Tab(Page):
    """title: its word on the tab bar. extra: what stands right of the tabs while it is open, None for nothing.

    wanted(tab, key): go to another tab and select the row with KEY.

    `show_project` is called before it is seen and whenever the project was loaded again; `go_to` selects a step or row.
    """

    wanted = Signal(str, str)

    def __init__(self, shell: Shell, presenter: ProjectPresenter, title: str) -> None:
        super().__init__(shell, title)
        self.presenter = presenter
        self.title = title
        self.head.hide()
        self.head.resize(0, 0)
        self.extra: QWidget | None = None
        self.first_focus: QWidget | None = None

    def show_project(self, loaded: Loaded) -> None:
        """Show what was loaded; every tab shows something else."""
        raise NotImplementedError  # every tab shows something else

    def go_to(self, key: str) -> None:
        """Make the row with KEY (a step id or a code) the current one."""

    def handlers(self) -> Mapping[str, Handler]:
        return {}

    def record_steps(self) -> tuple[str, ...]:
        """Step ids or codes of what is selected, for 登记办理情况; () for none."""
        return ()
