"""The five figures at the top of the overview, each a button that leads to the tab that says more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from gxq_desktop.application.project_overview import Figure, Tone
from gxq_desktop.ui import fonts, theme

HEIGHT = 80
_ROLES = {Tone.PLAIN: "text", Tone.MISSED: "seal", Tone.OPEN: "warn"}


class FigureButton(QAbstractButton):
    """A figure of 21 pt, its unit, and one line below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.figure: Figure | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_figure(self, figure: Figure) -> None:
        self.figure = figure
        self.setAccessibleName(f"{figure.caption}：{figure.value} {figure.unit}")
        self.setToolTip(figure.caption)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if self.figure is None:
            return QSize(theme.px(100), theme.px(HEIGHT))
        big = QFontMetrics(fonts.font(fonts.FIGURE, bold=True))
        small = QFontMetrics(fonts.font(fonts.CAPTION))
        head = big.horizontalAdvance(self.figure.value) + small.horizontalAdvance(self.figure.unit) + theme.px(6)
        return QSize(max(head, small.horizontalAdvance(self.figure.caption)) + theme.px(36), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(96), theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        figure = self.figure
        if figure is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 4, 4)
        left = theme.px(18)
        big = fonts.font(fonts.FIGURE, bold=True)
        metrics = QFontMetrics(big)
        base = theme.px(44)
        painter.setFont(big)
        painter.setPen(theme.color(_ROLES[figure.tone]))
        painter.drawText(left, base, figure.value)
        width = metrics.horizontalAdvance(figure.value)
        if figure.provisional:
            pen = QPen(theme.color(_ROLES[figure.tone]), 1)
            pen.setDashPattern([4, 3])
            painter.setPen(pen)
            painter.drawLine(left, base + theme.px(3), left + width, base + theme.px(3))
        painter.setFont(fonts.font(fonts.CAPTION))
        painter.setPen(theme.color("text2"))
        room = self.width() - left - theme.px(10)
        unit = painter.fontMetrics().elidedText(figure.unit, Qt.TextElideMode.ElideRight, max(0, room - width))
        painter.drawText(left + width + theme.px(5), base, unit)
        caption = painter.fontMetrics().elidedText(figure.caption, Qt.TextElideMode.ElideRight, room)
        painter.drawText(left, base + theme.px(22), caption)


class Figures(QWidget):
    """chosen(tab): a figure was pressed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("项目数字")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(0)
        self.buttons: list[FigureButton] = []

    def show_figures(self, figures: Sequence[Figure]) -> None:
        while len(self.buttons) < len(figures):
            button = FigureButton(self)
            button.clicked.connect(lambda _=False, each=button: self._on_clicked(each))
            self.buttons.append(button)
            self._row.addWidget(button, 1)
        for button, figure in zip(self.buttons, figures, strict=True):
            button.show_figure(figure)
        for place, button in enumerate(self.buttons):
            self._row.setStretch(place, button.sizeHint().width())
        self.update()

    def _on_clicked(self, button: FigureButton) -> None:
        if button.figure is not None:
            self.chosen.emit(button.figure.tab)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("line"))
        painter.setBrush(theme.color("base"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for button in self.buttons[1:]:
            x = button.x()
            painter.drawLine(x, theme.px(12), x, self.height() - theme.px(12))
