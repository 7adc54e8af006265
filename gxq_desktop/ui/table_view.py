"""The base of every table: keyboard, copying, type-ahead, columns that yield, remembered widths and sort order.

table = TableView("projects", model, shell.preferences, self, row_height=28)
table.opened.connect(self._on_opened)      # Enter or double click: the row
table.chosen.connect(self._on_chosen)      # the current row changed: the row, or None
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView, QWidget

from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.delegates import PADDING, RowDelegate, without_aside
from gxq_desktop.ui.header_view import TableHeader, own_viewport
from gxq_desktop.ui.preferences import Preferences
from gxq_desktop.ui.table_model import Column, RowsModel

TYPE_AHEAD_S = 1.0
MARK_ROOM = 30
"""Sign and frame of a chip, px at 100 %."""


@lru_cache(maxsize=8192)
def _advance(text: str, points: float, bold: bool, percent: int) -> int:
    """How wide TEXT is in pixels, at the text size PERCENT. The same names come again with every keystroke of a search."""
    return fonts.metrics(points, bold).horizontalAdvance(text)


def _percent() -> int:
    return theme.look().percent


class TableView(QTableView):
    """A table of whole rows. table_id: under which widths and sort order are kept ("" keeps nothing).

    Keys: arrows, Home/End, type-ahead (typed or committed by an input method), Space ticks, Enter opens, Ctrl+C copies
    tab-separated, Shift+F10 the menu, Tab leaves.
    """

    opened = Signal(object)
    chosen = Signal(object)
    ticked = Signal()

    def __init__(
        self,
        table_id: str,
        model: RowsModel[Any],
        preferences: Preferences,
        parent: QWidget | None = None,
        *,
        row_height: int = 28,
        name: str = "",
        several: bool = False,
    ) -> None:
        super().__init__(parent)
        self._id = table_id
        self._preferences = preferences
        self._row_height = row_height
        self._typed, self._typed_at = "", 0.0
        self._fitting = self._has_spans = False
        self._menu_actions: tuple[QAction, ...] = ()
        self._needs: dict[int, int] = {}
        kept = preferences.get(f"tables.{table_id}", {}) if table_id else {}
        widths = kept.get("widths")
        self._widths: dict[str, int] = {
            k: v for k, v in (widths if isinstance(widths, dict) else {}).items() if isinstance(v, int)
        }
        own_viewport(self)
        header = TableHeader(self)
        self.setHorizontalHeader(header)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(16)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setProperty("pane", True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.setAccessibleName(name or "列表")
        self.setCornerButtonEnabled(False)
        self._restore_sort(kept.get("sort"))
        header.sectionResized.connect(self._on_resized)
        header.sortIndicatorChanged.connect(self._on_sorted)
        self.doubleClicked.connect(self._open)
        model.modelReset.connect(self._on_reset)
        model.rowsInserted.connect(self._on_inserted)
        model.layoutChanged.connect(self._span_groups)
        theme.look().changed.connect(self._on_look)
        self._kept_key: Any = None
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        self._on_look()

    # -- for a screen ---------------------------------------------------------------------------------------------

    @property
    def rows_model(self) -> RowsModel[Any]:
        model = self.model()
        assert isinstance(model, RowsModel)
        return model

    @property
    def current_row(self) -> Any:
        """The current row's view-model; None if there is none."""
        return self.rows_model.row(self.currentIndex())

    @property
    def selected_rows(self) -> tuple[Any, ...]:
        lines = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(row for row in map(self.rows_model.row, lines) if row is not None)

    def select_key(self, key: Any) -> bool:
        """Make the row with KEY the current one; False if there is none."""
        return self._select_line(self.rows_model.number_of(key))

    def select_first(self) -> bool:
        """Make the first row the current one."""
        return self._select_line(self._next_row(0, 1))

    def set_menu(self, actions: Iterable[QAction]) -> None:
        """What Shift+F10 and the right button offer for the current row."""
        self._menu_actions = tuple(actions)

    def copy(self) -> None:
        """Copy the selected rows tab-separated, without the header."""
        columns = [c for c in range(self.rows_model.columnCount()) if not self.isColumnHidden(c)]
        lines = sorted(index.row() for index in self.selectionModel().selectedRows())
        role = Qt.ItemDataRole.AccessibleTextRole
        text = "\n".join(
            "\t".join(str(self.rows_model.index(line, c).data(role) or "").replace("\t", " ") for c in columns)
            for line in lines
        )
        if text:
            QGuiApplication.clipboard().setText(text)

    # -- columns --------------------------------------------------------------------------------------------------

    def fit_columns(self) -> None:
        """Give the columns their widths; where there is no room, drop them in their order. Never a horizontal bar."""
        columns = self.rows_model.columns
        room = self.viewport().width()
        if room <= 0 or not columns:
            return
        widths = [self._widths.get(c.key, 0) or theme.px(c.width) for c in columns]
        least = [theme.px(c.least) if c.width == 0 else 0 for c in columns]
        if self._widths:
            widths = [0 if c.width == 0 else w for c, w in zip(columns, widths, strict=True)]
        shown = set(range(len(columns)))
        for column in sorted((i for i, c in enumerate(columns) if c.drop), key=lambda i: -columns[i].drop):
            if sum(max(widths[i], least[i]) for i in shown) <= room:
                break
            shown.discard(column)
        rest = room - sum(widths[i] for i in shown)
        taking = [i for i in sorted(shown) if columns[i].width == 0]
        for figures in (True, False):  # a date is not cut so that a name need not be
            spare = rest - sum(least[i] if figures else max(least[i], self._needs.get(i, 0)) for i in taking)
            for i in sorted(shown):
                column = columns[i]
                if column.right is figures and column.most and column.key not in self._widths and spare > 0:
                    wanted = min(theme.px(column.most), self._needs.get(i, 0))
                    more = max(0, min(wanted - widths[i], spare))
                    widths[i] += more
                    spare -= more
                    rest -= more
        self._fitting = True
        for i in range(len(columns)):
            self.setColumnHidden(i, i not in shown)
        for i, width in self._shares(taking, least, rest).items():
            widths[i] = min(width, room)
        for i in shown:
            if self.columnWidth(i) != widths[i]:
                self.setColumnWidth(i, max(24, widths[i]))
        self._fitting = False

    def _shares(self, taking: Sequence[int], least: Sequence[int], rest: int) -> dict[int, int]:
        """What each of the columns TAKING what is left gets of REST: its least, then what its texts need, then alike."""
        shares = {i: least[i] for i in taking}
        rest -= sum(shares.values())
        for needs in (self._needs, {}):
            open_ones = sorted(taking, key=lambda i: needs.get(i, 0) - shares[i])
            for place, i in enumerate(open_ones):
                share = max(0, rest) // (len(open_ones) - place)
                more = min(share, max(0, needs.get(i, 0) - shares[i])) if needs else share
                shares[i] += more
                rest -= more
        return shares

    def _measure(self, first: int, last: int) -> None:
        """Note how wide the texts of the lines FIRST to LAST are in columns that may take more room. It only ever grows."""
        model = self.rows_model
        asked = [i for i, column in enumerate(model.columns) if column.most or column.width == 0]
        if len(asked) < 2:  # one column takes whatever is left
            return
        rows = [row for row in map(model.row, range(first, last + 1)) if row is not None]
        for i in asked:
            column, room = model.columns[i], theme.px(2 * PADDING + (24 if model.columns[i].tick else 0)) + 2
            needs = [room + self._text_width(column, row) for row in rows]
            self._needs[i] = max((self._needs.get(i, 0), *needs))

    @staticmethod
    def _text_width(column: Column[Any], row: Any) -> int:
        """What the cell would take without its padding, in pixels."""
        text = column.show(row)
        if column.width == 0:
            text = without_aside(text)
        width = _advance(text, fonts.BASE, column.bold is not None and column.bold(row), _percent())
        if column.before is not None and (before := column.before(row)):
            width += _advance(before, fonts.CAPTION, False, _percent()) + theme.px(8)
        if column.mark is not None and column.mark(row) is not None:
            width += theme.px(MARK_ROOM)
        return width

    def _on_resized(self, section: int, _before: int, width: int) -> None:
        column = self.rows_model.columns[section]
        if self._fitting or column.width == 0:
            return
        self._widths[column.key] = width
        self._keep()
        self.fit_columns()

    def _restore_sort(self, kept: Any) -> None:
        header, columns = self.horizontalHeader(), self.rows_model.columns
        if not any(column.sortable for column in columns):
            header.setSectionsClickable(False)
            return
        keys = [column.key for column in columns]
        if isinstance(kept, list) and len(kept) == 2 and kept[0] in keys:
            order = Qt.SortOrder.DescendingOrder if kept[1] == "desc" else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(keys.index(kept[0]), order)
        else:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)

    def _on_sorted(self, section: int, order: Qt.SortOrder) -> None:
        self._keep()

    def _keep(self) -> None:
        if not self._id:
            return
        header, columns = self.horizontalHeader(), self.rows_model.columns
        kept: dict[str, Any] = {"widths": dict(self._widths)}
        if 0 <= header.sortIndicatorSection() < len(columns):
            direction = "desc" if header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder else "asc"
            kept["sort"] = [columns[header.sortIndicatorSection()].key, direction]
        self._preferences.set(f"tables.{self._id}", kept)

    # -- events ---------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def _on_look(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(self._row_height))
        self._needs.clear()
        self._measure(0, self.rows_model.rowCount() - 1)
        self.fit_columns()
        self.viewport().update()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row() or current.isValid() != previous.isValid():
            self.chosen.emit(self.rows_model.row(current))
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() or self.rows_model.group(self.currentIndex().row()):
            self.select_first()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        if key == Qt.Key.Key_Space and self._tick_current():
            return
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers():
            while key == Qt.Key.Key_End and self.rows_model.canFetchMore(QModelIndex()):
                self.rows_model.fetchMore(QModelIndex())
            last = self.rows_model.rowCount() - 1
            self._select_line(self._next_row(0, 1) if key == Qt.Key.Key_Home else self._next_row(last, -1))
            return
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            step = 1 if key == Qt.Key.Key_Down else -1
            if step > 0 and self.currentIndex().row() + 1 >= self.rows_model.rowCount():
                self.rows_model.fetchMore(QModelIndex())
            self._select_line(self._next_row(self.currentIndex().row() + step, step))
            return
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_F2, Qt.Key.Key_Escape):
            event.ignore()
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString():
            self.keyboardSearch(event.commitString())
        event.accept()

    def keyboardSearch(self, search: str) -> None:
        """Go to the next row in which a searchable column (or any) begins with what was typed, else contains it."""
        now = time.monotonic()
        fresh = now - self._typed_at > TYPE_AHEAD_S
        self._typed = (search if fresh else self._typed + search).strip()
        self._typed_at = now
        if not self._typed:
            return
        model, wanted = self.rows_model, self._typed.casefold()
        columns = [c for c in model.columns if c.searchable] or list(model.columns)
        start = max(0, self.currentIndex().row() + (1 if fresh else 0))
        lines = [*range(start, len(model._lines)), *range(0, start)]
        for begins in (True, False):
            for line in lines:
                row = model.row(line)
                if row is None:
                    continue
                texts = [column.show(row).casefold() for column in columns]
                if any(text.startswith(wanted) if begins else wanted in text for text in texts):
                    self._select_line(model.number_of(model.key_of(row)))
                    return

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.color("base"))
        painter.end()
        super().paintEvent(event)

    # -- inner ----------------------------------------------------------------------------------------------------

    def _next_row(self, line: int, step: int) -> int:
        """The first line from LINE on, in direction STEP, that is no group; -1 if there is none."""
        while 0 <= line < self.rows_model.rowCount():
            if self.rows_model.group(line) is None:
                return line
            line += step
        return -1

    def _select_line(self, line: int) -> bool:
        if line < 0:
            return False
        index = self.rows_model.index(line, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
        return True

    def _open(self, index: QModelIndex) -> None:
        row = self.rows_model.row(index)
        if row is not None:
            self.opened.emit(row)

    def _tick_current(self) -> bool:
        for number, column in enumerate(self.rows_model.columns):
            if column.tick and self.current_row is not None:
                index = self.rows_model.index(self.currentIndex().row(), number)
                shown = index.data(Qt.ItemDataRole.CheckStateRole)
                if shown is None:  # a row without a box
                    return False
                ticked = Qt.CheckState(shown) is Qt.CheckState.Checked
                state = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
                self.rows_model.setData(index, state, Qt.ItemDataRole.CheckStateRole)
                self.ticked.emit()
                return True
        return False

    def _on_about_to_reset(self) -> None:
        row = self.current_row
        self._kept_key = None if row is None else (self.rows_model.key_of(row),)

    def _on_reset(self) -> None:
        self._span_groups()
        self._refit(0, self.rows_model.rowCount() - 1)
        if self._kept_key is not None and self.select_key(self._kept_key[0]):
            return
        if self.hasFocus():
            self.select_first()
        if self.current_row is None:
            self.chosen.emit(None)

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._span_groups()
        self._refit(first, last)

    def _refit(self, first: int, last: int) -> None:
        """Fit the columns again if a text of the lines FIRST to LAST asks for more than any before."""
        known = dict(self._needs)
        self._measure(first, last)
        if self._needs != known:
            self.fit_columns()

    def _span_groups(self, *_: object) -> None:
        model = self.rows_model
        if len(model.columns) < 2 or not (model.has_groups or self._has_spans):
            return
        self.clearSpans()
        self._has_spans = model.has_groups
        for line in range(model.rowCount()):
            if model.group(line) is not None:
                self.setSpan(line, 0, 1, len(model.columns))

    def _on_menu(self, at: QPoint) -> None:
        if not self._menu_actions or self.current_row is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(list(self._menu_actions))
        if not self.indexAt(at).isValid():
            at = self.visualRect(self.currentIndex()).bottomLeft()
        menu.popup(self.viewport().mapToGlobal(at))
