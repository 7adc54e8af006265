"""A tab that is a list: filter bar, table or why it is empty, a panel about the selected row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QStackedWidget, QWidget

from gxq_desktop.ui import theme
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.filter_field import FilterField
from gxq_desktop.ui.page import CommandButton, EmptyState, Panel
from gxq_desktop.ui.project.presenter import Loaded, ProjectPresenter
from gxq_desktop.ui.project.tab import Tab
from gxq_desktop.ui.segments import Segment, Segments
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import Column, RowsModel
from gxq_desktop.ui.table_view import TableView


class ListTab(Tab):
    """A subclass says `rows_of` and `shows`, fills the panel in `show_row`, and may add to the filter bar and `extra`."""

    def __init__(
        self,
        shell: Shell,
        presenter: ProjectPresenter,
        title: str,
        table_id: str,
        columns: Sequence[Column[Any]],
        *,
        key: Callable[[Any], Any],
        segments: Sequence[Segment] = (),
        empty: tuple[str, str, str],
        panel_width: int = 330,
        muted: Callable[[Any], bool] | None = None,
    ) -> None:
        super().__init__(shell, presenter, title)
        self._loaded: Loaded | None = None
        self._all: tuple[Any, ...] = ()
        self.model: RowsModel[Any] = self.make_model(columns, key, muted)
        self.table = TableView(table_id, self.model, shell.preferences, self, row_height=28, name=title)
        self.field = FilterField(self.table, "在本表中找", f"在{title}里找", self)
        self.field.setMinimumWidth(theme.px(120))
        bar = self.show_filters()
        bar.row.setSpacing(6)
        self.segments: Segments | None = None
        if segments:
            self.segments = Segments(segments, self, f"{title}的筛选")
            bar.row.addWidget(self.segments)
            self.segments.chosen.connect(lambda _: self.show_rows())
        self._before_field = bar.row.count()
        bar.row.addWidget(self.field, 10)
        bar.row.addStretch(1)
        icon, headline, text = empty
        self.empty = EmptyState(icon, headline, text, self)
        self._nothing = EmptyState("filter", "没有符合条件的", "", self)
        clear = QPushButton("清除筛选(Esc)", self._nothing)
        clear.setProperty("kind", "link")
        clear.clicked.connect(self.clear_filters)
        self._nothing.add(clear)
        self._stack = QStackedWidget(self)
        for widget in (self.table, self.empty, self._nothing):
            self._stack.addWidget(widget)
        self.content.addWidget(self._stack, 1)
        self.panel = Panel(self, f"{title}的说明")
        self.set_panel(self.panel, panel_width)
        self.first_focus = self.table
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self.on_opened)
        self.table.installEventFilter(self)
        self.field.textChanged.connect(lambda _: self.show_rows())
        slash = QShortcut(Qt.Key.Key_Slash, self.table)
        slash.setContext(Qt.ShortcutContext.WidgetShortcut)
        slash.activated.connect(self._focus_field)

    def make_model(
        self, columns: Sequence[Column[Any]], key: Callable[[Any], Any], muted: Callable[[Any], bool] | None
    ) -> RowsModel[Any]:
        """The table's model; a subclass with boxes to tick has its own."""
        return RowsModel(columns, self, key=key, muted=muted)

    # -- what a subclass says -------------------------------------------------------------------------------------

    def rows_of(self, loaded: Loaded) -> Sequence[Any]:
        """Every row, in the order shown."""
        raise NotImplementedError  # every list has rows of its own

    def shows(self, row: Any) -> bool:
        """Whether the filters as they stand let ROW through."""
        raise NotImplementedError  # every list has filters of its own

    def show_row(self, row: Any) -> None:
        """Fill the panel, which is empty, with what is to be said about ROW; None: nothing is selected."""
        raise NotImplementedError  # every list says something else

    def filtered(self) -> bool:
        """Whether anything is filtered; a subclass with more filters adds them."""
        return bool(self.field.text().strip()) or (self.segments is not None and self.segments.current != self._first)

    def unfilter(self) -> None:
        """Put further filters back; called by `clear_filters`."""

    def on_opened(self, row: Any) -> None:
        """Enter on ROW."""

    def status_of(self, shown: Sequence[Any]) -> str:
        return f"显示 {len(shown)} 条"

    # -- widgets --------------------------------------------------------------------------------------------------

    def add_combo(self, name: str) -> QComboBox:
        """A drop-down in the filter bar, filled with `fill_combo`; whenever another entry is chosen rows are shown anew."""
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.setProperty("quiet", "1")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(8)
        combo.setMaximumWidth(theme.px(260))
        self.filters.row.insertWidget(self._before_field, combo)
        self._before_field += 1
        combo.currentIndexChanged.connect(lambda _: self.show_rows())
        return combo

    @staticmethod
    def fill_combo(combo: QComboBox, everything: str, entries: Sequence[tuple[str, Any]]) -> None:
        """EVERYTHING for no filter, then text and value of each entry; the one chosen before stays if it is still there."""
        kept = combo.currentData()
        combo.blockSignals(True)
        combo.clear()
        combo.addItem(everything, "")
        for text, value in entries:
            combo.addItem(text, value)
            combo.setItemData(combo.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
        combo.setCurrentIndex(max(0, combo.findData(kept)))
        combo.blockSignals(False)
        combo.view().setMinimumWidth(theme.px(280))

    def add_extra(self, *buttons: tuple[str, str]) -> None:
        """Buttons right of the tabs: command id, text with its Alt letter."""
        self.extra = QWidget(self)
        row = QHBoxLayout(self.extra)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        for command_id, text in buttons:
            if command_id in self.shell.commands:
                row.addWidget(CommandButton(self.shell, command_id, self.extra, text))

    # -- Tab ------------------------------------------------------------------------------------------------------

    @property
    def _first(self) -> str:
        return next(iter(self.segments.buttons)) if self.segments is not None else ""

    @property
    def segment(self) -> str:
        return self.segments.current if self.segments is not None else ""

    def show_project(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._all = tuple(self.rows_of(loaded))
        self.show_rows()

    def show_rows(self) -> None:
        """Show what the filters let through; the selected row stays if it is among it."""
        if self._loaded is None:
            return
        shown = [row for row in self._all if self.shows(row)]
        self.put_rows(shown)
        self._stack.setCurrentIndex(0 if shown else 2 if self._all else 1)
        self.first_focus = self.table if shown else self.empty
        self.want_panel(bool(self._all))
        if self.table.current_row is None:
            self.table.select_first()
        self._show_panel()
        self.set_status(self.status_of(shown))

    def put_rows(self, shown: Sequence[Any]) -> None:
        self.model.set_rows(shown)

    def go_to(self, key: str) -> None:
        if not self.table.select_key(key) and self.filtered():
            self.clear_filters()
            self.table.select_key(key)

    def handlers(self) -> Mapping[str, Handler]:
        return {"edit.copy": self.table.copy, "project.find": self._focus_field}

    def clear_filters(self) -> None:
        """Show all rows."""
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        if self.segments is not None:
            self.segments.choose(self._first)
        self.unfilter()
        self.show_rows()
        self.table.setFocus()

    def _focus_field(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _on_chosen(self, row: Any) -> None:
        self._show_panel()
        self.handlers_changed.emit()

    def _show_panel(self) -> None:
        self.panel.clear()
        self.show_row(self.table.current_row)
        self.panel.add_stretch()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.table
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
            and self.filtered()
            and not (self._narrow and self._drawer_open)
        ):
            self.clear_filters()
            return True
        return super().eventFilter(watched, event)
