"""The page 日历: which years are announced, the year painted, the notice's breaks, what a provisional year touches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from gxq_desktop.application.calendar_year import DayCell, Touched, YearView, touched_by_provisional, view_year
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.calendar.year import YearGrid
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.labels import Elided, wrapped
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.page import Page, Panel
from gxq_desktop.ui.segments import Segment, Segments
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report

LEGEND = (("off", "off", "休：放假"), ("make", "accent", "班：周末调休上班"), ("base", "seal", "今天"))
"""Colour of the ground, colour of the line, what it means."""


class Legend(QWidget):
    """What 休, 班 and the ring mean."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("图例：灰底是法定节假日和调休放假，框起来的是周末调休上班，红框是今天")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics, marks = fonts.metrics(fonts.CAPTION), len(LEGEND) * theme.px(19) + (len(LEGEND) - 1) * theme.px(16)
        return QSize(marks + sum(metrics.horizontalAdvance(text) + 2 for *_, text in LEGEND), theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(fonts.font(fonts.CAPTION))
        x = 0
        for role, line, text in LEGEND:
            side = theme.px(13)
            top = (self.height() - side) // 2
            painter.fillRect(x, top, side, side, theme.color(role))
            painter.setPen(theme.color(line))
            painter.drawRect(x, top, side - 1, side - 1)
            painter.setPen(theme.color("text2"))
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(x + side + theme.px(6), 0, width + 2, self.height(), Qt.AlignmentFlag.AlignVCenter, text)
            x += side + theme.px(22) + width


class CalendarPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "日历")
        self._view: YearView | None = None
        self._touched = Touched(0, 0)
        self.segments: Segments | None = None
        self.head.add("calendar.import", "装入放假通知(&I)…")
        self.grid = YearGrid(self)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.grid)
        self.content.addWidget(area, 1)
        self.panel = CalendarPanel(shell, self)
        self.set_panel(self.panel, 316)
        self.setFocusProxy(self.grid)
        self._note = Elided(self.filters, role="text2")
        self.grid.chosen.connect(self._on_day)
        self.grid.turned.connect(self._on_turned)
        shell.calendar_changed.connect(self._on_news)
        shell.summaries_changed.connect(self._on_news)

    # -- Page -----------------------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Handler]:
        return {"calendar.import": self.import_notice, "calendar.today": self.go_to_today}

    def open(self, **argument: Any) -> None:
        """year: the year to show; today's if none was shown yet."""
        today = self.shell.today
        year = argument.get("year") or (self._view.year if self._view else today.year)
        if self.segments is None:
            self._make_segments(today)
        self._show(year, today if year == today.year else date(year, 1, 1))
        self._load_touched()

    def _make_segments(self, today: date) -> None:
        calendar = self.shell.services.calendar
        years = range(today.year - 1, today.year + 3)
        bar = self.show_filters()
        self.segments = Segments([_segment(year, calendar.covers_year(year)) for year in years], self.filters, "年份")
        self.segments.chosen.connect(self._on_segment)
        bar.row.addWidget(self.segments)
        bar.row.addWidget(self._note, 1)
        bar.row.addWidget(Legend(bar))

    def _renew_segments(self) -> None:
        """Say anew which years are announced."""
        if self.segments is not None:
            for year, button in self.segments.buttons.items():
                announced = self.shell.services.calendar.covers_year(int(year))
                button.set_segment(_segment(int(year), announced))

    def _show(self, year: int, at: date) -> None:
        try:
            self._view = view_year(self.shell.services.calendar, year, self.shell.today)
        except DomainError as refusal:
            self.band.show_error(f"{refusal.problem}{refusal.next_step}")
            return
        self.band.hide()
        view = self._view
        if self.segments is not None:
            if str(year) in self.segments.buttons:
                self.segments.choose(str(year))
            self._note.setText(
                view.document or view.title if not view.provisional else "放假通知还没有公布，按周末和法定节日推算"
            )
        self.panel.show_year(view, self._touched)
        self.grid.show_year(view, at)

    # -- slots ----------------------------------------------------------------------------------------------------

    def _on_segment(self, year: str) -> None:
        today = self.shell.today
        self._show(int(year), today if int(year) == today.year else date(int(year), 1, 1))

    def _on_turned(self, _: int) -> None:
        self._show(self.grid.at.year, self.grid.at)

    def _on_day(self, cell: DayCell) -> None:
        view = self._view
        if view is None:
            return
        whole = f"{view.year} 年 {view.working_days} 个工作日"
        nth = f" · 今天是第 {view.today_number} 个" if view.today_number else ""
        self.set_status(f"{cell.spoken} · {whole}{nth}")

    def go_to_today(self) -> None:
        self._show(self.shell.today.year, self.shell.today)
        self.grid.setFocus()

    def _on_news(self) -> None:
        if self._view is not None and self.isVisible() and self.shell.is_ready:
            self._renew_segments()
            self._show(self._view.year, self.grid.at)
            self._load_touched()

    def _load_touched(self) -> None:
        lists = self.shell.services.lists

        def work(_: Report) -> Touched:
            return touched_by_provisional(lists.projects())

        self.shell.runner.latest("calendar.touched", work, done=self._on_touched, foreground=False)

    def _on_touched(self, touched: Touched) -> None:
        self._touched = touched
        if self._view is not None:
            self.panel.show_year(self._view, touched)

    def import_notice(self) -> None:
        """Take in a notice's file; the dates that rested on its year are counted anew behind the desk."""
        chosen, _ = QFileDialog.getOpenFileName(self, "装入放假通知", "", "放假通知 (*.yaml *.yml)")
        if chosen:
            self.import_file(Path(chosen))

    def import_file(self, path: Path) -> None:
        services = self.shell.services

        def work(_: Report) -> int:
            return services.import_notice(path)

        self.shell.runner.start(work, done=self._on_imported, title="正在装入放假通知")

    def _on_imported(self, year: int) -> None:
        self.shell.calendar_changed.emit()
        self._show(year, date(year, 1, 1))
        self.shell.say(f"{year} 年的放假通知已装入，时间表正在重排")


def _segment(year: int, announced: bool) -> Segment:
    return Segment(
        str(year), f"{year} {'已公布' if announced else '暂定'}", Mark.PASSED if announced else Mark.PROVISIONAL
    )


class CalendarPanel(Panel):
    """The notice's breaks in words, and the years that wait for one."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent, "放假安排")
        self._shell = shell

    def show_year(self, view: YearView, touched: Touched) -> None:
        self.clear()
        state = "暂定" if view.provisional else "已公布"
        self.add_title(f"{view.year} 年　{state}")
        if view.provisional:
            self.add_text("通知还没有公布，按周末和法定节日推算，没有调休。", "text2")
        else:
            self.add_text(
                f"{view.working_days} 个工作日，{view.statutory} 天法定节假日，{view.makeup} 个调休上班日。", "text2"
            )
        self._add_breaks(view)
        self.add_line()
        self.add_title("暂定的年份")
        if touched.steps:
            self.add_pair("影响", f"{touched.projects} 个项目，{touched.steps} 个环节", bold=True)
            self.add_pair("写法", "画虚线，写“暂定”，打印出来也一样")
        else:
            self.add_text("没有项目的日期落在暂定的年份。", "text2")
        self.add_text("装入后，落在那一年的日期全部重排；已发的手册会列进“手册要重发”。", "text2", fonts.CAPTION)
        self.add_stretch()

    def _add_breaks(self, view: YearView) -> None:
        holder = QWidget(self)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for column, title in enumerate(("节日", "放假", "班")):
            label = QLabel(title, holder)
            theme.set_role(label, "text2")
            fonts.set_font(label, fonts.CAPTION)
            grid.addWidget(label, 0, column)
        for row, line in enumerate(view.breaks, 1):
            name = wrapped(line.name, holder)
            fonts.set_font(name, fonts.BASE, bold=True)
            for column, widget in enumerate((name, QLabel(line.days, holder), QLabel("\n".join(line.makeup), holder))):
                grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        self.column.addWidget(holder)
