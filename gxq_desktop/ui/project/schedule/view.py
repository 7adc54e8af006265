"""The tab 时间表: table and chart side by side, one selection, one vertical scroll bar; the lever desk below."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from gxq_desktop.application.project_timetable import Shown, TimetableRow
from gxq_desktop.application.try_levers import Trial, Way
from gxq_desktop.application.why_view import why_view
from gxq_desktop.domain.network import StepId, StepKind
from gxq_desktop.domain.project import Terms
from gxq_desktop.ui import messages, theme
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.faults import Message
from gxq_desktop.ui.labels import narrower_than
from gxq_desktop.ui.project.head import quiet
from gxq_desktop.ui.project.presenter import Loaded, ProjectPresenter
from gxq_desktop.ui.project.schedule.axis import Zoom
from gxq_desktop.ui.project.schedule.fix_dialog import FixDialog
from gxq_desktop.ui.project.schedule.gantt import HEADER, Gantt
from gxq_desktop.ui.project.schedule.legend import Legend
from gxq_desktop.ui.project.schedule.lever_desk import TRIED, LeverDesk
from gxq_desktop.ui.project.schedule.model import ScheduleModel
from gxq_desktop.ui.project.schedule.presenter import SchedulePresenter
from gxq_desktop.ui.project.schedule.table import ScheduleTable
from gxq_desktop.ui.project.schedule.terms_editor import TermsEditor
from gxq_desktop.ui.project.schedule.variants_dialog import VariantsDialog
from gxq_desktop.ui.project.schedule.why_popover import WhyPopover
from gxq_desktop.ui.project.tab import Tab
from gxq_desktop.ui.shell import Shell

ROW = 24
TABLES = ((1360, 492), (1700, 610), (10_000, 730))
"""How wide the table begins in windows narrower than that."""
ZOOMS = {"day": Zoom.DAY, "week": Zoom.WEEK, "month": Zoom.MONTH}


class _Foot(QWidget):
    """As high as the chart's horizontal bar, so that table and chart show the same rows."""

    def __init__(self, parent: QWidget, chart: Gantt) -> None:
        super().__init__(parent)
        self._chart = chart
        self.setFixedHeight(chart.horizontalScrollBar().sizeHint().height())

    def paintEvent(self, event: object) -> None:
        from PySide6.QtGui import QPainter

        QPainter(self).fillRect(self.rect(), theme.color("base"))


class ScheduleTab(Tab):
    def __init__(self, shell: Shell, project: ProjectPresenter) -> None:
        super().__init__(shell, project, "时间表")
        self.schedule = SchedulePresenter(shell, project)
        self.schedule.setParent(self)
        self._way: Way | None = None
        self._wanted_step = ""
        self.model = ScheduleModel(self)
        self.table = ScheduleTable(self.model, shell.preferences, self, ROW)
        self.chart = Gantt(self)
        self.chart.set_table(self.table, self.model)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        self._foot = _Foot(left, self.chart)
        column.addWidget(self._foot)
        self.sides = QSplitter(Qt.Orientation.Horizontal, self)
        self.sides.setHandleWidth(1)
        self.sides.setChildrenCollapsible(False)
        self.sides.addWidget(left)
        self.sides.addWidget(self.chart)
        self.sides.setStretchFactor(0, 0)
        self.sides.setStretchFactor(1, 1)
        self.desk = LeverDesk(shell, self)
        self.parts = QSplitter(Qt.Orientation.Vertical, self)
        self.parts.setHandleWidth(1)
        self.parts.setChildrenCollapsible(False)
        self.parts.addWidget(self.sides)
        self.parts.addWidget(self.desk)
        self.parts.setStretchFactor(0, 1)
        self.parts.setStretchFactor(1, 0)
        self.content.addWidget(self.parts, 1)
        foot = QWidget(self)
        row = QHBoxLayout(foot)
        row.setContentsMargins(8, 0, 8, 0)
        self.shown = QComboBox(foot)
        self.shown.setAccessibleName("显示哪些环节")
        self.shown.setProperty("quiet", "1")
        for each in Shown:
            self.shown.addItem(each.value, each)
        row.addWidget(quiet("显示", foot))
        row.addWidget(self.shown)
        row.addWidget(Legend(foot), 1)
        foot.setFixedHeight(theme.px(34))
        self._legend = foot
        self.content.addWidget(foot)
        self.why = WhyPopover(self)
        self._why_from_table = True
        self.editor = TermsEditor(shell, self)
        self.extra = self.editor
        self.first_focus = self.table
        self._table_width = 0
        self._moved = False
        self.editor.show_zoom("week")
        self._fit_header()
        self._connect()

    def _connect(self) -> None:
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda row: self.show_why())
        self.table.installEventFilter(self)
        self.chart.why_wanted.connect(self.show_why)
        self.chart.zoomed.connect(self._on_zoomed)
        self.chart.horizontalScrollBar().valueChanged.connect(lambda _: self.why.put_away())
        self.chart.verticalScrollBar().valueChanged.connect(lambda _: self.why.put_away())
        self.why.go_wanted.connect(self._on_go)
        self.why.closed.connect(self._on_why_closed)
        self.shown.currentIndexChanged.connect(self._on_shown)
        self.editor.start_picked.connect(self._on_start)
        self.editor.target_picked.connect(self.schedule.set_target)
        self.editor.zoom_picked.connect(lambda name: self.chart.set_zoom(ZOOMS[name]))
        self.desk.adopted.connect(self.adopt)
        self.desk.variant_shown.connect(self._on_variant)
        self.desk.model.toggled.connect(self.schedule.tick)
        self.schedule.tried.connect(self._on_tried)
        self.schedule.sought.connect(self._on_sought)
        self.schedule.found.connect(self._on_found)
        self.schedule.refused.connect(self._on_refused)
        theme.look().changed.connect(self._fit_header)
        actions = ("schedule.why", "schedule.fix", "record.event", "consult.new", "edit.copy")
        self.table.set_menu([self.shell.commands.action(name) for name in actions if name in self.shell.commands])

    def _fit_header(self) -> None:
        self.table.horizontalHeader().setMinimumHeight(theme.px(HEADER))
        self._foot.setFixedHeight(self.chart.horizontalScrollBar().sizeHint().height())
        self._legend.setFixedHeight(theme.px(34))
        self.table.updateGeometries()

    # -- Tab ------------------------------------------------------------------------------------------------------

    @property
    def draft(self) -> Terms | None:
        return self.schedule.draft

    def show_project(self, loaded: Loaded) -> None:
        self.why.put_away()
        self.band.hide()
        self.schedule.show_project(loaded)

    def go_to(self, key: str) -> None:
        if not self.table.select_key(key) and self.shown.currentIndex() != 0:
            self.shown.setCurrentIndex(0)
            self.table.select_key(key)
        self.chart.reveal(self.chart.current_line)
        self._wanted_step = key

    def forget(self) -> None:
        """Another project is coming."""
        self.schedule.forget()
        self.why.put_away()
        self.model.set_groups([])
        self.chart._placed = False

    def may_leave(self) -> bool:
        """Ask what becomes of terms that were tried but not written."""
        if self.schedule.draft is None:
            return True
        message = Message(
            "时间表里有没写入计划的改动",
            "试算的结果只在屏幕上，计划还是原来的。",
            "写入计划后再离开，或放弃这些改动。",
            severe=False,
        )
        answer = messages.ask(self, "没写入的改动", message, ("放弃改动(&D)", "写入计划(&S)"), default=1)
        if answer == 1:
            return self.schedule.save()
        if answer == 0:
            stored = self.schedule.stored
            if stored is not None:
                self.schedule.terms = stored
                self.presenter.draft = None
            return True
        return False

    def record_steps(self) -> tuple[str, ...]:
        row = self.table.current_row
        return (row.id,) if row is not None and row.step.kind is not StepKind.MILESTONE else ()

    def handlers(self) -> Mapping[str, Handler]:
        answered: dict[str, Handler] = {
            "view.next_pane": self.next_pane,
            "edit.copy": self.table.copy,
            "schedule.day": lambda: self.chart.set_zoom(Zoom.DAY),
            "schedule.week": lambda: self.chart.set_zoom(Zoom.WEEK),
            "schedule.month": lambda: self.chart.set_zoom(Zoom.MONTH),
            "schedule.fit": self.chart.fit,
            "schedule.today": self.chart.show_today,
        }
        if self.table.current_row is not None:
            answered["schedule.why"] = self.show_why
        if self.schedule.draft is not None:
            answered["schedule.save"] = self.schedule.save
            answered["schedule.drop"] = self.schedule.drop
            if not self.schedule.shown_variant:
                answered["schedule.keep"] = self.schedule.keep
        if self.schedule.variants:
            answered["schedule.forget"] = self.schedule.forget_kept
            answered["schedule.compare"] = self.compare
        if self.table.current_row is not None:
            answered["schedule.fix"] = self.fix
            self.shell.commands.set_reason("schedule.fix", self._can_fix())
        if self._way is not None and self._way.meets and self._way.levers:
            answered["schedule.adopt"] = self.adopt
        return answered

    def next_pane(self) -> None:
        """F6: from the table to the chart, from anywhere else to the table."""
        side = self.chart if self.table.hasFocus() else self.table
        side.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- the trial ------------------------------------------------------------------------------------------------

    def _on_tried(self, trial: Trial) -> None:
        self.band.hide()
        self._way = None
        self.why.put_away()
        self.model.show_timetable(trial.timetable, self.shown.currentData() or Shown.ALL)
        self.editor.show_trial(trial)
        self.desk.show_way(None)
        self._show_desk(trial)
        if self.table.current_row is None:
            self.table.select_first()
        if self._wanted_step:
            self.table.select_key(self._wanted_step)
            self._wanted_step = ""
        if self._moved:  # bars may stand years away
            self._moved = False
            self.chart.reveal(self.chart.current_line)
        self._tell_status(trial)
        self.handlers_changed.emit()

    def _show_desk(self, trial: Trial) -> None:
        names = [variant.name for variant in self.schedule.variants]
        self.desk.show_trial(trial, names, self.schedule.shown_variant)

    def _on_variant(self, name: str) -> None:
        if name != TRIED:
            self.schedule.show_variant(name)

    def _on_sought(self) -> None:
        """Other terms are wanted (a step undone from another tab): they are seen here."""
        if not self.isVisible():
            self.wanted.emit("schedule", "")

    def _tell_status(self, trial: Trial) -> None:
        used = sum(lever.used for lever in trial.levers)
        parts = [f"{len(trial.timetable.rows)} 个环节", f"关键链 {trial.timetable.critical_count} 步"]
        if used:
            parts.append(f"已采用 {used} 条办法")
        if trial.differs:
            parts.append("没写入计划")
        self.set_status(" · ".join(parts))

    def _on_found(self, way: Way | None) -> None:
        self._way = way
        self.desk.show_way(way)
        self.handlers_changed.emit()

    def _on_refused(self, text: str) -> None:
        self._moved = False
        self.band.show_error(text)
        if self.schedule.trial is not None:
            self.editor.show_trial(self.schedule.trial)
            self._show_desk(self.schedule.trial)
        elif self.schedule.terms is not None:
            self.editor.start.show_day(self.schedule.terms.start_on)

    def adopt(self) -> None:
        """Use the fewest further levers that meet every target."""
        if self._way is not None:
            self.schedule.adopt(self._way)

    def _on_start(self, day: date) -> None:
        self._moved = True
        self.schedule.set_start(day)

    def _on_shown(self, _: int) -> None:
        if self.schedule.trial is not None:
            self.model.show_timetable(self.schedule.trial.timetable, self.shown.currentData())

    def _on_zoomed(self, _: float) -> None:
        zoom = self.chart.zoom_name
        self.editor.show_zoom(next((name for name, each in ZOOMS.items() if each is zoom), ""))
        self.why.put_away()

    # -- agreed days, construction, variants ----------------------------------------------------------------------

    def _can_fix(self) -> str:
        """Why nothing can be agreed for the selected row, "" if it can."""
        row, desk = self.table.current_row, self.schedule.desk
        if row is None or desk is None:
            return "先选中一个环节"
        if row.step.kind is StepKind.OBSTACLE:
            return "障碍的日期在“障碍”里改"
        if desk.plan is not None and StepId(row.id) in desk.plan.actuals:
            return "已经开始，日期按办理记录"
        return ""

    def fix_dialog(self) -> FixDialog:
        row, desk = self.table.current_row, self.schedule.desk
        assert row is not None and desk is not None
        return FixDialog(self, desk, row)

    def fix(self) -> None:
        """F4: agree a day for the selected step, or change the construction period, beside its bar."""
        dialog = self.fix_dialog()
        bar = self.chart.bar_rect(self.chart.current_line)
        place = self.chart.viewport().mapToGlobal(bar.bottomLeft())
        dialog.adjustSize()
        dialog.move(place + QPoint(12, 10))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.take_fix(dialog)
        dialog.deleteLater()

    def take_fix(self, dialog: FixDialog) -> None:
        """Store what DIALOG was left with."""
        if dialog.days is not None:
            self.schedule.set_construction(dialog.days.days)
        elif dialog.fixed() != dialog.first:
            self.schedule.fix(dialog.row.id, dialog.row.code or dialog.row.step.short_name, dialog.fixed())

    def compare_dialog(self) -> VariantsDialog:
        return VariantsDialog(self.shell, self, self.presenter, self.schedule)

    def compare(self) -> None:
        """The plan and its variants side by side."""
        dialog = self.compare_dialog()
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # -- the selection --------------------------------------------------------------------------------------------

    def _on_chosen(self, row: TimetableRow | None) -> None:
        self.why.put_away()
        self.handlers_changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the table ← and → walk along the links too."""
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers():
                self.chart.walk(forward=event.key() == Qt.Key.Key_Right)
                return True
            if event.key() == Qt.Key.Key_Escape and not self.why.isHidden():
                self.why.put_away()
                return True
        return super().eventFilter(watched, event)

    # -- why ------------------------------------------------------------------------------------------------------

    def show_why(self) -> None:
        """F2: why the selected step's date is what it is, beside its bar; again: put it away."""
        row, trial = self.table.current_row, self.schedule.trial
        if row is None or trial is None:
            return
        if not self.why.isHidden() and self.why.view is not None and self.why.view.step_id == row.id:
            self.why.put_away()
            return
        if self.why.isHidden():
            self._why_from_table = self.table.hasFocus()
        self.chart.reveal(self.chart.current_line)
        self.table.scrollTo(self.table.currentIndex())
        viewport = self.chart.viewport()
        offset = viewport.mapTo(self, QPoint(0, 0))
        bar = self.chart.bar_rect(self.chart.current_line).translated(offset)
        bounds = QRect(QPoint(4, 2), self.size()).adjusted(0, 0, -8, -4)
        left = self.sides.mapTo(self, QPoint(0, 0)).x() + 4
        bounds.setLeft(left)
        places = [x + offset.x() for x in self.chart.flag_places() if 0 <= x <= viewport.width()]
        self.why.show_view(why_view(trial.plan, row.id), bar, bounds, places)

    def _on_go(self, step_id: str) -> None:
        self.why.put_away()
        self.go_to(step_id)
        self._wanted_step = ""
        self.show_why()

    def _on_why_closed(self) -> None:
        if self.why.hasFocus() or not self.isAncestorOf(self.window().focusWidget() or self):
            (self.table if self._why_from_table else self.chart).setFocus(Qt.FocusReason.OtherFocusReason)

    # -- room -----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.why.put_away()
        width = next(width for window, width in TABLES if narrower_than(self, window) or window == TABLES[-1][0])
        if width != self._table_width:
            self._table_width = width
            self.sides.setSizes([theme.px(width), max(240, self.width() - theme.px(width))])
        low = self.desk.sizeHint().height()
        self.parts.setSizes([max(200, self.height() - low - theme.px(34)), low])
