"""An officer decides whether a row applies (人工认定): the decision, the reason, the name. Nothing is saved without them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gxq_desktop.application.project_items import ItemReason
from gxq_desktop.domain.verdicts import Verdict
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.messages import Foot

LONGEST_REASON = 500
LONGEST_OFFICER = 60
APPLY, DROP, WITHDRAW = "apply", "drop", "withdraw"


class OverrideDialog(QDialog):
    """choice: APPLY, DROP or WITHDRAW once accepted; reason and officer as typed, without blanks at their ends."""

    def __init__(self, parent: QWidget, reason: ItemReason, officer: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("人工认定")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(520))
        body = QVBoxLayout()
        body.setContentsMargins(20, 18, 20, 14)
        body.setSpacing(8)
        title = wrapped(f"{reason.code} {reason.name}", self)
        fonts.set_font(title, fonts.DIALOG_HEAD, bold=True)
        body.addWidget(title)
        by_rule = wrapped(f"按规则{reason.by_rule.label}：{reason.sentence}", self)
        theme.set_role(by_rule, "text2")
        body.addWidget(by_rule)
        row = QHBoxLayout()
        self._group = QButtonGroup(self)
        self._radios: dict[str, QRadioButton] = {}
        choices = [(APPLY, "要办(&A)"), (DROP, "不用办(&N)")]
        if reason.override is not None:
            choices.append((WITHDRAW, "撤回认定，按规则(&W)"))
        for name, text in choices:
            radio = QRadioButton(text, self)
            self._group.addButton(radio)
            self._radios[name] = radio
            row.addWidget(radio)
        row.addStretch(1)
        body.addLayout(row)
        self.reason_edit = QPlainTextEdit(self)
        self.reason_edit.setTabChangesFocus(True)
        self.reason_edit.setFixedHeight(theme.px(88))
        self.reason_edit.setAccessibleName("认定理由")
        self.officer_edit = QLineEdit(officer, self)
        self.officer_edit.setMaxLength(LONGEST_OFFICER)
        self.officer_edit.setAccessibleName("认定人")
        if reason.override is not None:
            self.reason_edit.setPlainText(reason.override.reason)
            self.officer_edit.setText(reason.override.officer)
        self._reason_fault = self._add_field(body, "理由(&R)", self.reason_edit)
        self._officer_fault = self._add_field(body, "认定人(&F)", self.officer_edit)
        note = wrapped("认定写在手册里，和规则的判定并列，随时可以撤回。", self)
        theme.set_role(note, "text2")
        body.addWidget(note)
        foot = Foot(self)
        cancel = foot.add("取消(&C)")
        self.save = foot.add("保存认定(&S)", primary=True)
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._on_save)
        self.save.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(body, 1)
        layout.addWidget(foot)
        if reason.override is not None:
            current = APPLY if reason.override.applies else DROP
        else:
            current = DROP if reason.by_rule is Verdict.APPLIES else APPLY
        self._radios[current].setChecked(True)
        self._group.buttonToggled.connect(self._on_choice)
        self._on_choice()
        self.reason_edit.setFocus()

    def _add_field(self, layout: QVBoxLayout, text: str, field: QWidget) -> QLabel:
        label = QLabel(text, self)
        label.setBuddy(field)
        fault = wrapped("", self)
        theme.set_role(fault, "seal")
        fault.hide()
        layout.addWidget(label)
        layout.addWidget(field)
        layout.addWidget(fault)
        return fault

    @property
    def choice(self) -> str:
        return next(name for name, radio in self._radios.items() if radio.isChecked())

    @property
    def reason(self) -> str:
        return self.reason_edit.toPlainText().strip()

    @property
    def officer(self) -> str:
        return self.officer_edit.text().strip()

    def _on_choice(self, *_: object) -> None:
        needed = self.choice != WITHDRAW
        self.reason_edit.setEnabled(needed)
        self.officer_edit.setEnabled(needed)
        self.save.setText("保存认定(&S)" if needed else "撤回认定(&S)")

    def _on_save(self) -> None:
        if self.choice == WITHDRAW:
            self.accept()
            return
        reason = "写明为什么改判，它会印在手册里。" if not self.reason else ""
        if len(self.reason) > LONGEST_REASON:
            reason = f"理由有 {len(self.reason)} 个字，最多 {LONGEST_REASON} 个。"
        officer = "写明由谁认定。" if not self.officer else ""
        for field, label, fault in (
            (self.officer_edit, self._officer_fault, officer),
            (self.reason_edit, self._reason_fault, reason),
        ):
            label.setText(fault)
            label.setVisible(bool(fault))
            theme.set_property(field, "bad", "1" if fault else "")
            field.setAccessibleDescription(fault)
            if fault:
                field.setFocus()
        if not reason and not officer:
            self.accept()
