"""Lines of text and small parts of them that the frame and every page use: elided, wrapped, a link, a hairline."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from gxq_desktop.ui import theme


class Elided(QLabel):
    """A line of text that gives way: cut at the end with …, whole in its tooltip. Never widens the window."""

    def __init__(self, parent: QWidget | None = None, text: str = "", role: str = "") -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if role:
            theme.set_role(self, role)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._cut()

    def text(self) -> str:
        return self._whole

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        if shown != super().text():
            super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class Wrapped(QLabel):
    """Plain text that wraps and is never cut: it asks for the height its width needs, which layouts forget in grids."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fitted = ("", -1)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fitted = ("", -1)
            self._fit()

    def _fit(self) -> None:
        wanted = (self.text(), self.width())
        if not self.isVisible() or wanted == self._fitted:  # before it is shown, its width means nothing
            return
        self._fitted = wanted
        self.setMinimumHeight(0)  # a label never says that it needs less than its minimum
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))


def wrapped(text: str, parent: QWidget | None = None) -> QLabel:
    """A label of plain text that wraps; user text stays text."""
    return Wrapped(text, parent)


def link_button(text: str, parent: QWidget | None = None) -> QPushButton:
    """A button that looks like a link."""
    button = QPushButton(text, parent)
    button.setProperty("kind", "link")
    button.setAutoDefault(False)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


class Hairline(QWidget):
    """A 1 px line with air around it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(9)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, 4, self.width(), 1, theme.color("line"))


def narrower_than(widget: QWidget, width: int) -> bool:
    """Whether WIDGET's window is narrower than WIDTH at 100 % text; a larger text size counts as a narrower window."""
    return widget.window().width() * 100 / theme.look().percent < width
