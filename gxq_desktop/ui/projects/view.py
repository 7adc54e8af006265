"""The page 项目: filter as you type, one table, what the selected project needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from gxq_desktop.application.desk_lists import ProjectCounts, ProjectLine
from gxq_desktop.application.wording import listed_day
from gxq_desktop.ui import fonts
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.filter_field import FilterField
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.page import CommandButton, EmptyState, Page, Panel
from gxq_desktop.ui.projects.model import (
    ALL,
    COUNTED,
    NOT_ISSUED,
    REISSUE,
    SAMPLES,
    SHORT,
    UNDECIDED,
    ProjectsModel,
    mark_of,
    state_of,
)
from gxq_desktop.ui.projects.presenter import ProjectsPresenter
from gxq_desktop.ui.segments import Segment, Segments
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_view import TableView

SEGMENTS = (
    Segment(ALL, "全部"),
    Segment(SHORT, "赶不上", Mark.OVERDUE),
    Segment(UNDECIDED, "待定", Mark.UNDECIDED),
    Segment(REISSUE, "要重发", Mark.CHANGED),
    Segment(NOT_ISSUED, "未发手册", Mark.NOT_STARTED),
    Segment(SAMPLES, "示例"),
)


class ProjectsPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "项目")
        self.presenter = ProjectsPresenter(shell)
        self.presenter.setParent(self)
        if "intake.new" in shell.commands:
            self.head.add("intake.new", "新接件(&N)", primary=True, icon="add")
        self._made = False
        self._wanted = ""
        self._stack = QStackedWidget(self)
        self.content.addWidget(self._stack, 1)
        self._empty = EmptyState("folder", "还没有项目", "接件登记的项目都列在这里。", self)
        if "intake.new" in shell.commands:
            self._empty.add(CommandButton(shell, "intake.new", self._empty, "新接件(&N)", primary=True, icon="add"))
        self._empty.add(CommandButton(shell, "samples.create", self._empty, "建示例项目(&E)"))
        self._nothing = EmptyState("search", "没有找到", "", self)
        clear = QPushButton("清除筛选(Esc)", self._nothing)
        clear.setProperty("kind", "link")
        clear.clicked.connect(self.clear_filters)
        self._nothing.add(clear)
        self.panel = ProjectPanel(shell, self)
        self.presenter.begun.connect(self._on_begun)
        self.presenter.loaded.connect(self._on_loaded)
        self.presenter.found.connect(self._on_found)
        self.presenter.refused.connect(self.band.show_error)
        self.band.retried.connect(self.reload)
        for news in (shell.project_changed, shell.summaries_changed):
            news.connect(self._on_news)

    def _make(self) -> None:
        """The table, once today is known."""
        self._made = True
        self.model = ProjectsModel(self.shell.today)
        self.model.setParent(self)
        self.table = TableView("projects", self.model, self.shell.preferences, self, row_height=27, name="项目列表")
        self.field = FilterField(self.table, "项目、企业、编号，可用拼音首字母", "筛选项目", self)
        self.segments = Segments(SEGMENTS, self, "筛选")
        bar = self.show_filters()
        bar.row.addWidget(self.field, 1)
        bar.row.addWidget(self.segments)
        bar.row.addStretch(0)
        for each in (self.table, self._nothing, self._empty):
            self._stack.addWidget(each)
        self.set_panel(self.panel, 300)
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(self.presenter.set_text)
        self.segments.chosen.connect(self._on_segment)
        self.table.opened.connect(self.open_project)
        self.table.chosen.connect(self._on_chosen)
        self.table.installEventFilter(self)
        slash = QShortcut(Qt.Key.Key_Slash, self.table)
        slash.setContext(Qt.ShortcutContext.WidgetShortcut)
        slash.activated.connect(self._focus_field)
        kept = self.shell.preferences.get("filters.projects", ALL)
        if kept in self.segments.buttons:
            self.segments.choose(kept)
            self.presenter.filter = kept
        actions = [self.shell.commands.action("home.open_project"), self.shell.commands.action("edit.copy")]
        self.table.set_menu(actions)
        self.field.setFocus()

    # -- Page -----------------------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Handler]:
        if not self._made:
            return {}
        answered: dict[str, Handler] = {"edit.copy": self.table.copy, "projects.find": self._focus_field}
        row = self.table.current_row
        if row is not None:
            answered["home.open_project"] = lambda: self.open_project(row)
        return answered

    @property
    def project_number(self) -> str:
        """The selected project's number, "" for none: what is printed and recorded from here."""
        row = self.table.current_row if self._made else None
        return str(row.number) if row is not None else ""

    def open(self, **argument: Any) -> None:
        """text: what to filter by. select: the number of a project."""
        if not self._made:
            self._make()
            self.handlers_changed.emit()
        if "text" in argument:
            self.field.setText(argument["text"])
        self._wanted = argument.get("select", "")
        if not self.presenter.is_loaded:
            self.progress.show()
        self.presenter.load()

    # -- slots ----------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.table
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
            and (self.field.text() or self.presenter.filter != ALL)
        ):
            self.clear_filters()
            return True
        return super().eventFilter(watched, event)

    def _focus_field(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def clear_filters(self) -> None:
        self.segments.choose(ALL)
        self._on_segment(ALL)
        self.field.clear()

    def _on_news(self, *_: object) -> None:
        if self._made and self.shell.is_ready:
            self.presenter.load()

    def _on_segment(self, name: str) -> None:
        self.shell.preferences.set("filters.projects", name)
        self.presenter.set_filter(name)

    def _on_begun(self, lines: list[ProjectLine], counts: ProjectCounts) -> None:
        """Something to read and to walk through already; the filter comes with the rest."""
        if lines:
            self._show_counts(counts)
            if self.model.is_sorted:
                return  # by another column the first page is another one
            self.model.set_rows(lines)
            self._stack.setCurrentIndex(0)
            self.table.select_first()
            self.set_status(f"{counts.projects} 个项目")

    def _on_loaded(self, counts: ProjectCounts) -> None:
        self.band.hide()
        self.progress.hide()
        self._show_counts(counts)

    def _show_counts(self, counts: ProjectCounts) -> None:
        for name in (ALL, *COUNTED):
            self.segments.set_count(name, getattr(counts, "projects" if name == ALL else name))
        self.segments.buttons[SAMPLES].setVisible(counts.samples > 0)
        self.shell.set_count("projects", counts.projects)

    def _on_found(self, lines: list[ProjectLine]) -> None:
        total = self.presenter.total
        self.model.set_rows(lines)
        at_field = self.field.hasFocus()
        self.filters.setVisible(total > 0)
        self.want_panel(total > 0)
        self.head.show_actions(total > 0)
        self._stack.setCurrentIndex(0 if lines else 1 if total else 2)
        if at_field and not total:
            self._empty.focus_first()
        if not lines and total:
            what = self.field.text().strip() or self.segments.buttons[self.presenter.filter].text()
            self._nothing.set_text(
                f"没有找到“{what}”",
                f"{total} 个项目里没有。可以输企业名、项目名、编号、项目代码的一部分，或拼音、拼音首字母。",
            )
        shown = f"{len(lines)} 个项目" if len(lines) == total else f"{len(lines)} 个，共 {total} 个项目"
        self.set_status(shown if total else "还没有项目")
        if self._wanted and self.table.select_key(self._wanted):
            self._wanted = ""
        elif lines and self.table.current_row is None:
            self.table.select_first()

    def _on_chosen(self, line: ProjectLine | None) -> None:
        self.panel.show_line(line)
        self.handlers_changed.emit()

    def open_project(self, line: ProjectLine) -> None:
        if self.shell.window is not None and "project" in self.shell.window.places:
            self.shell.open("project", number=line.number)


class ProjectPanel(Panel):
    """The selected project in short."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent, "所选项目")
        self._shell = shell

    def show_line(self, line: ProjectLine | None) -> None:
        self.clear()
        if line is None:
            self.add_text("选一个项目，这里说明它现在怎样。", "text2")
            self.add_stretch()
            return
        today = self._shell.today
        self.add_title(line.name)
        self.add_text(line.enterprise, "text2")
        role = mark_of(line).role if mark_of(line).boxed else ""
        self.add_text(_verdict(line), role, fonts.TITLE, bold=True)
        self.add_line()
        self.add_pair("编号", line.number)
        self.add_pair("项目代码", line.project_code or "未提供")
        self.add_pair("环节", line.stage)
        self.add_pair("登记", listed_day(line.registered_on, today))
        self.add_line()
        if line.target_on:
            self.add_pair(f"目标{line.target_name}", listed_day(line.target_on, today))
        if line.forecast_on:
            self.add_pair("预计", listed_day(line.forecast_on, today), bold=True)
        if line.operate_on:
            text = listed_day(line.operate_on, today) + ("　暂定" if line.operate_provisional else "")
            self.add_pair("预计投产", text)
        if line.latest_edition:
            told = "，与现状已不同" if line.edition_matches is False else ""
            self.add_pair("手册", f"第 {line.latest_edition} 版{told}")
        else:
            self.add_pair("手册", "还没有发过")
        if line.undecided:
            self.add_pair("待定", f"{line.undecided} 项，{line.questions} 个问题没有答案")
            if line.first_question:
                self.add_pair("先答", line.first_question)
        if line.refusal:
            self.add_text(line.refusal, "seal")
        self.add_stretch()
        button = CommandButton(self._shell, "home.open_project", self, "打开项目(&O)", primary=True)
        self.column.addWidget(button)
        self.add_text("回车 打开　/ 筛选　Esc 清除", "text2", fonts.CAPTION)


def _verdict(line: ProjectLine) -> str:
    if line.refusal:
        return "排不出时间表"
    if line.short_by:
        return f"差 {line.short_by} 个工作日"
    return state_of(line) if mark_of(line) is not Mark.ON_TIME else "按时间表进行"
