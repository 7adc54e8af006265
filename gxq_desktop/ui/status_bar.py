"""The status bar: left what is shown, selected or was just done (with 撤销); right backup, catalogue version, today."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from gxq_desktop.application.wording import weekday
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.labels import Elided, link_button
from gxq_desktop.ui.shell import Shell

SAID_MS = 8000


class StatusBar(QFrame):
    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self._page_text = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 1)
        row.setSpacing(13)
        self._left = Elided(self, role="text2")
        self._undo = link_button("撤销", self)
        self._undo.hide()
        self._undo.clicked.connect(shell.undo_stack.undo)
        self._busy = QLabel(self)
        self._operator = QLabel(self)
        self._backup = QLabel("还没有备份", self)
        self._catalogue = QLabel(self)
        self._today = QLabel(self)
        row.addWidget(self._left, 1)
        row.addWidget(self._undo)
        self._parts = (self._busy, self._operator, self._backup, self._catalogue, self._today)
        for label in self._parts:
            theme.set_role(label, "text2")
            row.addWidget(label)
        for label in (self._left, self._undo, self._busy, self._operator, self._backup, self._catalogue, self._today):
            fonts.set_font(label, fonts.CAPTION)
        self._busy.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_said_ended)
        shell.said.connect(self._on_said)
        shell.ready.connect(self.renew)
        shell.catalogue_changed.connect(self.renew)
        shell.calendar_changed.connect(self.renew)
        shell.settings_changed.connect(self.renew_operator)
        shell.runner.count_changed.connect(self._on_count)
        shell.undo_stack.indexChanged.connect(self._on_undone)

    def set_page_text(self, text: str) -> None:
        """What the page shows or has selected."""
        self._page_text = text
        if not self._timer.isActive():
            self._left.setText(text)

    def set_backup(self, text: str) -> None:
        """What to say about backups: "备份 14:05 正常"."""
        self._backup.setText(text)

    def settle(self) -> None:
        """Say what the page shows at once, not in a while."""
        self._timer.stop()
        self._on_said_ended()

    def renew_operator(self) -> None:
        """Who works at this desk (本机办件人), as far as it is known without opening the store."""
        name = str(self._shell.preferences.get("officer.name", ""))
        shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, theme.px(140))
        self._operator.setText(f"办件人 {shown}" if name else "")
        self._operator.setToolTip(f"{name}；在“办理”菜单里换本机办件人" if name else "")
        self._operator.setVisible(bool(name))

    def renew(self) -> None:
        """Read version and day again."""
        self.renew_operator()
        services, today = self._shell.services, self._shell.today
        self._catalogue.setText(f"目录版本 {services.catalogue.version}")
        kind = services.calendar.kind(today).label
        self._today.setText(f"{today:%Y-%m-%d} 星期{weekday(today)} · {kind}")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("window"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("line"))
        for part in self._parts[1:]:
            if part.text() and part.isVisible():
                painter.fillRect(part.x() - 7, theme.px(5), 1, self.height() - theme.px(9), theme.color("line2"))

    def _on_said(self, text: str, undo: bool) -> None:
        self._left.setText(text)
        self._undo.setVisible(undo and self._shell.undo_stack.canUndo())
        self._timer.start(SAID_MS)

    def _on_said_ended(self) -> None:
        self._undo.hide()
        self._left.setText(self._page_text)

    def _on_undone(self) -> None:
        self._undo.hide()

    def _on_count(self, count: int) -> None:
        awaited = sum(bool(task.title) for task in self._shell.runner.running)
        self._busy.setText(f"进行中 {awaited}")
        self._busy.setVisible(awaited > 0)
