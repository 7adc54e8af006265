"""Enter or change an obstacle: what it is, who owns it, until when, what it blocks, what follows; what it costs, as one types."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gxq_desktop.application.project_desk import ProjectDesk
from gxq_desktop.application.project_obstacles import (
    LONGEST_DAYS,
    LONGEST_OWNER,
    Blockable,
    ObstacleForm,
    blockable_steps,
    check_obstacle,
    preview_obstacle,
)
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.messages import Foot
from gxq_desktop.ui.pause import Pause
from gxq_desktop.ui.preferences import Preferences
from gxq_desktop.ui.project.schedule.terms_editor import DayField, day_of, qdate
from gxq_desktop.ui.table_model import Column, RowsModel
from gxq_desktop.ui.table_view import TableView

MOST_SHOWN = 4


class DaysField(QLineEdit):
    """A number of days, "" for none. (A styled QSpinBox without buttons hides its text.)"""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setValidator(QIntValidator(1, LONGEST_DAYS, self))
        self.setMaxLength(len(str(LONGEST_DAYS)))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(name)
        self.setFixedWidth(theme.px(64))

    @property
    def days(self) -> int | None:
        text = self.text().strip()
        return int(text) if text.isdecimal() else None

    def set_days(self, days: int | None) -> None:
        self.setText("" if days is None else str(days))


class ObstacleDialog(QDialog):
    """form() is what was typed; the dialog is accepted only if it has no faults."""

    def __init__(
        self,
        parent: QWidget,
        preferences: Preferences,
        desk: ProjectDesk,
        obstacle_id: str,
        today: date,
        form: ObstacleForm | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._id = desk, obstacle_id
        self.setWindowTitle("登记障碍" if form is None else "改障碍")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(820))
        self._first_blocks = form.blocks if form is not None else ()
        self._faults: dict[str, QLabel] = {}
        self._fields: dict[str, QWidget] = {}
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(4)
        right.setSpacing(4)
        self.name_edit = QLineEdit(self)
        self.owner_edit = QLineEdit(self)
        self.owner_edit.setMaxLength(LONGEST_OWNER)
        self._add(left, "name", "障碍是什么(&N)", self.name_edit)
        self._add(left, "owner", "责任单位(&O)", self.owner_edit, "还没有人牵头就空着，时间表会写“没有责任单位”。")
        self._add_until(left, today)
        self._add_follow_on(left)
        self.note_edit = QPlainTextEdit(self)
        self.note_edit.setTabChangesFocus(True)
        self.note_edit.setFixedHeight(theme.px(60))
        self._add(left, "note", "备注(&T)", self.note_edit)
        left.addStretch(1)
        self._add_blocks(right, preferences)
        self.cost = wrapped("", self)
        fonts.set_font(self.cost, fonts.BASE, bold=True)
        self.cost_detail = wrapped("", self)
        theme.set_role(self.cost_detail, "text2")
        right.addSpacing(6)
        right.addWidget(self.cost)
        right.addWidget(self.cost_detail)
        columns = QHBoxLayout()
        columns.setContentsMargins(20, 16, 20, 12)
        columns.setSpacing(20)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        foot = Foot(self)
        cancel = foot.add("取消(&C)")
        self.save = foot.add("登记障碍(&S)" if form is None else "保存改动(&S)", primary=True)
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._on_save)
        self.save.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(columns, 1)
        layout.addWidget(foot)
        if form is not None:
            self._fill(form)
        self._timer = Pause(self, self.preview)
        self._watch()
        self.preview()
        self.name_edit.setFocus()

    # -- widgets --------------------------------------------------------------------------------------------------

    def _add(self, layout: QVBoxLayout, name: str, text: str, field: QWidget, note: str = "") -> None:
        label = QLabel(text, self)
        label.setBuddy(field)
        field.setAccessibleName(text.split("(", 1)[0])
        layout.addWidget(label)
        layout.addWidget(field)
        if note:
            quiet = wrapped(note, self)
            fonts.set_font(quiet, fonts.CAPTION)
            theme.set_role(quiet, "text2")
            layout.addWidget(quiet)
        self._add_fault(layout, name, field)

    def _add_fault(self, layout: QVBoxLayout, name: str, field: QWidget) -> None:
        fault = wrapped("", self)
        theme.set_role(fault, "seal")
        fault.hide()
        layout.addWidget(fault)
        layout.addSpacing(4)
        self._faults[name], self._fields[name] = fault, field

    def _add_until(self, layout: QVBoxLayout, today: date) -> None:
        self._until = QButtonGroup(self)
        self.by_day = QRadioButton("到这一天排除(&D)", self)
        self.by_length = QRadioButton("从计划起算要(&L)", self)
        for radio in (self.by_day, self.by_length):
            self._until.addButton(radio)
        self.day_edit = DayField(self, "排除日期")
        self.day_edit.show_day(max(today, self._desk.project.plan.start_on))
        self.days_edit = DaysField(self, "需要的天数")
        self.days_unit = self._unit("天数的单位")
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.addWidget(self.by_day, 0, 0)
        grid.addWidget(self.day_edit, 0, 1, 1, 2, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.by_length, 1, 0)
        grid.addWidget(self.days_edit, 1, 1)
        grid.addWidget(self.days_unit, 1, 2)
        grid.setColumnStretch(3, 1)
        layout.addLayout(grid)
        self._add_fault(layout, "cleared_on", self.day_edit)
        self._faults["days"], self._fields["days"] = self._faults["cleared_on"], self.days_edit
        self.by_day.setChecked(True)
        self._until.buttonToggled.connect(self._on_until)
        self._on_until()

    def _add_follow_on(self, layout: QVBoxLayout) -> None:
        self.follow_name = QLineEdit(self)
        self.follow_name.setPlaceholderText("没有就空着，例如 场平")
        self._add(layout, "follow_name", "排除后还要做(&W)", self.follow_name)
        self.follow_owner = QLineEdit(self)
        self.follow_owner.setMaxLength(LONGEST_OWNER)
        self.follow_owner.setAccessibleName("由谁做")
        self.follow_days = DaysField(self, "要做的天数")
        self.follow_unit = self._unit("要做的天数的单位")
        row = QHBoxLayout()
        row.setSpacing(6)
        who = QLabel("由谁(&Y)", self)
        who.setBuddy(self.follow_owner)
        row.addWidget(who)
        row.addWidget(self.follow_owner, 1)
        row.addWidget(self.follow_days)
        row.addWidget(self.follow_unit)
        layout.addLayout(row)
        self._add_fault(layout, "follow_days", self.follow_days)

    def _add_blocks(self, layout: QVBoxLayout, preferences: Preferences) -> None:
        model: RowsModel[Blockable] = RowsModel(
            (
                Column("挡住", show=lambda each: "", width=48, tick=True, sortable=False),
                Column(
                    "事项、门槛或施工",
                    show=lambda each: each.text if each.planned else f"{each.text}（本项目不办）",
                    sortable=False,
                    searchable=True,
                ),
            ),
            self,
            key=lambda each: each.id,
            muted=lambda each: not each.planned,
        )
        model.set_rows(blockable_steps(self._desk))
        self.blocks = TableView("", model, preferences, self, row_height=26, name="它挡住什么")
        self.blocks.setMinimumHeight(theme.px(220))
        self.blocks.setMinimumWidth(theme.px(340))
        label = QLabel("它挡住什么(&B)，空格勾选，打编号跳过去", self)
        label.setBuddy(self.blocks)
        layout.addWidget(label)
        layout.addWidget(self.blocks, 1)
        self._add_fault(layout, "blocks", self.blocks)

    def _unit(self, name: str) -> QComboBox:
        combo = QComboBox(self)
        combo.addItems(["日", "工作日"])
        combo.setAccessibleName(name)
        return combo

    def _watch(self) -> None:
        later = self._timer.start
        texts = (self.name_edit, self.owner_edit, self.follow_name, self.follow_owner, self.days_edit, self.follow_days)
        for edit in texts:
            edit.textChanged.connect(lambda _: later())
        self.day_edit.dateChanged.connect(lambda _: later())
        for combo in (self.days_unit, self.follow_unit):
            combo.currentIndexChanged.connect(lambda _: later())
        self._until.buttonToggled.connect(lambda *_: later())
        self.blocks.rows_model.dataChanged.connect(lambda *_: later())

    def _on_until(self, *_: object) -> None:
        by_day = self.by_day.isChecked()
        self.day_edit.setEnabled(by_day)
        self.days_edit.setEnabled(not by_day)
        self.days_unit.setEnabled(not by_day)

    # -- the form -------------------------------------------------------------------------------------------------

    def _fill(self, form: ObstacleForm) -> None:
        self.name_edit.setText(form.name)
        self.owner_edit.setText(form.owner)
        self.note_edit.setPlainText(form.note)
        if form.cleared_on is not None:
            self.by_day.setChecked(True)
            self.day_edit.setDate(qdate(form.cleared_on))
        elif form.days is not None:
            self.by_length.setChecked(True)
            self.days_edit.set_days(form.days)
            self.days_unit.setCurrentText(form.days_unit)
        self.follow_name.setText(form.follow_name)
        self.follow_owner.setText(form.follow_owner)
        self.follow_days.set_days(form.follow_days)
        self.follow_unit.setCurrentText(form.follow_unit)
        self.blocks.rows_model.set_ticked(form.blocks)
        if form.blocks:
            self.blocks.select_key(form.blocks[0])

    def form(self) -> ObstacleForm:
        by_day = self.by_day.isChecked()
        ticked = self.blocks.rows_model.ticked
        listed = dict.fromkeys((*self._first_blocks, *(each.id for each in self.blocks.rows_model.rows)))
        return ObstacleForm(
            name=self.name_edit.text(),
            owner=self.owner_edit.text(),
            blocks=tuple(each for each in listed if each in ticked),
            cleared_on=day_of(self.day_edit.date()) if by_day else None,
            days=None if by_day else self.days_edit.days,
            days_unit=self.days_unit.currentText(),
            follow_name=self.follow_name.text(),
            follow_owner=self.follow_owner.text(),
            follow_days=self.follow_days.days,
            follow_unit=self.follow_unit.currentText(),
            note=self.note_edit.toPlainText(),
        )

    def preview(self) -> None:
        """What it would cost, as far as the form says; faults are shown only when saving."""
        form = self.form()
        if any(fault.field != "name" for fault in check_obstacle(form, self._desk)):
            self._tell("填好日期和它挡住什么，就能看出拖后多少。", "", "text2")
            return
        try:
            row = preview_obstacle(form if form.name.strip() else _named(form), self._id, self._desk)
        except DomainError as refusal:
            self._tell(refusal.problem, refusal.next_step, "seal")
            return
        gates = [each for each in row.delays if each.is_gate]
        if row.no_effect:
            self._tell(f"{row.no_effect}。", "", "ok")
            return
        first = "；".join(f"{each.name}晚 {each.working_days} 个工作日" for each in gates[:MOST_SHOWN])
        others = [each.name for each in row.delays if not each.is_gate]
        named = "、".join(others[:6]) + (" 等" if len(others) > 6 else "")
        if gates and others:
            named = f"另推迟 {len(others)} 个环节：{named}"
        self._tell(first or f"推迟 {len(others)} 个环节，不影响门槛", named, "seal" if gates else "")

    def _tell(self, text: str, detail: str, role: str) -> None:
        self.cost.setText(text)
        theme.set_role(self.cost, role)
        self.cost_detail.setText(detail)
        self.cost_detail.setVisible(bool(detail))

    def _on_save(self) -> None:
        faults = {fault.field: fault.refusal for fault in check_obstacle(self.form(), self._desk)}
        for label in set(self._faults.values()):
            label.hide()
        first: QWidget | None = None
        for name, field in self._fields.items():
            refusal = faults.get(name)
            theme.set_property(field, "bad", "1" if refusal else "")
            field.setAccessibleDescription(str(refusal) if refusal else "")
            if refusal is not None:
                self._faults[name].setText(f"{refusal.problem}{refusal.next_step}")
                self._faults[name].show()
                first = first or field
        if first is not None:
            first.setFocus()
        else:
            self.accept()


def _named(form: ObstacleForm) -> ObstacleForm:
    from dataclasses import replace

    return replace(form, name="障碍")
