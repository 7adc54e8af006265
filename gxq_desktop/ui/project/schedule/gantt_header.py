"""The chart's header: two bands of time, holidays named, make-up days marked, flags of today and the targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gxq_desktop.application.project_timetable import Flag, Timetable
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.project.schedule.axis import Step

if TYPE_CHECKING:
    from gxq_desktop.ui.project.schedule.gantt import Gantt

MAKEUP = "班"


class GanttHeader(QWidget):
    def __init__(self, chart: Gantt) -> None:
        super().__init__(chart)
        self._chart = chart
        self._timetable: Timetable | None = None
        self.setAccessibleName("时间轴")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_timetable(self, timetable: Timetable) -> None:
        self._timetable = timetable
        self.setAccessibleDescription("，".join(flag.text for flag in timetable.flags))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("alt"))
        half = self.height() // 2
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line2"))
        painter.fillRect(0, half, self.width(), 1, theme.color("line"))
        if self._timetable is None:
            return
        dx = self._chart.horizontalScrollBar().value()
        flags = self._placed_flags(dx, half)
        self._paint_upper(painter, dx, half, [box for _, box, _ in flags])
        self._paint_lower(painter, dx, half)
        painter.setFont(fonts.font(fonts.CAPTION, bold=True))
        for flag, box, x in flags:
            self._paint_flag(painter, flag, box, x)

    def _paint_upper(self, painter: QPainter, dx: int, half: int, taken: Sequence[QRectF]) -> None:
        """Months or years, their names beside the boxes TAKEN by flags."""
        axis = self._chart.axis
        painter.setFont(fonts.font(fonts.CAPTION, bold=True))
        metrics = painter.fontMetrics()
        years = self._timetable.days.provisional_years if self._timetable is not None else frozenset()
        for tick in axis.upper(theme.look().percent / 100):
            left, right = axis.left(tick.first_on) - dx, axis.right(tick.last_on) - dx
            if right < 0 or left > self.width():
                continue
            painter.fillRect(QRectF(round(left), 0, 1, half), theme.color("line2"))
            text = tick.text
            if tick.first_on.year in years and (tick.first_on.month == 1 or "年" in text):
                text += "（暂定）"
            shown_at = max(left, 0) + theme.px(5)
            for box in taken:
                if box.left() < shown_at + metrics.horizontalAdvance(text) and shown_at < box.right():
                    shown_at = box.right() + theme.px(5)
            room = right - shown_at
            if metrics.horizontalAdvance(text) > room:
                text = tick.text if metrics.horizontalAdvance(tick.text) <= room else text.split("年")[-1]
            if metrics.horizontalAdvance(text) <= room:
                painter.setPen(theme.color("text"))
                painter.drawText(QRectF(shown_at, 0, room, half), int(Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_lower(self, painter: QPainter, dx: int, half: int) -> None:
        timetable, axis = self._timetable, self._chart.axis
        assert timetable is not None
        scale = theme.look().percent / 100
        step = axis.step(scale)
        band = QRectF(0, half + 1, self.width(), self.height() - half - 2)
        first, last = axis.day_at(dx), axis.day_at(dx + self.width())
        painter.setFont(fonts.font(fonts.GANTT))
        metrics = QFontMetricsF(painter.font())
        taken: list[tuple[float, float]] = []
        detailed = step in (Step.DAY, Step.WEEK)
        if detailed:
            for stretch in timetable.days.off:
                if stretch.last_on < first or stretch.first_on > last:
                    continue
                left, right = axis.left(stretch.first_on) - dx, axis.right(stretch.last_on) - dx
                if stretch.name or step is Step.DAY:
                    painter.fillRect(QRectF(left, band.top(), right - left, band.height()), theme.color("off"))
                name = stretch.name.removesuffix("节") if len(stretch.name) > 2 else stretch.name
                if name and step is Step.WEEK:
                    shown = next(
                        (each for each in (name, name[:2], "休") if metrics.horizontalAdvance(each) <= right - left), ""
                    )
                    if shown:
                        box = QRectF(left, band.top(), right - left, band.height())
                        painter.setPen(theme.color("text2"))
                        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shown)
                        taken.append((left, right))
            for day in timetable.days.makeup:
                if first <= day <= last:
                    left, right = axis.left(day) - dx, axis.right(day) - dx
                    box = QRectF(left, band.top(), right - left, band.height())
                    painter.fillRect(box, theme.color("make"))
                    wide = metrics.horizontalAdvance(MAKEUP) + 2
                    if step is Step.WEEK:
                        box = QRectF((left + right - wide) / 2, band.top(), wide, band.height())
                        painter.setFont(fonts.font(fonts.GANTT, bold=True))
                        painter.setPen(theme.color("accent"))
                        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), MAKEUP)
                        painter.setFont(fonts.font(fonts.GANTT))
                        taken.append((box.left(), box.right()))
        makeup = set(timetable.days.makeup)
        for tick in axis.lower(first, last, scale):
            left, right = axis.left(tick.first_on) - dx, axis.right(tick.last_on) - dx
            painter.fillRect(QRectF(round(left), band.top(), 1, band.height()), theme.color("line2"))
            text = tick.text
            ink = "text2"
            if step is Step.DAY and tick.first_on in makeup:
                text, ink = f"{MAKEUP}{text}", "accent"
            width = metrics.horizontalAdvance(text)
            if step is Step.DAY:
                box, flags = QRectF(left, band.top(), right - left, band.height()), Qt.AlignmentFlag.AlignCenter
            else:
                box = QRectF(left + theme.px(4), band.top(), width + 2, band.height())
                flags = Qt.AlignmentFlag.AlignVCenter
            free = all(box.right() <= start or box.left() >= end for start, end in taken)
            if width <= right - left and (step is Step.DAY or free):
                painter.setPen(theme.color(ink))
                painter.drawText(box, int(flags), text)

    def _placed_flags(self, dx: int, half: int) -> list[tuple[Flag, QRectF, int]]:
        """Each flag with its box and the x of its line."""
        timetable, axis = self._timetable, self._chart.axis
        assert timetable is not None
        metrics = QFontMetricsF(fonts.font(fonts.CAPTION, bold=True))
        taken: list[tuple[float, float]] = []
        placed = []
        for flag in timetable.flags:
            x = round((axis.right(flag.on) if flag.is_target else axis.left(flag.on)) - dx)
            width = metrics.horizontalAdvance(flag.text) + theme.px(10)
            left = self._place_flag(x, width, taken)
            taken.append((left, left + width))
            placed.append((flag, QRectF(left, theme.px(4), width, half - theme.px(5)), x))
        return sorted(placed, key=lambda each: each[1].left())

    def _place_flag(self, x: float, width: float, taken: list[tuple[float, float]]) -> float:
        """Right of its line, or left of it where another flag or the window's edge is in the way."""
        for left in (x, x - width + 1):
            if all(left + width <= start or left >= end for start, end in taken) and left + width <= self.width():
                return left
        return x if x + width <= self.width() else x - width + 1

    def _paint_flag(self, painter: QPainter, flag: Flag, box: QRectF, x: float) -> None:
        if box.right() < 0 or box.left() > self.width():
            return
        role = "accent" if flag.is_target else "seal"
        painter.fillRect(box, theme.color(role))
        painter.fillRect(QRectF(x, box.top(), 1.6, self.height() - box.top()), theme.color(role))
        painter.setPen(theme.color("base" if theme.look().is_contrast else "onAccent" if flag.is_target else "base"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), flag.text)
