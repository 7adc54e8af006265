"""Why a row applies or not: conditions with their answers, what would change it, basis, and the officer's decision."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gxq_desktop.application.project_items import ConditionView, ItemReason, ItemRow
from gxq_desktop.domain.verdicts import Verdict
from gxq_desktop.ui import fonts, icons, theme
from gxq_desktop.ui.labels import link_button, wrapped
from gxq_desktop.ui.marks import Mark, mark
from gxq_desktop.ui.page import Panel
from gxq_desktop.ui.project.head import ChipLabel
from gxq_desktop.ui.project.items.model import verdict_mark, verdict_text

_WORDS = {True: "成立", False: "不成立", None: "还不知道"}
_MARKS = {True: Mark.PASSED, False: Mark.FAILED, None: Mark.UNDECIDED}
MOST_MATERIALS = 8


class ConditionLine(QWidget):
    """A mark, the condition, and below it the answer."""

    def __init__(self, condition: ConditionView, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = _MARKS[condition.holds]
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(22), 0, 0, 2)
        column.setSpacing(1)
        text = wrapped(condition.text, self)
        fonts.set_font(text, fonts.BASE, condition.decides)
        answer = wrapped(f"答案：{condition.answer}", self)
        fonts.set_font(answer, fonts.CAPTION)
        theme.set_role(answer, "text2")
        answer.setToolTip(condition.question)
        column.addWidget(text)
        column.addWidget(answer)
        self.setAccessibleName(f"{condition.text}，{_WORDS[condition.holds]}，答案 {condition.answer}")

    def paintEvent(self, event: QPaintEvent) -> None:
        size = theme.px(12)
        mark(QPainter(self), QRectF(0, theme.px(4), size, size), self._mark)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), super().minimumSizeHint().height())


class ReasonPanel(Panel):
    """override_wanted: the officer wants to decide. schedule_wanted(step id): show it in the schedule. edit_wanted: change
    the answers."""

    override_wanted = Signal()
    schedule_wanted = Signal(str)
    edit_wanted = Signal()

    def __init__(self, parent: QWidget, can_edit: bool) -> None:
        super().__init__(parent, "为什么")
        self._can_edit = can_edit

    def show_nothing(self) -> None:
        self.clear()
        self.add_text("选一个事项，看它为什么办、为什么不办。", "text2")
        self.add_stretch()

    def show_reason(self, row: ItemRow, reason: ItemReason) -> None:
        self.clear()
        head = QWidget(self)
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        code = QLabel(row.code, head)
        theme.set_role(code, "text2")
        key = QLabel("Ctrl+I 收起", head)
        theme.set_role(key, "key")
        fonts.set_font(key, fonts.GANTT)
        line.addWidget(code)
        line.addStretch(1)
        line.addWidget(key)
        self.column.addWidget(head)
        self.add_title(reason.name)
        chip = ChipLabel(self)
        chip.show_mark(verdict_mark(row), verdict_text(row))
        self.column.addWidget(chip)
        if reason.override is not None:
            self.add_text(f"{reason.override_text}。按规则是{reason.by_rule.label}。", "pause")
        self.add_line()
        self.add_title(reason.heading, fonts.BASE)
        self.add_text(reason.sentence)
        self._add_conditions(reason.conditions)
        if reason.joined:
            self.add_text(reason.joined, "text2", fonts.CAPTION)
        if self._can_edit and row.verdict is Verdict.UNDECIDED:
            answer = link_button("去回答(&H)…", self)
            answer.clicked.connect(self.edit_wanted)
            self.column.addWidget(answer, 0, Qt.AlignmentFlag.AlignLeft)
        if reason.change:
            self.add_line()
            self.add_title("改成要办的条件", fonts.BASE)
            self.add_text(reason.change)
        if reason.why_date:
            self.add_line()
            self.add_title("为什么是这些日期", fonts.BASE)
            self.add_text(reason.why_date)
            show = link_button("看时间表(&T)", self)
            show.clicked.connect(lambda: self.schedule_wanted.emit(row.step_id))
            self.column.addWidget(show, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_line()
        self.add_title("依据", fonts.BASE)
        for basis in reason.basis:
            self.add_text(basis)
        if reason.note:
            self.add_text(f"规则：{reason.note}", "text2", fonts.CAPTION)
        if reason.materials:
            self.add_line()
            self.add_title("带什么", fonts.BASE)
            shown = "、".join(reason.materials[:MOST_MATERIALS])
            self.add_text(f"{shown}{' 等' if len(reason.materials) > MOST_MATERIALS else ''}")
        if reason.used_by:
            self.add_text(f"用在 {' '.join(reason.used_by)}", "text2")
        self.add_stretch()
        self.add_text("情况特殊，规则判错了？", "text2", fonts.CAPTION)
        self.column.addWidget(self._override_button(reason))

    def _add_conditions(self, conditions: Sequence[ConditionView]) -> None:
        for condition in conditions:
            self.column.addWidget(ConditionLine(condition, self))

    def _override_button(self, reason: ItemReason) -> QPushButton:
        if reason.override is not None:
            text = "改认定或撤回(&M)…"
        elif reason.by_rule is Verdict.APPLIES:
            text = "改判为不用办(&M)…"
        else:
            text = "改判为要办(&M)…"
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        icons.set_icon(button, "edit")
        button.clicked.connect(self.override_wanted)
        return button
