"""One page of a paper, as large as wanted: drawn in a Task, never blank (outline and number until it is there)."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from gxq_desktop.domain.frozen import frozen
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.printing.documents import PaperDocument
from gxq_desktop.ui.tasks import Report, TaskRunner

MARGIN = 16
PX_PER_PT = 96 / 72
"""Of a page at 100 %."""
LEAST, MOST = 0.1, 6.0
STEP = 1.25
_AHEAD = 0.5
"""How much more than what is visible is drawn, as a share of the view, so that scrolling shows what is there."""


@frozen
class Drawn:
    """A part of a page that was drawn. whole: size of the page in device pixels; part: of that."""

    document: PaperDocument
    page: int
    whole: QSize
    part: QRect
    image: QImage


class PageView(QAbstractScrollArea):
    """Shows one page. zoom: None fits the whole page, 0 its width, else a factor (1.0 is the size on paper).

    turned(step): the wheel or a key asks for another page. linked(page): a link to a page of the same paper was pressed.
    zoomed: the factor changed.
    """

    turned = Signal(int)
    linked = Signal(int)
    zoomed = Signal()

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._document: PaperDocument | None = None
        self._page = 0
        self._zoom: float | None = None
        self._drawn: Drawn | None = None
        self._sketch: Drawn | None = None
        self._waiting: tuple[QSize, QRect] | None = None
        self._pressed: QPointF | None = None
        self._wheel = 0
        self.message = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("pane", True)
        self.setAccessibleName("页面")
        self.viewport().setMouseTracking(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._draw)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    # -- for a screen ---------------------------------------------------------------------------------------------

    def show_page(self, document: PaperDocument | None, page: int = 0, sketch: QImage | None = None) -> None:
        """Show PAGE (from 0) of DOCUMENT from its top. SKETCH: a small picture of it, shown until the sharp one is there."""
        same = document is self._document and page == self._page
        self._document, self._page = document, page
        if not same:
            self._drawn = self._sketch = None
        if document is not None and sketch is not None:
            self._sketch = Drawn(
                document, page, sketch.size(), QRect(QRect(0, 0, sketch.width(), sketch.height())), sketch
            )
        self._arrange()
        if not same:
            self.verticalScrollBar().setValue(0)
        if document is None:
            self.setAccessibleName("页面")
        else:
            self.setAccessibleName(f"{document.choice.label}，第 {page + 1} 页，共 {document.pages} 页")
            self.setAccessibleDescription(document.text(page) if QAccessible.isActive() else "")
        self.viewport().update()

    def set_message(self, text: str) -> None:
        """A line in place of a page while there is none."""
        self.message = text
        self.viewport().update()

    @property
    def page(self) -> int:
        return self._page

    @property
    def document(self) -> PaperDocument | None:
        return self._document

    @property
    def zoom(self) -> float | None:
        return self._zoom

    def set_zoom(self, zoom: float | None) -> None:
        """None for the whole page, 0 for its width, else a factor."""
        self._zoom = zoom if zoom is None or zoom == 0 else max(LEAST, min(MOST, zoom))
        self._arrange()
        self.zoomed.emit()

    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        """Enlarge from the size shown now, keeping the point ABOUT (of the viewport; its centre if None) in place."""
        if self._document is None:
            return
        before, area = self.factor, self._page_rect()
        about = about or QPointF(self.viewport().width() / 2, self.viewport().height() / 2)
        at_x = (about.x() - area.x()) / max(1.0, area.width())
        at_y = (about.y() - area.y()) / max(1.0, area.height())
        self.set_zoom(before * factor)
        area = self._page_rect()
        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        bars[0].setValue(round(bars[0].value() + area.x() + at_x * area.width() - about.x()))
        bars[1].setValue(round(bars[1].value() + area.y() + at_y * area.height() - about.y()))

    @property
    def factor(self) -> float:
        """How large the page is shown: 1.0 is its size on paper at 96 pixels an inch."""
        if self._document is None:
            return 1.0
        if self._zoom:
            return self._zoom
        size = self._document.size(self._page) * PX_PER_PT
        room = self.maximumViewportSize() - QSize(2 * MARGIN, 2 * MARGIN)
        by_width = room.width() / max(1.0, size.width())
        if self._zoom == 0:
            bar = self.verticalScrollBar().sizeHint().width()
            return max(LEAST, (room.width() - bar) / max(1.0, size.width()))
        return max(LEAST, min(by_width, room.height() / max(1.0, size.height())))

    @property
    def is_sharp(self) -> bool:
        """Whether what is visible is drawn in full."""
        needed = self._needed()
        return needed is not None and self._drawn is not None and self._fits(self._drawn, *needed)

    # -- geometry -------------------------------------------------------------------------------------------------

    def _page_size(self) -> QSizeF:
        if self._document is None:
            return QSizeF()
        size = self._document.size(self._page) * (PX_PER_PT * self.factor)
        return QSizeF(round(size.width()), round(size.height()))

    def _page_rect(self) -> QRectF:
        """Where the page lies in the viewport."""
        size, room = self._page_size(), self.viewport().size()
        x = max(MARGIN, (room.width() - size.width()) / 2) - self.horizontalScrollBar().value()
        y = max(MARGIN, (room.height() - size.height()) / 2) - self.verticalScrollBar().value()
        return QRectF(round(x), round(y), size.width(), size.height())

    def _arrange(self) -> None:
        size, room = self._page_size(), self.viewport().size()
        for bar, length, view in (
            (self.horizontalScrollBar(), size.width(), room.width()),
            (self.verticalScrollBar(), size.height(), room.height()),
        ):
            bar.setRange(0, max(0, round(length + 2 * MARGIN - view)))
            bar.setPageStep(view)
            bar.setSingleStep(40)
        self._timer.start()
        self.viewport().update()

    def _needed(self) -> tuple[QSize, QRect] | None:
        """The page's size in device pixels and what of it is visible; None if there is nothing to draw."""
        if self._document is None:
            return None
        ratio, area = self.devicePixelRatioF(), self._page_rect()
        whole = QSize(round(area.width() * ratio), round(area.height() * ratio))
        visible = area.intersected(QRectF(self.viewport().rect())).translated(-area.topLeft())
        if visible.isEmpty():
            return None
        part = QRectF(visible.topLeft() * ratio, visible.size() * ratio).toAlignedRect()
        return whole, part.intersected(QRect(0, 0, whole.width(), whole.height()))

    def _fits(self, drawn: Drawn, whole: QSize, part: QRect) -> bool:
        return (
            drawn.document is self._document
            and drawn.page == self._page
            and drawn.whole == whole
            and drawn.part.contains(part)
        )

    # -- drawing --------------------------------------------------------------------------------------------------

    def _on_scrolled(self) -> None:
        self._timer.start()
        self.viewport().update()

    def _draw(self) -> None:
        needed = self._needed()
        if needed is None or (self._drawn is not None and self._fits(self._drawn, *needed)):
            return
        whole, part = needed
        more_x, more_y = round(part.width() * _AHEAD), round(part.height() * _AHEAD)
        part = part.adjusted(-more_x, -more_y, more_x, more_y).intersected(QRect(0, 0, whole.width(), whole.height()))
        document, page = self._document, self._page
        assert document is not None

        def work(_: Report) -> Drawn:
            return Drawn(document, page, whole, part, document.render(page, whole, part))

        self._runner.latest("printing.page", work, done=self._on_drawn, foreground=False)

    def _on_drawn(self, drawn: Drawn) -> None:
        if drawn.document is self._document and drawn.page == self._page:
            self._drawn = drawn
            self.viewport().update()
            if not self.is_sharp:
                self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.color("desk"))
        if self._document is None:
            painter.setPen(theme.color("text2"))
            painter.setFont(fonts.font(fonts.BASE))
            painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), self.message)
            return
        area = self._page_rect()
        shade = QColor(theme.color("shadow"))
        shade.setAlpha(40)
        painter.fillRect(area.translated(0, 2).adjusted(-1, 0, 1, 1), shade)
        painter.fillRect(area, theme.color("paper"))
        shown = [each for each in (self._sketch, self._drawn) if each is not None and self._is_of_this_page(each)]
        if not shown:
            self._paint_number(painter, area)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for each in shown:
            scale_x, scale_y = area.width() / each.whole.width(), area.height() / each.whole.height()
            part = each.part
            goal = QRectF(
                area.x() + part.x() * scale_x,
                area.y() + part.y() * scale_y,
                part.width() * scale_x,
                part.height() * scale_y,
            )
            painter.drawImage(goal, each.image)
        painter.setPen(QPen(theme.color("accent" if self.hasFocus() else "line2"), 2 if self.hasFocus() else 1))
        painter.drawRect(area.adjusted(-1, -1, 0, 0) if not self.hasFocus() else area.adjusted(-1, -1, 1, 1))

    def _is_of_this_page(self, drawn: Drawn) -> bool:
        return drawn.document is self._document and drawn.page == self._page

    def _paint_number(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QColor(theme.LIGHT["text3"]))
        painter.setFont(fonts.font(fonts.FIGURE))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), str(self._page + 1))

    # -- events ---------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self.zoomed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if turn:
                self.zoom_by(STEP if turn > 0 else 1 / STEP, event.position())
            event.accept()
            return
        bar = self.verticalScrollBar()
        at_end = bar.value() == (bar.minimum() if turn > 0 else bar.maximum())
        if turn and at_end and not event.modifiers():
            self._wheel = self._wheel + turn if (self._wheel > 0) == (turn > 0) else turn
            if abs(self._wheel) >= 120:
                self._wheel = 0
                self.turned.emit(-1 if turn > 0 else 1)
            event.accept()
            return
        self._wheel = 0
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, key = self.verticalScrollBar(), event.key()
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.turned.emit(-1_000_000 if key == Qt.Key.Key_Home else 1_000_000)
        elif key == Qt.Key.Key_Down and bar.value() == bar.maximum():
            self.turned.emit(1)
        elif key == Qt.Key.Key_Up and bar.value() == bar.minimum():
            self.turned.emit(-1)
        elif key == Qt.Key.Key_Space:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if bar.value() == (bar.minimum() if back else bar.maximum()):
                self.turned.emit(-1 if back else 1)
            else:
                bar.setValue(bar.value() + (-bar.pageStep() if back else bar.pageStep()) * 9 // 10)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved = event.position() - self._pressed
            if moved.manhattanLength() > 4 or self.viewport().cursor().shape() is Qt.CursorShape.ClosedHandCursor:
                self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
                self._pressed = event.position()
                for bar, by in ((self.horizontalScrollBar(), moved.x()), (self.verticalScrollBar(), moved.y())):
                    bar.setValue(round(bar.value() - by))
            return
        over = self._link_at(event.position()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged = self.viewport().cursor().shape() is Qt.CursorShape.ClosedHandCursor
        self._pressed = None
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        found = self._link_at(event.position())
        if not dragged and found is not None:
            self.linked.emit(found)

    def _link_at(self, position: QPointF) -> int | None:
        area = self._page_rect()
        if self._document is None or not area.contains(position):
            return None
        scale = self._document.size(self._page).width() / area.width()
        return self._document.link_at(self._page, (position - area.topLeft()) * scale)
