"""A link that gives way: cut at its end where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from gxq_desktop.ui import theme


class LinkLine(QPushButton):
    """One line, as wide as its text where there is room; whole in its tooltip and for screen readers."""

    def __init__(self, text: str, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setProperty("kind", "link")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.say(text, tip)

    def say(self, text: str, tip: str = "") -> None:
        """Show TEXT; TIP says what to do about it."""
        self._whole = text
        self.setAccessibleName(text)
        self.setAccessibleDescription(tip)
        self.setToolTip(f"{text}。{tip}" if tip else text)
        self._cut()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._text_width(self._whole), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(theme.px(48), self._text_width(self._whole)), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._cut()
            self.updateGeometry()

    def _text_width(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + theme.px(12)

    def _cut(self) -> None:
        room = max(0, self.width() - theme.px(10))
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room).replace("&", "&&")
        if shown != self.text():
            self.setText(shown)
