"""A field that filters a table as one types: ↓ and Enter go to the table, Esc empties it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gxq_desktop.ui import icons, theme


class FilterField(QLineEdit):
    """table: where ↓ and Enter lead. placeholder: what it searches. name: for screen readers."""

    def __init__(self, table: QWidget, placeholder: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        sign = QAction(self)
        icons.set_icon(sign, "search")
        self.addAction(sign, QLineEdit.ActionPosition.LeadingPosition)
        self.setMinimumWidth(theme.px(180))
        self.setMaximumWidth(theme.px(420))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)
