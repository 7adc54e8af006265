"""How a line of the chart is drawn: bar, float, what is past, ghost, gate, obstacle, bracket, label."""

from __future__ import annotations

from datetime import date
from enum import Enum

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from gxq_desktop.application.project_timetable import StepState, TimetableGroup, TimetableRow
from gxq_desktop.domain.frozen import slotted
from gxq_desktop.domain.network import StepKind
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.marks import Mark, mark
from gxq_desktop.ui.project.schedule.axis import Axis

FINISHED = (StepState.DONE, StepState.CLEARED)
BAR, THIN_BAR, GATE = 12, 7, 11
LEAST_BAR = 3.0
HATCH = 5


class Style(Enum):
    """How a step is drawn."""

    BAR = "bar"
    PREPARATION = "preparation"
    EXCLUDED = "excluded"
    OBSTACLE = "obstacle"
    GATE = "gate"


_STYLES = {
    StepKind.MATERIAL: Style.PREPARATION,
    StepKind.EXCLUDED: Style.EXCLUDED,
    StepKind.OBSTACLE: Style.OBSTACLE,
    StepKind.MILESTONE: Style.GATE,
}


def style_of(row: TimetableRow) -> Style:
    return _STYLES.get(row.step.kind, Style.BAR)


@slotted
class Shape:
    """A line of the chart, its places in days from the axis' first day, ready to be drawn at any zoom.

    first, after: the first day, and the day after the last. late: the day after the latest finish, if it may slip. past: the
    day after the last one past. ghost: as first and after. label_width: 0 until measured.
    """

    row: TimetableRow
    style: Style
    first: int
    after: int
    late: int | None
    past: int | None
    ghost: tuple[int, int] | None
    critical: bool
    label: str
    label_width: float = 0.0

    @classmethod
    def of(cls, row: TimetableRow, origin: date) -> Shape:
        step = row.step

        def days(on: date) -> int:
            return (on - origin).days

        style = style_of(row)
        first, after = days(step.early_start.on), days(step.early_finish.on) + 1
        if style is Style.GATE:
            first = after
        late = days(step.late_finish.on) + 1
        return cls(
            row=row,
            style=style,
            first=first,
            after=after,
            late=late if late > after and style is not Style.GATE and step.total_float > 0 else None,
            past=days(row.past_on) + 1 if row.past_on is not None else None,
            ghost=(days(row.ghost[0]), days(row.ghost[1]) + 1) if row.ghost is not None else None,
            critical=step.critical,
            label=row.label,
        )

    def edges(self, axis: Axis) -> tuple[float, float]:
        """Left and right of the bar in pixels; of a gate those of its diamond."""
        if self.style is Style.GATE:
            half = theme.px(GATE) / 2
            return self.after * axis.px - half, self.after * axis.px + half
        left = self.first * axis.px
        return left, max(self.after * axis.px, left + LEAST_BAR)

    @property
    def height(self) -> int:
        return theme.px(THIN_BAR if self.style is Style.PREPARATION else GATE if self.style is Style.GATE else BAR)


def paint_shape(painter: QPainter, shape: Shape, axis: Axis, top: float, height: float) -> None:
    """Draw SHAPE in the row from TOP, HEIGHT high. The painter's x is the axis'."""
    middle = top + height / 2
    if shape.ghost is not None:
        _paint_ghost(painter, shape, axis, middle)
    left, right = shape.edges(axis)
    if shape.style is Style.GATE:
        _paint_gate(painter, shape, (left + right) / 2, middle)
        return
    box = QRectF(left, middle - shape.height / 2, right - left, shape.height)
    if shape.row.state in FINISHED:
        _paint_done(painter, box)
        return
    if shape.late is not None:
        _paint_float(painter, right, shape.late * axis.px, middle)
    match shape.style:
        case Style.EXCLUDED:
            _paint_hatched(painter, box, theme.color("crit" if shape.critical else "barEdge"), theme.color("base"))
        case Style.OBSTACLE:
            _paint_hatched(painter, box, theme.color("seal"), theme.color("sealBg"))
        case Style.PREPARATION:
            _paint_solid(painter, box, "crit" if shape.critical else "prep", "crit" if shape.critical else "")
        case _:
            _paint_solid(painter, box, "crit" if shape.critical else "bar", "crit" if shape.critical else "barEdge")
    if shape.past is not None and shape.style is Style.BAR:
        end = min(shape.past * axis.px, right)
        pen = QPen(theme.color("base"), 1.6)
        painter.setPen(pen)
        y = box.bottom() - 3.5
        if end - left > 6:
            painter.drawLine(QLineF(left + 3, y, end - 1, y))


def paint_label(painter: QPainter, shape: Shape, axis: Axis, top: float, height: float) -> None:
    """Draw the words of SHAPE right of it, on a plate of the ground's colour."""
    if not shape.label:
        return
    font = fonts.font(fonts.GANTT, bold=shape.style is Style.GATE)
    painter.setFont(font)
    if not shape.label_width:
        shape.label_width = QFontMetricsF(font).horizontalAdvance(shape.label)
    _, right = shape.edges(axis)
    box = QRectF(right + 5, top + height / 2 - theme.px(8), shape.label_width + 6, theme.px(16))
    painter.fillRect(box, theme.color("base"))
    role = "text2"
    if shape.style is Style.OBSTACLE:
        role = "seal"
    elif shape.style is Style.GATE:
        role = "seal" if shape.row.state is StepState.MISSED else "text"
    painter.setPen(theme.color(role))
    flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter)
    painter.drawText(box, flags, shape.label)


def paint_bracket(painter: QPainter, group: TimetableGroup, axis: Axis, top: float, height: float) -> None:
    """Draw the span of a phase."""
    left, right = axis.left(group.first_on), axis.right(group.last_on)
    y = round(top + height / 2) - 1
    ink = theme.color("ghost")
    painter.fillRect(QRectF(left, y, right - left, 2.5), ink)
    for x in (left, right - 2):
        painter.fillRect(QRectF(x, y, 2, theme.px(6)), ink)


def _paint_solid(painter: QPainter, box: QRectF, fill: str, edge: str) -> None:
    if not edge and theme.look().is_contrast:
        edge = "text"
    painter.setBrush(theme.color(fill))
    painter.setPen(QPen(theme.color(edge), 1) if edge else QPen(Qt.PenStyle.NoPen))
    inset = 0.5 if edge else 0.0
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), 2, 2)


def _paint_done(painter: QPainter, box: QRectF) -> None:
    """Green-grey, with a tick where there is room."""
    _paint_solid(painter, box, "done", "doneEdge")
    side = theme.px(9)
    if box.width() >= side + 4:
        mark(painter, QRectF(box.left() + 2, box.top(), side, box.height()), Mark.CLEARED)


def _paint_hatched(painter: QPainter, box: QRectF, ink: QColor, ground: QColor) -> None:
    inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(inner, 2, 2)
    painter.save()
    painter.setClipRect(inner, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(ink, 1))
    clip = painter.clipBoundingRect()
    pitch, rise = HATCH, box.height()
    first = box.left() + max(0.0, (clip.left() - box.left()) // pitch * pitch) - rise
    lines, x = [], first - (first - box.left()) % pitch
    end = min(box.right(), clip.right())
    while x < end:
        lines.append(QLineF(x, box.bottom(), x + rise, box.top()))
        x += pitch
    painter.drawLines(lines)
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, 1))
    painter.drawRoundedRect(inner, 2, 2)


def _paint_float(painter: QPainter, left: float, right: float, middle: float) -> None:
    painter.setPen(QPen(theme.color("link"), 1))
    y = round(middle) + 0.5
    painter.drawLine(QLineF(left, y, right, y))
    painter.drawLine(QLineF(right, y - theme.px(4), right, y + theme.px(4)))


def _paint_ghost(painter: QPainter, shape: Shape, axis: Axis, middle: float) -> None:
    assert shape.ghost is not None
    pen = QPen(theme.color("ghost"), 1.2)
    pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    left, right = shape.ghost[0] * axis.px, shape.ghost[1] * axis.px
    if shape.style is Style.GATE:
        painter.drawPolygon(_diamond(right, middle, theme.px(GATE) / 2))
        return
    box = QRectF(left, middle - theme.px(BAR) / 2, max(right - left, LEAST_BAR), theme.px(BAR))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)


def _paint_gate(painter: QPainter, shape: Shape, x: float, middle: float) -> None:
    role = "seal" if shape.row.state is StepState.MISSED else "crit" if shape.critical else "barEdge"
    if shape.row.state in FINISHED:
        role = "doneEdge"
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(theme.color(role)))
    painter.drawPolygon(_diamond(x, middle, theme.px(GATE) / 2))


def _diamond(x: float, y: float, half: float) -> QPolygonF:
    return QPolygonF([QPointF(x, y - half), QPointF(x + half, y), QPointF(x, y + half), QPointF(x - half, y)])
