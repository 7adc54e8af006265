"""The project's head: name, what needs a hand, actions; below it the tabs and, at their right, what a tab brings along."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from gxq_desktop.application.project_overview import Heading
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.labels import Elided
from gxq_desktop.ui.marks import Mark, chip, chip_size
from gxq_desktop.ui.page import CommandButton
from gxq_desktop.ui.shell import Shell


class ChipLabel(QWidget):
    """One mark with its word; nothing while there is none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark: Mark | None = None
        self._word = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_mark(self, mark: Mark | None, word: str = "") -> None:
        self._mark, self._word = mark, word
        self.setAccessibleName(word)
        self.setVisible(mark is not None)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if self._mark is None:
            return QSize(0, 0)
        width, height = chip_size(self._mark, self._word)
        return QSize(round(width) + 2, round(height) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._mark is not None:
            chip(QPainter(self), QRectF(self.rect()), self._mark, self._word)


class NameLabel(Elided):
    """The project's name: as wide as it is, giving way last."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.updateGeometry()


class ProjectHead(QFrame):
    """tabs: the bar of tabs. extras: what stands right of the tabs, one widget a tab."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent)
        self._shell = shell
        self.name = NameLabel(self)
        fonts.set_font(self.name, fonts.PROJECT_NAME, bold=True)
        self.chip = ChipLabel(self)
        self.about = Elided(self, role="text2")
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName("项目页签")
        self.tabs.setProperty("pane", True)
        self.extras = QStackedWidget(self)
        self.extras.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        first = QHBoxLayout()
        first.setContentsMargins(16, 0, 0, 0)
        first.setSpacing(10)
        first.addWidget(self.name)
        first.addWidget(self.chip)
        first.addWidget(self.about, 1)
        first.addLayout(self._actions)
        second = QHBoxLayout()
        second.setContentsMargins(4, 0, 0, 0)
        second.setSpacing(8)
        second.addWidget(self.tabs)
        second.addWidget(self.extras, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 12, 1)
        whole.setSpacing(2)
        whole.addLayout(first)
        whole.addLayout(second)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def add(self, command_id: str, text: str = "", *, primary: bool = False, icon: str = "") -> QPushButton:
        """Add a button that runs COMMAND_ID; TEXT with its Alt letter."""
        button = CommandButton(self._shell, command_id, self, text, primary=primary, icon=icon)
        self._actions.addWidget(button)
        return button

    def show_heading(self, heading: Heading) -> None:
        """Name, chip and what stands beside them."""
        self.name.setText(heading.name)
        if heading.no_plan:
            self.chip.show_mark(Mark.FAILED, "排不出时间表")
        elif heading.overdue:
            self.chip.show_mark(Mark.OVERDUE, f"超期 {heading.overdue}")
        elif heading.short_by:
            self.chip.show_mark(Mark.OVERDUE, f"差 {heading.short_by} 个工作日")
        elif heading.soon:
            self.chip.show_mark(Mark.SOON, f"临期 {heading.soon}")
        elif heading.undecided:
            self.chip.show_mark(Mark.NOTICE, f"待定 {heading.undecided}")
        else:
            self.chip.show_mark(None)
        parts = [heading.number, heading.enterprise, heading.project_code]
        self.about.setText("　".join(part for part in parts if part))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), max(theme.px(84), super().sizeHint().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("window"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))


def quiet(text: str, parent: QWidget) -> QLabel:
    """A quiet word before a control."""
    label = QLabel(text, parent)
    theme.set_role(label, "text2")
    return label
