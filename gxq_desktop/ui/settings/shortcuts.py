"""Shortcuts: every command in one table; a new key is checked for conflicts before it holds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QKeySequenceEdit, QLabel, QLineEdit, QPushButton, QWidget

from gxq_desktop.ui import theme
from gxq_desktop.ui.commands import MENUS, Command, native_text
from gxq_desktop.ui.filter_field import FilterField
from gxq_desktop.ui.form import FieldNote
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.settings.sections import Section
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import Column, RowsModel
from gxq_desktop.ui.table_view import TableView


class ShortcutsSection(Section):
    heading = "快捷键"
    text = "选一行，按下新的键，再点“改用这个键”。一个键只能给一个动作。"

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(shell, parent)
        commands = shell.commands
        columns: tuple[Column[Command], ...] = (
            Column("菜单", show=lambda command: command.menu or "—", width=72, color=lambda command: "text2"),
            Column("动作", show=lambda command: command.text.rstrip("…"), searchable=True),
            Column("快捷键", show=lambda command: commands.native(command.id) or "—", width=150),
            Column(
                "",
                show=lambda command: "" if commands.shortcut(command.id) == command.shortcut else "改过",
                width=64,
                id="changed",
                color=lambda command: "accent",
            ),
        )
        self.model: RowsModel[Command] = RowsModel(columns, self, key=lambda command: command.id)
        self.table = TableView("shortcuts", self.model, shell.preferences, self, row_height=26, name="快捷键")
        self.table.setMinimumHeight(theme.px(240))
        self.field = FilterField(self.table, "找动作或键", "筛选快捷键", self)
        self.edit = QKeySequenceEdit(self)
        self.edit.setMaximumSequenceLength(1)
        self.edit.setAccessibleName("新的快捷键")
        self.edit.setMaximumWidth(theme.px(180))
        self._clear()
        self.note = FieldNote(self)
        self.use = QPushButton("改用这个键(&U)", self)
        self.none = QPushButton("不要快捷键(&D)", self)
        self.reset = QPushButton("恢复这一个(&R)", self)
        self.reset_all = QPushButton("全部恢复(&L)", self)
        row = QHBoxLayout()
        row.addWidget(QLabel("新的键", self))
        for each in (self.edit, self.use, self.none, self.reset):
            row.addWidget(each)
        row.addStretch(1)
        row.addWidget(self.reset_all)
        self.column.addWidget(self.field)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(row)
        self.column.addWidget(self.note)
        self.field.textChanged.connect(self._show)
        self.table.chosen.connect(self._on_chosen)
        self.edit.keySequenceChanged.connect(self._on_key)
        self.use.clicked.connect(lambda: self._set(self._typed()))
        self.none.clicked.connect(lambda: self._set(""))
        self.reset.clicked.connect(lambda: self._set(None))
        self.reset_all.clicked.connect(self._on_reset_all)
        commands.changed.connect(self._show)

    def open(self) -> None:
        self._show()
        if self.table.current_row is None:
            self.table.select_first()

    def _show(self, *_: object) -> None:
        words = self.field.text().casefold().split()
        commands = self.shell.commands

        def wanted(command: Command) -> bool:
            text = f"{command.text} {command.menu} {command.keywords} {commands.native(command.id)}".casefold()
            return all(word in text for word in words)

        self.model.set_rows(sorted((command for command in commands if wanted(command)), key=_place_in_menus))

    def _clear(self) -> None:
        """Wait for another key; Qt writes its own words there each time."""
        self.edit.clear()
        line = self.edit.findChild(QLineEdit)
        if line is not None:
            line.setPlaceholderText("按下新的键")

    def _typed(self) -> str:
        return self.edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def _on_chosen(self, command: Command | None) -> None:
        self._clear()
        for button in (self.none, self.reset):
            button.setEnabled(command is not None)
        self._on_key()

    def _on_key(self, *_: object) -> None:
        command, typed = self.table.current_row, self._typed()
        holder = self.shell.commands.holder_of(typed, command.id) if command is not None and typed else None
        fault = self._fault(typed)
        if holder is not None:
            shown = native_text(self.edit.keySequence())
            self.note.say(Mark.FAILED, f"{shown} 已经给了“{holder.text.rstrip('…')}”，先改那一个。")
        elif fault:
            self.note.say(Mark.FAILED, fault)
        else:
            self.note.say(Mark.PASSED if typed else None, "可以用" if typed else "")
        usable = bool(typed) and holder is None and not fault and command is not None
        self.use.setEnabled(usable)
        self.use.setToolTip("" if usable else self.note.text or "先按一个键")

    @staticmethod
    def _fault(typed: str) -> str:
        """A single letter or digit would be taken from every field."""
        if not typed:
            return ""
        combination = QKeySequence.fromString(typed)[0]
        held = combination.keyboardModifiers() & ~Qt.KeyboardModifier.ShiftModifier
        key = combination.key()
        if not held and not Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35:
            return "要带 Ctrl 或 Alt，或用 F1–F12；单个字母、数字留给打字和列表。"
        return ""

    def _set(self, shortcut: str | None) -> None:
        command = self.table.current_row
        if command is None:
            return
        holder = self.shell.commands.holder_of(command.shortcut, command.id) if shortcut is None else None
        if holder is not None:
            self.note.say(Mark.FAILED, f"原来的键现在给了“{holder.text.rstrip('…')}”，先改那一个。")
            return
        self.shell.commands.set_shortcut(command.id, shortcut)
        self.shell.say(f"“{command.text.rstrip('…')}”的快捷键：{self.shell.commands.native(command.id) or '没有'}")
        self._clear()

    def _on_reset_all(self) -> None:
        self.shell.commands.reset_shortcuts()
        self.shell.say("快捷键已全部恢复")


def _place_in_menus(command: Command) -> tuple[int, int]:
    """As the menus stand from left to right and top to bottom; what is in none last."""
    return (MENUS.index(command.menu) if command.menu else len(MENUS), command.group)
