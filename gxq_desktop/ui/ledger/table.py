"""The ledger's table: original days struck through, days used as a bar, ranges ticked with Shift."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from gxq_desktop.application.ledger_desk import LedgerEntry
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.delegates import PADDING, RowDelegate
from gxq_desktop.ui.ledger.model import BARS, ORDERS, ORIGINAL, PROJECT, USED, LedgerModel
from gxq_desktop.ui.preferences import Preferences
from gxq_desktop.ui.table_view import TableView

BAR_WIDTH = 46


class LedgerDelegate(RowDelegate):
    def paint_cell(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex, selected: bool
    ) -> None:
        model = index.model()
        if isinstance(model, LedgerModel):
            title, entry = model.columns[index.column()].title, model.row(index)
            if entry is not None and title == ORIGINAL and entry.moved:
                self._paint_struck(painter, rect, model.columns[index.column()].show(entry), selected)
                return
            if entry is not None and title == USED:
                self._paint_used(painter, rect, index, entry, selected)
                return
        super().paint_cell(painter, rect, index, selected)

    @staticmethod
    def _paint_struck(painter: QPainter, rect: QRect, text: str, selected: bool) -> None:
        font = fonts.font(fonts.BASE)
        font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(theme.color("selText" if selected else "text2"))
        inner = QRectF(rect).adjusted(theme.px(PADDING), 0, -theme.px(PADDING), -1)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_used(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
        entry: LedgerEntry,
        selected: bool,
    ) -> None:
        """Numbers, and at their right the bar; a row not accepted yet has neither."""
        share = entry.share
        super().paint_cell(painter, rect.adjusted(0, 0, -theme.px(BAR_WIDTH + 6), 0), index, selected)
        if share is None:
            return
        width, right = theme.px(BAR_WIDTH), rect.right() - theme.px(PADDING)
        bar = QRectF(right - width, rect.center().y() - 2.5, width, 5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line" if selected else "sunken"))
        painter.drawRoundedRect(bar, 2, 2)
        painter.setClipRect(QRectF(bar.left(), bar.top(), max(2.0, width * min(1.0, share)), bar.height()))
        painter.setBrush(theme.color(BARS.get(entry.standing, "barEdge")))
        painter.drawRoundedRect(bar, 2, 2)
        painter.setClipping(False)


class LedgerTable(TableView):
    """project_opened(entry): the project's cell was double-clicked."""

    project_opened = Signal(object)

    def __init__(self, model: LedgerModel, preferences: Preferences, parent: QWidget) -> None:
        self._tick_from = -1
        super().__init__("ledger", model, preferences, parent, row_height=26, name="台账")
        self.setItemDelegate(LedgerDelegate(self))
        model.modelReset.connect(self._forget_range)
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)

    def show_order(self, order: str, descending: bool) -> None:
        """Put the header's arrow where ORDER is, without asking for it again."""
        header, titles = self.horizontalHeader(), {value: title for title, value in ORDERS.items()}
        names = [column.title for column in self.rows_model.columns]
        direction = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        blocked = header.blockSignals(True)
        header.setSortIndicator(names.index(titles.get(order, "剩余")), direction)
        header.blockSignals(blocked)
        header.viewport().update()

    # -- ticking --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        model = self.rows_model
        ticks = index.isValid() and model.columns[index.column()].tick
        if event.button() is Qt.MouseButton.LeftButton and ticks:
            extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._tick_line(index.row(), extends)
            self._select_line(index.row())
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return
        column, entry = self.rows_model.columns[index.column()], self.rows_model.row(index)
        if column.tick:
            self.mousePressEvent(event)
        elif column.title == PROJECT:
            self.project_opened.emit(entry)
        else:
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line, shift = self.currentIndex().row(), event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_Space and line >= 0:
            self._tick_line(line, shift)
            return
        if step and shift and 0 <= line + step < self.rows_model.rowCount():
            if self._tick_from < 0:
                self._tick_line(line, False)
            self._tick_line(line + step, True)
            self._select_line(line + step)
            return
        super().keyPressEvent(event)

    def _tick_line(self, line: int, extends: bool) -> None:
        """Tick LINE or no longer; EXTENDS: all from the line ticked last, as that one is."""
        model = self.rows_model
        assert isinstance(model, LedgerModel)
        entry = model.row(line)
        if entry is None:
            return
        if extends and 0 <= self._tick_from < model.rowCount():
            low, high = sorted((self._tick_from, line))
            anchor = model.row(self._tick_from)
            ticked = anchor is not None and anchor.key in model.ticked
            model.tick([row for row in map(model.row, range(low, high + 1)) if row is not None], ticked)
        else:
            model.tick([entry], entry.key not in model.ticked)
            self._tick_from = line
        self.ticked.emit()

    def _forget_range(self) -> None:
        self._tick_from = -1
