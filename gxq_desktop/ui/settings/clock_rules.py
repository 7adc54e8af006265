"""设置 · 时限规则: how the clocks are counted, where no law says so or the law leaves room."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QRadioButton, QWidget

from gxq_desktop.application.clock_rules import clock_rules_of, set_clock_rules
from gxq_desktop.application.staff import operator_name
from gxq_desktop.domain.clock_rules import DEFAULT_RULES, LONGEST_AMBER, LONGEST_SLIP, ClockRules
from gxq_desktop.domain.limits import JOINT_LIMIT, SuspensionRule
from gxq_desktop.ui import theme
from gxq_desktop.ui.form import TextField
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.settings.sections import Section
from gxq_desktop.ui.shell import Shell

SECTION_CHIEF = "科长"
"""Who sets the rules, while nobody was chosen for this desk."""
NUMBERS = {
    "amber_working_days": ("亮黄灯", "剩几个工作日及以内", 0, LONGEST_AMBER),
    "approval_slip_days": ("要批准人的推迟", "门槛推迟超过几天，重发要写批准人", 1, LONGEST_SLIP),
    "joint_working_days": ("并联审批总时限", "从首项受理起几个工作日，法定至多 45", 1, JOINT_LIMIT.days),
}
"""Field → label, note, least, most."""


class ClockRulesSection(Section):
    heading = "时限规则"
    text = "从存下那天起，在办事项的截止日都按新规则重算；过去各天看到的日期不变。"

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(shell, parent)
        self._kept = DEFAULT_RULES
        self.add_heading("停钟扣哪几天")
        self.suspension = QButtonGroup(self)
        for rule in SuspensionRule:
            button = QRadioButton(rule.label, self)
            button.setProperty("rule", rule.value)
            self.suspension.addButton(button)
            self.column.addWidget(button)
        told = wrapped("多段停钟取并集，同一天不重复扣。全国没有统一规定，由局里定一种。", self)
        theme.set_role(told, "text2")
        self.column.addWidget(told)
        self.column.addSpacing(4)
        self.fields: dict[str, TextField] = {}
        for name, (label, note, least, most) in NUMBERS.items():
            field = TextField(
                label, self, note=note, check=lambda text, least=least, most=most: _checked(text, least, most)
            )
            field.setMaximumWidth(theme.px(420))
            field.line.setMaximumWidth(theme.px(120))
            field.line.setMaxLength(4)
            field.row.setStretch(0, 0)
            field.row.addStretch(1)
            self.fields[name] = field
            self.column.addWidget(field)
        row = QHBoxLayout()
        self.save = QPushButton("存为时限规则(&S)", self)
        self.save.setProperty("kind", "primary")
        self.save.clicked.connect(self._on_save)
        row.addWidget(self.save)
        self.defaults = QPushButton("填回程序自带的(&R)", self)
        self.defaults.clicked.connect(lambda: self._show(replace(DEFAULT_RULES, number=self._kept.number)))
        row.addWidget(self.defaults)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def open(self) -> None:
        self.shell.attempt(self._load, "读不到时限规则")

    def _load(self) -> None:
        self._kept = clock_rules_of(self.shell.services)
        self._show(self._kept)

    def _show(self, rules: ClockRules) -> None:
        for button in self.suspension.buttons():
            button.setChecked(button.property("rule") == rules.suspension.value)
        for name, field in self.fields.items():
            field.set_text(str(getattr(rules, name)))

    @property
    def rules(self) -> ClockRules:
        """What the form says. Raises DomainError for a number out of bounds."""
        chosen = SuspensionRule(self.suspension.checkedButton().property("rule"))
        return replace(self._kept, suspension=chosen, **{name: int(field.text) for name, field in self.fields.items()})

    def _on_save(self) -> None:
        faulty = next((field for field in self.fields.values() if not field.validate()), None)
        if faulty is not None:
            faulty.setFocus()
            return
        before = self._kept
        person = operator_name(self.shell.services) or SECTION_CHIEF
        services, rules = self.shell.services, self.rules
        if not self.shell.save(lambda: set_clock_rules(services, rules, person), "时限规则没有存下"):
            return
        self._load()
        if self._kept == before:
            self.shell.say("时限规则没有变")
            return
        self.shell.calendar_changed.emit()
        self.shell.settings_changed.emit()
        self.shell.say("时限规则已存，在办事项按新规则重算")


def _checked(text: str, least: int, most: int) -> tuple[Mark | None, str]:
    if not (text.isascii() and text.isdecimal() and least <= int(text) <= most):
        return Mark.FAILED, f"请填 {least} 到 {most} 的整数。"
    return None, ""
