"""Who takes the papers and who gives them, asked before they are printed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from gxq_desktop.application.hand_over import NobodyNamed, require_people
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.form import TextField
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.messages import Foot
from gxq_desktop.ui.printing.presenter import Recipient


class HandOverDialog(QDialog):
    """After exec: `recipient`, None if only printing was chosen; `result()` is Rejected if nothing is to be printed."""

    def __init__(
        self,
        parent: QWidget | None,
        headline: str,
        papers: Sequence[str],
        receiver: str,
        officer: str,
        printing: bool = True,
    ) -> None:
        """printing: False if the papers were printed or sent before and are only to be written down."""
        super().__init__(parent)
        self.recipient: Recipient | None = None
        self.setWindowTitle("打印并登记移交" if printing else "登记移交")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(480))
        body = QVBoxLayout()
        body.setContentsMargins(20, 18, 20, 8)
        body.setSpacing(8)
        self.headline = wrapped(headline, self)
        fonts.set_font(self.headline, fonts.DIALOG_HEAD, bold=True)
        body.addWidget(self.headline)
        listed = wrapped("\n".join(papers), self)
        theme.set_role(listed, "text2")
        body.addWidget(listed)
        body.addSpacing(4)
        self.receiver = TextField("接收人", self, note="企业这边谁来拿", letter="J")
        self.receiver.set_text(receiver)
        self.officer = TextField("经手人", self, note="窗口这边谁交出去", letter="K")
        self.officer.set_text(officer)
        self.note = TextField("备注", self, note="可以不填", letter="B")
        for field in (self.receiver, self.officer, self.note):
            body.addWidget(field)
        foot = Foot(self)
        self.only_print = foot.add("只打印(&O)", left=True)
        self.cancel = foot.add("取消(&C)")
        self.only_print.setVisible(printing)
        self.register = foot.add("打印并登记(&D)" if printing else "登记移交(&D)", primary=True)
        self.register.setDefault(True)
        self.only_print.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.register.clicked.connect(self._on_register)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(body, 1)
        layout.addWidget(foot)
        first = next((field for field in (self.receiver, self.officer) if not field.text), self.receiver)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_register(self) -> None:
        for field, name in ((self.receiver, "receiver"), (self.officer, "officer")):
            try:
                require_people(
                    self.officer.text if name == "officer" else "-", self.receiver.text if name == "receiver" else "-"
                )
            except NobodyNamed as refusal:
                field.say(Mark.FAILED, refusal.problem)
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            field.say(None, "")
        self.recipient = Recipient(self.receiver.text, self.officer.text, self.note.text)
        self.accept()
