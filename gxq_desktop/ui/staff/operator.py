"""Who works at this desk (本机办件人): chosen once, filled in wherever a name is asked for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from gxq_desktop.application.staff import Person, StaffLine, choose_operator, list_staff
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.messages import Foot
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import Column, RowsModel
from gxq_desktop.ui.table_view import TableView

NAME, PHONE = "officer.name", "officer.phone"
"""Preferences that other dialogs take the name and telephone of whoever works here from."""


def take_operator(shell: Shell, person: Person) -> bool:
    """Let PERSON work at this desk; False if it was refused, after telling why."""
    if not shell.save(lambda: choose_operator(person.id, shell.services), "没有换办件人"):
        return False
    remember_operator(shell, person)
    shell.say(f"本机办件人：{person.name}")
    return True


def remember_operator(shell: Shell, person: Person | None) -> None:
    """Fill in PERSON wherever a name is asked for; None takes it out again."""
    shell.preferences.set(NAME, person.name if person is not None else None)
    shell.preferences.set(PHONE, (person.phone or None) if person is not None else None)
    shell.settings_changed.emit()


class OperatorDialog(QDialog):
    """Choose one of the active people; Enter takes the row."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.setWindowTitle("本机办件人")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(theme.px(440), theme.px(360))
        body = QVBoxLayout()
        body.setContentsMargins(20, 18, 20, 12)
        body.setSpacing(8)
        head = wrapped("现在谁在这台电脑上办件", self)
        fonts.set_font(head, fonts.DIALOG_HEAD, bold=True)
        body.addWidget(head)
        self.told = wrapped("登记、移交、认定都先填这个名字，可以当场改。", self)
        theme.set_role(self.told, "text2")
        body.addWidget(self.told)
        columns: tuple[Column[StaffLine], ...] = (
            Column("姓名", show=lambda line: line.person.name, width=130, sortable=False, searchable=True),
            Column("部门", show=lambda line: line.person.department, sortable=False),
            Column("", id="now", show=lambda line: "现在" if line.is_operator else "", width=56, sortable=False),
        )
        self.model: RowsModel[StaffLine] = RowsModel(columns, self, key=lambda line: line.person.id)
        self.table = TableView("", self.model, shell.preferences, self, row_height=28, name="人员")
        body.addWidget(self.table, 1)
        foot = Foot(self)
        self.edit_list = foot.add("改人员名单(&L)…", left=True)
        cancel = foot.add("取消(&C)")
        self.take = foot.add("就是这个人(&S)", primary=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(body, 1)
        layout.addWidget(foot)
        cancel.clicked.connect(self.reject)
        self.take.clicked.connect(self._on_take)
        self.edit_list.clicked.connect(self._on_edit_list)
        self.table.opened.connect(lambda _: self._on_take())
        shell.attempt(self._fill, "看不了人员名单")

    def _fill(self) -> None:
        lines = [line for line in list_staff(self._shell.services) if line.person.active]
        self.model.set_rows(lines)
        now = next((line for line in lines if line.is_operator), None)
        if now is not None:
            self.table.select_key(now.person.id)
        else:
            self.table.select_first()
        self.take.setEnabled(bool(lines))
        if not lines:
            self.told.setText("人员名单还是空的。先把办件的人加进去，再选。")
        self.table.setFocus()

    def _on_take(self) -> None:
        line = self.table.current_row
        if line is not None and take_operator(self._shell, line.person):
            self.accept()

    def _on_edit_list(self) -> None:
        self.reject()
        self._shell.open("settings", section="staff")
