"""The project's page: head with tabs, one tab at a time, one project at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from gxq_desktop.application.project_overview import Heading
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.project import Terms
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.features import named
from gxq_desktop.ui.page import Page
from gxq_desktop.ui.project.head import ProjectHead
from gxq_desktop.ui.project.presenter import Loaded, ProjectPresenter
from gxq_desktop.ui.project.tab import Tab
from gxq_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from gxq_desktop.ui.project.consultations.view import ConsultationsTab
    from gxq_desktop.ui.project.editions.view import EditionsTab
    from gxq_desktop.ui.project.items.view import ItemsTab
    from gxq_desktop.ui.project.materials.view import MaterialsTab
    from gxq_desktop.ui.project.obstacles.view import ObstaclesTab
    from gxq_desktop.ui.project.overview.view import OverviewTab
    from gxq_desktop.ui.project.records.view import RecordsTab
    from gxq_desktop.ui.project.schedule.view import ScheduleTab


@frozen
class TabKind:
    """A tab: its id, the word on the bar, "module:Class" under gxq_desktop.ui.project, the count behind the word (0: none)."""

    id: str
    title: str
    tab: str
    count: Callable[[Heading], int] = lambda heading: 0


KINDS = (
    TabKind("overview", "概览", "overview.view:OverviewTab"),
    TabKind("items", "事项", "items.view:ItemsTab", lambda heading: heading.applies),
    TabKind("schedule", "时间表", "schedule.view:ScheduleTab"),
    TabKind("materials", "材料", "materials.view:MaterialsTab", lambda heading: heading.materials),
    TabKind("records", "办理记录", "records.view:RecordsTab", lambda heading: heading.records),
    TabKind("consultations", "咨询", "consultations.view:ConsultationsTab", lambda heading: heading.open_questions),
    TabKind("obstacles", "障碍", "obstacles.view:ObstaclesTab", lambda heading: heading.obstacles),
    TabKind("editions", "版本", "editions.view:EditionsTab", lambda heading: heading.editions),
)
TABS = tuple(kind.id for kind in KINDS)
OUTDATED = "计划刚在别处改过：这里没写入的试算改动已放下，现在显示的是改过的计划，要试的请重新试。"
ACTIONS = (
    ("record.event", "登记办理情况(&R)…", "edit", False),
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
        self._tabs: dict[str, Tab] = {}
        self._stack = QStackedWidget(self)
        self._nothing = QWidget(own_head)
        own_head.extras.addWidget(self._nothing)
        self.content.addWidget(self._stack, 1)
        self._stale: set[str] = set(TABS)
        self._go_to = ""
        self.tab_id = TABS[0]
        for kind in KINDS:
            own_head.tabs.addTab(kind.title)
        own_head.tabs.currentChanged.connect(self._on_tab)
        self.presenter.loaded.connect(self._on_loaded)
        self.presenter.refused.connect(self._on_refused)
        self.band.retried.connect(self.reload)
        shell.project_changed.connect(self._on_project_changed)
        shell.catalogue_changed.connect(self.reload_if_open)
        shell.calendar_changed.connect(self.reload_if_open)

    # -- tabs, each made when first seen --------------------------------------------------------------------------

    def tab(self, name: str) -> Tab:
        """The tab NAME, made now if it was not yet seen. KeyError if there is none."""
        if name not in self._tabs:
            kind = next((each for each in KINDS if each.id == name), None)
            if kind is None:
                raise KeyError(name)
            self._tabs[name] = self._made(kind)
        return self._tabs[name]

    @property
    def made_tabs(self) -> frozenset[str]:
        """The tabs that were seen."""
        return frozenset(self._tabs)

    def _made(self, kind: TabKind) -> Tab:
        made: Tab = named(f"gxq_desktop.ui.project.{kind.tab}")(self.shell, self.presenter)
        if made.extra is not None:
            self.head.extras.addWidget(made.extra)  # type: ignore[attr-defined]
        self._stack.addWidget(made)
        made.handlers_changed.connect(partial(self._on_tab_told, made, self.handlers_changed.emit))
        made.told.connect(partial(self._on_tab_status, made))
        made.wanted.connect(self.show_tab)
        if kind.id == "schedule" and self.presenter.current is not None:
            cast("ScheduleTab", made).schedule.take(self.presenter.current)
        return made

    @property
    def current_tab(self) -> Tab:
        return self.tab(self.tab_id)

    @property
    def overview(self) -> OverviewTab:
        return cast("OverviewTab", self.tab("overview"))

    @property
    def items(self) -> ItemsTab:
        return cast("ItemsTab", self.tab("items"))

    @property
    def schedule(self) -> ScheduleTab:
        return cast("ScheduleTab", self.tab("schedule"))

    @property
    def materials(self) -> MaterialsTab:
        return cast("MaterialsTab", self.tab("materials"))

    @property
    def records(self) -> RecordsTab:
        return cast("RecordsTab", self.tab("records"))

    @property
    def consultations(self) -> ConsultationsTab:
        return cast("ConsultationsTab", self.tab("consultations"))

    @property
    def obstacles(self) -> ObstaclesTab:
        return cast("ObstaclesTab", self.tab("obstacles"))

    @property
    def editions(self) -> EditionsTab:
        return cast("EditionsTab", self.tab("editions"))

    @property
    def _made_schedule(self) -> ScheduleTab | None:
        """The schedule, if it was seen; one that was not has nothing that was tried."""
        return cast("ScheduleTab | None", self._tabs.get("schedule"))

    def record_target(self) -> tuple[str, tuple[str, ...]]:
        """What 登记办理情况 is about: this project, and the steps selected in the current tab."""
        if self.presenter.current is None:
            return "", ()
        return self.presenter.number, self.current_tab.record_steps()

    # -- Page -----------------------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Handler]:
        answered: dict[str, Handler] = {}
        if self.presenter.current is not None:
            for name in TABS:
                answered[f"project.{name}"] = partial(self.show_tab, name)
            for place, command_id in WAYS.items():
                if command_id in self.shell.commands:
                    answered[command_id] = partial(self.shell.open, place, number=self.presenter.number)
            answered["consult.new"] = self.ask
            answered.update(self.current_tab.handlers())
        return answered

    def ask(self) -> None:
        """Write down a question about what is selected, from any tab."""
        from gxq_desktop.ui.project.consultations.view import ask

        loaded = self.presenter.current
        steps = self.current_tab.record_steps()
        known = loaded.desk.catalogue.by_code if loaded is not None else {}
        ask(self.shell, self.presenter, next((step for step in steps if step in known), ""))

    def open(self, **argument: Any) -> None:
        number = argument.get("number", self.presenter.number)
        terms = argument.get("terms")
        if number != self.presenter.number:
            if not self._may_leave():
                return
            if self._made_schedule is not None:
                self._made_schedule.forget()
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
        return self._may_leave()

    def _may_leave(self) -> bool:
        return self._made_schedule is None or self._made_schedule.may_leave()

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
        if self.tab_id == name:
            self._show_current()
        else:
            self.head.tabs.setCurrentIndex(TABS.index(name))  # type: ignore[attr-defined]
        self._focus_tab()

    def _on_tab(self, index: int) -> None:
        self.tab_id = TABS[index]
        self._show_current()
        self.handlers_changed.emit()
        self.set_status(self.current_tab.status)

    def _focus_tab(self) -> None:
        target = self.current_tab.first_focus
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_current(self) -> None:
        loaded, tab = self.presenter.current, self.current_tab
        self._stack.setCurrentWidget(tab)
        self.head.extras.setCurrentWidget(tab.extra or self._nothing)  # type: ignore[attr-defined]
        if loaded is None:
            return
        if self.tab_id in self._stale:
            self._stale.discard(self.tab_id)
            tab.show_project(loaded)
        if self._go_to:
            tab.go_to(self._go_to)
            self._go_to = ""

    # -- news -----------------------------------------------------------------------------------------------------

    def _on_loaded(self, loaded: Loaded) -> None:
        self.progress.hide()
        self.band.hide()
        heading = loaded.heading
        fresh = self.window_title != heading.enterprise
        self.head.show_heading(heading)  # type: ignore[attr-defined]
        for index, kind in enumerate(KINDS):
            count = kind.count(heading)
            self.head.tabs.setTabText(index, f"{kind.title} {count}" if count else kind.title)  # type: ignore[attr-defined]
        self._stale = set(TABS)
        if self._made_schedule is not None:
            self._made_schedule.schedule.take(loaded)
        self._show_current()
        self.handlers_changed.emit()
        if loaded.is_outdated:
            self.band.show_error(OUTDATED, can_retry=False)
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
