"""A name asked for: a line, what is wrong with it beneath."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui import theme
from gxq_desktop.ui.form import TextField
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.messages import Foot


class NameDialog(QDialog):
    """keep: takes the name, or raises DomainError, which is shown at the field."""

    def __init__(self, parent: QWidget, title: str, name: str, keep: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._keep = keep
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(400))
        self.field = TextField("名字", self, note="同名的视图会被换掉" if title.startswith("存") else "", letter="N")
        self.field.set_text(name)
        body = QVBoxLayout()
        body.setContentsMargins(20, 18, 20, 8)
        body.addWidget(self.field)
        foot = Foot(self)
        cancel = foot.add("取消(&C)")
        self.save = foot.add("存下(&S)" if title.startswith("存") else "改名(&S)", primary=True)
        self.save.setDefault(True)
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._on_save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(body, 1)
        layout.addWidget(foot)
        self.field.line.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_save(self) -> None:
        try:
            self._keep(self.field.text)
        except DomainError as refusal:
            self.field.say(Mark.FAILED, f"{refusal.problem}{refusal.next_step}")
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.accept()
