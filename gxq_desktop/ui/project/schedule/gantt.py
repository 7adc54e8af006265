"""The chart (甘特图): native, drawn row by row where it is exposed; rows, selection and vertical scroll are the table's.

The table at its left owns the rows: `set_table` ties both together. The chart's own vertical bar is the one seen; the
table's follows it. Keys: ←/→ along the links, ↑/↓ rows, D/W/M zoom, Z fit, T today, +/− zoom, Ctrl+wheel zoom, F2 why.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QBrush,
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from gxq_desktop.application.project_timetable import TimetableGroup, TimetableRow
from gxq_desktop.application.views import LinkView
from gxq_desktop.ui import theme
from gxq_desktop.ui.project.schedule.axis import Axis, Zoom
from gxq_desktop.ui.project.schedule.bars import BAR, Shape, paint_bracket, paint_label, paint_shape
from gxq_desktop.ui.project.schedule.gantt_header import GanttHeader
from gxq_desktop.ui.project.schedule.model import ScheduleModel
from gxq_desktop.ui.project.schedule.routes import Place, Route, route
from gxq_desktop.ui.table_view import TableView

HEADER = 48
WHEEL_FACTOR = 1.2


class Gantt(QAbstractScrollArea):
    """zoomed(px): pixels a day changed. why_wanted: Enter or double click."""

    zoomed = Signal(float)
    why_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("pane", True)
        self.setAccessibleName("甘特图")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(False)
        self.header = GanttHeader(self)
        self.axis = Axis(date(2026, 1, 1), date(2026, 12, 31), Zoom.WEEK.value)
        self.zoom_name: Zoom | None = Zoom.WEEK
        self._fits = False
        self._table: TableView | None = None
        self._model: ScheduleModel | None = None
        self._shapes: dict[int, Shape] = {}
        self._heads: dict[int, TimetableGroup] = {}
        self._count = 0
        self._line_of: dict[str, int] = {}
        self._routes: list[tuple[int, int, LinkView, Route, bool]] = []
        self._shading: tuple[object, QPixmap] | None = None
        self._placed = False
        theme.look().changed.connect(self._on_look)
        self._fit_header()

    # -- the table ------------------------------------------------------------------------------------------------

    def set_table(self, table: TableView, model: ScheduleModel) -> None:
        """Draw the rows of MODEL as TABLE shows them: its order, its selection, its scroll position."""
        self._table, self._model = table, model
        model.modelReset.connect(self._on_rows)
        model.layoutChanged.connect(self._on_rows)
        table.selectionModel().currentRowChanged.connect(self._on_current)
        theirs, ours = table.verticalScrollBar(), self.verticalScrollBar()
        theirs.valueChanged.connect(ours.setValue)
        ours.valueChanged.connect(theirs.setValue)
        theirs.rangeChanged.connect(self._on_range)

    @property
    def row_height(self) -> int:
        return self._table.verticalHeader().defaultSectionSize() if self._table is not None else theme.px(24)

    @property
    def current_line(self) -> int:
        return self._table.currentIndex().row() if self._table is not None else -1

    @property
    def current_row(self) -> TimetableRow | None:
        shape = self._shapes.get(self.current_line)
        return shape.row if shape is not None else None

    def _on_range(self, least: int, most: int) -> None:
        bar = self.verticalScrollBar()
        bar.setRange(least, most)
        if self._table is not None:
            bar.setPageStep(self._table.verticalScrollBar().pageStep())
            bar.setSingleStep(self.row_height)

    def _on_rows(self, *_: object) -> None:
        """The rows are others, or in another order."""
        model = self._model
        if model is None or model.timetable is None:
            return
        timetable = model.timetable
        if (timetable.first_on, timetable.last_on) != (self.axis.first_on, self.axis.last_on):
            middle = self.axis.day_at(self.horizontalScrollBar().value())
            self.axis = Axis(timetable.first_on, timetable.last_on, self.axis.px)
            self._set_scroll_range()
            if self._placed:
                self.horizontalScrollBar().setValue(round(self.axis.left(max(middle, timetable.first_on))))
        self._shapes, self._heads, self._line_of = {}, {}, {}
        self._count = 0
        for line, each in model.lines():
            self._count = line + 1
            if isinstance(each, TimetableGroup):
                self._heads[line] = each
            else:
                self._shapes[line] = Shape.of(each, timetable.first_on)
                self._line_of[each.id] = line
        self.header.set_timetable(timetable)
        if self._fits:
            self.axis = self.axis.fitting(self.viewport().width())
        self._set_scroll_range()
        self._route()
        self.viewport().update()
        if not self._placed and self.viewport().width() > 100:
            self._placed = True
            self.show_start()

    def _route(self) -> None:
        """Lay the links that set a date, once for a zoom."""
        model = self._model
        self._routes = []
        if model is None or model.timetable is None:
            return
        half = theme.px(BAR) / 2 / self.row_height
        for link in model.timetable.links:
            before, after = self._line_of.get(link.before), self._line_of.get(link.after)
            if before is None or after is None:
                continue
            one, other = self._shapes[before], self._shapes[after]
            laid = route(link.kind, Place(before, *one.edges(self.axis)), Place(after, *other.edges(self.axis)), half)
            first, last = laid.rows
            self._routes.append((first, last, link, laid, link.binding and one.critical and other.critical))
        self._routes.sort(key=lambda each: (each[4], each[0]))

    # -- zoom and place -------------------------------------------------------------------------------------------

    def set_zoom(self, zoom: Zoom) -> None:
        """Show days, weeks or months, keeping what is in the middle."""
        self._fits = False
        self._set_px(zoom.value * theme.look().percent / 100, self.viewport().width() / 2)
        self.zoom_name = zoom
        self.zoomed.emit(self.axis.px)

    def zoom_by(self, factor: float, at: float | None = None) -> None:
        """Zoom by FACTOR, keeping the day at viewport x AT where it is (the middle if None)."""
        self._fits = False
        self._set_px(self.axis.px * factor, self.viewport().width() / 2 if at is None else at)
        self.zoom_name = None
        self.zoomed.emit(self.axis.px)

    def fit(self) -> None:
        """Show all of it in the window."""
        self._fits = True
        self.zoom_name = None
        self._set_px(self.axis.fitting(self.viewport().width()).px, 0)
        self.zoomed.emit(self.axis.px)

    def _set_px(self, px: float, at: float) -> None:
        value = self.horizontalScrollBar().value()
        day = (value + at) / self.axis.px
        self.axis = self.axis.zoomed(px)
        self._set_scroll_range()
        self.horizontalScrollBar().setValue(round(day * self.axis.px - at))
        self._route()
        self.header.update()
        self.viewport().update()

    def show_day(self, on: date, part: float = 0.3) -> None:
        """Scroll so that ON stands at PART of the width."""
        self.horizontalScrollBar().setValue(round(self.axis.left(on) - self.viewport().width() * part))

    def show_today(self) -> None:
        model = self._model
        if model is not None and model.timetable is not None:
            self.show_day(model.timetable.flags[0].on)

    def show_start(self) -> None:
        """Where one wants to begin: today with a little of the past, or the plan's first bar if it lies ahead."""
        model = self._model
        if model is None or model.timetable is None or not self._shapes:
            return
        today = model.timetable.flags[0].on
        first = min(shape.row.step.early_start.on for shape in self._shapes.values())
        self.show_day(max(first, today - timedelta(days=14)) if today > first else min(first, today), 0.02)

    def reveal(self, line: int) -> None:
        """Scroll sideways until the bar of LINE is seen."""
        shape = self._shapes.get(line)
        if shape is None:
            return
        left, right = shape.edges(self.axis)
        bar, width = self.horizontalScrollBar(), self.viewport().width()
        if left < bar.value() + 8:
            bar.setValue(round(left - width * 0.2))
        elif min(right, left + width * 0.6) > bar.value() + width - 8:
            bar.setValue(round(min(right, left + width * 0.6) - width * 0.8))

    def bar_rect(self, line: int) -> QRect:
        """The bar of LINE in viewport coordinates; empty if there is none."""
        shape = self._shapes.get(line)
        if shape is None:
            return QRect()
        left, right = shape.edges(self.axis)
        top = line * self.row_height - self.verticalScrollBar().value()
        return QRect(round(left) - self.horizontalScrollBar().value(), top, round(right - left), self.row_height)

    def flag_places(self) -> list[int]:
        """Where today and the targets stand, in viewport coordinates."""
        model = self._model
        if model is None or model.timetable is None:
            return []
        offset = self.horizontalScrollBar().value()
        return [round(self.axis.left(flag.on)) - offset for flag in model.timetable.flags]

    def _set_scroll_range(self) -> None:
        bar = self.horizontalScrollBar()
        bar.setRange(0, max(0, round(self.axis.width) - self.viewport().width()))
        bar.setPageStep(self.viewport().width())
        bar.setSingleStep(max(8, round(self.axis.px)))

    def _fit_header(self) -> None:
        height = theme.px(HEADER)
        self.setViewportMargins(0, height, 0, 0)
        self.header.setGeometry(0, 0, self.width() - self.verticalScrollBar().sizeHint().width(), height)

    # -- events ---------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(theme.px(600), theme.px(400))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(HEADER + 80))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_header()
        self._set_scroll_range()
        if self._fits:
            self.fit()
        if not self._placed and self._shapes and self.viewport().width() > 100:
            self._placed = True
            self.show_start()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)
        if dx:
            self.header.update()

    def _on_look(self) -> None:
        self._shading = None
        for shape in self._shapes.values():
            shape.label_width = 0.0
        self._fit_header()
        self._route()
        self.header.update()
        self.viewport().update()

    def _on_current(self, *_: object) -> None:
        row = self.current_row
        text = row.spoken if row is not None else ""
        self.setAccessibleDescription(text)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current_row is None and self._table is not None:
            self._table.select_first()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = turned.y() / 120
            self.zoom_by(WHEEL_FACTOR**steps, event.position().x())
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - (turned.y() or turned.x()))
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        line = self._line_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and line in self._shapes:
            self.select(line)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._line_at(event.position().toPoint()) in self._shapes:
            self.why_wanted.emit()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return super().viewportEvent(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        text = self.tip_at(event.pos())
        if text:
            QToolTip.showText(event.globalPos(), text, self.viewport(), self.bar_rect(self._line_at(event.pos())))
        else:
            QToolTip.hideText()

    def tip_at(self, at: QPoint) -> str:
        """What the tool tip says at AT in the viewport: why the bar there stands where it does; "" beside bars."""
        shape = self._shapes.get(self._line_at(at))
        if shape is None:
            return ""
        x = at.x() + self.horizontalScrollBar().value()
        left, right = shape.edges(self.axis)
        end = max(right, (shape.late or 0) * self.axis.px)
        if not left - 6 <= x <= end + 6:
            return ""
        row = shape.row
        lines = (row.spoken, row.decided, row.step.why_early, row.step.why_late, "F2 看每一个限制")
        return "\n".join(line for line in lines if line)

    def _line_at(self, at: QPoint) -> int:
        return (at.y() + self.verticalScrollBar().value()) // self.row_height

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match key:
            case Qt.Key.Key_Left | Qt.Key.Key_Right if not control:
                self.walk(forward=key == Qt.Key.Key_Right)
            case (
                Qt.Key.Key_Up
                | Qt.Key.Key_Down
                | Qt.Key.Key_Home
                | Qt.Key.Key_End
                | Qt.Key.Key_PageUp
                | Qt.Key.Key_PageDown
            ):
                if self._table is not None:
                    self._table.keyPressEvent(event)
                    self.reveal(self.current_line)
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                bar = self.horizontalScrollBar()
                step = bar.pageStep() // 4
                bar.setValue(bar.value() + (step if key == Qt.Key.Key_Right else -step))
            case Qt.Key.Key_D if not control:
                self.set_zoom(Zoom.DAY)
            case Qt.Key.Key_W if not control:
                self.set_zoom(Zoom.WEEK)
            case Qt.Key.Key_M if not control:
                self.set_zoom(Zoom.MONTH)
            case Qt.Key.Key_Z if not control:
                self.fit()
            case Qt.Key.Key_T if not control:
                self.show_today()
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_by(WHEEL_FACTOR)
            case Qt.Key.Key_Minus:
                self.zoom_by(1 / WHEEL_FACTOR)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.why_wanted.emit()
            case Qt.Key.Key_C if control and self._table is not None:
                self._table.copy()
            case _:
                super().keyPressEvent(event)

    # -- walking --------------------------------------------------------------------------------------------------

    def select(self, line: int) -> None:
        """Make LINE the current one, here and in the table."""
        if self._table is not None and line in self._shapes:
            self._table.select_key(self._shapes[line].row.id)

    def walk(self, forward: bool) -> bool:
        """Go along the deciding link to a successor, or back to a predecessor; False if there is none shown."""
        row = self.current_row
        if row is None:
            return False
        for step_id in self.neighbours(row.id, forward):
            line = self._line_of.get(step_id)
            if line is not None:
                self.select(line)
                self.reveal(line)
                return True
        return False

    def neighbours(self, step_id: str, forward: bool) -> list[str]:
        """The steps linked to STEP_ID, the deciding and critical ones first."""
        model = self._model
        if model is None or model.timetable is None:
            return []
        ends = [
            (link, link.after if forward else link.before)
            for link in model.timetable.links
            if (link.before if forward else link.after) == step_id
        ]

        def weight(pair: tuple[LinkView, str]) -> tuple[bool, bool]:
            shape = self._shapes.get(self._line_of.get(pair[1], -1))
            return not pair[0].binding, not (shape is not None and shape.critical)

        ends.sort(key=weight)
        return list(dict.fromkeys(step for _, step in ends))

    # -- painting -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        exposed = event.rect()
        dx, dy, height = self.horizontalScrollBar().value(), self.verticalScrollBar().value(), self.row_height
        self._paint_ground(painter, exposed)
        first = max(0, (exposed.top() + dy) // height)
        last = min(self._count - 1, (exposed.bottom() + dy) // height)
        for line in range(first, last + 1):
            self._paint_row_ground(painter, line, line * height - dy, height, exposed)
        painter.translate(-dx, -dy)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right = exposed.left() + dx, exposed.right() + dx
        for line in range(first, last + 1):
            head = self._heads.get(line)
            if head is not None:
                paint_bracket(painter, head, self.axis, line * height, height)
        self._paint_flags(painter, exposed.top() + dy, exposed.bottom() + dy + 1)
        self._paint_links(painter, first, last, left, right)
        shapes = [(line, self._shapes[line]) for line in range(first, last + 1) if line in self._shapes]
        for line, shape in shapes:
            paint_shape(painter, shape, self.axis, line * height, height)
        for line, shape in shapes:
            paint_label(painter, shape, self.axis, line * height, height)

    def _paint_ground(self, painter: QPainter, exposed: QRect) -> None:
        """Days off shaded, make-up days tinted: one strip a row high, kept for a place and zoom, laid over all rows."""
        ratio = self.viewport().devicePixelRatioF()
        key = (self.horizontalScrollBar().value(), self.axis, self.viewport().width(), ratio, theme.look().tokens)
        if self._shading is None or self._shading[0] != key:
            strip = QPixmap(QSize(round(self.viewport().width() * ratio), round(8 * ratio)))
            strip.setDevicePixelRatio(ratio)
            strip.fill(theme.color("base"))
            inner = QPainter(strip)
            self._paint_days(inner, QRectF(0, 0, self.viewport().width(), 8))
            inner.end()
            self._shading = (key, strip)
        painter.drawTiledPixmap(QRectF(exposed), self._shading[1], QPointF(exposed.left(), exposed.top() % 8))

    def _paint_days(self, painter: QPainter, box: QRectF) -> None:
        model = self._model
        if model is None or model.timetable is None:
            return
        axis, dx = self.axis, self.horizontalScrollBar().value()
        first, last = axis.day_at(dx), axis.day_at(dx + box.width())
        off = model.timetable.days.off
        pale = QColor(theme.color("off"))
        dotted = theme.look().is_contrast
        quick = axis.px < 1.2  # weekends would be one grey: only holidays are shaded
        start = max(0, bisect_left([stretch.last_on for stretch in off], first))
        for stretch in off[start:]:
            if stretch.first_on > last:
                break
            if quick and not stretch.name:
                continue
            left, right = round(axis.left(stretch.first_on) - dx), round(axis.right(stretch.last_on) - dx)
            band = QRectF(left, box.top(), max(1, right - left), box.height())
            if dotted:
                painter.fillRect(band, QBrush(theme.color("text3"), Qt.BrushStyle.Dense7Pattern))
            else:
                painter.fillRect(band, pale)
        for day in model.timetable.days.makeup:
            if first <= day <= last:
                left, right = round(axis.left(day) - dx), round(axis.right(day) - dx)
                painter.fillRect(QRectF(left, box.top(), max(1, right - left), box.height()), theme.color("make"))
        painter.setPen(theme.color("line"))
        for tick in axis.upper(theme.look().percent / 100):
            if first <= tick.first_on <= last:
                x = round(axis.left(tick.first_on) - dx)
                painter.drawLine(x, int(box.top()), x, int(box.bottom()))

    def _paint_row_ground(self, painter: QPainter, line: int, top: int, height: int, exposed: QRect) -> None:
        if line in self._heads:
            painter.fillRect(exposed.left(), top, exposed.width(), height, theme.color("alt"))
        elif line == self.current_line:
            tint = QColor(theme.color("sel"))
            tint.setAlpha(150 if not theme.look().is_contrast else 90)
            painter.fillRect(exposed.left(), top, exposed.width(), height, tint)
        painter.fillRect(exposed.left(), top + height - 1, exposed.width(), 1, theme.color("line"))
        if line == self.current_line and self.hasFocus():
            painter.fillRect(exposed.left(), top, exposed.width(), 2, theme.color("accent"))
            painter.fillRect(exposed.left(), top + height - 2, exposed.width(), 2, theme.color("accent"))

    def _paint_flags(self, painter: QPainter, top: float, bottom: float) -> None:
        model = self._model
        if model is None or model.timetable is None:
            return
        for flag in model.timetable.flags:
            x = round(self.axis.left(flag.on) if not flag.is_target else self.axis.right(flag.on)) + 0.5
            pen = QPen(theme.color("accent" if flag.is_target else "seal"), 1.4)
            if flag.is_target:
                pen.setDashPattern([4, 3])
                pen.setDashOffset(top / 1.4)
            painter.setPen(pen)
            painter.drawLine(QLineF(x, top, x, bottom))

    def _paint_links(self, painter: QPainter, first: int, last: int, left: float, right: float) -> None:
        """The links that set a date; of the selected row all its links, those that do not decide dashed."""
        row = self.current_row
        chosen = row.id if row is not None else ""
        height = self.row_height
        for top, bottom, link, laid, critical in self._routes:
            mine = chosen in (link.before, link.after)
            if bottom < first or top > last or not (link.binding or mine):
                continue
            xs = [x for x, _ in laid.points]
            if max(xs) < left or min(xs) > right:
                continue
            ink = theme.color("crit" if critical else "accent" if mine else "link")
            pen = QPen(ink, 1.6 if critical else 1.2 if mine else 1.0)
            if not link.binding:
                pen.setDashPattern([3, 3])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            points = [QPointF(round(x) + 0.5, round(y * height) + 0.5) for x, y in laid.points]
            painter.drawPolyline(QPolygonF(points))
            self._paint_arrow(painter, points[-1], laid, ink)

    @staticmethod
    def _paint_arrow(painter: QPainter, tip: QPointF, laid: Route, ink: QColor) -> None:
        size, half = 5.0, 3.0
        x, y = tip.x(), tip.y()
        if laid.vertical:
            back = -size if laid.forward else size
            points = [QPointF(x, y), QPointF(x - half, y + back), QPointF(x + half, y + back)]
        else:
            back = -size if laid.forward else size
            points = [QPointF(x, y), QPointF(x + back, y - half), QPointF(x + back, y + half)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF(points))
