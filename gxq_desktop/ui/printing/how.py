"""怎么打: printer, copies, both sides; what goes through, and the files beside the paper."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.preferences import Preferences
from gxq_desktop.ui.printing.printers import PrinterLine

MOST_COPIES = 99
NO_PRINTER = "没有找到打印机。接好后按 F5 再找，或先存为 PDF。"


class CopiesField(QLineEdit):
    """A number from 1 to MOST_COPIES: typed, or with the up and down keys and the wheel. changed_to(int)."""

    changed_to = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setValidator(QIntValidator(1, MOST_COPIES, self))
        theme.look().changed.connect(self._on_look)
        self._on_look()
        self._value = 1
        self.textChanged.connect(self._on_text)
        self.editingFinished.connect(lambda: self.setText(str(self._value)))
        self.set_value(1)

    def _on_look(self) -> None:
        self.setFixedWidth(theme.px(52))

    @property
    def value(self) -> int:
        """What stands there; the last number that was right while it is empty."""
        return self._value

    def set_value(self, value: int) -> None:
        self.setText(str(max(1, min(MOST_COPIES, value))))

    def _on_text(self, text: str) -> None:
        if self.hasAcceptableInput() and int(text) != self._value:
            self._value = int(text)
            self.changed_to.emit(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.set_value(self._value + step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus() and event.angleDelta().y():
            self.set_value(self._value + (1 if event.angleDelta().y() > 0 else -1))
            event.accept()


class HowToPrint(QWidget):
    """changed: printer, copies or sides. The last choice is remembered."""

    changed = Signal()

    def __init__(self, preferences: Preferences, parent: QWidget | None = None, titled: bool = True) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._filling = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        if titled:
            title = QLabel("怎么打", self)
            fonts.set_font(title, fonts.PANEL_TITLE, bold=True)
            column.addWidget(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self.printer = QComboBox(self)
        self.printer.setAccessibleName("打印机")
        self.printer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.printer.setMinimumContentsLength(8)
        self.copies = CopiesField(self)
        self.copies.setAccessibleName("份数")
        self.duplex = QCheckBox("双面（手册、事项卡）", self)
        grid.addWidget(self._named("打印机(&I)", self.printer), 0, 0)
        grid.addWidget(self.printer, 0, 1)
        grid.addWidget(self._named("份数(&N)", self.copies), 1, 0)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.copies)
        line.addWidget(QLabel("份", self))
        line.addStretch(1)
        grid.addLayout(line, 1, 1)
        grid.addWidget(self.duplex, 2, 1)
        column.addLayout(grid)
        self.problem = wrapped("", self)
        theme.set_role(self.problem, "warn")
        fonts.set_font(self.problem, fonts.CAPTION)
        column.addWidget(self.problem)
        self.problem.hide()
        self.copies.set_value(int(preferences.get("printing.copies", 1)))
        self.duplex.setChecked(bool(preferences.get("printing.duplex", True)))
        self.printer.currentIndexChanged.connect(self._on_changed)
        self.copies.changed_to.connect(self._on_changed)
        self.duplex.toggled.connect(self._on_changed)
        self.set_looking()

    def _named(self, text: str, widget: QWidget) -> QLabel:
        label = QLabel(text, self)
        label.setBuddy(widget)
        theme.set_role(label, "text2")
        return label

    def set_looking(self) -> None:
        """While the system is asked."""
        if self.printer.count() == 0 or self.printer.currentData() is None:
            self._filling = True
            self.printer.clear()
            self.printer.addItem("正在找打印机", None)
            self.printer.setEnabled(False)
            self._filling = False

    def set_printers(self, lines: Sequence[PrinterLine]) -> None:
        """Offer LINES; the one used last, else the system's, is chosen. One that is gone is said."""
        self._filling = True
        wanted = self.printer.currentData() or self._preferences.get("printing.printer", "")
        self.printer.clear()
        for line in lines:
            self.printer.addItem(line.text, line.name)
            self.printer.setItemData(self.printer.count() - 1, line.text, Qt.ItemDataRole.ToolTipRole)
        names = [line.name for line in lines]
        problem = ""
        if not names:
            self.printer.addItem("没有找到打印机", None)
            problem = NO_PRINTER
        elif wanted in names:
            self.printer.setCurrentIndex(names.index(wanted))
        elif wanted:
            problem = f"上次用的打印机“{wanted}”不在了，改用{lines[0].text}。"
        self.printer.setEnabled(bool(names))
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self._filling = False
        self.changed.emit()

    @property
    def printer_name(self) -> str:
        """The printer chosen; "" if there is none."""
        return str(self.printer.currentData() or "")

    def _on_changed(self, _: object) -> None:
        if self._filling:
            return
        preferences = self._preferences
        if self.printer_name:
            preferences.set("printing.printer", self.printer_name)
        preferences.set("printing.copies", self.copies.value)
        preferences.set("printing.duplex", self.duplex.isChecked())
        self.changed.emit()
