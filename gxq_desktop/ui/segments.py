"""A row of segments of which one is chosen: mark, word, count. Keys 1–9 choose while the page has the focus."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from gxq_desktop.domain.frozen import frozen
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.marks import Mark, mark


@frozen
class Segment:
    """id: what `chosen` emits. mark: drawn before the word."""

    id: str
    text: str
    mark: Mark | None = None


class SegmentButton(QAbstractButton):
    """One segment. The count is bold, in the colour of the mark."""

    def __init__(self, segment: Segment, parent: QWidget) -> None:
        super().__init__(parent)
        self.segment = segment
        self.count: int | None = None
        self.setText(segment.text)
        self.setCheckable(True)
        self.setAccessibleName(segment.text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        fonts.set_font(self, fonts.BASE)

    def set_segment(self, segment: Segment) -> None:
        """Another word or mark for the same id."""
        self.segment = segment
        self.setText(segment.text)
        self.set_count(self.count)

    def set_count(self, count: int | None) -> None:
        self.count = count
        self.setAccessibleName(self.text() if count is None else f"{self.text()} {count} 项")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        bold = QFontMetrics(fonts.font(fonts.BASE, bold=True))
        width = bold.horizontalAdvance(self.text()) + theme.px(22)
        width += theme.px(18) if self.segment.mark else 0
        width += bold.horizontalAdvance(str(self.count)) + theme.px(7) if self.count is not None else 0
        return QSize(width, theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        chosen = self.isChecked()
        if chosen or self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2 if self.hasFocus() or chosen else 1))
            painter.setBrush(theme.color("soft") if chosen else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 4, 4)
        left = float(theme.px(11))
        if self.segment.mark is not None:
            mark(painter, QRectF(left, 0, theme.px(12), self.height()), self.segment.mark)
            left += theme.px(18)
        font = fonts.font(fonts.BASE, bold=chosen)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        width = QFontMetrics(font).horizontalAdvance(self.text())
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(left, 0, width + 2, self.height()), flags, self.text())
        if self.count is not None:
            role = self.segment.mark.role if self.segment.mark and self.count else "text2"
            painter.setFont(fonts.font(fonts.BASE, bold=True))
            painter.setPen(theme.color(role))
            painter.drawText(QRectF(left + width + theme.px(7), 0, self.width(), self.height()), flags, str(self.count))


class Segments(QWidget):
    """chosen(id): the user chose a segment."""

    chosen = Signal(str)

    def __init__(self, segments: Sequence[Segment], parent: QWidget, name: str, *, keys: bool = False) -> None:
        """name: for screen readers. keys: whether 1–9 choose."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, SegmentButton] = {}
        for number, segment in enumerate(segments, 1):
            button = SegmentButton(segment, self)
            button.clicked.connect(lambda _=False, name=segment.id: self.chosen.emit(name))
            self._group.addButton(button)
            self.buttons[segment.id] = button
            row.addWidget(button)
            if keys and number < 10:
                button.setToolTip(f"{segment.text}（{number}）")
                shortcut = QShortcut(Qt.Key(Qt.Key.Key_0 + number), parent)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(button.click)
        if segments:
            self.buttons[segments[0].id].setChecked(True)

    @property
    def current(self) -> str:
        """The id of the chosen segment."""
        return next((name for name, button in self.buttons.items() if button.isChecked()), "")

    def choose(self, segment_id: str) -> None:
        """Mark SEGMENT_ID as chosen, "" for none, without `chosen`."""
        if segment_id:
            self.buttons[segment_id].setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self.buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)

    def set_count(self, segment_id: str, count: int | None) -> None:
        self.buttons[segment_id].set_count(count)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        names = list(self.buttons)
        wanted = names[(names.index(self.current) + step) % len(names)]
        self.buttons[wanted].setFocus()
        self.buttons[wanted].click()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("line2"))
        painter.setBrush(theme.color("base"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(theme.color("line"))
        buttons = list(self.buttons.values())
        for before, after in pairwise(buttons):
            if not before.isChecked() and not after.isChecked():
                x = after.x()
                painter.drawLine(x, theme.px(8), x, self.height() - theme.px(8))
