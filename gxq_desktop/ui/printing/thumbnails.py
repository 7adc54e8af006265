"""All pages to be handed over, small, paper after paper; a mark where something should be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gxq_desktop.domain.frozen import frozen
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.marks import Mark, mark
from gxq_desktop.ui.printing.documents import PaperDocument
from gxq_desktop.ui.tasks import Report, TaskRunner

Index = QModelIndex | QPersistentModelIndex
BOX = QSize(104, 146)
"""What a page is fitted into, px at 100 % text."""
WIDTH = 144
_AT_ONCE = 10
ROW_ROLE = int(Qt.ItemDataRole.UserRole)


@frozen
class PageRow:
    """A page of a paper. heading: the paper's name above its first page, "" elsewhere. chapter: what begins here. warning: what
    should be looked at here, "" for nothing."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    document: PaperDocument
    page: int
    heading: str = ""
    chapter: str = ""
    warning: str = ""

    @property
    def spoken(self) -> str:
        parts = [self.document.choice.label, f"第 {self.page + 1} 页", self.chapter, self.warning]
        return "，".join(part for part in parts if part)


class PagesModel(QAbstractListModel):
    """Rows with their pictures, which are drawn when asked for, a few at a time, in a Task."""

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._rows: tuple[PageRow, ...] = ()
        self._images: dict[tuple[int, int], QImage] = {}
        self._wanted: dict[tuple[int, int], PageRow] = {}
        self._busy = False
        self._ratio = 1.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._draw_wanted)

    def set_rows(self, rows: Sequence[PageRow]) -> None:
        """Show ROWS; pictures of pages that are still there are kept."""
        self.beginResetModel()
        self._rows = tuple(rows)
        keys = {_key(row) for row in self._rows}
        self._images = {key: image for key, image in self._images.items() if key in keys}
        self._wanted.clear()
        self.endResetModel()

    @property
    def rows(self) -> tuple[PageRow, ...]:
        return self._rows

    def set_ratio(self, ratio: float) -> None:
        """Device pixels a logical one; pictures are drawn anew if it changed."""
        if ratio != self._ratio:
            self._ratio = ratio
            self._images.clear()

    def forget_pictures(self) -> None:
        """After the text size changed."""
        self._images.clear()

    def row_of(self, document: PaperDocument, page: int) -> int:
        """Where PAGE of DOCUMENT stands; -1 if it does not."""
        return next((n for n, row in enumerate(self._rows) if row.document is document and row.page == page), -1)

    def picture(self, number: int) -> QImage | None:
        """The picture of row NUMBER if it is drawn; else it will be."""
        row = self._rows[number]
        image = self._images.get(_key(row))
        if image is None:
            self._wanted[_key(row)] = row
            self._timer.start()
        return image

    def _draw_wanted(self) -> None:
        if self._busy or not self._wanted:
            return
        keys = list(self._wanted)[-_AT_ONCE:]  # what was asked for last is what is seen now
        rows = [self._wanted.pop(key) for key in keys]
        ratio = self._ratio
        sizes = [fitted(row.document.size(row.page).toSize(), picture_box() * ratio) for row in rows]

        def work(_: Report) -> list[tuple[PageRow, QImage]]:
            return [(row, row.document.render(row.page, size)) for row, size in zip(rows, sizes, strict=True)]

        self._busy = True
        task = self._runner.start(work, done=self._on_drawn, foreground=False)
        task.ended.connect(self._on_ended)

    def _on_drawn(self, drawn: list[tuple[PageRow, QImage]]) -> None:
        for row, image in drawn:
            number = self.row_of(row.document, row.page)
            if number >= 0:
                image.setDevicePixelRatio(self._ratio)
                self._images[_key(row)] = image
                index = self.index(number)
                self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])

    def _on_ended(self) -> None:
        self._busy = False
        self._draw_wanted()

    # -- QAbstractListModel ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return str(row.page + 1)
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(part for part in (row.chapter, row.warning) if part) or None
        return row if role == ROW_ROLE else None


def _key(row: PageRow) -> tuple[int, int]:
    return id(row.document), row.page


def picture_box() -> QSize:
    """What a page is fitted into in the user's text size."""
    return QSize(theme.px(BOX.width()), theme.px(BOX.height()))


def fitted(size: QSize, box: QSize) -> QSize:
    """SIZE scaled into BOX, at least one pixel each way."""
    return size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))


class PageDelegate(QStyledItemDelegate):
    """Heading, picture with its outline, number; the current page framed, a triangle where something should be looked at."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, PagesModel):
            return
        row = model.rows[index.row()]
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        rect = QRect(option.rect)
        if row.heading:
            rect.setTop(self._paint_heading(painter, rect, row.heading, index.row()))
        picture = model.picture(index.row())
        size = fitted(row.document.size(row.page).toSize(), picture_box())
        area = QRect(rect.center().x() - size.width() // 2, rect.top() + theme.px(8), size.width(), size.height())
        painter.fillRect(area, theme.color("paper"))
        if picture is not None:
            painter.drawImage(area, picture)
        if current:
            painter.setPen(QPen(theme.color("accent"), 3))
            painter.drawRect(area.adjusted(-2, -2, 1, 1))
        else:
            painter.setPen(QPen(theme.color("line2"), 1))
            painter.drawRect(area.adjusted(-1, -1, 0, 0))
        foot = QRect(rect.left(), area.bottom() + theme.px(3), rect.width(), theme.px(20))
        painter.setFont(fonts.font(fonts.CAPTION, bold=current))
        painter.setPen(theme.color("text" if current else "text2"))
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignCenter), str(row.page + 1))
        if row.warning:
            side = theme.px(12)
            mark(painter, QRectF(area.right() - side, foot.top(), side, foot.height()), Mark.NOTICE)
        painter.restore()

    @staticmethod
    def _paint_heading(painter: QPainter, rect: QRect, text: str, number: int) -> int:
        """Draw TEXT; return where the rest begins."""
        font = fonts.font(fonts.CAPTION, bold=True)
        lines = _heading_lines(text, font, rect.width() - theme.px(16))
        top = rect.top() + theme.px(8 if number else 4)
        if number:
            painter.fillRect(
                rect.left() + theme.px(12), top - theme.px(4), rect.width() - theme.px(24), 1, theme.color("line2")
            )
        painter.setFont(font)
        painter.setPen(theme.color("text2"))
        height = QFontMetrics(font).height()
        for line in lines:
            painter.drawText(QRect(rect.left(), top, rect.width(), height), int(Qt.AlignmentFlag.AlignHCenter), line)
            top += height
        return top

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW_ROLE)
        size = fitted(row.document.size(row.page).toSize(), picture_box())
        height = size.height() + theme.px(8 + 3 + 20)
        if row.heading:
            font = fonts.font(fonts.CAPTION, bold=True)
            lines = _heading_lines(row.heading, font, theme.px(WIDTH - 16) - 12)
            height += theme.px(8 if index.row() else 4) + QFontMetrics(font).height() * len(lines)
        return QSize(theme.px(WIDTH) - 14, height)


def _heading_lines(text: str, font: QFont, width: int) -> list[str]:
    """TEXT on at most two lines of WIDTH, the second cut."""
    metrics = QFontMetrics(font)
    if metrics.horizontalAdvance(text) <= width:
        return [text]
    cut = next((n for n in range(len(text), 0, -1) if metrics.horizontalAdvance(text[:n]) <= width), 1)
    return [text[:cut], metrics.elidedText(text[cut:], Qt.TextElideMode.ElideRight, width)]


class Thumbnails(QListView):
    """The list of pages. page_chosen(PageRow): the user went to another page."""

    page_chosen = Signal(object)

    def __init__(self, model: PagesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = model
        self._following = False
        self.setModel(model)
        self.setItemDelegate(PageDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("全部页面")
        self.setProperty("pane", True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(False)
        theme.look().changed.connect(self._on_look)
        self._on_look()

    def follow(self, document: PaperDocument, page: int) -> None:
        """Make PAGE the current one without saying so."""
        number = self.pages.row_of(document, page)
        if number < 0:
            return
        self._following = True
        index = self.pages.index(number)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self._following = False

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and not self._following:
            self.page_chosen.emit(self.pages.rows[current.row()])

    def _on_look(self) -> None:
        self.setFixedWidth(theme.px(WIDTH))
        self.pages.set_ratio(self.devicePixelRatioF())
        self.pages.forget_pictures()
        self.scheduleDelayedItemsLayout()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.pages.set_ratio(self.devicePixelRatioF())
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.color("sunken"))
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.color("accent")), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()
        super().paintEvent(event)
