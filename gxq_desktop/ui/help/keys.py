"""快捷键一览 (F1): what can be done on this page first, then everything else, by menu."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.commands import Command
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.messages import Foot
from gxq_desktop.ui.shell import Shell

COLUMNS = 3
EVERYWHERE = (
    ("↑ ↓ Home End", "在表里走"),
    ("回车", "打开这一行"),
    ("空格", "勾选"),
    ("直接打字", "跳到以它开头的行"),
    ("Ctrl+C", "复制选中的行"),
    ("Shift+F10", "这一行能做的事"),
    ("Tab", "离开表格，到下一处"),
    ("Alt+字母", "按下带这个字母的按钮或菜单"),
    ("Esc", "退一步：关掉窗口、收起说明"),
)
"""What tables and dialogs always know; no commands, so not to be changed."""


class KeysDialog(QDialog):
    """Read-only; the shortcuts are changed in 设置 → 快捷键."""

    def __init__(self, shell: Shell, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.setWindowTitle("快捷键一览")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(theme.px(920), theme.px(600))
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName("快捷键")
        inner = QWidget()
        self._row = QHBoxLayout(inner)
        self._row.setContentsMargins(20, 14, 20, 14)
        self._row.setSpacing(28)
        scroll.setWidget(inner)
        foot = Foot(self)
        self.change = foot.add("改快捷键(&S)…", left=True)
        self.guide = foot.add("使用说明(&G)", left=True)
        self.close_button = foot.add("关闭(&C)", primary=True)
        self.close_button.setDefault(True)
        self.change.clicked.connect(self._on_change)
        self.guide.clicked.connect(self._on_guide)
        self.close_button.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addWidget(foot)
        self._fill(inner)
        scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, parent: QWidget) -> None:
        blocks = [_Block(title, keys, parent) for title, keys in self.blocks()]
        heights = [block.sizeHint().height() for block in blocks]
        for first, last in _even(heights, COLUMNS):
            column = QVBoxLayout()
            column.setSpacing(4)
            for block in blocks[first:last]:
                column.addWidget(block)
            column.addStretch(1)
            self._row.addLayout(column, 1)

    def blocks(self) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
        """Title and (key, what it does): this page's own, then by menu, then what holds everywhere."""
        commands = self._shell.commands
        keyed = [command for command in commands if commands.native(command.id)]
        page = self._shell.window.page if self._shell.window is not None else None
        own = set(page.handlers()) if page is not None else set()
        blocks: list[tuple[str, Sequence[tuple[str, str]]]] = []
        here = [self._line(command) for command in keyed if command.id in own]
        if here and page is not None:
            blocks.append((f"这一页：{page.window_title}", here))
        others = [command for command in keyed if command.id not in own]
        order = {menu: at for at, menu in enumerate(dict.fromkeys(command.menu for command in others))}
        others.sort(key=lambda command: (order[command.menu], command.group))
        for menu, group in groupby(others, key=lambda command: command.menu):
            blocks.append((menu or "其他", [self._line(command) for command in group]))
        return [*blocks, ("到处都一样", EVERYWHERE)]

    def _line(self, command: Command) -> tuple[str, str]:
        return self._shell.commands.native(command.id), command.text.rstrip("…")

    def _on_change(self) -> None:
        self.accept()
        self._shell.open("settings", section="shortcuts")

    def _on_guide(self) -> None:
        self.accept()
        self._shell.commands.run("help.guide")


def _even(heights: Sequence[int], columns: int) -> Sequence[tuple[int, int]]:
    """Where to part HEIGHTS, in order, into at most COLUMNS, so that the highest column is as low as can be."""

    def parted(most: int) -> list[tuple[int, int]]:
        parts, first, filled = [], 0, 0
        for at, height in enumerate(heights):
            if filled and filled + height > most:
                parts.append((first, at))
                first, filled = at, 0
            filled += height
        return [*parts, (first, len(heights))]

    low, high = max(heights, default=0), sum(heights)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if len(parted(middle)) <= columns else (middle + 1, high)
    return parted(low)


class _Block(QWidget):
    def __init__(self, title: str, keys: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 10)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, theme.px(112))
        head = QLabel(title, self)
        fonts.set_font(head, fonts.BASE, bold=True)
        grid.addWidget(head, 0, 0, 1, 2)
        for row, (key, what) in enumerate(keys, 1):
            cap = QLabel(key, self)
            theme.set_role(cap, "key")
            fonts.set_font(cap, fonts.GANTT)
            grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(wrapped(what, self), row, 1)
