"""The page 工作台: fortnight strip, filter with counts, grouped table, panel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from gxq_desktop.application.today import Step, TodayRow, TodayView
from gxq_desktop.ui import fonts
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.home.model import TodayModel, mark_of
from gxq_desktop.ui.home.presenter import HomePresenter
from gxq_desktop.ui.home.strip import FortnightStrip
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.page import CommandButton, Elided, EmptyState, Page, Panel
from gxq_desktop.ui.segments import Segment, Segments
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_view import TableView

SEGMENTS = (
    Segment("all", "全部"),
    Segment("today", "今天", Mark.SOON),
    Segment("week", "本周", Mark.SOON),
    Segment("next_week", "下周", Mark.NOT_STARTED),
    Segment("startable", "可开始", Mark.READY),
    Segment("waiting", "等企业", Mark.WAITING),
    Segment("mend", "要处理", Mark.CHANGED),
)


class HomePage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "工作台")
        self.presenter = HomePresenter(shell)
        self.presenter.setParent(self)
        self.model = TodayModel()
        self.model.setParent(self)
        if "intake.new" in shell.commands:
            self.head.add("intake.new", "新接件(&N)", primary=True, icon="add")
        self.strip = FortnightStrip(self)
        self.segments = Segments(SEGMENTS, self, "筛选", keys=True)
        bar = self.show_filters()
        bar.row.addWidget(self.segments)
        self._day_note = Elided(bar, role="text2")
        bar.row.addWidget(self._day_note, 1)
        self.table = TableView("home", self.model, shell.preferences, self, row_height=27, name="要办的事项")
        self._empty = self._make_empty()
        self._nothing = EmptyState("filter", "没有符合条件的事项", "", self)
        clear = QPushButton("显示全部(&A)", self._nothing)
        clear.setProperty("kind", "link")
        clear.clicked.connect(self._show_all)
        self._nothing.add(clear)
        self.panel = TodayPanel(shell, self)
        self._stack = QStackedWidget(self)
        listing = QWidget(self)
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        for each in (listing, self._nothing, self._empty):
            self._stack.addWidget(each)
        self.content.addWidget(self._stack, 1)
        self._outer.insertWidget(1, self.strip)
        self.strip.hide()
        self.filters.hide()
        self.set_panel(self.panel, 286)
        self.setFocusProxy(self.table)

        self.presenter.loaded.connect(self._on_loaded)
        self.presenter.refused.connect(self.band.show_error)
        self.presenter.filtered.connect(self._show_rows)
        self.band.retried.connect(self.reload)
        self.segments.chosen.connect(self._on_segment)
        self.strip.chosen.connect(self.presenter.set_day)
        self.table.opened.connect(self.act)
        self.table.chosen.connect(self._on_chosen)
        for news in (shell.project_changed, shell.summaries_changed, shell.calendar_changed):
            news.connect(self._on_news)
        kept = shell.preferences.get("filters.home", "all")
        if kept in self.segments.buttons:
            self.segments.choose(kept)
            self.presenter.filter = kept

    def _make_empty(self) -> EmptyState:
        empty = EmptyState(
            "board", "今天没有要办的", "接进第一个项目后，这里每天列出最迟开始、到期、等企业和可以开始的事项。", self
        )
        if "intake.new" in self.shell.commands:
            empty.add(CommandButton(self.shell, "intake.new", empty, "新接件(&N)", primary=True, icon="add"))
        empty.add(CommandButton(self.shell, "samples.create", empty, "建示例项目(&E)"))
        return empty

    # -- Page -----------------------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Handler]:
        answered: dict[str, Handler] = {"edit.copy": self.table.copy}
        row = self.table.current_row
        if row is not None:
            answered["home.act"] = lambda: self.act(row)
            if row.number:
                answered["home.open_project"] = lambda: self.open_project(row)
        return answered

    def open(self, **argument: Any) -> None:
        """filter: one of the segments' ids. day: only what falls on it."""
        if argument.get("filter") in self.segments.buttons:
            self._on_segment(argument["filter"])
            self.segments.choose(argument["filter"])
        self.presenter.load()

    # -- slots ----------------------------------------------------------------------------------------------------

    def _on_news(self, *_: object) -> None:
        if self.shell.is_ready:
            self.presenter.load()

    def _on_segment(self, name: str) -> None:
        self.strip.set_chosen(None)
        self.shell.preferences.set("filters.home", name)
        self.presenter.set_filter(name)

    def _show_all(self) -> None:
        self.segments.choose("all")
        self._on_segment("all")
        self.table.setFocus()

    def _on_loaded(self, view: TodayView) -> None:
        self.band.hide()
        self.strip.set_days(view.strip)
        for segment in SEGMENTS:
            self.segments.set_count(segment.id, self.presenter.count(segment.id))
        self.shell.set_count("home", view.due_soon)
        self.shell.set_count("projects", view.projects)
        has_projects = view.projects > 0 or bool(view.groups)
        self.strip.setVisible(has_projects)
        self.filters.setVisible(has_projects)
        self.want_panel(has_projects)
        self.head.show_actions(has_projects)
        self._show_rows()
        if self.table.current_row is None and has_projects:
            self.table.select_first()

    def _show_rows(self) -> None:
        view = self.presenter.view
        if view is None:
            return
        self.model.show(view.groups, self.presenter.wants)
        self.strip.set_chosen(self.presenter.day)
        shown = len(self.model.rows)
        day = self.presenter.day
        self._day_note.setText(f"只看 {_day_words(view, day)}，再点一次看全部" if day else "")
        if not view.projects and not view.groups:
            self._stack.setCurrentIndex(2)
            self.set_status("还没有项目")
            return
        self._stack.setCurrentIndex(0 if shown else 1)
        self._nothing.set_text("没有符合条件的事项", self._why_nothing(view))
        today, week = self.presenter.count("today"), self.presenter.count("week")
        self.set_status(f"{shown} 项 · 今天 {today} 项 · 本周 {week} 项" if shown else "没有符合条件的事项")

    def _why_nothing(self, view: TodayView) -> str:
        total = self.presenter.count("all")
        if not total:
            return f"{view.projects} 个项目，这两周没有到期、可以开始或要处理的事项。"
        day = self.presenter.day
        what = _day_words(view, day) if day else self.segments.buttons[self.presenter.filter].text()
        return f"共 {total} 项，都不是“{what}”。"

    def _on_chosen(self, row: TodayRow | None) -> None:
        self.panel.show_row(row, self)
        self.handlers_changed.emit()

    def act(self, row: TodayRow) -> None:
        """Do what the row's 下一步 says."""
        places = self.shell.window.places if self.shell.window is not None else {}
        if row.step is Step.CALENDAR:
            self.shell.open("calendar")
        elif row.step is Step.RESUME and "intake" in places:
            self.shell.open("intake", draft=row.step_id)
        elif row.step is Step.ANSWER and "intake" in places:
            self.shell.open("intake", number=row.number)
        elif row.step is Step.REISSUE and "printing" in places:
            self.shell.open("printing", number=row.number)
        else:
            self.open_project(row)

    def open_project(self, row: TodayRow) -> None:
        places = self.shell.window.places if self.shell.window is not None else {}
        if "project" in places and row.number:
            argument = {"number": row.number}
            if row.step_id:
                argument |= {"tab": "schedule", "step": row.step_id}
            self.shell.open("project", **argument)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self.presenter.day or self.presenter.filter != "all"):
            self._show_all()
            return
        super().keyPressEvent(event)


def _day_words(view: TodayView, day: date) -> str:
    return next((each.spoken.split("，", 1)[0] for each in view.strip if each.on == day), "这一天")


class TodayPanel(Panel):
    """What the selected row is about, whose turn it is, and its actions."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent, "所选事项")
        self._shell = shell

    def show_row(self, row: TodayRow | None, page: HomePage) -> None:
        self.clear()
        if row is None:
            self.add_text("选一行，这里说明它是什么、轮到谁、为什么是这一天。", "text2")
            self.add_stretch()
            return
        self.add_title(f"{row.code} {row.what}".strip())
        self.add_text(" · ".join(part for part in (row.project, row.enterprise) if part), "text2")
        if row.left:
            role = mark_of(row).role if mark_of(row).boxed else ""
            self.add_text(row.left, role, fonts.TITLE, bold=True)
        self.add_line()
        if row.event and row.on_text:
            self.add_pair(row.event, row.on_text + ("　暂定" if row.provisional else ""), bold=True)
        if row.owner:
            self.add_pair("责任", row.owner)
        if row.number:
            self.add_pair("项目编号", row.number)
        if row.critical:
            self.add_pair("关键线路", "在关键线路上，晚一天，投产就晚一天")
        self.add_line()
        self.add_text(row.explanation)
        self.add_stretch()
        act = QPushButton(f"{row.step.value}(&E)", self)
        act.setProperty("kind", "primary")
        act.clicked.connect(lambda: page.act(row))
        self.column.addWidget(act)
        self.add_text("回车 下一步　1–7 筛选　Esc 看全部", "text2", fonts.CAPTION)
