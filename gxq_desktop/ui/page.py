"""A page: head → filter bar → content → right panel, and how it yields when the window is narrow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gxq_desktop.ui import fonts, icons, theme
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.labels import Elided, Hairline, link_button, narrower_than, wrapped
from gxq_desktop.ui.shell import Shell

DRAWER_BELOW = 1320
PANEL_WIDTH = 300


class Strip(QFrame):
    """A horizontal bar of the page (head, filter bar): a colour of the theme and a hairline below."""

    def __init__(self, parent: QWidget, height: int, role: str = "window") -> None:
        super().__init__(parent)
        self._role, self._height = role, height
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(16, 0, 12, 1)
        self.row.setSpacing(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), max(theme.px(self._height), super().sizeHint().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(self._role))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))


class PageHead(Strip):
    """Title, a quiet line beside it, and at most three actions; the primary one at the far right."""

    def __init__(self, parent: QWidget, shell: Shell, title: str) -> None:
        super().__init__(parent, 50)
        self._shell = shell
        self.title = QLabel(title, self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        fonts.set_font(self.title, fonts.TITLE, bold=True)
        self.subtitle = Elided(self, role="text2")
        self.row.addWidget(self.title)
        self.row.addSpacing(4)
        self.row.addWidget(self.subtitle, 1)

    def add(self, command_id: str, text: str = "", *, primary: bool = False, icon: str = "") -> QPushButton:
        """Add a button that runs COMMAND_ID; TEXT with its Alt letter ("新接件(&N)")."""
        button = CommandButton(self._shell, command_id, self, text, primary=primary, icon=icon)
        self.row.addWidget(button)
        return button

    def add_widget(self, widget: QWidget) -> None:
        self.row.addWidget(widget)

    def show_actions(self, shown: bool) -> None:
        """Hide the buttons while an empty page offers the same in its middle: one filled button a window."""
        for button in self.findChildren(CommandButton):
            button.setVisible(shown)


class CommandButton(QPushButton):
    """A button for a command: enabled with it, its reason and shortcut in the tooltip. text: with its Alt letter."""

    def __init__(
        self, shell: Shell, command_id: str, parent: QWidget, text: str = "", *, primary: bool = False, icon: str = ""
    ) -> None:
        command = shell.commands[command_id]
        super().__init__(text or command.text, parent)
        self._shell, self._id = shell, command_id
        self._action = shell.commands.action(command_id)
        self.setAutoDefault(False)
        if primary:
            self.setProperty("kind", "primary")
        if icon or command.icon:
            icons.set_icon(self, icon or command.icon, "onAccent" if primary else "text2")
        self._action.changed.connect(self._renew)
        self.clicked.connect(self._run)
        self._renew()

    def _renew(self) -> None:
        self.setEnabled(self._action.isEnabled())
        shortcut, plain = self._shell.commands.native(self._id), self._action.toolTip()
        self.setToolTip(f"{plain}（{shortcut}）" if shortcut and self.isEnabled() else plain)

    def _run(self) -> None:
        self._shell.commands.run(self._id)


class Page(QWidget):
    """Base of every page.

    A subclass sets up its widgets in __init__ (the services may not be there yet), answers commands in `handlers`, and loads in
    `open`. Signals: titled(text) for the window's title; told(text) for the left of the status bar; handlers_changed to bind
    again.
    """

    titled = Signal(str)
    told = Signal(str)
    handlers_changed = Signal()

    def __init__(self, shell: Shell, title: str) -> None:
        super().__init__()
        self.shell = shell
        self.window_title = title
        self.status = ""
        self._panel: QWidget | None = None
        self._panel_width = PANEL_WIDTH
        self._panel_wanted = True
        self._drawer_open = False
        self._narrow = False
        self.head = PageHead(self, shell, title)
        self.filters = Strip(self, 46, "base")
        self.filters.hide()
        self.band = ErrorBand(self)
        self.progress = LoadingLine(self)
        self.content = QVBoxLayout()
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(0)
        self._centre = QWidget(self)
        column = QVBoxLayout(self._centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self.band)
        column.addWidget(self.progress)
        column.addLayout(self.content, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._centre)
        self.splitter.setStretchFactor(0, 1)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._outer.addWidget(self.head)
        self._outer.addWidget(self.splitter, 1)

    # -- what a subclass overrides --------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Handler]:
        """Command id → what to do, while this page is the current one."""
        return {}

    def open(self, **argument: Any) -> None:
        """Called each time the page becomes the current one, with services ready: load or refresh here."""

    def leave(self) -> bool:
        """Asked before another page opens or the window closes; False stays (after telling why)."""
        return True

    def reload(self) -> None:
        """F5."""
        self.open()

    # -- what a subclass uses -------------------------------------------------------------------------------------

    def set_window_title(self, title: str) -> None:
        self.window_title = title
        self.titled.emit(title)

    def set_status(self, text: str) -> None:
        """The left of the status bar: what is shown or selected."""
        self.status = text
        self.told.emit(text)

    def show_filters(self) -> Strip:
        """The filter bar, shown; add widgets to its `row`."""
        self.filters.show()
        return self.filters

    def set_panel(self, panel: QWidget, width: int = PANEL_WIDTH) -> None:
        """Explain the selection in PANEL at the right; below 1320 px it is a drawer (Ctrl+I)."""
        self._panel, self._panel_width = panel, width
        panel.setMinimumWidth(theme.px(240))
        self.splitter.addWidget(panel)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setSizes([10_000, theme.px(width)])
        self._fit()

    @property
    def has_panel(self) -> bool:
        return self._panel is not None and self._panel_wanted

    def want_panel(self, wanted: bool) -> None:
        """False while there is nothing to explain (an empty page)."""
        if self._panel is None or wanted == self._panel_wanted:
            return
        self._panel_wanted = wanted
        if not self._narrow:
            self._panel.setVisible(wanted)
        elif not wanted:
            self._drawer_open = False
            self._place_drawer()
        self.handlers_changed.emit()

    @property
    def panel_is_open(self) -> bool:
        return self._panel is not None and not self._panel.isHidden()

    def toggle_panel(self) -> None:
        """Ctrl+I: open or fold the right panel."""
        if self._panel is None:
            return
        if self._narrow:
            self._drawer_open = not self._drawer_open
            self._place_drawer()
            if self._drawer_open:
                self._panel.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._panel.setVisible(self._panel.isHidden())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self._narrow:
            self._place_drawer()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._narrow and self._drawer_open:
            self.toggle_panel()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Fold the panel into a drawer, or unfold it, as the window's width asks."""
        if self._panel is None:
            return
        narrow = narrower_than(self, DRAWER_BELOW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._drawer_open = False
            if narrow:
                self._panel.setParent(self)
                self._panel.setAutoFillBackground(True)
            else:
                self._panel.setAutoFillBackground(False)
                self.splitter.addWidget(self._panel)
                self.splitter.setSizes([10_000, theme.px(self._panel_width)])
                self._panel.setVisible(self._panel_wanted)
        if narrow:
            self._place_drawer()

    def _place_drawer(self) -> None:
        if self._panel is None:
            return
        for layout in (self._outer, self._centre.layout()):
            if layout is not None:
                layout.activate()
        width = min(theme.px(self._panel_width + 20), self.width())
        top = self._centre.mapTo(self, self.content.geometry().topLeft()).y()  # what filters the content stays in reach
        self._panel.setGeometry(self.width() - width, top, width, self.height() - top)
        self._panel.setVisible(self._drawer_open)
        self._panel.raise_()


class LoadingLine(QProgressBar):
    """A 2 px line under the header while rows are loading; the space is kept, so nothing jumps."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        self.setRange(0, 0)
        self.setFixedHeight(2)
        self.setAccessibleName("正在载入")
        self.hide()


class ErrorBand(QFrame):
    """A sentence and 重试 under the filter bar, when loading was refused."""

    retried = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        self._text = wrapped("", self)
        theme.set_role(self._text, "seal")
        self._retry = link_button("重试(&R)", self)
        self._retry.clicked.connect(self.retried)
        row.addWidget(self._text, 1)
        row.addWidget(self._retry)
        self.hide()

    def show_error(self, text: str, can_retry: bool = True) -> None:
        """Say TEXT; without 重试 where nothing was refused."""
        self._retry.setVisible(can_retry)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("sealBg"))


class Panel(QScrollArea):
    """The right panel: a scrolling column on the window's colour. Add to `column`; `clear()` empties it."""

    def __init__(self, parent: QWidget | None = None, name: str = "说明") -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._inner = _Ground()
        self.column = QVBoxLayout(self._inner)
        self.column.setContentsMargins(16, 14, 16, 14)
        self.column.setSpacing(8)
        self.setWidget(self._inner)

    def clear(self) -> None:
        """Remove everything from the column."""
        while self.column.count():
            taken = self.column.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def add_title(self, text: str, points: float = fonts.PANEL_TITLE) -> QLabel:
        return self.add_text(text, points=points, bold=True)

    def add_text(self, text: str, role: str = "", points: float = fonts.BASE, bold: bool = False) -> QLabel:
        """A paragraph of plain text that wraps."""
        label = wrapped(text, self._inner)
        fonts.set_font(label, points, bold)
        if role:
            theme.set_role(label, role)
        self.column.addWidget(label)
        return label

    def add_pair(self, name: str, value: str, bold: bool = False, role: str = "", name_width: int = 72) -> None:
        """A line of two columns: a quiet name, NAME_WIDTH px wide, its value in the colour of ROLE."""
        line = QWidget(self._inner)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        left, right = QLabel(name, line), wrapped(value, line)
        theme.set_role(left, "text2")
        left.setFixedWidth(theme.px(name_width))
        left.setAlignment(Qt.AlignmentFlag.AlignTop)
        fonts.set_font(right, fonts.BASE, bold)
        if role:
            theme.set_role(right, role)
        row.addWidget(left)
        row.addWidget(right, 1)
        self.column.addWidget(line)

    def add_line(self) -> None:
        self.column.addWidget(Hairline(self._inner))

    def add_stretch(self) -> None:
        self.column.addStretch(1)


class _Ground(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("window"))
        painter.fillRect(0, 0, 1, self.height(), theme.color("line"))


class EmptyState(QWidget):
    """Nothing to show: an icon of 32, one line, why, and what to do. Put buttons with `add`."""

    def __init__(self, icon: str, headline: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.addStretch(2)
        self._sign = _IconLabel(icon, self)
        column.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        self.headline = QLabel(headline, self)
        self.headline.setTextFormat(Qt.TextFormat.PlainText)
        fonts.set_font(self.headline, fonts.PANEL_TITLE, bold=True)
        column.addWidget(self.headline, 0, Qt.AlignmentFlag.AlignHCenter)
        self.text = wrapped(text, self)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.text.setMaximumWidth(theme.px(460))
        self.text.setMinimumWidth(min(theme.px(460), self.text.fontMetrics().horizontalAdvance(text) + 4))
        theme.set_role(self.text, "text2")
        column.addWidget(self.text, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(16)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        self._buttons.addStretch(1)
        column.addLayout(self._buttons)
        column.addStretch(3)

    def set_text(self, headline: str, text: str) -> None:
        self.headline.setText(headline)
        self.text.setText(text)
        self.text.setMinimumWidth(min(theme.px(460), self.text.fontMetrics().horizontalAdvance(text) + 4))

    def add(self, button: QWidget) -> None:
        self._buttons.insertWidget(self._buttons.count() - 1, button)

    def focus_first(self) -> None:
        """Give the keyboard to the first button, the way on."""
        first = self.findChild(QPushButton)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("base"))


class _IconLabel(QWidget):
    def __init__(self, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setFixedSize(theme.px(32), theme.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), QRectF(self.rect()), self._icon, "text2")


def focus_next_pane(page: QWidget) -> None:
    """F6: move the focus to the next pane of PAGE: what is in a splitter, the filter bar, the panel."""
    panes = [pane for pane in page.findChildren(QWidget) if pane.property("pane") and pane.isVisible()]
    if not panes:
        page.focusNextChild()
        return
    focus = QApplication.focusWidget()
    current = next(
        (i for i, pane in enumerate(panes) if focus is not None and (pane is focus or pane.isAncestorOf(focus))), -1
    )
    panes[(current + 1) % len(panes)].setFocus(Qt.FocusReason.ShortcutFocusReason)
