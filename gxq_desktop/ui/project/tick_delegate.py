"""Rows with a box to tick: the box in the desk's own colours, as plain in the dark as in the light."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from gxq_desktop.ui import theme
from gxq_desktop.ui.delegates import RowDelegate


class TickDelegate(RowDelegate):
    @staticmethod
    def _paint_tick(painter: QPainter, rect: QRectF, state: Qt.CheckState) -> None:
        side = theme.px(16)
        box = QRectF(rect.left(), round(rect.center().y() - side / 2), side, side).adjusted(0.5, 0.5, -0.5, -0.5)
        checked = state is Qt.CheckState.Checked
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent" if checked else "ctl"), 1))
        painter.setBrush(theme.color("accent" if checked else "base"))
        painter.drawRoundedRect(box, 3, 3)
        if checked:
            ink = theme.color("base" if theme.look().is_contrast else "onAccent")
            pen = QPen(ink, max(1.6, side * 0.12))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            points = ((0.24, 0.52), (0.43, 0.71), (0.78, 0.31))
            painter.drawPolyline(
                QPolygonF([QPointF(box.left() + box.width() * x, box.top() + box.height() * y) for x, y in points])
            )
        painter.restore()
