"""Agree a day for a step, or change the construction period; what it does to the plan is said as one chooses."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gxq_desktop.application.edit_plan import Decisions, with_construction_days, with_fixed_date
from gxq_desktop.application.plan_variants import outcome_of
from gxq_desktop.application.project_desk import ProjectDesk
from gxq_desktop.application.project_timetable import TimetableRow
from gxq_desktop.application.screen_wording import refusal_on_screen
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.network import FixedDate, FixedKind, StepId, StepKind
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.messages import Foot
from gxq_desktop.ui.pause import Pause
from gxq_desktop.ui.project.obstacles.dialog import DaysField
from gxq_desktop.ui.project.schedule.terms_editor import DayField, day_of


class FixDialog(QDialog):
    """row: the step. fixed(): what was chosen, first: what stood there. days: the field of the construction period, else None."""

    def __init__(self, parent: QWidget, desk: ProjectDesk, row: TimetableRow) -> None:
        super().__init__(parent)
        self._desk, self.row = desk, row
        step = row.step
        self.setWindowTitle("改工期" if step.kind is StepKind.CONSTRUCTION else "约定日期")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(440))
        fixed = desk.project.plan.fixed_dates.get(StepId(row.id), ())
        self.first: FixedDate | None = fixed[0] if fixed else None
        self.days: DaysField | None = None
        self.kind = QComboBox(self)
        self.day = DayField(self, "约定的日期")
        self.title = wrapped(f"{row.code} {step.name}".strip(), self)
        fonts.set_font(self.title, fonts.PANEL_TITLE, bold=True)
        line = QHBoxLayout()
        line.setSpacing(8)
        if step.kind is StepKind.CONSTRUCTION:
            self.kind.hide()
            self.day.hide()
            self.days = DaysField(self, "工期，日")
            self.days.set_days(desk.project.plan.construction_calendar_days)
            label = QLabel("工期(&D)", self)
            label.setBuddy(self.days)
            note = QLabel("日，空着按答案里的合同工期", self)
            theme.set_role(note, "text2")
            for widget in (label, self.days, note):
                line.addWidget(widget)
            self.days.textChanged.connect(lambda _: self._later.start())
        else:
            self._fill(line)
        line.addStretch(1)
        self.outcome = wrapped("", self)
        column = QVBoxLayout()
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addLayout(line)
        column.addWidget(self.outcome, 1)
        foot = Foot(self)
        foot.add("取消(&C)").clicked.connect(self.reject)
        self.save = foot.add("写入计划(&S)", primary=True)
        self.save.setDefault(True)
        self.save.clicked.connect(self._on_save)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(column, 1)
        whole.addWidget(foot)
        self._later = Pause(self, self.preview)
        self.preview()
        (self.days or self.kind).setFocus()

    def _fill(self, line: QHBoxLayout) -> None:
        gate = self.row.step.kind is StepKind.MILESTONE
        kinds = (FixedKind.START_NOT_BEFORE, FixedKind.FINISH_NOT_AFTER) if gate else tuple(FixedKind)
        self.kind.setAccessibleName("怎么约定")
        self.kind.addItem("没有约定", None)
        for kind in kinds:
            self.kind.addItem(kind.label, kind)
        label = QLabel("约定(&D)", self)
        label.setBuddy(self.kind)
        self.day.show_day(self.row.step.early_start.on)
        if self.first is not None:
            self.kind.setCurrentIndex(max(0, self.kind.findData(self.first.kind)))
            self.day.show_day(self.first.on)
        for widget in (label, self.kind, self.day):
            line.addWidget(widget)
        self._on_kind()
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.kind.currentIndexChanged.connect(lambda _: self._later.start())
        self.day.dateChanged.connect(lambda _: self._later.start())

    def _on_kind(self, *_: object) -> None:
        kind = self.kind.currentData()
        self.day.setEnabled(kind is not None)
        if kind is not None and self.first is None:
            ends = kind in (FixedKind.FINISH_NOT_AFTER, FixedKind.MUST_FINISH_ON)
            self.day.show_day(self.row.step.early_finish.on if ends else self.row.step.early_start.on)

    def fixed(self) -> FixedDate | None:
        kind = self.kind.currentData()
        return FixedDate(FixedKind(kind), day_of(self.day.date())) if kind is not None else None

    def decisions(self) -> Decisions:
        """What would be stored. Raises DomainError for a period out of bounds."""
        project = self._desk.project
        if self.days is not None:
            return with_construction_days(project, self.days.days)
        return with_fixed_date(project, StepId(self.row.id), self.fixed())

    def preview(self) -> bool:
        """Say what the choice would do; False if it cannot be."""
        try:
            said, role = outcome_of(self._desk, self.decisions()), ""
        except DomainError as refusal:
            said, role = (refusal_on_screen(refusal),), "seal"
        self.outcome.setText("\n".join(said))
        theme.set_role(self.outcome, role or "text2")
        return not role

    def _on_save(self) -> None:
        if self.preview():
            self.accept()
