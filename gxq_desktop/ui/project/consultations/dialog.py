"""Write a question down, answer it, or correct it."""

from __future__ import annotations

from datetime import date
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from gxq_desktop.application.consultation import (
    WHOLE_PROJECT,
    ConsultationLine,
    QuestionForm,
    asker_of,
    new_entry,
    usual_due_day,
)
from gxq_desktop.application.project_desk import ProjectDesk
from gxq_desktop.application.screen_wording import refusal_on_screen
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.messages import Foot
from gxq_desktop.ui.project.schedule.terms_editor import DayField, day_of


class Aim(Enum):
    """What the dialog is for: window title, the verb on its button."""

    ASK = ("记一条咨询", "记下(&S)")
    ANSWER = ("答复咨询", "答复(&S)")
    CORRECT = ("更正咨询", "更正(&S)")


@frozen
class Wording:
    """What was typed into an answer or a correction."""

    question: str
    answer: str
    person: str
    on: date
    reason: str
    is_public: bool


class ConsultationDialog(QDialog):
    """form() and wording() are what was typed; the dialog is accepted only if it can be stored as far as it can tell."""

    def __init__(
        self,
        parent: QWidget,
        desk: ProjectDesk,
        aim: Aim,
        person: str,
        code: str = "",
        line: ConsultationLine | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._aim, self._line = desk, aim, line
        title, verb = aim.value
        self.setWindowTitle(title if line is None else f"{title}：第 {line.entry.number} 条")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(620))
        self._grid = QGridLayout()
        self._grid.setContentsMargins(20, 16, 20, 8)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        self.item = QComboBox(self)
        self.question = self._text("企业问什么", 64)
        self.asker = QLineEdit(asker_of(desk.project), self)
        self.asked_on = DayField(self, "哪天问的")
        self.due_on = DayField(self, "答复期限")
        self.answer = self._text("答复", 84)
        self.person = QLineEdit(person, self)
        self.answered_on = DayField(self, "哪天答的")
        self.reason = QLineEdit(self)
        self.public = QCheckBox("可公开：别的项目的手册也印这条，不印谁问的(&P)", self)
        self._lay_out(code)
        self.fault = wrapped("", self)
        theme.set_role(self.fault, "seal")
        self.fault.setContentsMargins(20, 0, 20, 8)
        self.fault.hide()
        foot = Foot(self)
        foot.add("取消(&C)").clicked.connect(self.reject)
        self.save = foot.add(verb, primary=True)
        self.save.setDefault(True)
        self.save.clicked.connect(self._on_save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._grid, 1)
        column.addWidget(self.fault)
        column.addWidget(foot)
        (self.question if aim is Aim.ASK else self.answer).setFocus()

    # -- widgets --------------------------------------------------------------------------------------------------

    def _text(self, name: str, height: int) -> QPlainTextEdit:
        edit = QPlainTextEdit(self)
        edit.setTabChangesFocus(True)
        edit.setMinimumHeight(theme.px(height))
        edit.setAccessibleName(name)
        return edit

    def _add(self, row: int, column: int, text: str, field: QWidget, span: int = 1, note: str = "") -> None:
        label = QLabel(text, self)
        label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(text.split("(", 1)[0])
        tall = isinstance(field, QPlainTextEdit)
        side = Qt.AlignmentFlag.AlignTop if tall else Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(label, row, column, side)
        self._grid.addWidget(field, row, column + 1, 1, span)
        if note:
            quiet = wrapped(note, self)
            fonts.set_font(quiet, fonts.CAPTION)
            theme.set_role(quiet, "text2")
            self._grid.addWidget(quiet, row + 1, column + 1, 1, span)

    def _lay_out(self, code: str) -> None:
        line, aim, today = self._line, self._aim, self._desk.today
        for field in (self.asked_on, self.answered_on):
            field.show_day(today)
        self.due_on.show_day(usual_due_day(today, self._desk.calendar))
        for field in (self.item, self.asker, self.asked_on, self.due_on, self.answered_on, self.reason):
            field.hide()
        if aim is Aim.ASK:
            self._fill_items(code)
            self._add(0, 0, "事项(&I)", self.item, 3)
            self._add(1, 0, "企业问(&Q)", self.question, 3)
            self._add(3, 0, "谁问的(&W)", self.asker)
            self._add(3, 2, "哪天问(&D)", self.asked_on)
            self._add(4, 2, "答复期限(&L)", self.due_on)
            self._add(4, 0, "记录人(&R)", self.person)
            self._add(5, 0, "答复(&A)", self.answer, 3, "还没有答就空着，到期前会提醒。答过的印进以后的手册。")
            self.asked_on.picked.connect(self._on_asked)
        elif line is not None:
            self.question.setPlainText(line.entry.question)
            self.answer.setPlainText(line.entry.answer)
            self.question.setReadOnly(aim is Aim.ANSWER)
            self._add(0, 0, "事项", wrapped(line.item, self), 3)
            self._add(1, 0, "企业问(&Q)", self.question, 3)
            if aim is Aim.ANSWER or line.entry.answer:
                self._add(3, 0, "答复(&A)", self.answer, 3)
            else:
                self.answer.hide()
            self._add(5, 0, "答复人(&R)" if aim is Aim.ANSWER else "更正人(&R)", self.person)
            if aim is Aim.ANSWER:
                self._add(5, 2, "哪天答(&D)", self.answered_on)
            elif line.entry.written_on != today:
                self._add(6, 0, "为什么更正(&Y)", self.reason, 3, "原来的文字和理由都保留。")
        if aim is not Aim.CORRECT:
            self._grid.addWidget(self.public, 8, 1, 1, 3)
        else:
            self.public.hide()
        shown = [self.item, self.asker, self.asked_on, self.due_on] if aim is Aim.ASK else []
        shown += [self.answered_on] if aim is Aim.ANSWER else []
        shown += [self.reason] if aim is Aim.CORRECT and line is not None and line.entry.written_on != today else []
        for widget in shown:
            widget.show()

    def _fill_items(self, code: str) -> None:
        self.item.addItem(WHOLE_PROJECT, "")
        verdicts = self._desk.verdicts
        items = sorted(self._desk.catalogue.items, key=lambda item: not verdicts[item.code].applies)
        for item in items:
            suffix = "" if verdicts[item.code].applies else "（本项目不办）"
            self.item.addItem(f"{item.code} {item.name}{suffix}", item.code)
        self.item.setCurrentIndex(max(0, self.item.findData(code)))
        self.item.setMaxVisibleItems(16)
        self.item.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.item.setMinimumContentsLength(30)

    def _on_asked(self, day: date) -> None:
        self.due_on.show_day(usual_due_day(day, self._desk.calendar))

    # -- what was typed -------------------------------------------------------------------------------------------

    def form(self) -> QuestionForm:
        return QuestionForm(
            code=str(self.item.currentData() or ""),
            question=self.question.toPlainText(),
            asked_by=self.asker.text(),
            asked_on=day_of(self.asked_on.date()),
            due_on=day_of(self.due_on.date()),
            answer=self.answer.toPlainText(),
            person=self.person.text(),
            is_public=self.public.isChecked(),
        )

    def wording(self) -> Wording:
        return Wording(
            question=self.question.toPlainText(),
            answer=self.answer.toPlainText(),
            person=self.person.text(),
            on=day_of(self.answered_on.date()),
            reason=self.reason.text(),
            is_public=self.public.isChecked(),
        )

    def say(self, refusal: DomainError) -> None:
        """Tell what is wrong; the dialog stays."""
        self.fault.setText(refusal_on_screen(refusal))
        self.fault.show()
        self.setAccessibleDescription(self.fault.text())

    def _on_save(self) -> None:
        try:
            self._check()
        except DomainError as refusal:
            self.say(refusal)
        else:
            self.accept()

    def _check(self) -> None:
        desk, typed = self._desk, self.wording()
        if self._aim is Aim.ASK:
            new_entry(self.form(), desk.project, 1, desk.catalogue, desk.calendar, desk.today)
        elif self._line is not None and self._aim is Aim.ANSWER:
            self._line.entry.answered(typed.answer, typed.person, typed.on, desk.today)
        elif self._line is not None:
            self._line.entry.corrected(typed.question, typed.answer, typed.person, typed.reason, desk.today)
