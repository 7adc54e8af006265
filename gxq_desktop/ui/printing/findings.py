"""打印前看一眼: what should be looked at, each with the page it stands on and the way to mend it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gxq_desktop.application.print_check import Finding
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.labels import link_button, wrapped
from gxq_desktop.ui.marks import Mark, mark

SHOWN_AT_ONCE = 4


class _Triangle(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(theme.px(14), theme.px(18)))

    def paintEvent(self, event: QPaintEvent) -> None:
        mark(QPainter(self), QRectF(self.rect()), Mark.NOTICE)


class FindingRow(QWidget):
    """One finding: what, why, and its way out. shown(Finding): see it on its page; mended(Finding): go where it is mended."""

    shown = Signal(object)
    mended = Signal(object)

    def __init__(self, finding: Finding, has_way: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.finding = finding
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(6)
        row.addWidget(_Triangle(self), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        headline = wrapped(finding.headline, self)
        fonts.set_font(headline, fonts.BASE, bold=True)
        detail = wrapped(finding.detail, self)
        fonts.set_font(detail, fonts.CAPTION)
        theme.set_role(detail, "text2")
        words.addWidget(headline)
        words.addWidget(detail)
        row.addLayout(words, 1)
        links = QVBoxLayout()
        links.setSpacing(0)
        self.mend = link_button(finding.remedy.value, self)
        self.mend.setAccessibleName(f"{finding.headline}：{finding.remedy.value}")
        self.mend.setEnabled(has_way)
        self.mend.clicked.connect(lambda: self.mended.emit(finding))
        self.see = link_button("看这页", self)
        self.see.setAccessibleName(f"{finding.headline}：看这页")
        self.see.clicked.connect(lambda: self.shown.emit(finding))
        for link in (self.mend, self.see):
            fonts.set_font(link, fonts.CAPTION)
            links.addWidget(link, 0, Qt.AlignmentFlag.AlignRight)
        links.addStretch(1)
        row.addLayout(links)


class Findings(QWidget):
    """The list with its count; the first few, the rest on demand. shown, mended: of its rows."""

    shown = Signal(object)
    mended = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[FindingRow] = []
        self._all = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.title = QLabel(self)
        fonts.set_font(self.title, fonts.PANEL_TITLE, bold=True)
        self._column.addWidget(self.title)
        self.quiet = wrapped("", self)
        theme.set_role(self.quiet, "text2")
        self._column.addWidget(self.quiet)
        self.more = link_button("", self)
        self.more.clicked.connect(self._on_more)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def set_findings(self, findings: Sequence[Finding], ways: Sequence[bool], quiet: str = "") -> None:
        """Show FINDINGS; WAYS says for each whether there is a place to mend it. QUIET: what to say if there are none."""
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
        self.title.setText(f"打印前看一眼（{len(findings)}）" if findings else "打印前看一眼")
        self.quiet.setText(quiet or "没有缺的、待定的，也没有印不出来的字。")
        self.quiet.setVisible(not findings)
        for place, (finding, has_way) in enumerate(zip(findings, ways, strict=True)):
            row = FindingRow(finding, has_way, self)
            row.shown.connect(self.shown)
            row.mended.connect(self.mended)
            self._column.insertWidget(2 + place, row)
            self.rows.append(row)
        self._fold()

    def _on_more(self) -> None:
        self._all = not self._all
        self._fold()

    def _fold(self) -> None:
        hidden = max(0, len(self.rows) - SHOWN_AT_ONCE)
        for place, row in enumerate(self.rows):
            row.setVisible(self._all or place < SHOWN_AT_ONCE or hidden == 1)
        self.more.setVisible(hidden > 1)
        self.more.setText("收起" if self._all else f"还有 {hidden} 条")
