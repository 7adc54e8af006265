"""The schedule's table: the same rows and looks as every table, painted fast enough to scroll beside the chart.

What a cell shows is worked out once and kept until the rows change; painting it takes a handful of calls.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView, QWidget

from gxq_desktop.domain.frozen import slotted
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.delegates import AFTER, PADDING, Index, RowDelegate
from gxq_desktop.ui.marks import Mark, chip
from gxq_desktop.ui.preferences import Preferences
from gxq_desktop.ui.project.schedule.model import ScheduleModel
from gxq_desktop.ui.table_view import TableView


@slotted
class _Cell:
    """What a cell shows. role: the token of its ink, "" for the usual. cut: its text as cut for cut_width. before: struck
    through, left of the text. after: a small mark right of it."""

    text: str
    font: QFont
    role: str
    mark: Mark | None
    flags: int
    dashed: bool
    before: str = ""
    after: Mark | None = None
    cut: str = ""
    cut_width: int = -1


class ScheduleDelegate(RowDelegate):
    def __init__(self, table: ScheduleTable, model: ScheduleModel) -> None:
        super().__init__(table)
        self._table, self._model = table, model
        self._cells: dict[tuple[int, int], _Cell | None] = {}
        self._metrics: dict[bool, QFontMetrics] = {}
        model.modelReset.connect(self.forget)
        model.layoutChanged.connect(self.forget)
        theme.look().changed.connect(self.forget)

    def forget(self, *_: object) -> None:
        """The rows, their order or the look changed."""
        self._cells.clear()
        self._metrics.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, column = index.row(), index.column()
        key = (line, column)
        cell = self._cells[key] if key in self._cells else self._look_up(line, column)
        if cell is None:
            super().paint(painter, option, index)
            return
        rect: QRect = option.rect
        current = line == self._table.current_line
        left, top, width, height = rect.left(), rect.top(), rect.width(), rect.height()
        painter.fillRect(rect, theme.color("sel" if current else "base"))
        painter.fillRect(left, top + height - 1, width, 1, theme.color("line"))
        if current:
            if column == 0:
                painter.fillRect(left, top, 3, height, theme.color("accent"))
            if self._table.hasFocus():
                painter.fillRect(left, top, width, 2, theme.color("accent"))
                painter.fillRect(left, top + height - 2, width, 2, theme.color("accent"))
        pad = theme.px(PADDING)
        inner = QRectF(left + pad, top, width - 2 * pad, height - 1)
        contrast = current and theme.look().is_contrast
        if cell.mark is not None:
            chip(
                painter,
                inner,
                cell.mark,
                cell.text,
                theme.color("selText") if contrast and not cell.mark.boxed else None,
            )
            return
        if cell.cut_width != width:
            metrics = self._metrics_of(cell.font)
            room = width - 2 * pad - (theme.px(AFTER) if cell.after is not None else 0)
            cell.cut = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, room)
            cell.cut_width = width
        if not cell.cut:
            return
        plain = current and (contrast or not cell.role)
        ink = theme.color("selText" if plain else cell.role or "text")
        painter.setFont(cell.font)
        painter.setPen(ink)
        painter.drawText(inner, cell.flags, cell.cut)
        if cell.after is not None:
            shown = self._metrics_of(cell.font).horizontalAdvance(cell.cut)
            self.paint_after(painter, inner, shown, cell.after, ink if contrast else None)
        if cell.before:
            struck = fonts.font(fonts.BASE)
            struck.setStrikeOut(True)
            room = inner.adjusted(0, 0, -self._metrics_of(cell.font).horizontalAdvance(cell.cut) - theme.px(6), 0)
            painter.setFont(struck)
            painter.setPen(theme.color("selText" if contrast else "text3"))
            if painter.fontMetrics().horizontalAdvance(cell.before) <= room.width():  # half a date says another one
                painter.drawText(room, cell.flags, cell.before)
            painter.setFont(cell.font)
            painter.setPen(ink)
        if cell.dashed:
            self._underline(painter, inner, self._metrics_of(cell.font), cell.cut, Qt.AlignmentFlag(cell.flags), ink)
            painter.setPen(QPen())

    def _look_up(self, line: int, number: int) -> _Cell | None:
        row = self._model.row(line)
        cell = None
        if row is not None:
            column = self._model.columns[number]
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            cell = _Cell(
                text=column.show(row),
                font=fonts.font(fonts.BASE, bold=bool(column.bold and column.bold(row))),
                role=column.color(row) if column.color else "",
                mark=column.mark(row) if column.mark else None,
                flags=int(side | Qt.AlignmentFlag.AlignVCenter),
                dashed=bool(column.dashed and column.dashed(row)),
                before=column.before(row) if column.before else "",
                after=column.after(row) if column.after else None,
            )
        self._cells[line, number] = cell
        return cell

    def _metrics_of(self, font: QFont) -> QFontMetrics:
        bold = font.bold()
        found = self._metrics.get(bold)
        if found is None:
            found = self._metrics[bold] = QFontMetrics(font)
        return found


class ScheduleTable(TableView):
    """current_line: the line of the current row, -1 for none."""

    def __init__(self, model: ScheduleModel, preferences: Preferences, parent: QWidget, row_height: int) -> None:
        self.current_line = -1
        super().__init__("project.schedule", model, preferences, parent, row_height=row_height, name="时间表")
        self.setItemDelegate(ScheduleDelegate(self, model))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.modelReset.connect(self._on_rows)
        model.layoutChanged.connect(self._on_rows)

    def _on_rows(self, *_: object) -> None:
        self.current_line = self.currentIndex().row()
        self.viewport().update()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        """Paint the two rows concerned, not all."""
        QTableView.currentChanged(self, current, previous)
        self.current_line = current.row()
        if current.row() != previous.row() or current.isValid() != previous.isValid():
            self.chosen.emit(self.rows_model.row(current))
        for line in {current.row(), previous.row()}:
            if line >= 0:
                self.viewport().update(0, self.rowViewportPosition(line), self.viewport().width(), self.rowHeight(line))
