"""设置 · 人员: the staff list, and who works at this desk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gxq_desktop.application.staff import (
    Person,
    StaffLine,
    list_staff,
    operator,
    remove_person,
    save_person,
    set_active,
)
from gxq_desktop.ui import messages, theme
from gxq_desktop.ui.faults import Message
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.settings.sections import Section
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.staff.operator import NAME, remember_operator, take_operator
from gxq_desktop.ui.staff.person_dialog import PersonDialog
from gxq_desktop.ui.table_model import Column, RowsModel
from gxq_desktop.ui.table_view import TableView


def _state(line: StaffLine) -> str:
    if line.is_operator:
        return "本机办件人"
    return "" if line.person.active else "已停用"


STAFF_COLUMNS: tuple[Column[StaffLine], ...] = (
    Column("姓名", show=lambda line: line.person.name, width=120, searchable=True, bold=lambda line: line.is_operator),
    Column("部门或窗口", show=lambda line: line.person.department, least=120),
    Column("角色", show=lambda line: "、".join(line.person.roles), width=150, drop=2),
    Column("电话", show=lambda line: line.person.phone, width=120, drop=3),
    Column(
        "记录", show=lambda line: f"{line.records} 条", sort=lambda line: line.records, width=76, right=True, drop=1
    ),
    Column(
        "状态",
        show=_state,
        mark=lambda line: Mark.READY if line.is_operator else Mark.NOT_APPLICABLE if not line.person.active else None,
        width=116,
    ),
)


class StaffSection(Section):
    heading = "人员"
    text = "办件记录写谁的名字，从这里选。有记录的人不能删去，只能停用。"

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(shell, parent)
        self._lines: tuple[StaffLine, ...] = ()
        self.operator = wrapped("", self)
        self.column.addWidget(self.operator)
        self.model: RowsModel[StaffLine] = RowsModel(
            STAFF_COLUMNS, self, key=lambda line: line.person.id, muted=lambda line: not line.person.active
        )
        self.table = TableView("staff", self.model, shell.preferences, self, row_height=28, name="人员名单")
        self.table.setMinimumHeight(theme.px(150))
        self.empty = wrapped("名单还是空的。加上窗口的人以后，登记办理情况时从名单里选，不用每次打字。", self)
        theme.set_role(self.empty, "text2")
        self.column.addWidget(self.empty)
        self.column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.add = self._button(row, "加一个人(&N)…", self._on_add)
        self.add.setProperty("kind", "primary")
        self.edit = self._button(row, "修改(&E)…", self._on_edit)
        self.here = self._button(row, "定为本机办件人(&O)", self._on_here)
        self.retire = self._button(row, "停用(&T)", self._on_retire)
        self.remove = self._button(row, "删去(&D)…", self._on_remove)
        row.addStretch(1)
        self.column.addLayout(row)
        self.table.chosen.connect(lambda _: self._renew_buttons())
        self.table.opened.connect(lambda _: self._on_edit())

    def _button(self, row: QHBoxLayout, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: act())
        row.addWidget(button)
        return button

    def open(self) -> None:
        self.shell.attempt(self._fill, "看不了人员名单")

    def _fill(self) -> None:
        self._lines = list_staff(self.shell.services)
        self.model.set_rows(self._lines)
        if self.table.current_row is None and self._lines:
            self.table.select_first()
        self.empty.setVisible(not self._lines)
        self.table.setVisible(bool(self._lines))
        now = operator(self.shell.services)
        typed = str(self.shell.preferences.get(NAME, ""))
        if now is not None:
            self.operator.setText(f"本机办件人：{now.told}。登记、移交、认定都先填这个名字。")
        elif typed:
            self.operator.setText(f"本机办件人还没有从名单里选，现在先填的是“{typed}”。")
        else:
            self.operator.setText("本机办件人还没有选：在名单里选一个人，点“定为本机办件人”。")
        self._renew_buttons()

    @property
    def chosen(self) -> StaffLine | None:
        """The selected line."""
        line: StaffLine | None = self.table.current_row
        return line

    def _renew_buttons(self) -> None:
        line = self.chosen
        for button in (self.edit, self.here, self.retire, self.remove):
            button.setEnabled(line is not None)
        if line is None:
            return
        active = line.person.active
        self.retire.setText("停用(&T)" if active else "恢复(&T)")
        self.here.setEnabled(active and not line.is_operator)
        self.here.setToolTip("" if active else "已停用，先恢复")
        self.remove.setEnabled(not line.records)
        self.remove.setToolTip(f"名下有 {line.records} 条办件记录，只能停用" if line.records else "")

    # -- what is done ---------------------------------------------------------------------------------------------

    def _on_add(self) -> None:
        self.ask_person(None)

    def _on_edit(self) -> None:
        if self.chosen is not None:
            self.ask_person(self.chosen)

    def ask_person(self, line: StaffLine | None) -> PersonDialog:
        """Ask for somebody new, or for the changes to LINE."""
        person = line.person if line is not None else None
        others = [each.person for each in self._lines if person is None or each.person.id != person.id]
        dialog = PersonDialog(self.window(), others, person, line.records if line is not None else 0)
        dialog.accepted.connect(lambda: self._keep(dialog.person))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _keep(self, person: Person) -> None:
        if not self.shell.save(lambda: save_person(person, self.shell.services)):
            return
        first = not self._lines
        if first or self.shell.services.operator_id == person.id:
            if first:
                take_operator(self.shell, person)
            else:
                remember_operator(self.shell, person)
        self.open()
        self.table.select_key(person.id)
        self.shell.say(f"已存：{person.name}")

    def _on_here(self) -> None:
        if self.chosen is not None and take_operator(self.shell, self.chosen.person):
            self.open()

    def _on_retire(self) -> None:
        line = self.chosen
        if line is None:
            return
        active = not line.person.active
        if self.shell.save(lambda: set_active(line.person.id, active, self.shell.services)):
            if line.is_operator:
                remember_operator(self.shell, None)
            self.open()
            self.shell.say(f"已{'恢复' if active else '停用'}：{line.person.name}")

    def _on_remove(self) -> None:
        line = self.chosen
        if line is None:
            return
        asked = Message(
            f"把{line.person.name}从人员名单里删去",
            "名下没有办件记录，删去不影响任何记录。",
            "以后要用，再加一次就行。",
            severe=False,
        )
        if messages.ask(self.window(), "删去人员", asked, ("删去(&D)",)) == 0:
            self.remove_now(line)

    def remove_now(self, line: StaffLine) -> None:
        """Delete LINE, once it was asked."""
        if self.shell.save(lambda: remove_person(line.person.id, self.shell.services), "没有删去"):
            if line.is_operator:
                remember_operator(self.shell, None)
            self.open()
            self.shell.say(f"已删去：{line.person.name}")
