"""Enter or change somebody on the staff list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from gxq_desktop.application.staff import (
    LONGEST_NAME,
    ROLE_WORDS,
    Person,
    doubts_of_person,
    faults_of_person,
    new_person_id,
    roles_of,
)
from gxq_desktop.ui import theme
from gxq_desktop.ui.form import TextField
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.messages import Foot

LONGEST = 60


class PersonDialog(QDialog):
    """After it was accepted, `person` is what is to be kept. others: the rest of the list. records: in that name."""

    def __init__(
        self, parent: QWidget | None, others: Sequence[Person], person: Person | None = None, records: int = 0
    ) -> None:
        super().__init__(parent)
        self._others = others
        self._first = person or Person(new_person_id(), "")
        self.person = self._first
        self.setWindowTitle("加一个人" if person is None else "修改人员")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(440))
        body = QVBoxLayout()
        body.setContentsMargins(20, 18, 20, 8)
        body.setSpacing(6)
        self.name = TextField("姓名", self, letter="N", check=lambda text: self._checked("name", text))
        self.name.line.setMaxLength(LONGEST_NAME)
        self.department = TextField("部门或窗口", self, note="可以不填", letter="B")
        self.phone = TextField(
            "电话", self, note="可以不填", letter="P", check=lambda text: self._checked("phone", text)
        )
        self.roles = TextField("角色", self, note="几个之间用顿号", letter="R")
        self.roles.line.setPlaceholderText("、".join(ROLE_WORDS[:3]))
        fields = ((self.name, self._first.name), (self.department, self._first.department))
        for field, text in (*fields, (self.phone, self._first.phone), (self.roles, "、".join(self._first.roles))):
            field.line.setMaxLength(field.line.maxLength() if field is self.name else LONGEST)
            field.line.setText(text)
            body.addWidget(field)
        if records:
            told = wrapped(f"名下有 {records} 条办件记录；改了姓名，以前的记录仍写原来的名字。", self)
            theme.set_role(told, "text2")
            body.addWidget(told)
        foot = Foot(self)
        cancel = foot.add("取消(&C)")
        self.save = foot.add("加进名单(&S)" if person is None else "保存改动(&S)", primary=True)
        self.save.setDefault(True)
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._on_save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(body, 1)
        layout.addWidget(foot)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> Person:
        return replace(
            self._first,
            name=self.name.text,
            department=self.department.text,
            phone=self.phone.text,
            roles=roles_of(self.roles.text),
        )

    def _checked(self, field: str, text: str) -> tuple[Mark | None, str]:
        person = replace(self._first, **{field: text})
        fault = faults_of_person(replace(person, name=person.name or "-"), self._others).get(field, "")
        if field == "name" and not text:
            return None, ""  # told when it is to be saved, not while it is still to be typed
        if fault:
            return Mark.FAILED, fault
        doubt = doubts_of_person(person).get(field, "")
        return (Mark.NOTICE, doubt) if doubt else (None, "")

    def _on_save(self) -> None:
        person = self._typed()
        faults = faults_of_person(person, self._others)
        if faults:
            self.name.say(Mark.FAILED, faults["name"])
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.person = person
        self.accept()
