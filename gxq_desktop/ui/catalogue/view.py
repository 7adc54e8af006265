"""The page 事项库: shelves as tabs, a list to filter, the sheet of what is selected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from gxq_desktop.application.catalogue_browsing import Entry, Reference, Section, Sheet, Shelf, sheet_of, shelf_of
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.catalogue.model import EntriesModel
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.filter_field import FilterField
from gxq_desktop.ui.labels import Hairline, link_button, wrapped
from gxq_desktop.ui.page import EmptyState, Page
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_view import TableView

SHELVES = tuple(Shelf)
TEXT_WIDTH = 640
TWO_COLUMNS_FROM = 560
"""Px at 100 % from which the sheet has its facts in two columns."""


class CataloguePage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "事项库")
        self._entries: dict[Shelf, tuple[Entry, ...]] = {}
        self._made_from: object = None
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("事项库的分类")
        for shelf in SHELVES:
            self.tabs.addTab(shelf.label)
        strip = _TabStrip(self)
        strip.row.addWidget(self.tabs)
        strip.row.addStretch(1)
        self._outer.insertWidget(1, strip)
        self.model = EntriesModel()
        self.model.setParent(self)
        self.table = TableView("catalogue", self.model, shell.preferences, self, row_height=26, name="事项")
        self.field = FilterField(self.table, "找事项、机关、材料", "筛选事项", self)
        self.nothing = EmptyState("search", "没有找到", "", self)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        box = QHBoxLayout()
        box.setContentsMargins(10, 8, 10, 8)
        box.addWidget(self.field)
        column.addLayout(box)
        self._stack = QStackedWidget(left)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.nothing)
        column.addWidget(self._stack, 1)
        left.setMinimumWidth(theme.px(280))
        self.sheet = SheetView(self)
        self.sheet.followed = self.show_entry
        self.panes = QSplitter(Qt.Orientation.Horizontal, self)
        self.panes.setHandleWidth(1)
        self.panes.setChildrenCollapsible(False)
        self.panes.addWidget(left)
        self.panes.addWidget(self.sheet)
        self.panes.setStretchFactor(1, 1)
        self.panes.setSizes([theme.px(460), theme.px(900)])
        self.content.addWidget(self.panes, 1)
        self.setFocusProxy(self.field)
        self.tabs.currentChanged.connect(self._on_tab)
        self.field.textChanged.connect(self._show)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self._focus_sheet)
        self.table.installEventFilter(self)
        slash = QShortcut(Qt.Key.Key_Slash, self.table)
        slash.setContext(Qt.ShortcutContext.WidgetShortcut)
        slash.activated.connect(self._focus_field)
        shell.catalogue_changed.connect(self._on_catalogue)

    # -- Page -----------------------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Handler]:
        return {"edit.copy": self.table.copy, "projects.find": self._focus_field}

    def open(self, **argument: Any) -> None:
        """code: an item's code to show. shelf: "A", "facts", …; entry: an id on it."""
        catalogue = self.shell.services.catalogue
        if self._made_from is not catalogue:
            self._made_from = catalogue
            self._entries = {shelf: shelf_of(catalogue, shelf) for shelf in SHELVES}
            for number, shelf in enumerate(SHELVES):
                self.tabs.setTabText(number, f"{shelf.label} {len(self._entries[shelf])}")
            self.head.subtitle.setText(f"{catalogue.title}　{catalogue.version} 版，只读")
        code = argument.get("code", "")
        shelf = Shelf(code[0]) if code else Shelf(argument.get("shelf", self.shelf.value))
        entry = code or argument.get("entry", "")
        if entry:
            self.show_entry(shelf, entry)
        elif shelf is not self.shelf:
            self.tabs.setCurrentIndex(SHELVES.index(shelf))
        else:
            self._show()

    @property
    def shelf(self) -> Shelf:
        return SHELVES[self.tabs.currentIndex()]

    def show_entry(self, shelf: Shelf, entry_id: str) -> None:
        """Go to an entry, on whichever shelf it is."""
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        if shelf is not self.shelf:
            self.tabs.setCurrentIndex(SHELVES.index(shelf))
        else:
            self._show()
        self.table.select_key(entry_id)

    # -- slots ----------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.table
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
            and self.field.text()
        ):
            self.field.clear()
            return True
        return super().eventFilter(watched, event)

    def _on_catalogue(self) -> None:
        self._made_from = None
        if self.isVisible():
            self.open()

    def _focus_field(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _focus_sheet(self, _: Entry) -> None:
        self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_tab(self, _: int) -> None:
        self._show()

    def _show(self, *_: object) -> None:
        entries = self._entries.get(self.shelf, ())
        found = self.model.show(entries, self.field.text())
        self.table.fit_columns()
        self._stack.setCurrentIndex(0 if found else 1)
        if not found and entries:
            self.nothing.set_text(
                f"没有找到“{self.field.text().strip()}”", f"{self.shelf.label} {len(entries)} 项里没有。"
            )
        if found and self.table.current_row is None:
            self.table.select_first()
        self.set_status(f"{self.shelf.label} {found} 项" + ("" if found == len(entries) else f"，共 {len(entries)} 项"))

    def _on_chosen(self, entry: Entry | None) -> None:
        if entry is None:
            self.sheet.clear()
        elif self.shell.is_ready:
            self.sheet.show_sheet(sheet_of(self.shell.services.catalogue, entry.shelf, entry.id))


class _TabStrip(QFrame):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(8, 0, 8, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("window"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))


class _Paper(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("base"))
        painter.fillRect(0, 0, 1, self.height(), theme.color("line"))


class RuleText(QFrame):
    """A rule as the section chief wrote it, in a quiet well."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        row = QVBoxLayout(self)
        row.setContentsMargins(12, 9, 12, 9)
        row.addWidget(wrapped(text, self))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("line2"))
        painter.setBrush(theme.color("alt"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)


class SheetView(QScrollArea):
    """The sheet of an entry. followed(shelf, id): called when a reference is chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.followed: Any = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("pane", True)
        self.setAccessibleName("事项说明")
        self.clear()

    def clear(self) -> None:
        self._shown: Sheet | None = None
        self._shown_wide = True
        self.setWidget(_Paper())

    def show_sheet(self, sheet: Sheet) -> None:
        self._shown, self._shown_wide = sheet, self._is_wide()
        paper = _Paper()
        column = QVBoxLayout(paper)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(6)
        title = wrapped(sheet.title, paper)
        fonts.set_font(title, fonts.PROJECT_NAME, bold=True)
        subtitle = wrapped(sheet.subtitle, paper)
        theme.set_role(subtitle, "text2")
        column.addWidget(title)
        column.addWidget(subtitle)
        column.addSpacing(6)
        column.addLayout(self._facts(sheet.pairs, paper))
        for section in sheet.sections:
            column.addWidget(Hairline(paper))
            self._add_section(column, section, paper)
        column.addWidget(Hairline(paper))
        source = wrapped(f"来源：{sheet.source}", paper)
        theme.set_role(source, "text2")
        fonts.set_font(source, fonts.CAPTION)
        column.addWidget(source)
        if sheet.template:
            note = wrapped("样例值：由本局核实后替换。", paper)
            theme.set_role(note, "warn")
            fonts.set_font(note, fonts.CAPTION)
            column.addWidget(note)
        column.addStretch(1)
        self.setWidget(paper)
        self.setAccessibleName(sheet.title)

    def _facts(self, pairs: tuple[tuple[str, str], ...], paper: QWidget) -> QGridLayout:
        """Pairs in two columns, in one where there is no room for two."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(7)
        half = (len(pairs) + 1) // 2 if self._is_wide() else len(pairs)
        for number, (name, value) in enumerate(pairs):
            row, side = number % half, (number // half) * 2
            label, text = QLabel(name, paper), wrapped(value, paper)
            theme.set_role(label, "text2")
            label.setMinimumWidth(theme.px(72))
            grid.addWidget(label, row, side, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, row, side + 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        if half < len(pairs):
            grid.setColumnStretch(3, 1)
        return grid

    def _is_wide(self) -> bool:
        return self.width() >= theme.px(TWO_COLUMNS_FROM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._shown is not None and self._is_wide() != self._shown_wide:
            self.show_sheet(self._shown)

    def _add_section(self, column: QVBoxLayout, section: Section, paper: QWidget) -> None:
        title = QLabel(section.title, paper)
        fonts.set_font(title, fonts.PANEL_TITLE, bold=True)
        column.addWidget(title)
        for number, text in enumerate(section.paragraphs):
            if section.is_rule and number == 0:
                column.addWidget(RuleText(text, paper))
                continue
            label = wrapped(text, paper)
            label.setMaximumWidth(theme.px(TEXT_WIDTH))
            if section.is_rule:
                theme.set_role(label, "text2")
            column.addWidget(label)
        if section.pairs:
            grid = QGridLayout()
            grid.setHorizontalSpacing(16)
            grid.setVerticalSpacing(5)
            grid.setColumnStretch(1, 1)
            for row, (name, value) in enumerate(section.pairs):
                left, right = wrapped(name, paper), wrapped(value, paper)
                left.setFixedWidth(theme.px(200))
                theme.set_role(right, "text2")
                grid.addWidget(left, row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(right, row, 1, Qt.AlignmentFlag.AlignTop)
            column.addLayout(grid)
        if section.references:
            column.addLayout(self._references(section.references, paper))

    def _references(self, references: tuple[Reference, ...], paper: QWidget) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(2, 1)
        for row, reference in enumerate(references):
            if reference.id:
                button = link_button(reference.text, paper)
                button.setAccessibleName(f"去看 {reference.text}")
                button.clicked.connect(lambda _=False, to=reference: self._follow(to))
                grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            else:
                grid.addWidget(QLabel(reference.text, paper), row, 0, Qt.AlignmentFlag.AlignTop)
            sign, note = QLabel(reference.sign, paper), wrapped(reference.note, paper)
            theme.set_role(sign, "text2")
            theme.set_role(note, "text2")
            note.setContentsMargins(0, 0, 0, 3)
            sign.setContentsMargins(0, 0, 0, 3)
            grid.addWidget(sign, row, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(note, row, 2)
        return grid

    def _follow(self, reference: Reference) -> None:
        if self.followed is not None:
            self.followed(reference.shelf, reference.id)
