"""The page 工作台: fortnight strip, filter with counts, grouped table, panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from gxq_desktop.application.today import PAGE, Group, Step, TodayAsk, TodayFilter, TodayRow, TodayView
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.home.model import TodayModel
from gxq_desktop.ui.home.more import OTHERS, MoreFilters
from gxq_desktop.ui.home.panel import TodayPanel
from gxq_desktop.ui.home.presenter import HomePresenter
from gxq_desktop.ui.home.strip import FortnightStrip
from gxq_desktop.ui.labels import Elided
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.page import CommandButton, EmptyState, Page
from gxq_desktop.ui.segments import Segment, Segments
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_view import TableView

if TYPE_CHECKING:
    from gxq_desktop.application.ledger_desk import LedgerEntry
    from gxq_desktop.ui.ledger.warning_band import WarningBand

SEGMENTS = (
    Segment(TodayFilter.ALL, "全部"),
    Segment(TodayFilter.OVERDUE, "超期", Mark.OVERDUE),
    Segment(TodayFilter.TODAY, "今天", Mark.SOON),
    Segment(TodayFilter.WEEK, "本周", Mark.SOON),
    Segment(TodayFilter.STARTABLE, "可开始", Mark.READY),
    Segment(TodayFilter.ENTERPRISE, "等企业", Mark.WAITING),
    Segment(TodayFilter.STOPPED, "停钟", Mark.PAUSED),
)
RECORD_NUMBERS = "record.numbers"


class HomePage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "工作台")
        self.presenter = HomePresenter(shell)
        self.presenter.setParent(self)
        self.model = TodayModel(self)
        if RECORD_NUMBERS in shell.commands:
            self.head.add(RECORD_NUMBERS, "回填销号(&W)…", icon="number_symbol")
            write_off = QShortcut(QKeySequence("F"), self)
            write_off.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            write_off.activated.connect(lambda: shell.commands.run(RECORD_NUMBERS))
        if "intake.new" in shell.commands:
            self.head.add("intake.new", "新接件(&N)", primary=True, icon="add")
        self.strip = FortnightStrip(self)
        self.segments = Segments(SEGMENTS, self, "筛选", keys=True)
        bar = self.show_filters()
        bar.row.addWidget(self.segments)
        self._day_note = Elided(bar, role="text2")
        bar.row.addWidget(self._day_note, 1)
        self.more = MoreFilters(self, bar)
        bar.row.addWidget(self.more)
        self.table = TableView("home", self.model, shell.preferences, self, row_height=27, name="要办的事项")
        self._empty = self._make_empty()
        self._nothing = EmptyState("filter", "没有符合条件的事项", "", self)
        clear = QPushButton("显示全部(&A)", self._nothing)
        clear.setProperty("kind", "link")
        clear.clicked.connect(self._show_all)
        self._nothing.add(clear)
        self.panel = TodayPanel(shell, self)
        self.warning: WarningBand | None = None
        self._news: tuple[tuple[str, str], ...] = ()
        self._shown_ask: TodayAsk | None = None
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
        self.presenter.storied.connect(self.panel.show_story)
        self.presenter.warned.connect(self._on_warned)
        self.band.retried.connect(self.reload)
        self.segments.chosen.connect(self._on_segment)
        self.more.chosen.connect(self._on_filter)
        self.strip.chosen.connect(self.presenter.set_day)
        self.table.opened.connect(self.act)
        self.table.chosen.connect(self._on_chosen)
        for news in (shell.project_changed, shell.summaries_changed, shell.calendar_changed):
            news.connect(self._on_news)
        kept = shell.preferences.get("filters.home", "")
        if kept in {*self.segments.buttons, *OTHERS}:
            self._mark_filter(TodayFilter(kept))
            self.presenter.ask = TodayAsk(TodayFilter(kept))

    def _make_empty(self) -> EmptyState:
        empty = EmptyState(
            "board", "今天没有要办的", "接进第一个项目后，这里每天列出到期、等企业和可以开始的事项。", self
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
            if row.step is Step.RECORD and "schedule.why" in self.shell.commands:
                answered["schedule.why"] = lambda: self.open_project(row)
        return answered

    def open(self, **argument: Any) -> None:
        """filter: a TodayFilter. day: only what falls on it. news: with NEWS, project and step of its rows."""
        if argument.get("filter") in set(TodayFilter):
            wanted = TodayFilter(argument["filter"])
            self.presenter.ask = TodayAsk(wanted, argument.get("day"), tuple(argument.get("news", ())))
            self._mark_filter(wanted)
        self.presenter.load()

    @property
    def project_number(self) -> str:
        """The project of the selected row, for printing; "" for none."""
        row = self.table.current_row
        return row.number if row is not None else ""

    def record_target(self) -> tuple[str, tuple[str, ...]]:
        """What recording takes: the project and the item of the selected row."""
        row = self.table.current_row
        if row is None:
            return "", ()
        return row.number, (row.step_id,) if row.step is Step.RECORD else ()

    # -- slots ----------------------------------------------------------------------------------------------------

    def _on_news(self, *_: object) -> None:
        if self.shell.is_ready:
            self.presenter.load()

    def _on_segment(self, name: str) -> None:
        self._on_filter(TodayFilter(name))

    def _on_filter(self, wanted: TodayFilter) -> None:
        self.shell.preferences.set("filters.home", wanted.value)
        self._mark_filter(wanted)
        self.presenter.set_filter(wanted)
        self.table.setFocus()

    def _mark_filter(self, wanted: TodayFilter) -> None:
        self.strip.set_chosen(None)
        self.segments.choose(wanted if wanted in self.segments.buttons else "")
        self.more.choose(wanted)

    def _show_all(self) -> None:
        self._on_filter(TodayFilter.ALL)

    def _on_loaded(self, view: TodayView) -> None:
        self.band.hide()
        self.strip.set_days(view.strip)
        for segment in SEGMENTS:
            self.segments.set_count(segment.id, view.filters.get(TodayFilter(segment.id), 0))
        self.more.set_counts(view.filters)
        self.shell.set_count("home", view.due_soon)
        self.shell.set_count("projects", view.projects)
        self.shell.set_count("ledger", view.filters.get(TodayFilter.OVERDUE, 0))
        has_projects = view.projects > 0 or bool(view.groups) or view.count(Group.DRAFT) > 0
        self.strip.setVisible(has_projects)
        self.filters.setVisible(has_projects)
        self.want_panel(has_projects)
        self.head.show_actions(has_projects)
        self._show_rows(view, has_projects)
        if self.table.current_row is None and has_projects:
            self.table.select_first()
        self._fit_filters()

    def _show_rows(self, view: TodayView, has_projects: bool) -> None:
        at, before = self.table.currentIndex().row(), self.table.current_row
        self.model.show(view, self.presenter.read_more)
        if before is not None and view.ask == self._shown_ask and self.model.number_of(before.id) < 0:
            self._select_near(at)
        self._shown_ask = view.ask
        self.strip.set_chosen(view.ask.day)
        day = view.ask.day
        self._day_note.setText(f"只看 {_day_words(view, day)}，再点一次看全部" if day else "")
        if not has_projects:
            self._stack.setCurrentIndex(2)
            self.set_status("还没有项目")
            return
        self._stack.setCurrentIndex(0 if view.listed else 1)
        self._nothing.set_text("没有符合条件的事项", self._why_nothing(view))
        named = ((TodayFilter.OVERDUE, "超期"), (TodayFilter.TODAY, "今天"), (TodayFilter.WEEK, "本周"))
        counts = " · ".join(f"{word} {view.filters.get(each, 0)} 项" for each, word in named)
        self.set_status(f"{view.listed} 项 · {counts}" if view.listed else "没有符合条件的事项")

    def _select_near(self, line: int) -> None:
        """Go on with the row that took the place of one that is gone, else with the last one before it."""
        lines = [*range(line, self.model.rowCount()), *range(min(line, self.model.rowCount()) - 1, -1, -1)]
        row = next((row for each in lines if (row := self.model.row(each)) is not None), None)
        if row is not None:
            self.table.select_key(row.id)

    def _why_nothing(self, view: TodayView) -> str:
        total = view.filters.get(TodayFilter.ALL, 0)
        if not total:
            return f"{view.projects} 个项目，这两周没有到期、可以开始或要处理的事项。"
        day = view.ask.day
        asked = view.ask.filter
        name = self.segments.buttons[asked].text() if asked in self.segments.buttons else OTHERS.get(asked, "新预警")
        return f"共 {total} 项，都不是“{_day_words(view, day) if day else name}”。"

    def _on_warned(self, entries: Sequence[LedgerEntry]) -> None:
        """Say what turned amber or red, above the rows; 查看 shows just that."""
        if self.warning is None:
            from gxq_desktop.ui.ledger.warning_band import WarningBand

            self.warning = WarningBand(self)
            self.content.insertWidget(0, self.warning)
            self.warning.wanted.connect(self._show_news)
        self._news = tuple((str(entry.line.row.number), str(entry.line.row.step_id)) for entry in entries)
        self.warning.tell(entries)

    def _show_news(self) -> None:
        if self.warning is not None:
            self.warning.hide()
        self._mark_filter(TodayFilter.NEWS)
        self.presenter.ask_for(TodayAsk(TodayFilter.NEWS, news=self._news[:PAGE]))
        self.table.setFocus()

    def _on_chosen(self, row: TodayRow | None) -> None:
        self.panel.show_row(row, self)
        if row is not None and row.step is Step.RECORD and self.shell.is_ready:
            self.presenter.tell_story(row)
        self.handlers_changed.emit()

    # -- what a row does ------------------------------------------------------------------------------------------

    def act(self, row: TodayRow) -> None:
        """Do what the row's 下一步 says."""
        places = self.shell.window.places if self.shell.window is not None else {}
        if row.step is Step.RECORD:
            from gxq_desktop.ui.record.start import open_record

            open_record(self.shell, row.number, (row.step_id,))
        elif row.step is Step.CALENDAR:
            self.shell.open("calendar")
        elif row.step is Step.RESUME and "intake" in places:
            self.shell.open("intake", draft=row.step_id)
        elif row.step is Step.ANSWER and "intake" in places:
            self.shell.open("intake", number=row.number)
        elif row.step is Step.REISSUE:
            self.print_for(row)
        else:
            self.open_project(row)

    def open_project(self, row: TodayRow) -> None:
        """Its timetable with the item selected, where the row is about one."""
        places = self.shell.window.places if self.shell.window is not None else {}
        if "project" in places and row.number:
            argument = {"number": row.number}
            if row.step is Step.RECORD:
                argument |= {"tab": "schedule", "step": row.step_id}
            self.shell.open("project", **argument)

    def print_for(self, row: TodayRow) -> None:
        places = self.shell.window.places if self.shell.window is not None else {}
        if "printing" in places and row.number:
            self.shell.open("printing", number=row.number)

    # -- events ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ask = self.presenter.ask
        if event.key() == Qt.Key.Key_Escape and (ask.day or ask.filter is not TodayFilter.ALL):
            self._show_all()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_filters()

    def _fit_filters(self) -> None:
        room = self.filters.width() - self.segments.sizeHint().width() - 44
        self.more.show_links(room)


def _day_words(view: TodayView, day: date) -> str:
    return next((each.spoken.split("，", 1)[0] for each in view.strip if each.on == day), "这一天")
