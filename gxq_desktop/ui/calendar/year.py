"""The year, painted: twelve months with 休 filled, 班 boxed, today ringed; a provisional year has dashed cells."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gxq_desktop.application.calendar_year import DayCell, MonthView, YearView
from gxq_desktop.application.wording import WEEKDAYS
from gxq_desktop.ui import fonts, theme

MONTHS = 12
COLUMNS = (4, 3, 2)
"""Months beside each other: as many as leave each day room for its number and its sign."""
DAY_WIDTH, DAY_HEIGHT, HIGHEST_DAY = 28, 20, 30
WEEKS = 6
SIGN, SMALL_SIGN = fonts.GANTT * 0.88, fonts.GANTT * 0.78
MARGIN, TOP, GAP, HEAD = 14, 10, 14, 46
"""Px at 100 %: left and right of the year, above and below it, between months, a month's name and weekdays."""


class YearGrid(QWidget):
    """chosen(DayCell): the day under the cursor changed. turned(years): leave the year, -1 or 1.

    Keys: arrows by day and week, PgUp/PgDn by month, Ctrl+PgUp/PgDn by year, Home today.
    """

    chosen = Signal(object)
    turned = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: YearView | None = None
        self._at = date(2000, 1, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setProperty("pane", True)
        self.setAccessibleName("年历")

    def show_year(self, view: YearView, at: date) -> None:
        """Show VIEW with the cursor on AT, which lies in it."""
        self._view = view
        self._move(at)

    @property
    def at(self) -> date:
        return self._at

    @property
    def columns(self) -> int:
        """How many months stand beside each other at the present width."""
        room = self.width() - 2 * theme.px(MARGIN) + theme.px(GAP)
        return next((each for each in COLUMNS if room // each - theme.px(GAP) >= 7 * theme.px(DAY_WIDTH)), COLUMNS[-1])

    def minimumSizeHint(self) -> QSize:
        rows = MONTHS // self.columns
        month = theme.px(HEAD) + WEEKS * theme.px(DAY_HEIGHT) + theme.px(4)
        return QSize(theme.px(600), rows * month + 2 * theme.px(TOP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()  # fewer months beside each other need more height

    def _cell(self, day: date) -> DayCell | None:
        if self._view is None or day.year != self._view.year:
            return None
        return self._view.months[day.month - 1].days[day.day - 1]

    def _move(self, day: date) -> None:
        cell = self._cell(day)
        if cell is None:
            return
        self._at = day
        self.setAccessibleDescription(cell.spoken)
        self.chosen.emit(cell)
        self.update()

    def _go(self, day: date) -> None:
        """Move to DAY, turning the year if it lies in another."""
        if self._view is not None and day.year != self._view.year:
            self._at = day
            self.turned.emit(day.year - self._view.year)
        else:
            self._move(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in steps and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._go(self._at + timedelta(days=steps[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            months = (12 if control else 1) * (-1 if key == Qt.Key.Key_PageUp else 1)
            self._go(_months_on(self._at, months))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position().x(), event.position().y())
        if cell is not None:
            self._move(cell.on)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self._cell_at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), cell.spoken if cell else "", self)
            return True
        return super().event(event)

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    # -- geometry -------------------------------------------------------------------------------------------------

    def _month_box(self, month: int) -> QRectF:
        margin, gap, columns = theme.px(MARGIN), theme.px(GAP), self.columns
        width = (self.width() - 2 * margin - (columns - 1) * gap) / columns
        height = (self.height() - 2 * theme.px(TOP)) / (MONTHS // columns)
        row, column = divmod(month - 1, columns)
        return QRectF(margin + column * (width + gap), theme.px(TOP) + row * height, width, height)

    def _grid(self, box: QRectF) -> tuple[float, float, float]:
        """Top of the first week, width and height of a cell."""
        head = theme.px(HEAD)
        return (
            box.top() + head,
            box.width() / 7,
            min(theme.px(HIGHEST_DAY), (box.height() - head - theme.px(4)) / WEEKS),
        )

    def _day_box(self, view: MonthView, day: int) -> QRectF:
        box = self._month_box(view.month)
        top, width, height = self._grid(box)
        place = view.first_column + day - 1
        left, right = round(box.left() + place % 7 * width), round(box.left() + (place % 7 + 1) * width)
        upper, lower = round(top + place // 7 * height), round(top + (place // 7 + 1) * height)
        return QRectF(left, upper, right - left, lower - upper)

    def _cell_at(self, x: float, y: float) -> DayCell | None:
        if self._view is None:
            return None
        for month in self._view.months:
            if self._month_box(month.month).contains(x, y):
                return next((cell for cell in month.days if self._day_box(month, cell.on.day).contains(x, y)), None)
        return None

    # -- painting -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("base"))
        if self._view is None:
            return
        for month in self._view.months:
            box = self._month_box(month.month)
            if box.intersects(QRectF(event.rect())):
                self._paint_month(painter, box, month)

    def _paint_month(self, painter: QPainter, box: QRectF, month: MonthView) -> None:
        assert self._view is not None
        head = QRectF(box.left() + theme.px(4), box.top(), box.width() - theme.px(8), theme.px(22))
        painter.setFont(fonts.font(fonts.NAVIGATION, bold=True))
        painter.setPen(theme.color("text"))
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{month.month}月")
        painter.setFont(fonts.font(fonts.CAPTION))
        painter.setPen(theme.color("text2"))
        said = f"{month.working_days} 个工作日"
        painter.drawText(head, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, said)
        _, width, _ = self._grid(box)
        for number, name in enumerate(WEEKDAYS):
            cell = QRectF(box.left() + number * width, box.top() + theme.px(23), width, theme.px(20))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, name)
        for day in month.days:
            self._paint_day(painter, self._day_box(month, day.on.day).adjusted(1, 1, -1, -1), day)

    def _paint_day(self, painter: QPainter, box: QRectF, day: DayCell) -> None:
        assert self._view is not None
        worked = day.kind.is_working
        if day.sign == "休":
            painter.fillRect(box, theme.color("off"))
        if day.sign == "班":
            painter.fillRect(box, theme.color("make"))
            painter.setPen(theme.color("accent"))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
        if self._view.provisional and (day.sign or worked):
            pen = QPen(theme.color("line2"), 1)
            pen.setDashPattern([2, 2])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0, 0, -1, -1))
        if day.is_today:
            painter.setPen(QPen(theme.color("seal"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        if day.on == self._at and self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -1) if not day.is_today else box.adjusted(4, 4, -4, -4))
        ink = "accent" if day.sign == "班" else "text" if worked else "text3"
        if day.sign == "休":
            ink = "text2"
        bold = day.is_today or day.sign == "班"
        painter.setFont(fonts.font(fonts.BASE, bold=bold))
        painter.setPen(theme.color(ink))
        if not day.sign:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(day.on.day))
            return
        number, room = str(day.on.day), box.width() - 3
        for is_bold, points in ((bold, SIGN), (bold, SMALL_SIGN), (False, SMALL_SIGN)):  # the first that fits
            first = fonts.metrics(fonts.BASE, is_bold).horizontalAdvance(number)
            second = fonts.metrics(points).horizontalAdvance(day.sign)
            if first + 1 + second <= room:
                break
        left = box.left() + (box.width() - first - 1 - second) / 2
        painter.setFont(fonts.font(fonts.BASE, bold=is_bold))
        painter.drawText(QRectF(left, box.top(), first + 1, box.height()), Qt.AlignmentFlag.AlignVCenter, number)
        painter.setFont(fonts.font(points))
        sign = QRectF(left + first + 1, box.top() + 1, second + 2, box.height())
        painter.drawText(sign, Qt.AlignmentFlag.AlignVCenter, day.sign)


def _months_on(day: date, months: int) -> date:
    """The same day MONTHS later, or the last of a shorter month."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))
