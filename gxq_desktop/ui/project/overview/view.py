"""The tab 概览: figures, closed loop, three tables, panel with facts, contacts, dates and editions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gxq_desktop.application.project_overview import Overview
from gxq_desktop.ui import theme
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.delegates import Index, RowDelegate
from gxq_desktop.ui.labels import Elided, link_button, wrapped
from gxq_desktop.ui.marks import Mark, mark
from gxq_desktop.ui.page import Panel
from gxq_desktop.ui.project.head import ChipLabel
from gxq_desktop.ui.project.overview.figures import Figures
from gxq_desktop.ui.project.overview.loop import StageLoop
from gxq_desktop.ui.project.overview.model import chain_columns, day_text, start_columns, waiting_columns
from gxq_desktop.ui.project.presenter import Loaded, ProjectPresenter
from gxq_desktop.ui.project.tab import Tab
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import MARK_ROLE, Column, RowsModel
from gxq_desktop.ui.table_view import TableView

ROW = 25
PANEL = 352
NAMES = 92


class Boxed(QFrame):
    """A table in a thin rounded frame, as high as its rows; a line below it for what it does not show."""

    def __init__(self, table: TableView, parent: QWidget) -> None:
        super().__init__(parent)
        self.table = table
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(table)
        self.more = link_button("", self)
        self.more.hide()
        below = QHBoxLayout()
        below.setContentsMargins(theme.px(6), 1, theme.px(6), 1)
        below.addWidget(self.more)
        below.addStretch(1)
        column.addLayout(below)
        self._empty = wrapped("", self)
        self._empty.setContentsMargins(12, 6, 12, 8)
        theme.set_role(self._empty, "text2")
        column.addWidget(self._empty)
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_columns(self, columns: tuple[Column[Any], ...]) -> None:
        """COLUMNS in place of those there, as many of them."""
        model = self.table.rows_model
        model.columns = columns
        model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)

    def show_rows(self, rows: Sequence[object], more: str = "", empty: str = "") -> None:
        """ROWS, and MORE as a link below them; EMPTY where there are none."""
        self.table.rows_model.set_rows(rows)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self._empty.setText(empty)
        self._empty.setVisible(bool(empty) and not rows)
        self.fit()

    def fit(self) -> None:
        rows = self.table.rows_model.rowCount(QModelIndex())
        height = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(height + rows * self.table.verticalHeader().defaultSectionSize())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("line2"))
        painter.setBrush(theme.color("base"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


class MarkDelegate(RowDelegate):
    """A column without a title shows the mark alone."""

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, selected: bool) -> None:
        model = index.model()
        sign = index.data(MARK_ROLE)
        if isinstance(model, RowsModel) and not model.columns[index.column()].title:
            if sign:
                contrast = selected and theme.look().is_contrast
                mark(painter, QRectF(rect), Mark(sign), theme.color("selText") if contrast else None)
            return
        super().paint_cell(painter, rect, index, selected)


class Differs(QWidget):
    """One line: the paper the enterprise holds no longer says what is. reissue_wanted(): see what differs."""

    reissue_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._chip = ChipLabel(self)
        self._chip.show_mark(Mark.CHANGED, "手册要重出")
        self.text = Elided(self)
        self.again = link_button("看差异并重出(&V)…", self)
        self.again.clicked.connect(self.reissue_wanted)
        row.addWidget(self._chip)
        row.addWidget(self.text, 1)
        row.addWidget(self.again)

    def show_text(self, text: str) -> None:
        """TEXT, "" for nothing to tell."""
        self.text.setText(text)
        self.setVisible(bool(text))


class OverviewTab(Tab):
    def __init__(self, shell: Shell, presenter: ProjectPresenter) -> None:
        super().__init__(shell, presenter, "概览")
        self._gates: frozenset[str] = frozenset()
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setAutoFillBackground(False)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(16, 14, 16, 16)
        self._column.setSpacing(14)
        self.refusal = wrapped("", inner)
        theme.set_role(self.refusal, "seal")
        self.refusal.hide()
        self.figures = Figures(inner)
        self.loop = StageLoop(inner)
        self._column.addWidget(self.refusal)
        self._column.addWidget(self.figures)
        self._column.addWidget(self.loop)
        self.differs = Differs(inner)
        self.differs.hide()
        self._column.addWidget(self.differs)
        self.chain = self._boxed("project.chain", chain_columns, "关键链", inner)
        self.starts = self._boxed("project.starts", start_columns, "现在就能开始", inner)
        self.waiting = self._boxed("project.waiting", waiting_columns, "被谁挡住", inner)
        self._column.addStretch(1)
        self._area.setWidget(inner)
        self._area.viewport().setAutoFillBackground(False)
        self.content.addWidget(self._area, 1)
        self.panel = OverviewPanel(shell, self)
        self.set_panel(self.panel, PANEL)
        self.differs.reissue_wanted.connect(lambda: self.wanted.emit("editions", ""))
        self.first_focus = self.chain.table
        self.figures.chosen.connect(lambda tab: self.wanted.emit(tab, ""))
        self.chain.table.opened.connect(lambda row: self.wanted.emit("schedule", row.step_id))
        self.starts.table.opened.connect(lambda row: self.wanted.emit("schedule", row.step_id))
        self.waiting.table.opened.connect(self._on_waiting)
        self.chain.more.clicked.connect(lambda: self.wanted.emit("schedule", ""))
        self.starts.more.clicked.connect(lambda: self.wanted.emit("schedule", ""))

    def _boxed(
        self, table_id: str, columns: Callable[[str, int], tuple[Any, ...]], name: str, parent: QWidget
    ) -> Boxed:
        model: RowsModel[Any] = RowsModel(columns(name, 0), self, key=lambda row: row.step_id)
        table = TableView("", model, self.shell.preferences, parent, row_height=ROW, name=name)
        table.setObjectName(table_id)
        table.setItemDelegate(MarkDelegate(table))
        box = Boxed(table, parent)
        self._column.addWidget(box)
        return box

    # -- Tab ------------------------------------------------------------------------------------------------------

    def show_project(self, loaded: Loaded) -> None:
        overview = loaded.overview
        self._gates = frozenset(gate.id for gate in loaded.desk.catalogue.gates)
        year = overview.plan_year
        self.refusal.setText(overview.refusal)
        self.refusal.setVisible(bool(overview.refusal))
        self.figures.show_figures(overview.figures)
        self.loop.show_stages(overview.stages)
        self.differs.show_text(overview.now_differs)
        for box, columns in (
            (self.chain, chain_columns(overview.chain_title, year)),
            (self.starts, start_columns("现在就能开始", year)),
            (self.waiting, waiting_columns("被谁挡住", year)),
        ):
            box.set_columns(columns)
        more = f"还有 {overview.chain_more} 步，看时间表" if overview.chain_more else ""
        self.chain.show_rows(overview.chain, more, "没有排进时间表的环节。")
        left = overview.can_start_total - len(overview.starts)
        self.starts.show_rows(overview.starts, f"还有 {left} 项，看时间表" if left else "", "今天没有能开始的事项。")
        self.waiting.show_rows(overview.waiting, "", "没有被挡住的事项。")
        self.panel.show_overview(overview)
        counts = overview.figures[1]
        what, _, more = counts.caption.partition(" · ")
        self.set_status(" · ".join(part for part in (f"{counts.value} 项{what}", more) if part))

    def go_to(self, key: str) -> None:
        for box in (self.chain, self.starts, self.waiting):
            if box.table.select_key(key):
                return

    def record_steps(self) -> tuple[str, ...]:
        for box in (self.chain, self.starts, self.waiting):
            if box.table.hasFocus() and box.table.current_row is not None:
                step: str = box.table.current_row.step_id
                return (step,) if step not in self._gates else ()
        return ()

    def handlers(self) -> Mapping[str, Handler]:
        return {"edit.copy": self._copy}

    def _copy(self) -> None:
        for box in (self.chain, self.starts, self.waiting):
            if box.table.hasFocus():
                box.table.copy()

    def _on_waiting(self, row: Any) -> None:
        self.wanted.emit("obstacles" if row.is_obstacle else "schedule", row.step_id)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "waiting"):
            for box in (self.chain, self.starts, self.waiting):
                box.fit()


class OverviewPanel(Panel):
    """Enterprise and project, contacts, key dates, whose days passed, what was issued."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent, "企业与项目")
        self._shell = shell

    def show_overview(self, overview: Overview) -> None:
        self.clear()
        self.add_title("企业与项目")
        if "intake.edit" in self._shell.commands:
            edit = link_button("修改答案(&E)…", self)
            edit.clicked.connect(lambda: self._shell.commands.run("intake.edit"))
            self.column.addWidget(edit, 0, Qt.AlignmentFlag.AlignLeft)
        for name, value in overview.enterprise:
            self.add_pair(name, value, name_width=NAMES)
        for fact in overview.glance:
            if fact.label != "行业":
                self.add_pair(fact.label, fact.value, role="" if fact.known else "warn", name_width=NAMES)
        self.add_line()
        self.add_title("联系人")
        for contact in overview.contacts:
            self.add_pair(contact.role, contact.text, role="warn" if contact.missing else "", name_width=NAMES)
        self.add_line()
        self.add_title("关键日期")
        for each in overview.dates:
            self.add_pair(each.name, each.text, each.strong, "seal" if each.missed else "", NAMES)
        for each in overview.agreed:
            self.add_pair(each.name, each.text, each.strong, "warn" if each.missed else "text2", NAMES)
        if overview.clocks:
            self.add_line()
            self.add_title("三个时钟")
            for whose, days in overview.clocks:
                self.add_pair(whose, days, name_width=NAMES)
        self.add_line()
        self.add_title("发出的手册")
        if not overview.editions:
            self.add_text("还没有发出过。", "text2")
        for edition in overview.editions:
            day = day_text(edition.printed_on, overview.plan_year)
            self.add_pair(f"第 {edition.number} 版", f"{day}　{edition.change}", name_width=NAMES)
        if overview.now_differs:
            self.add_text(f"{overview.now_differs}。", "warn")
        if overview.assumptions:
            self.add_line()
            self.add_title("先按这些排")
            for sentence in overview.assumptions:
                self.add_text(sentence, "text2")
        self.add_stretch()
