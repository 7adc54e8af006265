"""The project's page: head with tabs, one tab at a time, one project at a time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from gxq_desktop.domain.project import Terms
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.page import Page
from gxq_desktop.ui.project.head import ProjectHead
from gxq_desktop.ui.project.items.view import ItemsTab
from gxq_desktop.ui.project.obstacles.view import ObstaclesTab
from gxq_desktop.ui.project.overview.view import OverviewTab
from gxq_desktop.ui.project.presenter import Loaded, ProjectPresenter
from gxq_desktop.ui.project.schedule.view import ScheduleTab
from gxq_desktop.ui.project.tab import Tab
from gxq_desktop.ui.shell import Shell

TABS = ("overview", "items", "schedule", "obstacles")
ACTIONS = (
    ("intake.edit", "修改答案(&E)…", "edit", False),
    ("print.open", "打印与移交(&P)…", "print", True),
)
"""Commands of other screens, shown as buttons where those screens are there."""
WAYS = {"printing": "print.open", "intake": "intake.edit"}
"""Place → the command that opens it for this project."""


class ProjectPage(Page):
    """open(number=, tab=, step=, terms=): step is a step id or a code to select; terms are tried in the schedule."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "项目")
        self.presenter = ProjectPresenter(shell)
        self.presenter.setParent(self)
        own_head = ProjectHead(self, shell)
        self._outer.replaceWidget(self.head, own_head)
        self.head.hide()
        self.head.deleteLater()
        self.head = own_head  # type: ignore[assignment]
        for command_id, text, icon, primary in ACTIONS:
            if command_id in shell.commands:
                own_head.add(command_id, text, primary=primary, icon=icon)
        self.overview = OverviewTab(shell, self.presenter)
        self.items = ItemsTab(shell, self.presenter)
        self.schedule = ScheduleTab(shell, self.presenter)
        self.obstacles = ObstaclesTab(shell, self.presenter)
        self._tabs: dict[str, Tab] = dict(
            zip(TABS, (self.overview, self.items, self.schedule, self.obstacles), strict=True)
        )
        self._stack = QStackedWidget(self)
        self.content.addWidget(self._stack, 1)
        self._stale: set[str] = set(TABS)
        self._go_to = ""
        for tab in self._tabs.values():
            own_head.tabs.addTab(tab.title)
            own_head.extras.addWidget(tab.extra or QWidget(own_head))
            self._stack.addWidget(tab)
            tab.handlers_changed.connect(partial(self._on_tab_told, tab, self.handlers_changed.emit))
            tab.told.connect(partial(self._on_tab_status, tab))
        own_head.tabs.currentChanged.connect(self._on_tab)
        self.overview.wanted.connect(self.show_tab)
        self.items.wanted.connect(self.show_tab)
        self.schedule.wanted.connect(self.show_tab)
        self.obstacles.wanted.connect(self.show_tab)
        self.presenter.loaded.connect(self._on_loaded)
        self.presenter.refused.connect(self._on_refused)
        self.band.retried.connect(self.reload)
        shell.project_changed.connect(self._on_project_changed)
        shell.catalogue_changed.connect(self.reload_if_open)
        shell.calendar_changed.connect(self.reload_if_open)

    # -- Page -----------------------------------------------------------------------------------------------------

    @property
    def current_tab(self) -> Tab:
        tab = self._stack.currentWidget()
        assert isinstance(tab, Tab)
        return tab

    @property
    def tab_id(self) -> str:
        return TABS[self._stack.currentIndex()]

    def handlers(self) -> Mapping[str, Handler]:
        answered: dict[str, Handler] = {}
        if self.presenter.current is not None:
            for name in TABS:
                answered[f"project.{name}"] = partial(self.show_tab, name)
            for place, command_id in WAYS.items():
                if command_id in self.shell.commands:
                    answered[command_id] = partial(self.shell.open, place, number=self.presenter.number)
            answered.update(self.current_tab.handlers())
        return answered

    def open(self, **argument: Any) -> None:
        number = argument.get("number", self.presenter.number)
        terms = argument.get("terms")
        if number != self.presenter.number:
            if not self.schedule.may_leave():
                return
            self.schedule.forget()
            self._stale = set(TABS)
            self.head.name.setText(str(number))  # type: ignore[attr-defined]
        tab = argument.get("tab", "")
        if tab in TABS:
            self.head.tabs.setCurrentIndex(TABS.index(tab))  # type: ignore[attr-defined]
        self._go_to = argument.get("step", "")
        if number:
            self.progress.show()
            self.presenter.load(str(number), terms if isinstance(terms, Terms) else None)

    def reload(self) -> None:
        self.open()

    def reload_if_open(self) -> None:
        """Load again, if a project is shown and its services are there."""
        if self.presenter.number and self.shell.is_ready and self.shell.window is not None:
            self.presenter.load(self.presenter.number)

    def leave(self) -> bool:
        return self.schedule.may_leave()

    @property
    def has_panel(self) -> bool:
        return True

    @property
    def panel_is_open(self) -> bool:
        return self.current_tab.panel_is_open

    def toggle_panel(self) -> None:
        self.current_tab.toggle_panel()

    # -- tabs -----------------------------------------------------------------------------------------------------

    def show_tab(self, name: str, key: str = "") -> None:
        """Show the tab NAME, and in it the row with KEY."""
        self._go_to = key
        index = TABS.index(name)
        if self._stack.currentIndex() == index:
            self._show_current()
        else:
            self.head.tabs.setCurrentIndex(index)  # type: ignore[attr-defined]
        self._focus_tab()

    def _on_tab(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self.head.extras.setCurrentIndex(index)  # type: ignore[attr-defined]
        self._show_current()
        self.handlers_changed.emit()
        self.set_status(self.current_tab.status)

    def _focus_tab(self) -> None:
        target = self.current_tab.first_focus
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_current(self) -> None:
        loaded = self.presenter.current
        if loaded is None:
            return
        name = self.tab_id
        if name in self._stale:
            self._stale.discard(name)
            self.current_tab.show_project(loaded)
        if self._go_to:
            self.current_tab.go_to(self._go_to)
            self._go_to = ""

    # -- news -----------------------------------------------------------------------------------------------------

    def _on_loaded(self, loaded: Loaded) -> None:
        self.progress.hide()
        self.band.hide()
        heading = loaded.heading
        fresh = self.window_title != heading.enterprise
        self.head.show_heading(heading)  # type: ignore[attr-defined]
        for index, tab in enumerate(self._tabs.values()):
            count = tab.count_text(loaded)
            self.head.tabs.setTabText(index, f"{tab.title} {count}".rstrip())  # type: ignore[attr-defined]
        self._stale = set(TABS)
        self.schedule.schedule.take(loaded)
        self._show_current()
        self.handlers_changed.emit()
        if fresh:
            self.set_window_title(heading.enterprise)
        if self.shell.window is not None and self.shell.window.page is self:
            self.shell.remember_project(heading.number, heading.name)
            if not self.isAncestorOf(self.focusWidget() or self) or self.hasFocus():
                self._focus_tab()

    def _on_refused(self, text: str) -> None:
        self.progress.hide()
        self.band.show_error(text)

    def _on_project_changed(self, number: str) -> None:
        if not self.presenter.is_storing and number in ("", self.presenter.number):
            self.reload_if_open()

    def _on_tab_told(self, tab: Tab, act: Any) -> None:
        if tab is self.current_tab:
            act()

    def _on_tab_status(self, tab: Tab, text: str) -> None:
        if tab is self.current_tab:
            self.set_status(text)
