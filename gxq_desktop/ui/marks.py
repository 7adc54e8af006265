"""Status marks: always shape + word + colour, drawn by one function; no font glyphs, so none can be missing.

`mark` draws the shape alone, `chip` shape and word, boxed where the state needs a hand. What is fine stays quiet.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from gxq_desktop.ui import fonts, theme


class Mark(StrEnum):
    """A state or a verdict; the value is its word on the screen."""

    OVERDUE = "超期"
    SOON = "临期"
    ON_TIME = "正常"
    PAUSED = "停钟"
    WAITING = "等企业"
    READY = "可开始"
    NOT_STARTED = "未开始"
    CLEARED = "已销账"
    SHIFTED = "顺延"
    PROVISIONAL = "暂定"
    APPLIES = "适用"
    UNDECIDED = "待定"
    NOT_APPLICABLE = "不适用"
    OVERRIDDEN = "人工认定"
    PASSED = "通过"
    FAILED = "不通过"
    NOTICE = "提醒"
    CHANGED = "已不同"
    DRAFT = "草稿"

    @property
    def role(self) -> str:
        """The token of its colour."""
        return _ROLES[self]

    @property
    def boxed(self) -> bool:
        """Whether its chip has a border and a tint: only what needs a hand."""
        return self in _BOXED


_ROLES = {
    Mark.OVERDUE: "seal", Mark.SOON: "warn", Mark.ON_TIME: "ok", Mark.PAUSED: "pause", Mark.WAITING: "text2",
    Mark.READY: "accent", Mark.NOT_STARTED: "text2", Mark.CLEARED: "ok", Mark.SHIFTED: "seal",
    Mark.PROVISIONAL: "text2", Mark.APPLIES: "accent", Mark.UNDECIDED: "warn", Mark.NOT_APPLICABLE: "text3",
    Mark.OVERRIDDEN: "pause", Mark.PASSED: "ok", Mark.FAILED: "seal", Mark.NOTICE: "warn", Mark.CHANGED: "warn",
    Mark.DRAFT: "text2",
}  # fmt: skip
_BOXED = frozenset({Mark.OVERDUE, Mark.SOON, Mark.PAUSED, Mark.FAILED, Mark.NOTICE, Mark.CHANGED})


def mark(painter: QPainter, rect: QRectF, kind: Mark, color: QColor | None = None) -> None:
    """Draw the shape of KIND centred in RECT, at most 12 px wide at 100 % text, in its colour or in COLOR."""
    side = int(min(rect.width(), rect.height(), theme.px(12)))
    device = painter.device()
    ratio = device.devicePixelRatio() if device is not None else 1.0
    shape = _shape(kind, side, ratio, (color or theme.color(kind.role)).rgba())
    painter.drawPixmap(QPointF(round(rect.center().x() - side / 2), round(rect.center().y() - side / 2)), shape)


@cache
def _shape(kind: Mark, side: int, ratio: float, rgba: int) -> QPixmap:
    """The shape drawn once: tables draw the same few a hundred times."""
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    ink = QColor.fromRgba(rgba)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    _SHAPES[kind](painter, QRectF(0, 0, side, side), ink)
    painter.end()
    return pixmap


def chip_size(kind: Mark, word: str | None = None) -> tuple[float, float]:
    """Width and height `chip` needs for KIND with WORD."""
    text = QFontMetricsF(fonts.font(fonts.CAPTION)).horizontalAdvance(kind.value if word is None else word)
    return text + theme.px(12 + 4 + (14 if kind.boxed else 2)), float(theme.px(20))


def chip(painter: QPainter, rect: QRectF, kind: Mark, word: str | None = None, color: QColor | None = None) -> None:
    """Draw KIND as shape and word at the left of RECT, vertically centred; WORD takes the place of its own word.

    color: for a row in another colour (selected in high contrast); a boxed chip keeps its own.
    """
    shown = kind.value if word is None else word
    width, height = chip_size(kind, shown)
    box = QRectF(rect.left(), rect.center().y() - height / 2, min(width, rect.width()), height)
    ink = color or theme.color(kind.role)
    painter.save()
    left = box.left()
    if kind.boxed:
        role = kind.role
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color(f"{role}Line"), 1))
        painter.setBrush(theme.color(f"{role}Bg"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        ink = theme.color(role)
        left += theme.px(6)
    mark(painter, QRectF(left, box.top(), theme.px(12), height), kind, ink)
    painter.setPen(ink)
    painter.setFont(fonts.font(fonts.CAPTION))
    text = QRectF(left + theme.px(16), box.top(), max(0.0, box.right() - left - theme.px(16)), height)
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()


def _stroke(ink: QColor, box: QRectF, part: float = 0.12) -> QPen:
    pen = QPen(ink, max(1.2, box.width() * part))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _at(box: QRectF, x: float, y: float) -> QPointF:
    """A point of BOX, x and y from 0 to 1."""
    return QPointF(box.left() + box.width() * x, box.top() + box.height() * y)


def _lines(painter: QPainter, box: QRectF, ink: QColor, *points: tuple[float, float], part: float = 0.14) -> None:
    painter.setPen(_stroke(ink, box, part))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([_at(box, x, y) for x, y in points]))


def _square(painter: QPainter, box: QRectF, ink: QColor) -> None:
    inset = box.width() * 0.16
    painter.drawRect(box.adjusted(inset, inset, -inset, -inset))


def _triangle(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.drawPolygon(QPolygonF([_at(box, 0.5, 0.1), _at(box, 0.96, 0.88), _at(box, 0.04, 0.88)]))


def _disc(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.drawEllipse(box.center(), box.width() * 0.3, box.width() * 0.3)


def _bars(painter: QPainter, box: QRectF, ink: QColor) -> None:
    for left in (0.2, 0.58):
        painter.drawRect(QRectF(_at(box, left, 0.14), _at(box, left + 0.22, 0.86)))


def _diamond(painter: QPainter, box: QRectF, ink: QColor) -> None:
    _lines(painter, box, ink, (0.5, 0.08), (0.92, 0.5), (0.5, 0.92), (0.08, 0.5), (0.5, 0.08), part=0.12)


def _arrowhead(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.drawPolygon(QPolygonF([_at(box, 0.2, 0.08), _at(box, 0.9, 0.5), _at(box, 0.2, 0.92)]))


def _ring(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setPen(_stroke(ink, box, 0.12))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.center(), box.width() * 0.36, box.width() * 0.36)


def _tick(painter: QPainter, box: QRectF, ink: QColor) -> None:
    _lines(painter, box, ink, (0.1, 0.54), (0.38, 0.82), (0.9, 0.2), part=0.16)


def _cross(painter: QPainter, box: QRectF, ink: QColor) -> None:
    _lines(painter, box, ink, (0.16, 0.16), (0.84, 0.84), part=0.16)
    _lines(painter, box, ink, (0.84, 0.16), (0.16, 0.84), part=0.16)


def _arrow(painter: QPainter, box: QRectF, ink: QColor) -> None:
    _lines(painter, box, ink, (0.06, 0.5), (0.92, 0.5))
    _lines(painter, box, ink, (0.6, 0.2), (0.92, 0.5), (0.6, 0.8))


def _dashed_ring(painter: QPainter, box: QRectF, ink: QColor) -> None:
    pen = _stroke(ink, box, 0.12)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([1.9, 1.5])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.center(), box.width() * 0.38, box.width() * 0.38)


def _ticked_disc(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.drawEllipse(box.center(), box.width() * 0.5, box.width() * 0.5)
    inner = box.adjusted(box.width() * 0.2, box.width() * 0.2, -box.width() * 0.2, -box.width() * 0.2)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)  # what lies under the disc is seen
    _lines(painter, inner, ink, (0.08, 0.54), (0.38, 0.84), (0.92, 0.2), part=0.2)


def _asking_ring(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setPen(_stroke(ink, box, 0.1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.center(), box.width() * 0.46, box.width() * 0.46)
    path = QPainterPath(_at(box, 0.36, 0.4))
    path.cubicTo(_at(box, 0.36, 0.22), _at(box, 0.64, 0.22), _at(box, 0.64, 0.4))
    path.cubicTo(_at(box, 0.64, 0.5), _at(box, 0.5, 0.5), _at(box, 0.5, 0.61))
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(ink))
    painter.drawEllipse(_at(box, 0.5, 0.76), box.width() * 0.07, box.width() * 0.07)


def _dash(painter: QPainter, box: QRectF, ink: QColor) -> None:
    _lines(painter, box, ink, (0.14, 0.5), (0.86, 0.5), part=0.13)


def _pencil(painter: QPainter, box: QRectF, ink: QColor) -> None:
    _lines(painter, box, ink, (0.1, 0.9), (0.18, 0.62), (0.72, 0.08), (0.92, 0.28), (0.38, 0.82), (0.1, 0.9), part=0.11)


def _unequal(painter: QPainter, box: QRectF, ink: QColor) -> None:
    for y in (0.36, 0.64):
        _lines(painter, box, ink, (0.1, y), (0.9, y), part=0.13)
    _lines(painter, box, ink, (0.68, 0.1), (0.32, 0.9), part=0.13)


_SHAPES = {
    Mark.OVERDUE: _square, Mark.SOON: _triangle, Mark.ON_TIME: _disc, Mark.PAUSED: _bars, Mark.WAITING: _diamond,
    Mark.READY: _arrowhead, Mark.NOT_STARTED: _ring, Mark.CLEARED: _tick, Mark.SHIFTED: _arrow,
    Mark.PROVISIONAL: _dashed_ring, Mark.APPLIES: _ticked_disc, Mark.UNDECIDED: _asking_ring,
    Mark.NOT_APPLICABLE: _dash, Mark.OVERRIDDEN: _pencil, Mark.PASSED: _tick, Mark.FAILED: _cross,
    Mark.NOTICE: _triangle, Mark.CHANGED: _unequal, Mark.DRAFT: _pencil,
}  # fmt: skip
