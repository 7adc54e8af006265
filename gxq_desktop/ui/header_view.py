"""A table's header, painted here: a styled section loses its sort arrow beside right-aligned text."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QPolygonF
from PySide6.QtWidgets import QAbstractScrollArea, QHeaderView, QWidget

from gxq_desktop.ui import fonts, theme


def own_viewport(area: QAbstractScrollArea) -> QWidget:
    """Give AREA a viewport made here, and return it.

    Of one that Qt made itself, PySide does not know which of all kinds of widget it is, and makes every one of them known
    first: 20 ms and 2 MiB of a start.
    """
    ground = QWidget(area)
    ground.setBackgroundRole(QPalette.ColorRole.Base)
    ground.setAutoFillBackground(True)
    area.setViewport(ground)
    return ground


class TableHeader(QHeaderView):
    """Captions on the alternate ground, hairlines, and an arrow beside the title of the column sorted by."""

    def __init__(self, parent: QWidget, height: int = 30) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._height = height
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self._ground = own_viewport(self)
        self.setMinimumSectionSize(24)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName("列头")

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(self._height))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        if not rect.isValid() or model is None:
            return
        painter.save()
        painter.fillRect(rect, theme.color("alt"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line2"))
        if self.visualIndex(logicalIndex) < self._last_visible():
            painter.fillRect(rect.right(), rect.top() + 6, 1, rect.height() - 12, theme.color("line"))
        orientation, display = Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole
        title = str(model.headerData(logicalIndex, orientation, display) or "")
        alignment = model.headerData(logicalIndex, orientation, Qt.ItemDataRole.TextAlignmentRole)
        right = bool(Qt.AlignmentFlag(alignment or 0) & Qt.AlignmentFlag.AlignRight)
        is_sorted = self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex
        font = fonts.font(fonts.CAPTION, bold=is_sorted)
        painter.setFont(font)
        painter.setPen(theme.color("text" if is_sorted else "text2"))
        inner = QRectF(rect).adjusted(theme.px(8), 0, -theme.px(8), -1)
        arrow = theme.px(7)
        if is_sorted:
            width = min(QFontMetrics(font).horizontalAdvance(title) + arrow + theme.px(5), inner.width())
            left = inner.right() - width if right else inner.left()
            text = QRectF(left, inner.top(), width - arrow - theme.px(4), inner.height())
            self._paint_arrow(painter, QRectF(text.right() + theme.px(4), inner.center().y() - arrow / 2, arrow, arrow))
            painter.setPen(theme.color("text"))
        else:
            text = inner
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, int(text.width()) + 1)
        painter.drawText(text, side | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _paint_arrow(self, painter: QPainter, box: QRectF) -> None:
        up = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        middle, tip, foot = box.center().x(), box.top() if up else box.bottom(), box.bottom() if up else box.top()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        inset = (foot - tip) * 0.2
        painter.drawPolygon(
            QPolygonF(
                [QPointF(middle, tip + inset), QPointF(box.right(), foot - inset), QPointF(box.left(), foot - inset)]
            )
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _last_visible(self) -> int:
        for visual in range(self.count() - 1, -1, -1):
            if not self.isSectionHidden(self.logicalIndex(visual)):
                return visual
        return -1

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self._ground)
        painter.fillRect(self._ground.rect(), theme.color("alt"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line2"))
        painter.end()
        super().paintEvent(event)  # type: ignore[arg-type]
