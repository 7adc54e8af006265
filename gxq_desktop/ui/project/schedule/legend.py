"""What the shapes of the chart mean, in one line."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.project.schedule.axis import Axis
from gxq_desktop.ui.project.schedule.bars import Shape, Style, paint_shape

_WORDS = ("关键链", "有机动", "不计时环节", "企业准备", "原计划", "障碍", "门槛")
_LENGTH = 2


def _sample(style: Style, critical: bool = False, ghost: bool = False) -> Shape:
    row = SimpleNamespace(state=None)
    first = _LENGTH if style is Style.GATE else 0
    return Shape(row, style, first, _LENGTH, None, None, (0, _LENGTH) if ghost else None, critical, "")  # type: ignore[arg-type]


_SAMPLES = (
    _sample(Style.BAR, critical=True), _sample(Style.BAR), _sample(Style.EXCLUDED), _sample(Style.PREPARATION), None,
    _sample(Style.OBSTACLE), _sample(Style.GATE, critical=True),
)  # fmt: skip


class Legend(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("图例")
        self.setAccessibleDescription("、".join(_WORDS))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(300), theme.px(22))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = fonts.font(fonts.GANTT)
        metrics = QFontMetricsF(font)
        length, height = theme.px(18), self.height()
        axis = Axis(date(2000, 1, 1), date(2000, 1, 9), length / _LENGTH)
        x = float(theme.px(8))
        for word, sample in zip(_WORDS, _SAMPLES, strict=True):
            width = metrics.horizontalAdvance(word)
            if x + length + width > self.width():
                break
            painter.save()
            painter.translate(x, 0)
            if sample is not None:
                if sample.style is Style.GATE:
                    painter.translate(-length / 2, 0)
                paint_shape(painter, sample, axis, 0, height)
            else:
                from PySide6.QtGui import QPen

                pen = QPen(theme.color("ghost"), 1.2)
                pen.setDashPattern([3, 2])
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(0.5, height / 2 - theme.px(6), length - 1, theme.px(11)), 2, 2)
            painter.restore()
            painter.setFont(font)
            painter.setPen(theme.color("text2"))
            box = QRectF(x + length + theme.px(5), 0, width + 2, height)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), word)
            x += length + width + theme.px(20)
