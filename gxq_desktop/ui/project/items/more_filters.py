"""Further filters of the items behind one button: phase, window, who acts. The button says how many are on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from gxq_desktop.application.project_items import Acting
from gxq_desktop.domain.items import Phase
from gxq_desktop.ui import icons


class MoreFilters(QPushButton):
    """changed: one of them was chosen. phase, acting: None for all; window_number: "" for all."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoDefault(False)
        icons.set_icon(self, "filter")
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self._groups: dict[str, QActionGroup] = {}
        self._add("阶段", [("全部阶段", None), *((phase.value, phase) for phase in Phase)])
        self._windows = self._add("窗口", [("全部窗口", "")])
        self._add("轮到谁", [("不论谁办", None), *((f"{each.value}办", each) for each in Acting)])
        self._renew()

    def _add(self, title: str, choices: Iterable[tuple[str, Any]]) -> QMenu:
        menu = self._menu.addMenu(title)
        group = QActionGroup(menu)
        self._groups[title] = group
        for text, value in choices:
            self._add_choice(menu, group, text, value)
        group.actions()[0].setChecked(True)
        group.triggered.connect(self._on_chosen)
        return menu

    @staticmethod
    def _add_choice(menu: QMenu, group: QActionGroup, text: str, value: Any) -> QAction:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setData(value)
        group.addAction(action)
        return action

    def set_windows(self, numbers: Sequence[str]) -> None:
        """Offer the windows NUMBERS, keeping the choice."""
        group, kept = self._groups["窗口"], self.window_number
        for action in group.actions()[1:]:
            group.removeAction(action)
            self._windows.removeAction(action)
        for number in numbers:
            self._add_choice(self._windows, group, f"{number}窗口", number).setChecked(number == kept)
        self._renew()

    def _value(self, title: str) -> Any:
        checked = self._groups[title].checkedAction()
        return checked.data() if checked is not None else None

    @property
    def phase(self) -> Phase | None:
        value = self._value("阶段")
        return Phase(value) if value is not None else None

    @property
    def window_number(self) -> str:
        return str(self._value("窗口") or "")

    @property
    def acting(self) -> Acting | None:
        value = self._value("轮到谁")
        return Acting(value) if value is not None else None

    def choose(self, title: str, text: str) -> None:
        """Choose TEXT under TITLE as if by the menu."""
        next(action for action in self._groups[title].actions() if action.text() == text).trigger()

    def clear(self) -> None:
        """Filter by none of them, without `changed`."""
        for group in self._groups.values():
            group.actions()[0].setChecked(True)
        self._renew()

    def _on_chosen(self, _: QAction) -> None:
        self._renew()
        self.changed.emit()

    def _renew(self) -> None:
        on = [
            group.checkedAction().text()
            for group in self._groups.values()
            if group.checkedAction() is not None and group.checkedAction() is not group.actions()[0]
        ]
        self.setText("、".join(on) if len(on) == 1 else f"更多筛选 {len(on)}" if on else "更多筛选")
        self.setAccessibleName(f"更多筛选：{'、'.join(on) or '没有'}")
        self.setToolTip("、".join(on))
