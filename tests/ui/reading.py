"""Looking at widgets as a person or a screen reader does."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from gxq_desktop.ui.labels import Elided


def focusable(root: QWidget) -> Iterator[QWidget]:
    """Everything below ROOT that Tab can reach and that is shown."""
    for widget in root.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.focusProxy() is None:
            yield widget


def spoken_name(widget: QWidget) -> str:
    """What a screen reader says it is called."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def cut_texts(root: QWidget) -> list[str]:
    """Texts of labels and buttons below ROOT that do not fit where they stand, those made to be cut left aside."""
    cut = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, Elided) or widget.width() < 2:
            continue
        if isinstance(widget, QLabel) and widget.text():
            if widget.wordWrap():
                if widget.heightForWidth(widget.width()) > widget.height() + 1:
                    cut.append(widget.text())
            elif widget.sizeHint().width() > widget.width() + 1:
                cut.append(widget.text())
        elif isinstance(widget, QAbstractButton) and widget.text() and not getattr(widget, "is_rail", False):
            room = widget.width() - 4
            if (
                widget.fontMetrics().horizontalAdvance(widget.text().replace("&", "")) > room
                and type(widget).__name__ != "RecentButton"
            ):
                cut.append(widget.text())
    return cut
