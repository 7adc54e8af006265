"""The foot of the ledger: the three clocks; once rows are ticked, what can be done with them together."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from gxq_desktop.application.ledger_ask import ClockSpan
from gxq_desktop.domain.owned_days import OwnedDays
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.labels import Elided
from gxq_desktop.ui.page import CommandButton
from gxq_desktop.ui.shell import Shell


class LedgerFoot(QFrame):
    """span_chosen(ClockSpan): of which days the clocks are to be summed up."""

    span_chosen = Signal(object)

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        self._is_batch = False
        self.count = QLabel(self)
        fonts.set_font(self.count, fonts.BASE, bold=True)
        self.batch = CommandButton(shell, "ledger.batch", self, "批量登记(&D)…", icon="checkmark_circle")
        self.slips = QPushButton("打印销号单(&X)", self)
        self.slips.setAutoDefault(False)
        self.none = CommandButton(shell, "ledger.tick_none", self, "取消勾选(&U)")
        self.none.setProperty("kind", "flat")
        self.hint = Elided(self, "空格勾选　Shift+单击勾选一段　回车登记　/ 筛选　Ctrl+I 说明", role="text2")
        self.clocks = QLabel(self)
        theme.set_role(self.clocks, "text2")
        self.span = QComboBox(self)
        self.span.setAccessibleName("三方用时，算哪一段")
        self.span.setToolTip("所列事项的三方用时：算哪一段的工作日")
        self.span.setProperty("quiet", "1")
        for span in ClockSpan:
            self.span.addItem(f"三方用时 {span.label}", span)
        self.span.activated.connect(lambda place: self.span_chosen.emit(ClockSpan(self.span.itemData(place))))
        self._ticked = (self.count, self.batch, self.slips, self.none)
        for widget in self._ticked:
            row.addWidget(widget)
        row.addWidget(self.hint, 3)
        row.addStretch(1)
        row.addWidget(self.span)
        row.addWidget(self.clocks)
        self.show_ticked(0, 0)

    def show_ticked(self, ticked: int, elsewhere: int) -> None:
        """How many rows are ticked, ELSEWHERE of them not in the list now."""
        self._is_batch = ticked > 0
        self.count.setText(f"已勾选 {ticked} 项" + (f"，{elsewhere} 项不在列表里" if elsewhere else ""))
        for widget in self._ticked:
            widget.setVisible(self._is_batch)
        self.hint.setVisible(not self._is_batch)
        self.update()

    def show_clocks(self, owned: OwnedDays) -> None:
        """Whose working days passed on what is listed."""
        self.clocks.setText(
            f"机关 {owned.authority:,}　企业 {owned.enterprise:,}　中介 {owned.intermediary:,}（工作日）"
        )

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), max(theme.px(42), super().sizeHint().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("soft" if self._is_batch else "window"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("line"))
