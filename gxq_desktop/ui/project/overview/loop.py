"""The closed loop (项目闭环, S11): five stages as arrows, the present one filled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gxq_desktop.application.project_overview import StageView
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.marks import Mark, mark


class StageLoop(QWidget):
    """Painted; says the same in its accessible description."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._stages: tuple[StageView, ...] = ()
        self.setAccessibleName("项目环节")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_stages(self, stages: Sequence[StageView]) -> None:
        self._stages = tuple(stages)
        spoken = "；".join(stage.spoken for stage in stages)
        self.setAccessibleDescription(spoken)
        self.setToolTip(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(520), theme.px(46))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(400), theme.px(46))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._stages:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() / len(self._stages)
        for place, stage in enumerate(self._stages):
            self._paint_stage(painter, QRectF(place * width, 0.5, width, self.height() - 1), stage, place)

    def _paint_stage(self, painter: QPainter, box: QRectF, stage: StageView, place: int) -> None:
        nose = theme.px(10)
        left, right = box.left() + 1, box.right() - 2
        top, bottom, middle = box.top() + 1, box.bottom() - 1, box.center().y()
        notch = left + (nose if place else 0)
        shape = QPolygonF(
            [
                QPointF(left, top),
                QPointF(right - nose, top),
                QPointF(right, middle),
                QPointF(right - nose, bottom),
                QPointF(left, bottom),
                QPointF(notch, middle),
            ]
        )
        painter.setPen(QPen(theme.color("accent" if stage.is_now else "line2"), 2 if stage.is_now else 1))
        painter.setBrush(theme.color("soft" if stage.is_now else "base"))
        painter.drawPolygon(shape)
        text_left = left + theme.px(24 if place else 14)
        if stage.is_past:
            mark(painter, QRectF(text_left, top + theme.px(5), theme.px(12), theme.px(16)), Mark.CLEARED)
        word = f"{stage.stage.value}（现在）" if stage.is_now else stage.stage.value
        painter.setFont(fonts.font(fonts.BASE, bold=stage.is_now))
        painter.setPen(theme.color("text" if stage.is_now or stage.is_past else "text2"))
        offset = theme.px(17) if stage.is_past else 0
        room = right - nose - text_left
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(text_left + offset, top + theme.px(3), room, theme.px(20)), flags, word)
        painter.setFont(fonts.font(fonts.CAPTION))
        painter.setPen(theme.color("text2"))
        fits = painter.fontMetrics().horizontalAdvance(stage.text) <= room
        text = stage.text if fits or not stage.short else stage.short
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(text_left, top + theme.px(22), room, theme.px(18)), flags, shown)
