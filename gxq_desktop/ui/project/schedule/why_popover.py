"""Why this date (为什么是这一天): beside the bar, never over today or a target; a plain child widget, so that keys reach it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gxq_desktop.application.why_view import Candidate, CountedDay, WhyView
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.labels import Elided, Hairline, link_button, wrapped

WIDTH = 512
MOST_CANDIDATES = 4
GAP, ASIDE = 10, 4
"""Pixels between bar and popover: above or below it, where its tip is, and beside it."""


class CountedDays(QWidget):
    """The days counted, each with its number in a ring."""

    def __init__(self, days: Sequence[CountedDay], parent: QWidget) -> None:
        super().__init__(parent)
        self._days = tuple(days)
        self.setAccessibleName("、".join(f"{day.on:%m-%d} 第 {day.number} 天" for day in days))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _columns(self) -> int:
        return max(1, self.width() // theme.px(70)) if self.width() > 40 else 6

    def sizeHint(self) -> QSize:
        rows = -(-len(self._days) // max(1, (theme.px(WIDTH) - 32) // theme.px(70)))
        return QSize(theme.px(WIDTH) - 32, rows * theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns, width, height = self._columns(), theme.px(70), theme.px(20)
        for place, day in enumerate(self._days):
            left, top = (place % columns) * width, (place // columns) * height
            painter.setFont(fonts.font(fonts.CAPTION))
            painter.setPen(theme.color("text2"))
            text = f"…{day.on:%m-%d}" if day.gap else f"{day.on:%m-%d}"
            box = QRectF(left, top, width - theme.px(24), height)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)
            shift = QFontMetricsF(painter.font()).horizontalAdvance(text) + theme.px(3)
            size = theme.px(15) if day.number < 100 else theme.px(21)
            ring = QRectF(left + shift, top + (height - theme.px(15)) / 2, size, theme.px(15))
            painter.setPen(QPen(theme.color("ctl"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
            painter.setFont(fonts.font(7.5))
            painter.setPen(theme.color("text"))
            painter.drawText(ring, int(Qt.AlignmentFlag.AlignCenter), str(day.number))


class WhyPopover(QFrame):
    """go_wanted(step id): follow a link. closed: it was put away."""

    go_wanted = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("为什么是这一天")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._body: QWidget | None = None
        self._tip: QPoint | None = None
        self._above = True
        self._layout = QVBoxLayout(self)
        self._late = False
        self._where: tuple[QRect, QRect, tuple[int, ...]] | None = None
        self.view: WhyView | None = None
        self.hide()

    # -- contents -------------------------------------------------------------------------------------------------

    def show_view(self, view: WhyView, bar: QRect, bounds: QRect, keep_free: Sequence[int]) -> None:
        """Show VIEW beside BAR within BOUNDS, both in the parent's coordinates, off the places x in KEEP_FREE if it can."""
        self._late = False
        self._show(view, bar, bounds, tuple(keep_free))

    def _show(self, view: WhyView, bar: QRect, bounds: QRect, keep_free: tuple[int, ...]) -> None:
        self.view, self._where = view, (bar, bounds, keep_free)
        self._fill(view)
        self.setAccessibleDescription(view.spoken)
        width = min(theme.px(WIDTH), bounds.width() - 8)
        self.setFixedWidth(width)
        self._layout.activate()
        height = max(self._layout.totalHeightForWidth(width), self.sizeHint().height())
        size = QSize(width, min(height, bounds.height() - 4))
        box = place(size, bar, bounds, keep_free)
        self.setGeometry(box)
        self._above = box.center().y() < bar.center().y()
        x = min(max(bar.center().x(), box.left() + 18), box.right() - 18)
        beside = box.right() < bar.left() or box.left() > bar.right()
        self._tip = (
            None if beside and box.top() < bar.bottom() and box.bottom() > bar.top() else QPoint(x - box.left(), 0)
        )
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.update()

    def _fill(self, view: WhyView) -> None:
        if self._body is not None:
            self._layout.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        body = QWidget(self)
        self._body = body
        self._layout.setContentsMargins(16, 10 + GAP, 16, 8 + GAP)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        head = QHBoxLayout()
        title = QLabel(view.late_title if self._late else view.title, body)
        fonts.set_font(title, fonts.PANEL_TITLE, bold=True)
        subject = Elided(body, view.subject, "text2")
        key = QLabel("Esc", body)
        theme.set_role(key, "key")
        fonts.set_font(key, fonts.GANTT)
        head.addWidget(title)
        head.addWidget(subject, 1)
        head.addWidget(key)
        column.addLayout(head)
        column.addWidget(wrapped(view.late_sentence if self._late else view.counting, body))
        if view.counted and not self._late:
            column.addWidget(CountedDays(view.counted, body))
        column.addWidget(Hairline(body))
        column.addLayout(self._grid(view.late if self._late else view.early, body))
        column.addWidget(Hairline(body))
        if view.decided:
            decided = wrapped(view.decided, body)
            fonts.set_font(decided, fonts.CAPTION)
            theme.set_role(decided, "pause")
            column.addWidget(decided)
        if view.basis and not self._late:
            basis = wrapped(view.basis, body)
            fonts.set_font(basis, fonts.CAPTION)
            theme.set_role(basis, "text2")
            column.addWidget(basis)
        foot = QHBoxLayout()
        foot.setSpacing(14)
        other = link_button("看最早(L)" if self._late else f"{view.late_title}，为什么(L)", body)
        other.clicked.connect(self.turn)
        foot.addWidget(other)
        foot.addStretch(1)
        for links, text in ((view.before, "到 {}(←)"), (view.after, "到 {}(→)")):
            if links:
                link = link_button(text.format(links[0].label), body)
                link.clicked.connect(lambda _=False, step=links[0].step_id: self.go_wanted.emit(step))
                foot.addWidget(link)
        column.addLayout(foot)
        self._layout.addWidget(body)

    def turn(self) -> None:
        """Show the other side: why the earliest date, or why the latest."""
        if self.view is not None and self._where is not None:
            self._late = not self._late
            self._show(self.view, *self._where)

    @staticmethod
    def _grid(candidates: Sequence[Candidate], parent: QWidget) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 6)
        grid.setColumnStretch(2, 5)
        limits = [each for each in candidates if not each.step_id and not each.decides]
        held = [each for each in candidates if each not in limits]
        shown = [*held[:MOST_CANDIDATES], *limits]
        for row, each in enumerate(shown):
            text, on, effect = wrapped(each.text, parent), QLabel(each.on_text, parent), wrapped(each.effect, parent)
            fonts.set_font(text, fonts.BASE, bold=each.decides)
            fonts.set_font(on, fonts.BASE, bold=True)
            fonts.set_font(effect, fonts.CAPTION)
            theme.set_role(effect, "accent" if each.decides else "text2")
            for column, widget in enumerate((text, on, effect)):
                grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignTop)
        if len(held) > MOST_CANDIDATES:
            more = QLabel(f"另有 {len(held) - MOST_CANDIDATES} 个，都不起作用", parent)
            theme.set_role(more, "text2")
            fonts.set_font(more, fonts.CAPTION)
            grid.addWidget(more, len(shown), 0, 1, 3)
        return grid

    # -- keys and looks -------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        view = self.view
        match event.key():
            case Qt.Key.Key_Escape | Qt.Key.Key_F2:
                self.put_away()
            case Qt.Key.Key_L:
                self.turn()
            case Qt.Key.Key_Left if view is not None and view.before:
                self.go_wanted.emit(view.before[0].step_id)
            case Qt.Key.Key_Right if view is not None and view.after:
                self.go_wanted.emit(view.after[0].step_id)
            case _:
                super().keyPressEvent(event)

    def put_away(self) -> None:
        """Hide it."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("ctl"), 1))
        painter.setBrush(theme.color("raised"))
        box = QRectF(self.rect()).adjusted(0.5, GAP - 0.5, -0.5, -GAP + 0.5)
        painter.drawRoundedRect(box, 6, 6)
        if self._tip is None:
            return
        x, half = self._tip.x(), GAP - 1
        edge = box.bottom() if self._above else box.top()
        tip = edge + half if self._above else edge - half
        painter.setPen(Qt.PenStyle.NoPen)
        inner = edge - 1 if self._above else edge + 1
        painter.drawPolygon(QPolygonF([QPointF(x - half, inner), QPointF(x, tip), QPointF(x + half, inner)]))
        painter.setPen(QPen(theme.color("ctl"), 1))
        painter.drawPolyline(QPolygonF([QPointF(x - half, edge), QPointF(x, tip), QPointF(x + half, edge)]))


def place(size: QSize, bar: QRect, bounds: QRect, keep_free: Sequence[int]) -> QRect:
    """Where a popover of SIZE goes: above BAR or below it, whichever has room, else left or right of it, within BOUNDS; moved
    sideways so that it covers none of KEEP_FREE if that can be done."""
    below, above = bounds.bottom() - bar.bottom(), bar.top() - bounds.top()
    if max(above, below) < size.height():
        lefts = (bar.left() - size.width() - ASIDE, bar.right() + 1 + ASIDE)
        inside = [left for left in lefts if bounds.left() <= left <= bounds.right() + 1 - size.width()]
        if inside:
            left = min(inside, key=lambda left: sum(left <= x <= left + size.width() for x in keep_free))
            top = min(bar.center().y() - size.height() // 2, bounds.bottom() + 1 - size.height())
            return QRect(QPoint(left, max(bounds.top(), top)), size)
    if above >= size.height() or above >= below:
        top = max(bounds.top(), bar.top() - size.height())
    else:
        top = min(bar.bottom() + 1, bounds.bottom() - size.height())
    top = max(bounds.top(), top)
    least, most = bounds.left(), max(bounds.left(), bounds.right() - size.width())
    wanted = min(max(bar.center().x() - size.width() // 2, least), most)
    candidates = [wanted]
    for x in keep_free:
        candidates += [x + 3, x - size.width() - 3]
    fitting = [left for left in candidates if least <= left <= most]

    def covered(left: int) -> int:
        return sum(left <= x <= left + size.width() for x in keep_free)

    left = min(fitting or [wanted], key=lambda left: (covered(left), abs(left - wanted)))
    return QRect(QPoint(left, top), size)
