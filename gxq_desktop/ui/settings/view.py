"""The page 设置: parts at the left, one at a time at the right."""

from __future__ import annotations

import importlib.util
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from gxq_desktop.ui import theme
from gxq_desktop.ui.features import named
from gxq_desktop.ui.navigation import NavigationButton
from gxq_desktop.ui.page import Page
from gxq_desktop.ui.shell import Shell

SECTIONS = (
    ("look", "外观", "dark_theme", "gxq_desktop.ui.settings.sections:LookSection"),
    ("bureau", "本局", "building", "gxq_desktop.ui.settings.sections:BureauSection"),
    ("staff", "人员", "people", "gxq_desktop.ui.staff.section:StaffSection"),
    ("clock_rules", "时限规则", "clock", "gxq_desktop.ui.settings.clock_rules:ClockRulesSection"),
    ("shortcuts", "快捷键", "keyboard", "gxq_desktop.ui.settings.shortcuts:ShortcutsSection"),
    ("data", "数据与备份", "database", "gxq_desktop.ui.settings.sections:DataSection"),
    ("about", "关于", "info", "gxq_desktop.ui.settings.sections:AboutSection"),
)
"""id, title, icon, widget. A part in a package that is not there is left out."""


class SettingsPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "设置")
        self._sections: dict[str, Any] = {}
        self._targets: dict[str, str] = {}
        self._buttons: dict[str, NavigationButton] = {}
        list_ = _Side(self)
        column = QVBoxLayout(list_)
        column.setContentsMargins(8, 10, 8, 10)
        column.setSpacing(2)
        group = QButtonGroup(self)
        for name, title, icon, target in SECTIONS:
            if importlib.util.find_spec(target.partition(":")[0]) is None:
                continue
            button = NavigationButton(title, icon, list_)
            button.clicked.connect(lambda _=False, name=name: self.show_section(name))
            group.addButton(button)
            self._buttons[name], self._targets[name] = button, target
            column.addWidget(button)
        column.addStretch(1)
        self.stack = QStackedWidget(self)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(list_)
        row.addWidget(self.stack, 1)
        self.content.addLayout(row, 1)
        self._current = ""

    def open(self, **argument: Any) -> None:
        """section: the id of a part, "look" the first time."""
        self.show_section(argument.get("section") or self._current or "look")

    def show_section(self, name: str) -> None:
        """Show the part NAME; KeyError if there is none."""
        if name not in self._sections:
            area = QScrollArea(self)
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            ground = _Ground(area)
            section = named(self._targets[name])(self.shell, ground)
            layout = QVBoxLayout(ground)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(section)
            area.setWidget(ground)
            self._sections[name] = (section, area)
            self.stack.addWidget(area)
        section, area = self._sections[name]
        self._current = name
        self._buttons[name].setChecked(True)
        self.stack.setCurrentWidget(area)
        section.open()
        self.set_status(f"设置 · {self._buttons[name].text()}")

    def section(self, name: str) -> Any:
        """The widget of a part that was shown."""
        return self._sections[name][0]


class _Side(QFrame):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedWidth(theme.px(188))
        theme.look().changed.connect(self._on_look)

    def _on_look(self) -> None:
        self.setFixedWidth(theme.px(188))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("alt"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.color("line"))


class _Ground(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("base"))
