"""更多: the filters of 工作台 that have no segment, with their counts, in a menu; the two asked for most also as links."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from gxq_desktop.application.today import TodayFilter
from gxq_desktop.ui import theme
from gxq_desktop.ui.labels import link_button

OTHERS = {
    TodayFilter.NEXT_WEEK: "下周到期",
    TodayFilter.AUTHORITY: "等部门",
    TodayFilter.MISSING: "容缺待补",
    TodayFilter.REISSUE: "手册要重发",
    TodayFilter.MEND: "要处理",
}
KEYS = {TodayFilter.NEXT_WEEK: "8", TodayFilter.AUTHORITY: "9"}
MENU_KEY = "0"
LINKED = (TodayFilter.MISSING, TodayFilter.REISSUE)


class MoreFilters(QWidget):
    """chosen(TodayFilter): one of OTHERS."""

    chosen = Signal(object)

    def __init__(self, page: QWidget, parent: QWidget) -> None:
        """page: where the keys 8, 9 and 0 work."""
        super().__init__(parent)
        self._counts: Mapping[TodayFilter, int] = {}
        self._current: TodayFilter | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.links: dict[TodayFilter, QPushButton] = {}
        for each in LINKED:
            link = link_button(OTHERS[each], self)
            link.clicked.connect(lambda _=False, each=each: self.chosen.emit(each))
            link.hide()
            self.links[each] = link
            row.addWidget(link)
        self.button = QPushButton("更多", self)
        self.button.setProperty("kind", "flat")
        self.button.setAutoDefault(False)
        menu = QMenu(self.button)
        self.actions_of: dict[TodayFilter, QAction] = {}
        for each, text in OTHERS.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, each=each: self.chosen.emit(each))
            self.actions_of[each] = action
            if each in KEYS:
                self._on_key(page, KEYS[each], action.trigger)
        self.button.setMenu(menu)
        self._on_key(page, MENU_KEY, self.button.showMenu)
        self.button.setToolTip(f"下周、等部门、容缺、重发、要处理（{MENU_KEY}）")
        row.addWidget(self.button)

    @staticmethod
    def _on_key(page: QWidget, key: str, act: object) -> None:
        shortcut = QShortcut(QKeySequence(key), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def set_counts(self, counts: Mapping[TodayFilter, int]) -> None:
        """COUNTS of all filters."""
        self._counts = counts
        for each, action in self.actions_of.items():
            key = f"\t{KEYS[each]}" if each in KEYS else ""
            action.setText(f"{OTHERS[each]}　{counts.get(each, 0)} 项{key}")
        self._renew()

    def choose(self, current: TodayFilter | None) -> None:
        """Mark CURRENT as chosen; None if it is none of these."""
        self._current = current if current in OTHERS else None
        self._renew()

    def _renew(self) -> None:
        for each, action in self.actions_of.items():
            action.setChecked(each is self._current)
        for each, link in self.links.items():
            link.setText(f"{OTHERS[each]} {self._counts.get(each, 0)}")
        shown = self._current
        self.button.setText(f"{OTHERS[shown]} {self._counts.get(shown, 0)}" if shown else "更多")
        theme.set_role(self.button, "accent" if shown else "")
        self.button.setAccessibleName(f"更多筛选，现在看{OTHERS[shown]}" if shown else "更多筛选")
        self.updateGeometry()

    def show_links(self, room: int) -> None:
        """Show the links if there is something behind them and ROOM px for them besides the button."""
        left = room - self.button.sizeHint().width()
        for each, link in self.links.items():
            left -= link.sizeHint().width() + 4
            link.setVisible(bool(self._counts.get(each)) and left > 0 and self._current is not each)
