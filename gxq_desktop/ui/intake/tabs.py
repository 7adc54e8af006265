"""The sections as tabs: ✓ done, ✗ something to mend, else the number; short names where there is little room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gxq_desktop.domain.frozen import frozen
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.marks import Mark, mark

HEIGHT = 46


@frozen
class SectionTab:
    """mark: PASSED, FAILED, or None for its number."""

    name: str
    short: str
    mark: Mark | None

    def spoken(self, number: int) -> str:
        """For screen readers."""
        word = {Mark.PASSED: "，已填完", Mark.FAILED: "，有要改的"}.get(self.mark, "") if self.mark else ""
        return f"第 {number} 组 {self.name}{word}"


class SectionTabs(QWidget):
    """chosen(place): another tab was chosen. Left and right walk, Enter and Space do nothing more."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.tabs: tuple[SectionTab, ...] = ()
        self.current = 0
        self._hovered = -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("分组")

    def show_tabs(self, tabs: Sequence[SectionTab], current: int) -> None:
        if (tuple(tabs), current) == (self.tabs, self.current):
            return
        self.tabs, self.current = tuple(tabs), current
        spoken = "；".join(tab.spoken(number) for number, tab in enumerate(tabs, 1))
        self.setAccessibleName(f"分组：{self.tabs[current].spoken(current + 1)}" if self.tabs else "分组")
        self.setAccessibleDescription(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(int(sum(width for _, width in self._fitted(10_000))), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(HEIGHT))

    def _fitted(self, room: float) -> list[tuple[str, float]]:
        """Name and width of each tab: whole names, else short ones, else those but the current one cut to their number."""
        bold = QFontMetrics(fonts.font(fonts.BASE, bold=True))

        def widths(names: Sequence[str], padding: int) -> list[float]:
            return [bold.horizontalAdvance(name) + theme.px(padding + (20 if name else 12)) for name in names]

        whole, short = [tab.name for tab in self.tabs], [tab.short for tab in self.tabs]
        only = [tab.short if place == self.current else "" for place, tab in enumerate(self.tabs)]
        for names, padding in ((whole, 24), (whole, 16), (short, 20), (short, 12)):
            found = widths(names, padding)
            if sum(found) <= room - theme.px(6):
                return list(zip(names, found, strict=True))
        return list(zip(only, widths(only, 12), strict=True))

    def _boxes(self) -> list[tuple[str, QRectF]]:
        boxes, left = [], float(theme.px(6))
        for name, width in self._fitted(self.width()):
            boxes.append((name, QRectF(left, 0, width, self.height() - 1)))
            left += width
        return boxes

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("base"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))
        for place, ((name, box), tab) in enumerate(zip(self._boxes(), self.tabs, strict=True)):
            current = place == self.current
            font = fonts.font(fonts.BASE, bold=current)
            metrics = QFontMetrics(font)
            text = metrics.horizontalAdvance(name)
            sign = theme.px(12)
            gap = theme.px(7) if name else 0
            left = box.center().x() - (sign + gap + text) / 2
            if tab.mark is not None:
                mark(painter, QRectF(left, 0, sign, box.height()), tab.mark)
            else:
                painter.setFont(fonts.font(fonts.BASE, bold=True))
                painter.setPen(theme.color("accent" if current else "text2"))
                number = QRectF(left, 0, sign, box.height())
                painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(place + 1))
            painter.setFont(font)
            painter.setPen(theme.color("text" if current or place == self._hovered else "text2"))
            place_of_text = QRectF(left + sign + gap, 0, text + 2, box.height())
            painter.drawText(place_of_text, Qt.AlignmentFlag.AlignVCenter, name)
            if current:
                line = QRectF(left - theme.px(2), self.height() - 3, sign + gap + text + theme.px(4), 2)
                painter.fillRect(line, theme.color("accent"))
                if self.hasFocus():
                    painter.setPen(theme.color("accent"))
                    painter.drawRoundedRect(box.adjusted(2.5, 6.5, -2.5, -6.5), 4, 4)

    def _place_at(self, x: float) -> int:
        return next((place for place, (_, box) in enumerate(self._boxes()) if box.left() <= x < box.right()), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().x())
        if place >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().x())
        if place != self._hovered:
            self._hovered = place
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        wanted = self.current + step
        if step and 0 <= wanted < len(self.tabs):
            self.chosen.emit(wanted)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._place_at(event.pos().x())
            QToolTip.showText(event.globalPos(), self.tabs[place].spoken(place + 1) if place >= 0 else "", self)
            return True
        return super().event(event)
