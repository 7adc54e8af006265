"""The fortnight strip: fifteen days with 休/班 and what falls on each; choose one to see only that."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gxq_desktop.application.today import StripDay
from gxq_desktop.ui import fonts, theme

MOST_BARS = 4


class FortnightStrip(QWidget):
    """chosen(date or None): a day was chosen, or none any more. Keys: ←/→ move, Enter or Space choose, Esc none."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._days: tuple[StripDay, ...] = ()
        self._chosen: date | None = None
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("两周日历条")
        self.setProperty("pane", True)

    def set_days(self, days: tuple[StripDay, ...]) -> None:
        self._days = days
        self._at = next((number for number, day in enumerate(days) if day.is_today), 0)
        self._speak()
        self.update()

    def set_chosen(self, day: date | None) -> None:
        self._chosen = day
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(600), theme.px(62))

    def _speak(self) -> None:
        self.setAccessibleDescription(self._days[self._at].spoken if self._days else "")

    def _edges(self) -> list[int]:
        """Rounded column edges, so that hairlines are never missing."""
        return [round(self.width() * number / max(1, len(self._days))) for number in range(len(self._days) + 1)]

    def _number_at(self, x: float) -> int:
        edges = self._edges()
        return next((n for n in range(len(self._days)) if edges[n] <= x < edges[n + 1]), -1)

    def _choose(self, number: int) -> None:
        if not 0 <= number < len(self._days):
            return
        self._at = number
        day = self._days[number].on
        self._chosen = None if day == self._chosen else day
        self._speak()
        self.chosen.emit(self._chosen)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self._number_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._days:
            self._at = max(0, min(len(self._days) - 1, self._at + (1 if key == Qt.Key.Key_Right else -1)))
            self._speak()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._at)
        elif key == Qt.Key.Key_Escape and self._chosen is not None:
            self._choose(next(n for n, day in enumerate(self._days) if day.on == self._chosen))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self._number_at(event.pos().x())
            QToolTip.showText(event.globalPos(), self._days[number].spoken if number >= 0 else "", self)
            return True
        return super().event(event)

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("base"))
        edges, height = self._edges(), self.height()
        for number, day in enumerate(self._days):
            self._paint_day(painter, QRectF(edges[number], 0, edges[number + 1] - edges[number], height), day, number)
        for x in edges[1:-1]:
            painter.fillRect(x, 0, 1, height, theme.color("line"))
        painter.fillRect(0, height - 1, self.width(), 1, theme.color("line2"))
        for number, day in enumerate(self._days):
            if day.is_today:
                painter.fillRect(edges[number], height - 2, edges[number + 1] - edges[number], 2, theme.color("seal"))

    def _paint_day(self, painter: QPainter, box: QRectF, day: StripDay, number: int) -> None:
        working = day.kind.is_working
        ground = "sel" if day.on == self._chosen or (day.is_today and self._chosen is None) else "base"
        if ground == "base":
            ground = "make" if day.sign == "班" else "base" if working else "off"
        painter.fillRect(box, theme.color(ground))
        if self.hasFocus() and number == self._at:
            painter.setPen(theme.color("accent"))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
            painter.drawRect(box.adjusted(2, 2, -3, -3))
        ink = "selText" if ground == "sel" else "text" if working else "text2"
        inner = box.adjusted(theme.px(9), theme.px(7), -theme.px(8), -theme.px(7))
        painter.setFont(fonts.font(fonts.CAPTION))
        painter.setPen(theme.color("selText" if ground == "sel" else "text2"))
        top = Qt.AlignmentFlag.AlignTop
        painter.drawText(inner, top | Qt.AlignmentFlag.AlignLeft, day.heading)
        if day.sign:
            painter.setFont(fonts.font(fonts.CAPTION, bold=True))
            role = "selText" if ground == "sel" else "accent" if day.sign == "班" else "text2"
            painter.setPen(theme.color(role))
            painter.drawText(inner, top | Qt.AlignmentFlag.AlignRight, day.sign)
        painter.setFont(fonts.font(fonts.DIALOG_HEAD, bold=working))
        painter.setPen(theme.color(ink))
        bottom = Qt.AlignmentFlag.AlignBottom
        painter.drawText(inner, bottom | Qt.AlignmentFlag.AlignLeft, str(day.on.day))
        self._paint_bars(painter, inner, day, ground == "sel")

    @staticmethod
    def _paint_bars(painter: QPainter, inner: QRectF, day: StripDay, on_selection: bool) -> None:
        """One small bar for each thing that is due (solid) or must start (outlined), at most four; more is a figure."""
        total = day.starts + day.ends
        if not total:
            return
        role = "selText" if on_selection and theme.look().is_contrast else "warn" if day.is_today else "barEdge"
        if total > MOST_BARS or inner.width() < theme.px(52):
            font = fonts.font(fonts.CAPTION, bold=True)
            room = inner.width() - fonts.metrics(fonts.DIALOG_HEAD, bold=True).horizontalAdvance("28") - theme.px(6)
            measured = QFontMetrics(font)
            text = next((each for each in (f"{total} 项", str(total)) if measured.horizontalAdvance(each) <= room), "")
            painter.setFont(font)
            painter.setPen(theme.color("selText" if on_selection else "text2"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight, text)
            return
        width, tall, gap = theme.px(5), theme.px(10), theme.px(3)
        x = inner.right() - total * (width + gap) + gap
        for number in range(total):
            bar = QRectF(round(x + number * (width + gap)), round(inner.bottom() - tall - 2), width, tall)
            if number < day.ends:
                painter.fillRect(bar, theme.color(role))
            else:
                painter.setPen(theme.color(role))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(bar.adjusted(0, 0, -1, -1))
