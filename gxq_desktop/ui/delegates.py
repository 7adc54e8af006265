"""How a table's cell is painted: selected row tinted with an accent bar at its left, current row between two accent lines.

Everything is drawn here, not by the style: no QSS on ::item, which would disable geometry and selection painting.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.indicators import paint_tick
from gxq_desktop.ui.marks import Mark, chip, mark
from gxq_desktop.ui.table_model import (
    AFTER_ROLE,
    BEFORE_ROLE,
    BOLD_ROLE,
    COLOR_ROLE,
    DASHED_ROLE,
    MARK_ROLE,
    MUTED_ROLE,
    SHARE_ROLE,
    RowsModel,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyle

PADDING = 8
AFTER = 18
"""Pixels that a mark after a text takes, with the gap before it."""
Index = QModelIndex | QPersistentModelIndex


def without_aside(text: str) -> str:
    """TEXT with （…） for what stands in brackets at its end; TEXT itself where that is no shorter."""
    if not text.endswith("）") or text[0] == "（" or "（" not in text:
        return text
    bare = text[: text.find("（")] + "（…）"
    return bare if len(bare) < len(text) else text


def cut_to(text: str, metrics: QFontMetrics, width: int) -> str:
    """TEXT as it fits into WIDTH pixels: what stands in brackets at its end gives way first, then its end."""
    bare = without_aside(text)
    if bare is not text and metrics.horizontalAdvance(text) > width and metrics.horizontalAdvance(bare) <= width:
        head, aside = bare[:-2], text[len(bare) - 2 : -1]
        room = width - metrics.horizontalAdvance(head) - metrics.horizontalAdvance("）")
        return f"{head}{metrics.elidedText(aside, Qt.TextElideMode.ElideRight, room)}）"
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


@cache
def _selected_flag() -> QStyle.StateFlag:
    """Asked for when the first row is painted: a style's constants take as long to build as the rest of a window."""
    from PySide6.QtWidgets import QStyle

    return QStyle.StateFlag.State_Selected


def reader_of(index: Index) -> Callable[[int], Any]:
    """Role → what the model says of INDEX; past Qt where the model is a plain RowsModel, since a table asks thousands."""
    model = index.model()
    if isinstance(model, RowsModel) and type(model).data is RowsModel.data:
        return partial(model.read, index.row(), index.column())
    return index.data


class RowDelegate(QStyledItemDelegate):
    """Paints the cells of a RowsModel. Subclass and override `paint_cell` for a cell of another kind."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = option.widget
        model = index.model()
        painter.save()
        group = model.group(index.row()) if isinstance(model, RowsModel) else None
        if group is not None:
            self._paint_group(painter, option.rect, group.title, group.note, group.mark)
            painter.restore()
            return
        selected = bool(option.state & _selected_flag())
        self.paint_ground(painter, option.rect, index, selected, view)
        self.paint_cell(painter, option.rect, index, selected)
        painter.restore()

    def paint_ground(self, painter: QPainter, rect: QRect, index: Index, selected: bool, view: object) -> None:
        """Tint, hairline, accent bar, current row's lines."""
        painter.fillRect(rect, theme.color("sel" if selected else "base"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line"))
        if not isinstance(view, QTableView):
            return
        first = _first_visible_column(view)
        if selected and index.column() == first:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), theme.color("accent"))
        if view.hasFocus() and view.currentIndex().row() == index.row():
            painter.fillRect(rect.left(), rect.top(), rect.width(), 2, theme.color("accent"))
            painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, theme.color("accent"))

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, selected: bool) -> None:
        """Tick, mark, text; what is provisional dashed, what was before struck through, a share as a bar."""
        read = reader_of(index)
        inner = QRectF(rect).adjusted(theme.px(PADDING), 0, -theme.px(PADDING), -1)
        state = read(Qt.ItemDataRole.CheckStateRole)
        if state is not None:
            self._paint_tick(painter, inner, Qt.CheckState(state))
            inner.setLeft(inner.left() + theme.px(24))
        text = read(Qt.ItemDataRole.DisplayRole) or ""
        ink = self.ink(index, selected)
        named = read(MARK_ROLE)  # comes back as plain text
        if named:
            sign = Mark(named)
            plain = theme.color("selText") if selected and theme.look().is_contrast and not sign.boxed else None
            muted = read(MUTED_ROLE) and not sign.boxed
            chip(painter, inner, sign, text or None, plain or (theme.color("text3") if muted else None))
            return
        font = fonts.font(fonts.BASE, bold=bool(read(BOLD_ROLE)))
        painter.setFont(font)
        metrics = fonts.metrics(fonts.BASE, bold=bool(read(BOLD_ROLE)))
        share = read(SHARE_ROLE)
        if share is not None:
            inner = self._paint_share(painter, inner, float(share))
        flags = Qt.AlignmentFlag(read(Qt.ItemDataRole.TextAlignmentRole) or int(Qt.AlignmentFlag.AlignVCenter))
        before = read(BEFORE_ROLE)
        if before:
            struck = fonts.font(fonts.CAPTION)
            struck.setStrikeOut(True)
            painter.setFont(struck)
            painter.setPen(theme.color("selText" if selected else "text2"))
            width = QFontMetrics(struck).horizontalAdvance(before) + theme.px(6)
            if flags & Qt.AlignmentFlag.AlignRight:
                shown = inner.adjusted(0, 0, -metrics.horizontalAdvance(text) - theme.px(6), 0)
                if width <= shown.width() + theme.px(6):  # half a date says another one
                    painter.drawText(shown, flags, before)
            else:
                painter.drawText(inner, flags, before)
                inner.setLeft(inner.left() + width)
            painter.setFont(font)
        painter.setPen(ink)
        after = read(AFTER_ROLE)
        cut = cut_to(text, metrics, int(inner.width()) - (theme.px(AFTER) if after else 0))
        painter.drawText(inner, flags, cut)
        if after:
            plain = theme.color("selText") if selected and theme.look().is_contrast else None
            self.paint_after(painter, inner, metrics.horizontalAdvance(cut), Mark(after), plain)
        if read(DASHED_ROLE) and cut:
            self._underline(painter, inner, metrics, cut, flags, ink)

    def ink(self, index: Index, selected: bool) -> QColor:
        """The colour of the cell's text."""
        read = reader_of(index)
        role = read(COLOR_ROLE)
        if selected and (theme.look().is_contrast or not role):
            return theme.color("selText")
        if role:
            return theme.color(str(role))
        return theme.color("text3" if read(MUTED_ROLE) else "text")

    @staticmethod
    def paint_after(painter: QPainter, rect: QRectF, width: float, kind: Mark, color: QColor | None) -> None:
        """KIND in RECT, after text WIDTH px wide at its left."""
        left = rect.left() + width + theme.px(AFTER - 12)
        mark(painter, QRectF(left, rect.top(), theme.px(12), rect.height()), kind, color)

    @staticmethod
    def _underline(
        painter: QPainter, rect: QRectF, metrics: QFontMetrics, text: str, flags: Qt.AlignmentFlag, ink: QColor
    ) -> None:
        width = metrics.horizontalAdvance(text)
        left = rect.right() - width if flags & Qt.AlignmentFlag.AlignRight else rect.left()
        pen = QPen(ink, 1)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        y = round(rect.center().y() + metrics.ascent() / 2 + 1) + 0.5
        painter.drawLine(int(left), int(y), int(left + width), int(y))

    @staticmethod
    def _paint_share(painter: QPainter, rect: QRectF, share: float) -> QRectF:
        """A bar at the left of RECT; returns what is left of it for the text."""
        width = min(theme.px(56), rect.width() / 2)
        bar = QRectF(rect.left(), rect.center().y() - 3, width, 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(bar, 3, 3)
        painter.save()
        painter.setClipRect(QRectF(bar.left(), bar.top(), width * max(0.0, min(1.0, share)), 6))
        painter.setBrush(theme.color("seal" if share > 1 else "accent"))
        painter.drawRoundedRect(bar, 3, 3)
        painter.restore()
        return rect.adjusted(width + theme.px(8), 0, 0, 0)

    @staticmethod
    def _paint_tick(painter: QPainter, rect: QRectF, state: Qt.CheckState) -> None:
        paint_tick(painter, rect, state is Qt.CheckState.Checked)

    @staticmethod
    def _paint_group(painter: QPainter, rect: QRect, title: str, note: str, sign: Mark | None) -> None:
        painter.fillRect(rect, theme.color("alt"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line"))
        left = rect.left() + theme.px(PADDING)
        ink = theme.color(sign.role if sign else "text")
        if sign is not None:
            mark(painter, QRectF(left, rect.top(), theme.px(12), rect.height()), sign)
            left += theme.px(20)
        font = fonts.font(fonts.BASE, bold=True)
        painter.setFont(font)
        painter.setPen(ink)
        width = QFontMetrics(font).horizontalAdvance(title)
        box = QRectF(left, rect.top(), width + 2, rect.height() - 1)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), title)
        if note:
            painter.setFont(fonts.font(fonts.CAPTION))
            painter.setPen(theme.color("text2"))
            box = QRectF(
                left + width + theme.px(10), rect.top(), rect.right() - left - width - theme.px(18), rect.height() - 1
            )
            shown = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(80), theme.px(28))

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """A cell whose text was cut shows the whole of it."""
        if event.type() == QEvent.Type.ToolTip and index.isValid():
            tip = index.data(Qt.ItemDataRole.ToolTipRole)
            text = index.data(Qt.ItemDataRole.DisplayRole) or ""
            font = fonts.font(fonts.BASE, bold=bool(index.data(BOLD_ROLE)))
            room = option.rect.width() - 2 * theme.px(PADDING)
            if not tip and QFontMetrics(font).horizontalAdvance(text) > room:
                tip = text
            QToolTip.showText(event.globalPos(), tip or "", view)
            return True
        return super().helpEvent(event, view, option, index)


def _first_visible_column(view: QTableView) -> int:
    header = view.horizontalHeader()
    for visual in range(header.count()):
        logical = header.logicalIndex(visual)
        if not header.isSectionHidden(logical):
            return logical
    return 0
