"""What turned amber or red since the ledger was last looked at, told once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gxq_desktop.application.ledger_desk import LedgerEntry
from gxq_desktop.application.ledger_listing import Standing
from gxq_desktop.ui import theme
from gxq_desktop.ui.labels import link_button, wrapped
from gxq_desktop.ui.marks import Mark, mark


class WarningBand(QFrame):
    """wanted(): 查看. dismissed(): 知道了."""

    wanted = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setSpacing(12)
        self._row = row
        self._text = wrapped("", self)
        self.look = link_button("查看(&A)", self)
        self.look.clicked.connect(self.wanted)
        self.known = link_button("知道了(&K)", self)
        self.known.clicked.connect(self._dismiss)
        row.addWidget(self._text, 1)
        row.addWidget(self.look)
        row.addWidget(self.known)
        self.hide()
        theme.look().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self._row.setContentsMargins(theme.px(36), 5, 12, 5)

    @property
    def text(self) -> str:
        return self._text.text()

    def tell(self, entries: Sequence[LedgerEntry]) -> None:
        """Say how many of ENTRIES turned amber and how many red."""
        self._text.setText(warning_text(entries))
        self.setAccessibleName(self._text.text())
        self.setVisible(bool(entries))

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("warnBg"))
        mark(painter, QRectF(theme.px(16), 0, theme.px(12), self.height()), Mark.SOON)


def warning_text(entries: Sequence[LedgerEntry]) -> str:
    """自上次打开以来 3 项转为临期、1 项转为超期."""
    soon = sum(entry.standing is Standing.SOON for entry in entries)
    overdue = sum(entry.standing is Standing.OVERDUE for entry in entries)
    parts = [f"{count} 项转为{word}" for count, word in ((overdue, "超期"), (soon, "临期")) if count]
    return f"自上次打开以来 {'、'.join(parts)}。" if parts else ""
